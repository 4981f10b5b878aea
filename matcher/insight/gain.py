"""What a change to what is offered would bring: the round solved again with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from matcher.explaining import Case
from matcher.explaining.components import Components
from matcher.explaining.edits import Edit
from matcher.explaining.resolving import Outcome
from matcher.instance import Instance, Market, compile_market


@dataclass(frozen=True, slots=True)
class Gain:
    """The difference that a change makes, by a re-solve.

    Parameters
    ----------
    matched : int
        Needs with an asset after it, less those with one before.
    fit : int
        The same for the sum of fits.
    """

    matched: int
    fit: int


def gain(case: Case, edit: Edit) -> Gain | None:
    """Return what a change brings; None where nothing holds after it.

    Guarantee: equal to solving the whole round again with the change applied. Only the
    parts that it touches are solved, before and after, since others share nothing with
    it.
    """
    after = case.after(edit)
    refs = {row.ref for row in (*edit.assets, *edit.staff)}
    needs = _touched(case.components, refs)
    needs |= _touched(after.components, refs)
    needs = _closed(case.components, after.components, needs)
    labels = sorted(_labels(after.components, needs))
    return solved_gain(case, map(after.components.part, labels), needs)


def _touched(parts: Components, refs: set[str]) -> set[str]:
    """Return the needs in the parts of some assets and staff."""
    assets = zip(parts.instance.assets, parts.asset.tolist(), strict=True)
    staff = zip(parts.instance.staff, parts.staff.tolist(), strict=True)
    labels = {label for row, label in assets if row.ref in refs}
    labels |= {label for row, label in staff if row.ref in refs}
    return _in_parts(parts, labels)


def _in_parts(parts: Components, labels: set[int]) -> set[str]:
    needs = zip(parts.instance.needs, parts.need.tolist(), strict=True)
    return {need.ref for need, label in needs if label in labels}


def _labels(parts: Components, needs: set[str]) -> set[int]:
    rows = zip(parts.instance.needs, parts.need.tolist(), strict=True)
    return {label for need, label in rows if need.ref in needs}


def _closed(before: Components, after: Components, needs: set[str]) -> set[str]:
    """Return the needs of all parts, before and after, that any of these is in."""
    while True:
        wider = _in_parts(before, _labels(before, needs))
        wider |= _in_parts(after, _labels(after, needs))
        if wider == needs:
            return needs
        needs = wider


def solved_gain(
    case: Case, parts: Iterable[Instance], needs: Collection[str]
) -> Gain | None:
    """Return what parts, solved, bring for their needs beside what these have now.

    None where one of them has no solution.
    """
    matched = points = 0
    for part in map(compile_market, parts):
        outcome = case.resolved(part) if len(part.unit) else Outcome(possible=True)
        if not outcome.possible:
            return None
        matched += len(outcome.homes)
        points += _points(part, outcome.homes)
    rows = [row for row in case.solution.chosen if row.need in needs]
    return Gain(matched - len(rows), points - sum(row.fit or 0 for row in rows))


def _points(part: Market, homes: Mapping[str, str]) -> int:
    needs, assets = part.instance.needs, part.instance.assets
    ends = zip(part.unit.tolist(), part.asset.tolist(), part.fit.tolist(), strict=True)
    return sum(
        fit
        for unit, asset, fit in ends
        if homes.get(needs[part.members[unit][0]].ref) == assets[asset].ref
    )
