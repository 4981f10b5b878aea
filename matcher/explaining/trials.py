"""Asset-side changes that might match a unit, likeliest first; each still to prove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import GateResult, Pool, why_not
from matcher.candidates.gates import Ready, ready_gates
from matcher.candidates.rule import Sides
from matcher.explaining.case import Case
from matcher.explaining.edits import Edit
from matcher.explaining.remedies import Asked, Cells, remedy
from matcher.graph import Row
from matcher.model import Record
from matcher.schemes import Gate
from matcher.scoring import score_candidates

IN_PLACE = ("distance", "support", "train")
MOST_STEPS = 2
_EACH = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """A changed snapshot, and what was changed in it.

    Parameters
    ----------
    kinds : tuple of str
        One for each step.
    asset : str
        The asset that is changed, or that the new one is like.
    problems : tuple of str
        Sentences of the gates that stood between.
    words : tuple of str
        What is to be learnt, where something is.
    edit : Edit
        The rows as they would be.
    """

    kinds: tuple[str, ...]
    asset: str
    problems: tuple[str, ...]
    words: tuple[str, ...]
    edit: Edit


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """The assets that a unit could come to have, and what stands between.

    Parameters
    ----------
    needs : tuple of Row
        The members of the unit.
    ready : tuple of Ready
        The gates, in the scheme's order.
    failed : bool, shape (gates, assets)
        Where some member does not pass.
    need_fit, asset_fit : int32, shape (assets,)
        The members' lowest.
    """

    needs: tuple[Row, ...]
    ready: tuple[Ready, ...]
    failed: NDArray[np.bool_]
    need_fit: NDArray[np.int32]
    asset_fit: NDArray[np.int32]

    def order(self) -> Iterator[int]:
        """Yield assets by gates to open, then by the weaker side's fit."""
        fixed = np.array([not each.gate.change for each in self.ready])
        hopeless = self.failed[fixed].any(axis=0)
        weaker = np.minimum(self.need_fit, self.asset_fit)
        steps = self.failed.sum(axis=0)
        for at in np.lexsort((-weaker, steps)):
            if not hopeless[at]:
                yield int(at)

    def gates(self, asset: int) -> list[Gate]:
        """Return the gates that stand between the unit and an asset."""
        return [
            each.gate
            for each, stands in zip(self.ready, self.failed[:, asset], strict=True)
            if stands
        ]


def near(case: Case, unit: int) -> Near:
    """Look at every asset through every gate for the members of a unit."""
    graph, scheme = case.graph, case.scheme
    refs = set(case.members(unit))
    places = [at for at, row in enumerate(graph.needs) if row.ref in refs]
    needs = tuple(graph.needs[at] for at in places)
    ready = ready_gates(Sides(needs, graph.assets, graph), scheme, left="needs")
    count = len(graph.assets)
    mine = np.repeat(np.arange(len(needs), dtype=np.int32), count)
    theirs = np.tile(np.arange(count, dtype=np.int32), len(needs))
    failed = np.stack([~each.rule.passes(mine, theirs) for each in ready])
    shape = len(ready), len(needs), count
    fits = score_candidates(_all_pairs(case, places), scheme)
    return Near(
        needs,
        ready,
        np.asarray(failed.reshape(shape).any(axis=1)),
        fits.need_fit.reshape(len(needs), count).min(axis=0),
        fits.asset_fit.reshape(len(needs), count).min(axis=0),
    )


def _all_pairs(case: Case, needs: list[int]) -> Pool:
    count = len(case.graph.assets)
    return replace(
        case.pool,
        need=np.repeat(np.array(needs, np.int32), count),
        asset=np.tile(np.arange(count, dtype=np.int32), len(needs)),
        km=np.full(count * len(needs), np.nan),
    )


def trials(case: Case, unit: int) -> Iterator[Trial]:
    """Yield changes to try: one asset put right, then a new one, then two steps."""
    seen = near(case, unit)
    order = list(seen.order())
    for steps in range(MOST_STEPS):
        right = (_put_right(case, seen, at, steps + 1) for at in order)
        yield from _first(_EACH, right)
        if not steps:
            yield from _first(_EACH, (_recruit(case, seen, at) for at in order))
    taught = (_recruit(case, seen, at, taught=True) for at in order)
    yield from _first(1, taught)


def _first(count: int, found: Iterator[Trial | None]) -> Iterator[Trial]:
    for trial in found:
        if trial is not None and count:
            count -= 1
            yield trial
        if not count:
            return


