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

from matcher.instance.document import Asset, Staff
from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving.integer.model import Longs

FREE = -1
Engaged = tuple[str, str]
"""("need", ref) or ("staff", ref)."""


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

    def of_unit(self, unit: int) -> range:
        """Return the pairs of a unit."""
        return range(int(self.market.start[unit]), int(self.market.start[unit + 1]))

    @cached_property
    def pair(self) -> dict[tuple[int, int], int]:
        """The pair of a unit and an asset."""
        both = zip(self.market.unit.tolist(), self.market.asset.tolist(), strict=True)
        return {key: p for p, key in enumerate(both)}

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
        market, pairs = self.market, self.of_unit(int(self.market.unit[pair]))
        if self.by_points:
            least = int(market.need_fit[pair]) - self.policy.margin
            return [q for q in pairs if market.need_fit[q] > least or q == pair]
        return [q for q in pairs if market.unit_rank[q] <= market.unit_rank[pair]]

    def kept(self, pair: int) -> list[int]:
        """Return the other pairs of the asset whose units stay if this one comes.

        They are not ranked below the unit, or they are pinned there.
        """
        market, asset = self.market, int(self.market.asset[pair])
        pairs = self.at_asset[asset]
        if self.by_points:
            least = int(market.asset_fit[pair]) - self.policy.margin
            stays = market.asset_fit[pairs] > least
        else:
            stays = market.asset_rank[pairs] <= market.asset_rank[pair]
        stays = stays | (market.home[market.unit[pairs]] == asset)
        return [int(q) for q in pairs[stays] if q != pair]

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
        return self.pair.get((unit, self.at.get(min(assets), FREE)), FREE)
