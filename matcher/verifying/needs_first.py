"""What ``needs-first`` promises: stable, and no exchange is better for some need.

Needs propose; their own ties are broken by the draw and stay broken. Assets compare by
rank, then priority, and what is still tied stays open. A stable solution that another
stable one improves for the needs has a stable improvement cycle (Erdil & Ergin 2008,
American Economic Review 98), so a search for one decides. The exchanges start from
deferred acceptance with all ties drawn (Gale & Shapley 1962), which is made again here:
nobody may have less than there. Which exchanges were made is not settled by the draw.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterator

from matcher.verifying.case import Case
from matcher.verifying.draw import Move, components, digest
from matcher.verifying.table import NOBODY

LAST = (2**62, "")


def strict_ranks(case: Case) -> dict[tuple[int, int], tuple[int, str]]:
    """Return each pair's place in the need's list, ties in the order of the draw."""
    salt, name = case.salt or "", case.instance.round
    order = [digest(salt, name, row.ref) for row in case.instance.assets]
    table = case.table
    rows = zip(
        table.unit.tolist(), table.asset.tolist(), table.rank.tolist(), strict=True
    )
    return {(u, a): (rank, order[a]) for u, a, rank in rows}


def asset_ranks(case: Case) -> dict[tuple[int, int], tuple[int, int]]:
    """Return each pair's place with the asset: its rank, then higher priority first."""
    table = case.table
    rows = zip(
        table.unit.tolist(),
        table.asset.tolist(),
        table.asset_rank.tolist(),
        strict=True,
    )
    return {(u, a): (rank, -int(table.priority[u])) for u, a, rank in rows}


def proposed(case: Case) -> dict[int, int]:
    """Return what deferred acceptance, all ties drawn, gives free units; -1: none."""
    places, salt, name = asset_ranks(case), case.salt or "", case.instance.round
    turn = [digest(salt, name, ref) for ref in case.table.units]
    wishes: dict[int, list[tuple[tuple[int, str], int]]] = {}
    for (unit, asset), place in strict_ranks(case).items():
        if unit not in case.table.homes:
            wishes.setdefault(unit, []).append((place, asset))
    left = {unit: iter(sorted(rows)) for unit, rows in wishes.items()}
    pinned = Counter(a for homes in case.table.homes.values() for a in homes)
    room = [
        max(row.capacity - pinned[asset], 0)
        for asset, row in enumerate(case.instance.assets)
    ]
    here: list[list[tuple[tuple[int, int], str, int]]] = [[] for _ in room]
    waiting = list(left)
    while waiting:
        unit = waiting.pop()
        _, asset = next(left[unit], (LAST, NOBODY))
        if asset != NOBODY:
            insort(here[asset], (places[unit, asset], turn[unit], unit))
            waiting += [u for *_, u in here[asset][room[asset] :]]
            del here[asset][room[asset] :]
    found = {u: NOBODY for u in range(len(turn)) if u not in case.table.homes}
    return found | {u: a for a, rows in enumerate(here) for *_, u in rows}


def proposals_stand(case: Case) -> bool:
    """Return True where nothing was exchanged after deferred acceptance."""
    return all(int(case.at[unit]) == asset for unit, asset in proposed(case).items())


def _losers(case: Case) -> Iterator[str]:
    """Yield the units that have less than deferred acceptance gives them."""
    strict = strict_ranks(case)
    for unit, asset in proposed(case).items():
        now = strict.get((unit, int(case.at[unit])), LAST)
        if now > strict.get((unit, asset), LAST):
            ref = case.instance.assets[asset].ref
            yield f"The draw gives {case.name(unit)} {ref}, and it has less."


def check_needs_first(case: Case) -> Iterator[str]:
    """Yield who has less than the draw gives, pairs that block, else a cycle."""
    yield from _losers(case)
    wishes = _wishes(case)
    places = asset_ranks(case)
    blocked = False
    for asset, units in wishes.items():
        for unit in units:
            if _blocks(case, unit, asset, places):
                blocked = True
                ref = case.instance.assets[asset].ref
                yield f"({case.name(unit)}, {ref}) blocks once the draw broke its ties."
    if not blocked:
        yield from _cycle(case, wishes, places)


def _wishes(case: Case) -> dict[int, list[int]]:
    """Return for each asset the unpinned units that strictly prefer it, ties broken."""
    strict = strict_ranks(case)
    wishes: dict[int, list[int]] = {}
    for (unit, asset), place in strict.items():
        now = strict.get((unit, int(case.at[unit])), LAST)
        if unit not in case.table.homes and place < now and _seats(case, asset):
            wishes.setdefault(asset, []).append(unit)
    return wishes


def _seats(case: Case, asset: int) -> int:
    pinned = sum(u in case.table.homes for u in case.held[asset])
    return case.instance.assets[asset].capacity - pinned


def _blocks(
    case: Case, unit: int, asset: int, places: dict[tuple[int, int], tuple[int, int]]
) -> bool:
    own = places[unit, asset]
    free = [w for w in case.held[asset] if w not in case.table.homes]
    return sum(places[w, asset] <= own for w in free) < _seats(case, asset)


def _cycle(
    case: Case,
    wishes: dict[int, list[int]],
    places: dict[tuple[int, int], tuple[int, int]],
) -> Iterator[str]:
    """Yield a cycle in which each need moves to an asset that likes none better."""
    arcs = []
    for asset, units in wishes.items():
        best = min(places[u, asset] for u in units)
        for unit in units:
            now = int(case.at[unit])
            if now != NOBODY and places[unit, asset] == best:
                arcs.append(Move(now, asset, unit, 0))
    part = components(len(case.instance.assets), arcs)
    for move in arcs:
        if part[move.tail] == part[move.head]:
            ref = case.instance.assets[move.head].ref
            yield f"{case.name(move.unit)} could have {ref} with no need worse off."
            return
