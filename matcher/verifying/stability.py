"""Every blocking pair and every excused pair of a solution."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY

Pair = tuple[str, str]
Excused = tuple[str, str, str]


_FOUND: WeakKeyDictionary[Case, tuple[set[Pair], set[Excused]]] = WeakKeyDictionary()
"""Several checks ask the same; the answer is worked out once."""


def blocking(case: Case) -> tuple[set[Pair], set[Excused]]:
    """Return the blocking pairs, and the excused ones with what holds them back."""
    if case not in _FOUND:
        _FOUND[case] = judged(case, np.flatnonzero(_wanted(case)))
    return _FOUND[case]


def judged(case: Case, wanted: Longs) -> tuple[set[Pair], set[Excused]]:
    """Return those of some wanted pairs that block, and that are excused.

    Vectorised up to the pairs whose seats would suffice; those are judged one by one,
    unless seats are all that counts.
    """
    blocks: set[Pair] = set()
    excused: set[Excused] = set()
    rows = wanted[_seats_suffice(case, wanted)]
    refs = [row.ref for row in case.instance.assets]
    table, plain = case.table, _seats_alone(case)
    ends = zip(table.unit[rows].tolist(), table.asset[rows].tolist(), strict=True)
    for row, (unit, asset) in zip(rows.tolist(), ends, strict=True):
        held_by = "" if plain else _judged(case, row, unit, asset)
        if held_by == "":
            blocks.add((table.units[unit], refs[asset]))
        elif held_by is not None:
            excused.add((table.units[unit], refs[asset], held_by))
    return blocks, excused


def _seats_alone(case: Case) -> bool:
    """Return True where only seats keep a unit out, and nothing excuses a pair."""
    instance = case.instance
    if instance.apart or instance.max_changes is not None or case.table.homes:
        return False
    return not any(row.max_units is not None or row.limits for row in instance.assets)


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


def _seats_suffice(case: Case, pairs: Longs) -> Mask:
    """Return for which of these pairs the asset has the seats beside R, as a mask."""
    table = case.table
    score, limit = _scores(case)
    low, high = int(score.min(initial=0)), int(limit.max(initial=0))
    span = high - low + 1
    rows = case.row[case.row != NOBODY]
    keys = table.asset[rows] * span + score[rows] - low
    order = np.argsort(keys, kind="stable")
    keys, taken = keys[order], table.seats[table.unit[rows]][order]
    before = np.concatenate(([0], np.cumsum(taken)))
    assets, seats = table.asset[pairs], table.seats[table.unit[pairs]]
    first = before[np.searchsorted(keys, np.arange(len(case.instance.assets)) * span)]
    end = np.searchsorted(keys, assets * span + limit[pairs] - low, side="right")
    there = before[end] - first[assets]
    rows_ = case.instance.assets
    capacity = np.array([row.capacity for row in rows_], np.int64)
    alone = np.array([row.unless_one_group or 0 for row in rows_], np.int64)
    lonely = (there == 0) & (seats <= alone[assets])
    enough: Mask = (there + seats <= capacity[assets]) | lonely
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
