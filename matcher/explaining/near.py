"""The assets that a unit could come to have, and what stands between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.gates import Ready, ready_gates
from matcher.candidates.rule import Facts, Sides
from matcher.candidates.wording import fill
from matcher.explaining.case import Case
from matcher.graph import Row
from matcher.schemes import Gate
from matcher.scoring import score_candidates

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Barrier:
    """A gate that one member of a unit does not pass at one asset.

    Parameters
    ----------
    ready : Ready
        The gate.
    need, asset : Row
        The two.
    facts : Facts
        What its sentence may say.
    """

    ready: Ready
    need: Row
    asset: Row
    facts: Facts

    @property
    def sentence(self) -> str:
        """The scheme's sentence for a pair that does not pass."""
        return fill(self.ready.gate.otherwise, self.words)

    @property
    def words(self) -> dict[str, str]:
        """What fills the sentence's placeholders."""
        refs = {"need": self.need.ref, "asset": self.asset.ref}
        return {**refs, **self.facts.words}


@dataclass(frozen=True, eq=False)
class Near:
    """Every asset of a round through every gate, for the members of a unit.

    Parameters
    ----------
    case : Case
    unit : int
    needs : tuple of Row
        The members.
    ready : tuple of Ready
        The gates, in the scheme's order.
    failing : bool, shape (gates, needs, assets)
        Where a member does not pass.
    need_fit, asset_fit : int32, shape (assets,)
        The members' lowest.
    """

    case: Case
    unit: int
    needs: tuple[Row, ...]
    ready: tuple[Ready, ...]
    failing: NDArray[np.bool_]
    need_fit: Ints
    asset_fit: Ints

    @classmethod
    def of(cls, case: Case, unit: int) -> Near:
        """Look at every asset for a unit."""
        refs, graph = set(case.members(unit)), case.graph
        needs = tuple(row for row in graph.needs if row.ref in refs)
        shape = len(needs), len(graph.assets)
        mine = np.repeat(np.arange(shape[0], dtype=np.int32), shape[1])
        theirs = np.tile(np.arange(shape[1], dtype=np.int32), shape[0])
        ready = ready_gates(
            Sides(needs, graph.assets, graph), case.scheme, left="needs"
        )
        failing = np.stack([~each.rule.passes(mine, theirs) for each in ready])
        every = replace(
            case.pool,
            graph=replace(graph, needs=needs),
            need=mine,
            asset=theirs,
            km=np.full(len(mine), np.nan),
        )
        fits = score_candidates(every, case.scheme)
        return cls(
            case,
            unit,
            needs,
            ready,
            failing.reshape(len(ready), *shape),
            fits.need_fit.reshape(shape).min(axis=0),
            fits.asset_fit.reshape(shape).min(axis=0),
        )

    @cached_property
    def failed(self) -> NDArray[np.bool_]:
        """Where some member does not pass, shape (gates, assets)."""
        return np.asarray(self.failing.any(axis=1))

    def order(self) -> Iterator[int]:
        """Yield assets by what is in the way, then rivals, then the weaker side's fit.

        In the way are gates and floors. None that is not available for some member, or
        that somebody decided against.
        """
        fixed = np.array([not each.gate.change for each in self.ready])
        hopeless = self.failed[fixed].any(axis=0)
        weaker = np.minimum(self.need_fit, self.asset_fit)
        below = [not self.fits(at) for at in range(len(weaker))]
        way = self.failed.sum(axis=0) + below
        for at in np.lexsort((-weaker, self.rivals, way)):
            if not hopeless[at]:
                yield int(at)

    @cached_property
    def rivals(self) -> Ints:
        """How many units want each asset and come first, shape (assets,)."""
        market = self.case.market
        rows = {row.ref: at for at, row in enumerate(self.case.graph.assets)}
        at = np.array([rows[asset.ref] for asset in self.case.instance.assets], int)
        seat = self.case.ranks[market.unit]
        wants = (market.unit_rank < seat) & (market.unit != self.unit)
        ahead = market.asset_fit > self.asset_fit[at[market.asset]]
        ahead |= market.priority[market.unit] > market.priority[self.unit]
        return np.bincount(at[market.asset[wants & ahead]], minlength=len(rows)).astype(
            np.int32
        )

    def barriers(self, asset: int) -> tuple[Barrier, ...]:
        """Return what stands between the members and an asset, gate by gate."""
        row = self.case.graph.assets[asset]
        return tuple(
            Barrier(
                self.ready[gate],
                self.needs[member],
                row,
                self.ready[gate].rule.facts(int(member), asset),
            )
            for gate, member in np.argwhere(self.failing[:, :, asset])
        )

    @property
    def ref(self) -> str:
        """The unit's ref."""
        return self.case.market.units[self.unit]

    def fits(self, asset: int) -> bool:
        """Tell whether both sides reach the scheme's floors."""
        scheme = self.case.scheme
        reached = self.need_fit[asset] >= scheme.need_floor
        return bool(reached and self.asset_fit[asset] >= scheme.asset_floor)


def gates_of(barriers: Iterable[Barrier]) -> tuple[Gate, ...]:
    """Return the gates that stand between, each once."""
    return tuple({b.ready.gate.name: b.ready.gate for b in barriers}.values())
