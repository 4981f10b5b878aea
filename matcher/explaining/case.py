"""A solved round as explanations need it, and solving it again with a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.candidates import Pool, find_candidates
from matcher.graph import AssetGraph, build_asset_graph
from matcher.instance import Instance, Market, Solution, build_instance, compile_market
from matcher.model import Policy, Snapshot
from matcher.schemes import Scheme
from matcher.scoring import PoolFits, score_candidates
from matcher.solving import solve

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

    @property
    def graph(self) -> AssetGraph:
        """The asset graph of the round."""
        return self.pool.graph

    @cached_property
    def market(self) -> Market:
        """The units and pairs."""
        return compile_market(self.instance)

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

    @property
    def policy(self) -> Policy:
        """The policy, with ties left to the draw: a re-solve needs one answer."""
        return replace(self.solution.policy, ties="lottery")

    def members(self, unit: int) -> tuple[str, ...]:
        """Return the refs of the needs in a unit."""
        return tuple(self.instance.needs[at].ref for at in self.market.members[unit])

    def resolved(self, instance: Instance) -> Solution:
        """Solve another instance as this one was."""
        return solve(instance, self.policy, salt=self.salt, effort=self.effort)

    def rebuilt(self, snapshot: Snapshot) -> Instance:
        """Return the instance of a changed snapshot, by the same line."""
        graph = build_asset_graph(snapshot, self.scheme)
        pool = find_candidates(graph, self.scheme)
        return build_instance(pool, score_candidates(pool, self.scheme), self.scheme)
