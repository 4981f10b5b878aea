"""Who could staff an asset that stays closed: people put right, and newcomers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from matcher.candidates.gates import Ready, ready_gates
from matcher.candidates.rule import Facts, Sides
from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.remedies import Cells, changed
from matcher.graph import Row
from matcher.graph.columns import place_of, words_of
from matcher.instance import Asset, Staff
from matcher.model import Record
from matcher.schemes import Gate

IN_PLACE = ("distance", "support", "train")


@dataclass(frozen=True, slots=True)
class Crew:
    """Staff rows, changed or new, with a kind and a sentence for each step."""

    rows: tuple[Record, ...] = ()
    kinds: tuple[str, ...] = ()
    said: str = ""


def lacking(case: Case, asset: Asset) -> Mapping[str, tuple[int, Mapping[str, int]]]:
    """Return, by role, how many more free staff an asset asks for, and of what trait.

    Roles of which enough are free are left out.
    """
    found = {}
    for line in asset.staffing:
        free = [s for s in case.instance.staff if _able(case, s, asset, line.role)]
        traits = {
            trait: least - sum(trait in s.traits for s in free)
            for trait, least in line.at_least
        }
        short = {trait: by for trait, by in traits.items() if by > 0}
        more = max(line.exactly - len(free), *short.values(), 0)
        if more:
            found[line.role] = more, short
    return found


def _able(case: Case, staff: Staff, asset: Asset, role: str) -> bool:
    may = staff.can is None or asset.ref in staff.can
    return may and staff.role == role and _has_time(case, staff, asset)


def _has_time(case: Case, staff: Staff, asset: Asset) -> bool:
    duties = [where for who, where in case.solution.staff if who == staff.ref]
    rows = (row for row in case.instance.assets if row.ref in duties)
    busy = {slot for row in rows for slot in row.slots}
    return len(duties) < staff.most and not busy & set(asset.slots)


def recruits(case: Case, asset: Asset, place: Row) -> Crew:
    """Return the new staff that an asset asks for beside those who are free.

    Parameters
    ----------
    asset, place
        The same asset, in the instance and in the graph.
    """
    build, taken = case.scheme.build, {row.ref for row in case.graph.staff}
    rows: list[Record] = []
    said = []
    for role, (more, traits) in lacking(case, asset).items():
        for number in range(more):
            has = tuple(sorted(t for t, least in traits.items() if number < least))
            cells: Cells = {build.staff_role: role, build.staff_traits: has}
            ref = f"new-{role}-{number + 1}"
            while ref in taken:
                ref += "-"
            rows.append(_suited(case, Record(ref, cells), place))
        of_whom = [f"{least} {trait}" for trait, least in sorted(traits.items())]
        which = f" ({phrases.listed(of_whom)})" if of_whom else ""
        who = phrases.count(more, role, f"{role}s")
        said.append(f"Recruit {who}{which} for {asset.ref}.")
    return Crew(tuple(rows), ("recruit",) if rows else (), " ".join(said))


def _suited(case: Case, record: Record, place: Row) -> Record:
    """Return somebody new whom every gate of the scheme lets staff an asset."""
    for gate in case.scheme.gates:
        if gate.left == "staff":
            record = _opened(case, gate, record, place) or record
    return record


def put_right(case: Case, asset: Asset, place: Row, steps: int) -> Crew:
    """Return staff who are there, as they would have to be to staff an asset too.

    Empty where more steps than that would be needed.
    """
    short = lacking(case, asset)
    rows: list[Record] = []
    kinds: list[str] = []
    said = []
    for role, (more, traits) in short.items():
        ranked = sorted(
            _fixable(case, asset, place, role),
            key=lambda each: (not set(each[0].traits) & set(traits), len(each[1])),
        )
        for staff, gates in ranked[:more]:
            record = _person(case, staff.ref)
            for ready, facts in gates:
                record = _opened(case, ready.gate, record, place, facts) or record
                kinds.append(ready.gate.change)
                words = {"need": staff.ref, "asset": asset.ref, **facts.words}
                said.append(phrases.put_right_one(ready.gate, words, staff.ref))
            rows.append(record)
    enough = len(rows) == sum(more for more, _ in short.values())
    if not enough or len(kinds) > steps:
        return Crew()
    return Crew(tuple(rows), tuple(kinds), " ".join(said))


def _person(case: Case, ref: str) -> Record:
    return next(row.record for row in case.graph.staff if row.ref == ref)


def _fixable(
    case: Case, asset: Asset, place: Row, role: str
) -> Iterator[tuple[Staff, list[tuple[Ready, Facts]]]]:
    """Yield staff with time whom only gates that can be opened in place keep away."""
    rows = case.graph.staff
    ready = ready_gates(Sides(rows, (place,), case.graph), case.scheme, left="staff")
    there = np.zeros(1, np.int32)
    for at, (row, staff) in enumerate(zip(rows, case.instance.staff, strict=True)):
        mine = np.array([at], np.int32)
        shut = [each for each in ready if not each.rule.passes(mine, there)[0]]
        fixable = shut and all(each.gate.change in IN_PLACE for each in shut)
        if fixable and staff.role == role and _has_time(case, staff, asset):
            yield staff, [(each, each.rule.facts(at, 0)) for each in shut]
        assert row.ref == staff.ref, "the instance keeps the graph's order"


def _opened(
    case: Case, gate: Gate, record: Record, place: Row, facts: Facts | None = None
) -> Record | None:
    """Return a staff row that passes a gate; without `facts` it is a new one's."""
    found = _REMEDIES.get(gate.kind)
    if found is None:
        return None
    start = case.graph.snapshot.term.start
    return changed(record, found(_Asked(record, place, gate.options, start, facts)))


@dataclass(frozen=True, slots=True)
class _Asked:
    record: Record
    place: Row
    options: Mapping[str, Any]
    start: date
    facts: Facts | None


def _listed(asked: _Asked) -> Cells:
    mine, there = asked.options["need"], asked.options["asset"]
    offered = words_of(asked.place.record.get(there))
    return {mine: tuple(sorted({*words_of(asked.record.get(mine)), *offered}))}


def _slotted(asked: _Asked) -> Cells:
    mine, there = asked.options["need"], asked.options["asset"]
    more = {*asked.record.get(mine, ()), *asked.place.record.get(there, ())}
    return {mine: tuple(sorted(more))}


def _near(asked: _Asked) -> Cells:
    column, options = asked.options.get("km_column"), asked.options
    if asked.facts is None:
        return {options["place"]: place_of(asked.place, options["at"])}
    limit = asked.record.get(column or "")
    over = asked.facts.margin
    if column is None or limit is None or not over:
        return {}
    return {column: limit + math.ceil(over)}


def _checked(asked: _Asked) -> Cells:
    options = asked.options
    had = asked.record.get(options["level"])
    accepted = options["accepted"]
    return {
        options["level"]: had if had in accepted else accepted[0],
        options["issued"]: asked.start,
        options["outcome"]: "suitable",
    }


def _flagged(asked: _Asked) -> Cells:
    options = asked.options
    return {options["need"]: options.get("is", True)} if "need" in options else {}


_REMEDIES: Mapping[str, Callable[[_Asked], Cells]] = {
    "one_of": _listed,
    "slots": _slotted,
    "within": _near,
    "check": _checked,
    "flag": _flagged,
}
