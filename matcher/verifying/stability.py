"""Every blocking pair and every excused pair of a solution."""

from __future__ import annotations

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY

Pair = tuple[str, str]
Excused = tuple[str, str, str]


def blocking(case: Case) -> tuple[set[Pair], set[Excused]]:
    """Return the blocking pairs, and the excused ones with what holds them back.

    Vectorised up to the pairs whose seats would suffice; those are judged one by one.
    """
    blocks: set[Pair] = set()
    excused: set[Excused] = set()
    for row in np.flatnonzero(_wanted(case) & _seats_suffice(case)).tolist():
        unit, asset = int(case.table.unit[row]), int(case.table.asset[row])
        pair = case.name(unit), case.instance.assets[asset].ref
        held_by = _judged(case, row, unit, asset)
        if held_by == "":
            blocks.add(pair)
        elif held_by is not None:
            excused.add((*pair, held_by))
    return blocks, excused


def wants(case: Case) -> Mask:
    """Return the pairs that an unpinned unit prefers to what it has, as a mask."""
    table, margin = case.table, case.solution.policy.margin
    now = case.row[table.unit]
    if margin > 1:
        better = table.need_fit >= table.need_fit[now] + margin
    else:
        better = table.rank < table.rank[now]
    wanted: Mask = ~table.pinned[table.unit] & ((now == NOBODY) | better)
    return wanted


def _wanted(case: Case) -> Mask:
    held = np.array([bool(units) for units in case.held], bool)
    open_: Mask = (held | ~case.openable)[case.table.asset]
    return wants(case) & open_


def _scores(case: Case) -> tuple[Longs, Longs]:
    """Return each pair's score and limit: R is who scores up to its limit."""
    margin = case.solution.policy.margin
    if margin > 1:
        points = -case.table.asset_fit
        return points, points + margin - 1
    return case.table.asset_rank, case.table.asset_rank


def _seats_suffice(case: Case) -> Mask:
    """Return the pairs for which the asset has the seats beside R, as a mask."""
    table = case.table
    score, limit = _scores(case)
    low, high = int(score.min(initial=0)), int(limit.max(initial=0))
    span = high - low + 1
    rows = case.row[case.row != NOBODY]
    keys = table.asset[rows] * span + score[rows] - low
    order = np.argsort(keys, kind="stable")
    keys, taken = keys[order], table.seats[table.unit[rows]][order]
    before = np.concatenate(([0], np.cumsum(taken)))
    start = before[np.searchsorted(keys, table.asset * span)]
    end = np.searchsorted(keys, table.asset * span + limit - low, side="right")
    there = before[end] - start
    assets = case.instance.assets
    seats = table.seats[table.unit]
    capacity = np.array([row.capacity for row in assets], np.int64)[table.asset]
    alone = np.array([row.unless_one_group or 0 for row in assets], np.int64)
    lonely = (there == 0) & (seats <= alone[table.asset])
    enough: Mask = (there + seats <= capacity) | lonely
    return enough


def _judged(case: Case, row: int, unit: int, asset: int) -> str | None:
    """Return None if the pair cannot block, "" if it does, or what excuses it."""
    score, limit = _scores(case)
    here, crew = case.held[asset], case.crews[asset]
    stay = [w for w in here if score[case.row[w]] <= limit[row]]
    if not case.holding.holds(asset, [*stay, unit], crew):
        return None
    kept = [w for w in here if w in case.table.homes or w in stay]
    if not case.holding.holds(asset, [*kept, unit], crew):
        return "pin"
    most = case.instance.max_changes
    if (
        most is not None
        and _changes_after(case, unit, asset, set(here) - set(kept)) > most
    ):
        return "changes"
    return ""


def _changes_after(case: Case, unit: int, asset: int, gone: set[int]) -> int:
    """Count the changes once the unit has moved here and the others have left."""
    movers = [(unit, asset), *((w, NOBODY) for w in gone)]
    return case.changes + sum(
        case.changed(w, new) - case.changed(w, int(case.at[w])) for w, new in movers
    )
