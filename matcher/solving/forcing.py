"""What forcing one pair would do, by one shortest way in place of a new solve.

A unit that is put elsewhere pushes somebody out there and leaves a seat behind. What
best follows is one cheapest way from the one seat to the other, or to no seat at all
(Ahuja, Magnanti and Orlin 1993, "Network Flows", 9.7), and with the prices that prove
what is held no step of it costs less than nothing, so that Dijkstra's labels find it.

Costs are exact whole numbers that rank the levels first and the draw's stages after
them: the way leads to the very answer that a new solve with the pair pinned draws.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Solution
from matcher.solving.face import FREE, Longs, narrow, seated_at
from matcher.solving.lottery import STAGES, slices
from matcher.solving.transport import prove
from matcher.solving.valuing import Gains, has_prices, value

_NEVER = np.int64(2**62)
Step = tuple[int, int, int]
"""A node, the unit that moves there and the pair it takes up; -1 is none."""


@dataclass(frozen=True, slots=True)
class Forced:
    """The answer with one pair forced.

    Parameters
    ----------
    changes : mapping of str to int
        By objective: value with the pair forced, less the value now.
    moves : tuple of (int, int)
        (unit, asset) of every other unit that moves, by unit; -1 is without one.
    """

    changes: Gains
    moves: tuple[tuple[int, int], ...]


class Forcing:
    """An answer of ``best`` on capacities, ready to have any one pair forced.

    Parameters
    ----------
    market : Market
        The solution's.
    solution : Solution
        One that `can_force` takes.
    salt : str
        What it was drawn with.
    """

    def __init__(self, market: Market, solution: Solution, salt: str) -> None:
        self._valued = valued = value(market, solution)
        self._market, self._salt = market, salt
        face = valued.face
        self._outside = face.assets
        self._seat = seated_at(face, valued.held).tolist()
        self._pair = np.full(face.units, FREE, np.int64)
        self._pair[face.unit[valued.held]] = np.flatnonzero(valued.held)
        self._holders: list[list[int]] = [[] for _ in range(face.assets)]
        for unit, seat in enumerate(self._seat):
            if seat != FREE:
                self._holders[seat].append(unit)
        # Above any sum of slices, and of the prices that stages put on them.
        self._scale = 2**23 * (face.units + face.assets + 2)
        self._drawn: dict[int, int] = {}
        self._unit, self._asset = self._prices()
        self._waiting()

    def _prices(self) -> tuple[list[int], list[int]]:
        """Return the duals of levels and stages, one whole number each."""
        valued, duals = self._valued, self._valued.least
        face, weight = valued.face, valued.weight
        unit, asset = duals.unit.tolist(), duals.asset.tolist()
        face = narrow(face, weight, duals)
        live = np.flatnonzero(face.live)
        draws = np.zeros((STAGES, len(weight)), np.int64)
        draws[:, live] = slices(self._salt, *self._named(live))
        for stage in draws:
            duals = prove(face, stage, valued.held)
            face = narrow(face, stage, duals)
            both = zip((unit, asset), (duals.unit, duals.asset), strict=True)
            unit, asset = (
                [
                    old * self._scale + add
                    for old, add in zip(ours, more.tolist(), strict=True)
                ]
                for ours, more in both
            )
        return unit, asset

    def _named(self, pairs: Longs) -> tuple[str, list[tuple[str, str]]]:
        market, assets = self._market, self._market.instance.assets
        ends = zip(market.unit[pairs], market.asset[pairs], strict=True)
        refs = [(market.units[u], assets[a].ref) for u, a in ends]
        return market.instance.round, refs

    def _waiting(self) -> None:
        """Sort what somebody without a seat could take, by what the levels lose."""
        face, duals = self._valued.face, self._valued.least
        self._loss = duals.unit[face.unit] + duals.asset[face.asset]
        self._loss -= self._valued.weight
        idle = np.array(self._seat) == FREE
        pairs = np.flatnonzero(face.live & idle[face.unit])
        self._takers = pairs[np.argsort(self._loss[pairs], kind="stable")]
        self._given = np.flatnonzero([bool(held) for held in self._holders])

    def _slack(self, pair: int) -> int:
        if pair not in self._drawn:
            weight = int(self._valued.weight[pair])
            for piece in slices(self._salt, *self._named(np.array([pair])))[:, 0]:
                weight = weight * self._scale + int(piece)
            self._drawn[pair] = weight
        unit, asset = int(self._market.unit[pair]), int(self._market.asset[pair])
        return self._unit[unit] + self._asset[asset] - self._drawn[pair]

    def forced(self, unit: int, asset: int) -> Forced | None:
        """Return the answer with a pair forced; None where nothing holds it.

        Parameters
        ----------
        unit, asset : int
            A pair of the market that is not held; the unit is not pinned.
        """
        goal = self._seat[unit] if self._seat[unit] != FREE else self._outside
        way = self._way(asset, goal, unit)
        if way is None:
            return None
        pair = int(
            self._pairs_of(unit)[self._market.asset[self._pairs_of(unit)] == asset][0]
        )
        new = {unit: pair} | {who: taken for who, taken in way if who != FREE}
        moves = sorted((who, self._asset_of(new[who])) for who in new if who != unit)
        return Forced(self._changes(new), tuple(moves))

    def _pairs_of(self, unit: int) -> Longs:
        start = self._market.start
        return np.arange(start[unit], start[unit + 1])

    def _asset_of(self, pair: int) -> int:
        return FREE if pair == FREE else int(self._market.asset[pair])

    def _changes(self, new: dict[int, int]) -> Gains:
        return {
            name: sum(
                _at(amount, pair) - _at(amount, int(self._pair[unit]))
                for unit, pair in new.items()
            )
            for name, amount in self._valued.amounts.items()
        }

    def _way(self, start: int, goal: int, but: int) -> list[tuple[int, int]] | None:
        """Return (unit, pair taken up) along the cheapest way; None without one.

        The levels' share of each label is kept apart: an array drops at once what loses
        more than a way that is known, and only the rest is weighed in full.
        """
        best, came = {start: 0}, dict[int, Step]()
        near = np.full(self._outside + 1, _NEVER)
        near[start] = 0
        heap, done = [(0, start)], set[int]()
        while heap:
            cost, node = heapq.heappop(heap)
            if node == goal:
                return _back(came, start, goal)
            if node in done:
                continue
            done.add(node)
            for step, share, to, who, pair in self._steps(node, but, near, goal):
                if cost + step < best.get(to, cost + step + 1):
                    best[to], came[to] = cost + step, (node, who, pair)
                    near[to] = share
                    heapq.heappush(heap, (cost + step, to))
        return None

    def _steps(
        self, node: int, but: int, near: Longs, goal: int
    ) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield (cost, levels' share of the label, node, unit, pair) of each move."""
        here, duals = int(near[node]), self._valued.least
        if node == self._outside:
            yield from self._inward(but, near, goal)
            return
        if len(self._holders[node]) < self._valued.face.seats[node]:
            yield self._asset[node], here, self._outside, FREE, FREE
        for who in self._holders[node]:
            if who == but:
                continue
            share = here + int(duals.unit[who])
            yield self._unit[who], share, self._outside, who, FREE
            yield from self._taking(self._pairs_of(who), here, near, goal)

    def _taking(
        self, pairs: Longs, here: int, near: Longs, goal: int
    ) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield the moves that take up pairs, but those that lose too much."""
        share, at = here + self._loss[pairs], self._market.asset[pairs]
        kept = (share <= near[at]) & (share <= near[goal])
        ends = self._market.unit[pairs[kept]].tolist(), at[kept].tolist()
        for pair, who, to, by in zip(
            pairs[kept].tolist(), *ends, share[kept].tolist(), strict=True
        ):
            if pair != self._pair[who]:
                yield self._slack(pair), by, to, who, pair

    def _inward(
        self, but: int, near: Longs, goal: int
    ) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield what leaves a seat empty, the goal's first, or takes it."""
        here, price = int(near[self._outside]), self._valued.least.asset
        for asset in (goal, *self._given.tolist()):
            share = here + int(price[asset])
            if share <= min(near[asset], near[goal]):
                yield self._asset[asset], share, asset, FREE, FREE
        most = int(
            np.searchsorted(self._loss[self._takers], near[goal] - here, "right")
        )
        for step in self._taking(self._takers[:most], here, near, goal):
            if step[3] != but:
                yield step


def can_force(market: Market, solution: Solution) -> bool:
    """Return True where `Forcing` gives the answer of a new solve."""
    proven = solution.status == "optimal" and solution.tie != "unproven"
    return proven and has_prices(market, solution.policy)


def _at(amount: Longs, pair: int) -> int:
    return 0 if pair == FREE else int(amount[pair])


def _back(came: dict[int, Step], start: int, goal: int) -> list[tuple[int, int]]:
    way, node = [], goal
    while node != start:
        node, who, pair = came[node]
        way.append((who, pair))
    return way
