"""A solved round as explanations need it, and solving it again with a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from matcher.candidates import Pool
from matcher.explaining.components import Components
from matcher.explaining.edits import Edit
from matcher.explaining.splicing import spliced
from matcher.graph import AssetGraph
from matcher.instance import Instance, Market, Solution, compile_market
from matcher.model import Policy
from matcher.schemes import Scheme
from matcher.scoring import PoolFits
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
    _after: dict[str, After] = field(default_factory=dict)
    _now: dict[int, Solution] = field(default_factory=dict)

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

    def part_now(self, label: int) -> Solution:
        """Return the solution of one part of the round as it is."""
        if label not in self._now:
            self._now[label] = self.resolved(self.components.part(label))
        return self._now[label]

    def after(self, edit: Edit) -> After:
        """Return the round with a change, solved as far as anybody asks."""
        if edit.key not in self._after:
            instance = spliced(self.instance, self.graph, self.scheme, edit)
            self._after[edit.key] = After(self, compile_market(instance))
        return self._after[edit.key]


@dataclass(frozen=True, eq=False)
class After:
    """A changed round: each part is solved once, when somebody in it is asked for."""

    case: Case
    market: Market
    _homes: dict[int, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def components(self) -> Components:
        """The parts that share nothing."""
        return Components.of(self.market, self.case.policy)

    def home(self, unit: int) -> str:
        """Return where a unit sits; "" where nowhere."""
        if self.market.start[unit] == self.market.start[unit + 1]:
            return ""
        member = self.market.members[unit][0]
        label = int(self.components.need[member])
        if label not in self._homes:
            solution = self.case.resolved(self.components.part(label))
            solved = solution.chosen if solution.status in SOLVED else ()
            self._homes[label] = {row.need: row.asset for row in solved}
        return self._homes[label].get(self.market.instance.needs[member].ref, "")
