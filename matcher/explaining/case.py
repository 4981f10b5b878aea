"""A solved round as explanations need it, and solving it again with a change."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import Pool
from matcher.explaining.components import Components
from matcher.explaining.edits import Edit
from matcher.explaining.order import in_order
from matcher.explaining.resolving import Outcome, resolve
from matcher.explaining.splicing import spliced
from matcher.graph import AssetGraph
from matcher.graph.columns import words_of
from matcher.instance import Instance, Market, Solution, compile_market
from matcher.instance.document import Ints
from matcher.model import Policy
from matcher.schemes import Scheme
from matcher.scoring import PoolFits
from matcher.solving.forcing import Forcing, can_force

SOLVED = ("optimal", "claimed", "feasible")


@dataclass(frozen=True, eq=False)
class Case:
    """What was asked and answered.

    Parameters
    ----------
    pool, fits, scheme, instance, solution
        Of one round.
    salt, effort
        As the round was solved with.
    """

    pool: Pool
    fits: PoolFits
    scheme: Scheme
    instance: Instance
    solution: Solution
    salt: str
    effort: float
    _after: dict[str, After] = field(default_factory=dict)
    _now: dict[int, Outcome] = field(default_factory=dict)

    @property
    def graph(self) -> AssetGraph:
        """The asset graph of the round."""
        return self.pool.graph

    @cached_property
    def market(self) -> Market:
        """The units and pairs."""
        return compile_market(self.instance)

    @cached_property
    def components(self) -> Components:
        """The parts that share nothing."""
        return Components.of(self.market, self.policy)

    @cached_property
    def unit_of(self) -> Mapping[str, int]:
        """Position of the unit that each need is in."""
        needs = self.instance.needs
        return {
            needs[member].ref: unit
            for unit, members in enumerate(self.market.members)
            for member in members
        }

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """Need to asset, as chosen."""
        return {row.need: row.asset for row in self.solution.chosen}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every word that a row could call another by."""
        snapshot = self.graph.snapshot
        cells = [cell for _, row in snapshot.rows() for cell in row.values.values()]
        words = (word for cell in cells for word in words_of(cell))
        refs = (row.ref for _, row in snapshot.rows())
        return frozenset((*words, *refs, *itertools.chain(*snapshot.apart)))

    @cached_property
    def ranks(self) -> Ints:
        """Each unit's rank of what it has."""
        return self.ranks_in(self.market)

    def ranks_in(self, market: Market) -> Ints:
        """Return each unit's rank, in a market, of what it has now.

        Past every list where it waits; 0 where somebody decided, as it then wishes for
        nothing else.
        """
        ranks = np.full(len(market.units), np.iinfo(np.int32).max, np.int32)
        held = self.held_in(market)
        ranks[market.unit[held]] = market.unit_rank[held]
        ranks[market.home >= 0] = 0
        return ranks

    def held_in(self, market: Market) -> NDArray[np.bool_]:
        """Return which pairs of a market are chosen now."""
        needs, assets = market.instance.needs, market.instance.assets
        at = {row.ref: place for place, row in enumerate(assets)}
        has = [self.homes.get(needs[members[0]].ref, "") for members in market.members]
        seat = np.array([at.get(ref, -1) for ref in has], np.int32)
        held: NDArray[np.bool_] = seat[market.unit] == market.asset
        return held

    @property
    def policy(self) -> Policy:
        """The policy, with ties left to the draw: a re-solve needs one answer."""
        return replace(self.solution.policy, ties="lottery")

    def members(self, unit: int) -> tuple[str, ...]:
        """Return the refs of the needs in a unit, as people count."""
        members = self.market.members[unit]
        return tuple(in_order(self.instance.needs[at].ref for at in members))

    def resolved(
        self, market: Market, at_best: Mapping[str, int] | None = None
    ) -> Outcome:
        """Solve another market as this one was."""
        return resolve(
            market, self.policy, salt=self.salt, effort=self.effort, at_best=at_best
        )

    @cached_property
    def forcing(self) -> Forcing | None:
        """What tells from prices what a forced pair does; None where none has them."""
        if not can_force(self.market, self.solution):
            return None
        return Forcing(self.market, self.solution, self.salt)

    def part_now(self, label: int) -> Outcome:
        """Return the outcome of one part of the round as it is."""
        if label not in self._now:
            part = compile_market(self.components.part(label))
            self._now[label] = self.resolved(part)
        return self._now[label]

    def after(self, edit: Edit) -> After:
        """Return the round with a change, solved as far as anybody asks."""
        if edit.key not in self._after:
            instance = spliced(self.instance, self.graph, self.scheme, edit)
            self._after[edit.key] = After(self, edit, compile_market(instance))
        return self._after[edit.key]


@dataclass(frozen=True, eq=False)
class After:
    """A changed round: each part is solved once, when somebody in it is asked for."""

    case: Case
    edit: Edit
    market: Market
    _homes: dict[int, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def components(self) -> Components:
        """The parts that share nothing."""
        return Components.of(self.market, self.case.policy)

    def short(self, unit: int) -> int | None:
        """Count the seats a unit lacks where it lacks fewest: a hint of what to solve.

        0 where an asset has room for it beside the units there, and those who would
        come, whom the asset ranks as high; 1 where it has no pair at all.
        """
        market, seats = self.market, self.market.seats.astype(np.int64)
        rank, level = self.case.ranks_in(market)[market.unit], market.priority
        comes = (market.unit_rank < rank) | self.case.held_in(market)
        comes &= market.unit != unit
        rooms = self._rooms()
        lacks = []
        for pair in range(int(market.start[unit]), int(market.start[unit + 1])):
            asset = market.asset[pair]
            tie = market.asset_rank == market.asset_rank[pair]
            ahead = tie & (level[market.unit] >= level[unit])
            ahead |= market.asset_rank < market.asset_rank[pair]
            ahead &= comes & (market.asset == asset)
            taken = int(seats[market.unit[ahead]].sum() + seats[unit])
            lacks.append(max(0, taken - rooms[asset]))
        return min(lacks, default=None)

    def _rooms(self) -> list[int]:
        """Return each asset's seats; newcomers that are alike share theirs."""
        rows = self.market.instance.assets
        rooms = [max(row.capacity, row.unless_one_group or 0) for row in rows]
        new = {row.ref for row in self.edit.assets}
        alike = sum(r for r, row in zip(rooms, rows, strict=True) if row.ref in new)
        return [
            alike if row.ref in new else room
            for room, row in zip(rooms, rows, strict=True)
        ]

    def home(self, unit: int) -> str:
        """Return where a unit sits; "" where nowhere."""
        if self.market.start[unit] == self.market.start[unit + 1]:
            return ""
        member = self.market.members[unit][0]
        label = int(self.components.need[member])
        if label not in self._homes:
            part = compile_market(self.components.part(label))
            self._homes[label] = self.case.resolved(part).homes
        return self._homes[label].get(self.market.instance.needs[member].ref, "")
