"""The most needs that could be matched at once: a bound that needs no solver's word.

Every need takes one seat of some asset that its unit may have; groups may fall apart
and only seats count. That is a relaxation of every instance, and with single needs and
capacities alone it is the maximum itself. Augmenting paths, as Kuhn (1955).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.levels import fewest
from matcher.verifying.table import NOBODY


def trivial_bound(case: Case, name: str) -> int:
    """Return a bound on an objective that is recounted here from the instance."""
    if fewest(name):
        return 0
    if name == "fit":
        return _most_fit(case)
    level = int(name.partition(":")[2]) if ":" in name else None
    return most_matched(case, level)


def most_matched(case: Case, priority: int | None = None) -> int:
    """Return the most needs that can be matched, of one priority or of all."""
    seats = [
        max(row.capacity, row.unless_one_group or 0) for row in case.instance.assets
    ]
    wishes: list[list[int]] = []
    for unit, assets in enumerate(_options(case)):
        if priority is None or int(case.table.priority[unit]) == priority:
            wishes += [assets] * len(case.table.members[unit])
    return maximum(wishes, seats)


def _options(case: Case) -> list[list[int]]:
    """Return the assets that each unit may have: its home alone where it is pinned."""
    options: list[list[int]] = [[] for _ in case.table.units]
    for row in np.flatnonzero(case.alone).tolist():
        unit, asset = int(case.table.unit[row]), int(case.table.asset[row])
        if case.table.homes.get(unit) in (None, {asset}):
            options[unit].append(asset)
    return options


def _most_fit(case: Case) -> int:
    """Return the sum of every unit's best fit."""
    table = case.table
    best = [0] * len(table.units)
    for unit, assets in enumerate(_options(case)):
        fits = [int(table.fit[table.row(unit, a)]) for a in assets]
        best[unit] = max(fits, default=0)
    return sum(best)


def maximum(wishes: Sequence[Sequence[int]], seats: Sequence[int]) -> int:
    """Return how many of these wishes can be met at once.

    Parameters
    ----------
    wishes : sequence of sequence of int
        For each one who takes a seat, the assets that would do.
    seats : sequence of int
        How many each asset has.
    """
    held: list[list[int]] = [[] for _ in seats]
    dead: set[int] = set()  # no path leads on from these, now or later
    count = 0
    for seeker in range(len(wishes)):
        path = _augmenting(seeker, wishes, seats, held, dead)
        for who, old, new in path:
            if old != NOBODY:
                held[old].remove(who)
            held[new].append(who)
        count += bool(path)
    return count


def _augmenting(
    seeker: int,
    wishes: Sequence[Sequence[int]],
    seats: Sequence[int],
    held: list[list[int]],
    dead: set[int],
) -> list[tuple[int, int, int]]:
    """Return moves (who, from, to) that seat one more; none where there are none."""
    came: dict[int, tuple[int, int]] = {}  # asset -> (who moves in, from where)
    queue = [(seeker, NOBODY)]
    for who, here in queue:
        for asset in wishes[who]:
            if asset in came or asset in dead:
                continue
            came[asset] = who, here
            if len(held[asset]) < seats[asset]:
                return _moves(asset, came)
            queue.extend((other, asset) for other in held[asset])
    dead.update(came)
    return []


def _moves(asset: int, came: dict[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
    moves = []
    while asset != NOBODY:
        who, old = came[asset]
        moves.append((who, old, asset))
        asset = old
    return moves
