"""What a saved run came to, opened once a process and kept ready to be looked through.

A result holds an explanation of every pair, need and seat: reading it takes seconds for
thousands of them, and a page shows twenty. A few runs stay open, by the hash of what is
stored; whether it still is stored is asked each time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import rules_of
from api.records import Document, Round, Run
from api.store import REFS, RESULT, SNAPSHOT, content, document
from matcher.errors import Refused
from matcher.explaining import Why
from matcher.model import Place, Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme, place_column

OPEN_AT_ONCE = 4
"""Runs that stay open in a process."""
NOTHING_SAVED = "This round has no saved run."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a review: a pair, or a group and its asset; a need; an empty seat.

    Parameters
    ----------
    kind, state : str
        As in `matcher.explaining.Why`.
    needs, asset
        Refs; those who go together stand in one line.
    fits : mapping of str to int
        The least of all who go together.
    priority, gaps : int
        The highest priority among them; how many gaps there are.
    outcode : str
        Of the first; "" where the scheme has no place of needs.
    equal : tuple of str
        Assets that are as good.
    summary : str
        One sentence for staff.
    """

    kind: str
    state: str
    needs: tuple[str, ...]
    asset: str
    fits: Mapping[str, int]
    priority: int
    gaps: int
    outcode: str
    equal: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Kept:
    """A saved run, opened.

    Parameters
    ----------
    lines : tuple of Line
        In the order of the result.
    whys : mapping of (str, str) to Why
        By need and asset; "" where a kind has none.
    ids : mapping of str to (mapping of str to UUID)
        By side, the records behind the refs.
    """

    rules: Scheme
    lines: tuple[Line, ...]
    whys: Mapping[tuple[str, str], Why]
    ids: Mapping[str, Mapping[str, UUID]]

    @cached_property
    def refs(self) -> Mapping[UUID, str]:
        """Return what each record was called."""
        return {id_: ref for side in self.ids.values() for ref, id_ in side.items()}


_open: OrderedDict[str, Kept] = OrderedDict()
_lock = Lock()


def saved_runs(desk: Desk, round_: Round, *, most: int) -> Sequence[Run]:
    """Return the saved runs of a round, newest first.

    Raises
    ------
    Refused
        There is none.
    """
    runs = desk.store.find(
        Run,
        Run.round_id == round_.id,
        Run.kind == "run",
        Run.state == "saved",
        newest_first=True,
        limit=most,
    )
    if not runs:
        raise Refused(NOTHING_SAVED)
    return runs


def kept_run(desk: Desk, round_: Round, run: Run) -> Kept:
    """Return a saved run, opened.

    Raises
    ------
    Refused
        Its documents are past their keeping.
    """
    there = desk.store.count(
        Document,
        Document.round_id == round_.id,
        Document.run_id == run.id,
        Document.kind == RESULT,
    )
    if not there:
        raise Refused("The documents of this run are past their keeping.")
    with _lock:
        found = _open.pop(str(run.id), None)
    found = found or _opened(desk, round_, run)
    with _lock:
        _open[str(run.id)] = found
        while len(_open) > OPEN_AT_ONCE:
            _open.popitem(last=False)
    return found


def _opened(desk: Desk, round_: Round, run: Run) -> Kept:
    texts = {
        kind: content(desk.store, row).decode()
        for kind in (SNAPSHOT, REFS, RESULT)
        if (row := document(desk.store, round_, kind, run_id=run.id))
    }
    rules = rules_of(desk, round_.scheme_version_id)
    found = RoundResult.from_json(texts[RESULT])
    ids = {
        side: {ref: UUID(text) for ref, text in refs.items()}
        for side, refs in json.loads(texts[REFS]).items()
    }
    return Kept(
        rules,
        tuple(_lines(found, rules, Snapshot.from_json(texts[SNAPSHOT]))),
        {(why.need, why.asset): why for why in found.whys},
        ids,
    )


def _lines(found: RoundResult, rules: Scheme, snapshot: Snapshot) -> Iterator[Line]:
    rows = json.loads(found.instance)
    priority = {row["ref"]: int(row.get("priority", 0)) for row in rows["needs"]}
    groups = rows.get("groups", ())
    unit = {ref: group["ref"] for group in groups for ref in group["members"]}
    outcodes = _outcodes(rules, snapshot)
    together: dict[tuple[str, str, str], list[Why]] = {}
    for why in found.whys:
        key = (why.kind, unit.get(why.need, why.need), why.asset)
        together.setdefault(key, []).append(why)
    for whys in together.values():
        first = next((why for why in whys if why.equal or why.alternatives), whys[0])
        needs = tuple(why.need for why in whys if why.need)
        yield Line(
            first.kind,
            first.state,
            needs,
            first.asset,
            _least([why.fits for why in whys]),
            max((priority.get(ref, 0) for ref in needs), default=0),
            sum(bool(factor.gap) for why in whys for factor in why.factors),
            next((outcodes.get(ref, "") for ref in needs), ""),
            first.equal,
            first.summary,
        )


def _least(fits: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    return {name: min(each.get(name, 0) for each in fits) for name in fits[0]}


def _outcodes(rules: Scheme, snapshot: Snapshot) -> Mapping[str, str]:
    column = place_column(rules, "needs")
    cells: dict[str, Any] = {row.ref: row.get(column) for row in snapshot.needs}
    return {ref: cell.outcode for ref, cell in cells.items() if isinstance(cell, Place)}