def _put_right(case: Case, seen: Near, at: int, steps: int) -> Trial | None:
    """Change an asset's own row, where that many steps do and none is a recruit."""
    asset, gates = case.graph.assets[at], seen.gates(at)
    kinds = [gate.change for gate in gates]
    cells = _cells(case, seen, asset, gates)
    if cells is None or not set(kinds) <= set(IN_PLACE):
        return None
    words: tuple[str, ...] = ()
    if not _fits(case, seen, at):
        words = _to_learn(case, seen, asset)
        kinds = [*kinds, "train"] if words else kinds
        cells = cells | _taught(asset.record, words)
    if len(kinds) != steps:
        return None
    record = _with(asset.record, cells)
    return Trial(
        tuple(kinds), asset.ref, _problems(case, seen, asset), words, Edit((record,))
    )


def _recruit(case: Case, seen: Near, at: int, *, taught: bool = False) -> Trial | None:
    """Add an asset like this one, as it would have to be for the unit."""
    asset = case.graph.assets[at]
    gates = seen.gates(at)
    if not taught and not _fits(case, seen, at):
        return None
    cells = _cells(case, seen, asset, gates, anew=True)
    if cells is None:
        return None
    words = _to_learn(case, seen, asset) if taught else ()
    cells = cells | _taught(asset.record, words) | _room(case, seen)
    names = {"holder": f"new-{asset.ref}", "partner": None}
    record = replace(_with(asset.record, cells | names), ref=f"new-{asset.ref}")
    kinds = ("recruit", "train") if words else ("recruit",)
    problems = _problems(case, seen, asset)
    return Trial(kinds, asset.ref, problems, words, Edit((record,)))


def _fits(case: Case, seen: Near, at: int) -> bool:
    floors = case.scheme.need_floor, case.scheme.asset_floor
    return bool(seen.need_fit[at] >= floors[0] and seen.asset_fit[at] >= floors[1])


def _cells(
    case: Case, seen: Near, asset: Row, gates: list[Gate], *, anew: bool = False
) -> dict[str, Any] | None:
    record, cells = asset.record, dict[str, Any]()
    for need in seen.needs:
        for gate, result in _failing(case, need, asset, gates):
            asked = Asked(
                gate,
                result,
                need.record,
                record,
                case.graph.snapshot.term.start,
                case.scheme,
            )
            found = remedy(asked)
            if found is None and anew and gate.kind == "within":
                found = _nearby(gate, need.record)
            if found is None:
                return None
            cells |= found
            record = _with(record, found)
    return cells


def _failing(
    case: Case, need: Row, asset: Row, gates: list[Gate]
) -> Iterator[tuple[Gate, GateResult]]:
    by_name = {gate.name: gate for gate in gates}
    for result in why_not(case.graph, case.scheme, need.ref, asset.ref):
        if not result.passed and result.name in by_name:
            yield by_name[result.name], result


def _nearby(gate: Gate, need: Record) -> Cells | None:
    place = need.get(gate.options["place"])
    at = gate.options["at"]
    return None if at == "hub" or place is None else {at: place}


def _problems(case: Case, seen: Near, asset: Row) -> tuple[str, ...]:
    gates = [each.gate for each in seen.ready]
    sentences = [
        result.sentence
        for need in seen.needs
        for _, result in _failing(case, need, asset, gates)
    ]
    return tuple(dict.fromkeys(sentences))


def _to_learn(case: Case, seen: Near, asset: Row) -> tuple[str, ...]:
    """Return a capability for each thing a member asks for and nobody there has."""
    wanted = {word for need in seen.needs for word, _ in _asked(need)}
    met = {word for skill in asset.held for word in case.scheme.supports.get(skill, ())}
    teach = []
    for word in sorted(wanted - met):
        skills = [s for s, words in case.scheme.supports.items() if word in words]
        teach += sorted(skills)[:1]
    return tuple(dict.fromkeys(teach))


def _asked(need: Row) -> Iterator[tuple[str, int]]:
    for pairs in need.asked.values():
        yield from pairs


def _taught(record: Record, words: tuple[str, ...]) -> dict[str, Any]:
    if not words:
        return {}
    return {"capabilities": tuple(sorted({*record.get("capabilities", ()), *words}))}


def _room(case: Case, seen: Near) -> dict[str, Any]:
    """Return the cells that give a new asset room for the whole unit."""
    build, size = case.scheme.build, len(seen.needs)
    cells: dict[str, int | None] = {
        build.capacity: size,
        build.approved: size,
        build.taken: 0,
        build.unless_one_group: size if size > 1 else None,
    }
    for limit, column in build.limits.items():
        uses = build.uses.get(limit, "")
        cells[column] = sum(need.record.get(uses, 1) for need in seen.needs)
    return {column: cell for column, cell in cells.items() if column}


def _with(record: Record, cells: Mapping[str, Any]) -> Record:
    values = {**record.values, **cells}
    return replace(record, values={k: v for k, v in values.items() if v is not None})

