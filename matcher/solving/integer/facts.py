"""What the general model asks of a market: lookups, and nothing decided.

Everything here follows from the instance alone. Refs become positions; `apart`,
`person` and `previous`, which the file states for needs, become facts about units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.instance.document import Asset, Staff
from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving.integer.names import Longs

FREE = -1
Engaged = tuple[str, str]
"""("need", ref) or ("staff", ref)."""


@dataclass(frozen=True, slots=True, eq=False)
class Related:
    """For each of some pairs, other pairs; shape (relations,).

    Parameters
    ----------
    row : int64
        The place of the one among those asked about.
    pair : int64
        The other.
    """

    row: Longs
    pair: Longs

    def where(self, kept: NDArray[np.bool_]) -> Related:
        """Return some of the relations."""
        return Related(self.row[kept], self.pair[kept])

    def plus(self, other: Related) -> Related:
        """Return these relations and others."""
        row = np.concatenate([self.row, other.row])
        return Related(row, np.concatenate([self.pair, other.pair]))


def related(
    pairs: Longs, side: NDArray[np.integer], worst: NDArray[np.integer], margin: int
) -> Related:
    """Return, for each pair, those of the same unit or asset less than a margin worse.

    Parameters
    ----------
    pairs : int64, shape (asked,)
        Pairs to ask about.
    side, worst : int, shape (pairs of the market,)
        The unit or the asset of each pair, and how badly it likes it.
    margin : int
        1 or more; with 1, those that are as good or better.
    """
    order = np.lexsort((worst, side))
    spread = int(worst.max(initial=0)) - int(worst.min(initial=0)) + margin + 1
    key = side.astype(np.int64) * spread + (worst - worst.min(initial=0))
    first = np.searchsorted(side[order], side[pairs])
    end = np.searchsorted(key[order], key[pairs] + margin)
    end = np.minimum(end, np.searchsorted(side[order], side[pairs], "right"))
    row, at = _stretches(first, end)
    return Related(row, order[at])


def _both(one: NDArray[np.integer], other: NDArray[np.integer]) -> tuple[Longs, Longs]:
    """Return the places of all equal numbers in two arrays."""
    order = np.argsort(other, kind="stable")
    first = np.searchsorted(other[order], one)
    row, at = _stretches(first, np.searchsorted(other[order], one, "right"))
    return row, order[at]


def _stretches(first: Longs, end: Longs) -> tuple[Longs, Longs]:
    """Return the numbers of many stretches, and which stretch each is of."""
    counts = end - first
    row = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return row, np.arange(len(row)) - np.repeat(before - first, counts)


@dataclass(frozen=True, eq=False)
class Facts:
    """A market under a policy, with the lookups that rows are made from."""

    market: Market
    policy: Policy

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """The assets in canonical order."""
        return self.market.instance.assets

    @cached_property
    def unit_of(self) -> dict[str, int]:
        """The unit of each need."""
        needs = self.market.instance.needs
        return {needs[n].ref: u for u, ns in enumerate(self.market.members) for n in ns}

    @cached_property
    def at_asset(self) -> tuple[Longs, ...]:
        """The pairs of each asset, ascending."""
        order = np.argsort(self.market.asset, kind="stable")
        ends = np.searchsorted(
            self.market.asset[order], np.arange(len(self.assets) + 1)
        )
        return tuple(order[a:b] for a, b in pairwise(ends.tolist()))

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """The assets' refs, in canonical order."""
        return tuple(asset.ref for asset in self.assets)

    def of_unit(self, unit: int) -> range:
        """Return the pairs of a unit."""
        return range(int(self.market.start[unit]), int(self.market.start[unit + 1]))

    @cached_property
    def keys(self) -> Longs:
        """One number for the unit and the asset of each pair, ascending."""
        return self.market.unit.astype(np.int64) * len(self.assets) + self.market.asset

    def find(self, units: ArrayLike, assets: ArrayLike) -> Longs:
        """Return the pairs of units and assets; -1 where they are no pair."""
        unit, asset = np.broadcast_arrays(
            np.asarray(units, np.int64), np.asarray(assets, np.int64)
        )
        if not len(self.keys):
            return np.full(unit.shape, FREE, np.int64)
        wanted = unit * len(self.assets) + asset
        place = np.searchsorted(self.keys, wanted)
        known = (place < len(self.keys)) & (unit >= 0) & (asset >= 0)
        place = np.minimum(place, len(self.keys) - 1)
        return np.where(known & (self.keys[place] == wanted), place, FREE)

    @cached_property
    def at(self) -> dict[str, int]:
        """The position of each asset's ref."""
        return {asset.ref: a for a, asset in enumerate(self.assets)}

    # -- what a unit takes -----------------------------------------------------------

    @cached_property
    def uses(self) -> dict[str, Longs]:
        """What each unit uses of each thing that some asset limits."""
        needs = self.market.instance.needs
        kinds = sorted({kind for asset in self.assets for kind, _ in asset.limits})
        return {
            kind: np.array(
                [
                    sum(dict(needs[n].uses).get(kind, 0) for n in ns)
                    for ns in self.market.members
                ],
                np.int64,
            )
            for kind in kinds
        }

    @cached_property
    def room(self) -> Longs:
        """Effective seats of each asset: its capacity, and 1 at least.

        With effective weights the sibling exception is an ordinary capacity row: a unit
        too big for the capacity fills the asset alone.
        """
        return np.array([max(a.capacity, 1) for a in self.assets], np.int64)

    def weight(self, pairs: Longs) -> Longs:
        """Return the effective seats of each pair at its asset."""
        seats = self.market.seats[self.market.unit[pairs]].astype(np.int64)
        return np.minimum(seats, self.room[self.market.asset[pairs]])

    # -- who must not meet -----------------------------------------------------------

    @cached_property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of refs that are both in the instance and not of one unit."""
        known = set(self.unit_of) | {s.ref for s in self.staff}
        return tuple(
            (one, other)
            for one, other in self.market.instance.apart
            if one in known and other in known
        )

    @cached_property
    def enemies(self) -> dict[str, frozenset[str]]:
        """For each need or staff ref, the refs it is apart from."""
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in self.apart:
            found[one].add(other)
            found[other].add(one)
        return {ref: frozenset(others) for ref, others in found.items()}

    def shunned(self, unit: int) -> frozenset[str]:
        """Return the refs that some member of a unit is apart from."""
        needs = self.market.instance.needs
        members = [needs[n].ref for n in self.market.members[unit]]
        return frozenset(e for ref in members for e in self.enemies.get(ref, ()))

    # -- staff and human beings ------------------------------------------------------

    @cached_property
    def staff(self) -> tuple[Staff, ...]:
        """The staff in canonical order."""
        return self.market.instance.staff

    def crew(self, asset: int) -> Iterator[Staff]:
        """Yield the staff that may be assigned to an asset: of its roles, and able."""
        row = self.assets[asset]
        roles = {ask.role for ask in row.staffing}
        for staff in self.staff:
            if staff.role in roles and (staff.can is None or row.ref in staff.can):
                yield staff

    @cached_property
    def human(self) -> dict[Engaged, str]:
        """One name for all rows of each human being: joined by ``person``."""
        parent: dict[Engaged, Engaged] = {}

        def find(row: Engaged) -> Engaged:
            while parent.setdefault(row, row) != row:
                row = parent[row]
            return row

        staff = {s.ref for s in self.staff}
        for one in self.staff:
            if one.person is None:
                continue
            joined: list[Engaged] = [("staff", one.ref), ("person", one.person)]
            joined += [("need", one.person)] if one.person in self.unit_of else []
            joined += [("staff", one.person)] if one.person in staff else []
            for row in joined[1:]:
                one_root, other_root = sorted((find(joined[0]), find(row)))
                parent[other_root] = one_root
        rows = [("need", ref) for ref in self.unit_of]
        rows += [("staff", ref) for ref in sorted(staff)]
        return {row: "/".join(find(row)) for row in rows}

    @cached_property
    def rows_of(self) -> dict[str, tuple[Engaged, ...]]:
        """The rows of each human being who has more than one, sorted."""
        found: dict[str, list[Engaged]] = defaultdict(list)
        for row, human in sorted(self.human.items()):
            found[human].append(row)
        return {human: tuple(rows) for human, rows in sorted(found.items())}

    def clashes(self, one: int, other: int) -> bool:
        """Return True where nobody can be in both assets, or twice in one."""
        return bool(set(self.assets[one].slots) & set(self.assets[other].slots))

    # -- preferences -----------------------------------------------------------------

    @cached_property
    def by_points(self) -> bool:
        """True where a margin above 1 replaces ranks by points."""
        return self.policy.margin > 1

    def content(self, pair: int) -> list[int]:
        """Return the pairs that leave the unit without a wish for this one.

        Its own pair is among them.
        """
        found: list[int] = self.contents(np.array([pair])).pair.tolist()
        return found

    def contents(self, pairs: Longs) -> Related:
        """Return `content` of many pairs at once."""
        market = self.market
        worst = -market.need_fit if self.by_points else market.unit_rank
        return related(pairs, market.unit, worst, self.policy.margin)

    def kept(self, pairs: Longs) -> Related:
        """Return, for each pair, those of its asset whose units stay if this one comes.

        They are not ranked below the unit, or they are pinned there; its own pair is
        not among them.
        """
        market = self.market
        worst = -market.asset_fit if self.by_points else market.asset_rank
        stays = related(pairs, market.asset, worst, self.policy.margin)
        stays = stays.plus(self._pinned_below(pairs, worst))
        return stays.where(stays.pair != pairs[stays.row])

    def _pinned_below(self, pairs: Longs, worst: NDArray[np.integer]) -> Related:
        """Return the pairs that a pin keeps although they are ranked below."""
        market = self.market
        pinned = np.flatnonzero(market.home[market.unit] == market.asset)
        row, pair = _both(market.asset[pairs], market.asset[pinned])
        below = worst[pinned[pair]] - worst[pairs[row]] >= self.policy.margin
        return Related(row[below], pinned[pair[below]])

    # -- the rerun -------------------------------------------------------------------

    @cached_property
    def previous(self) -> dict[int, int]:
        """For each unit that may count as a change, the pair it had; -1 for no pair."""
        forbidden = set(self.market.instance.forbidden)
        had: dict[int, set[str]] = defaultdict(set)
        for need, asset in self.market.instance.previous:
            if need in self.unit_of and (need, asset) not in forbidden:
                had[self.unit_of[need]].add(asset)
        return {unit: self._before(unit, had[unit]) for unit in sorted(had)}

    def _before(self, unit: int, assets: set[str]) -> int:
        if len(assets) > 1:
            return FREE
        return int(self.find(unit, self.at.get(min(assets), FREE)))
