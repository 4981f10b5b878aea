"""The leximin of an assignment, level by level on ever smaller faces.

Of the assignments that match the most needs, priorities first, as few as possible have
the lowest points, then as few as possible the next, and so on to the top: the ascending
list of points is lexicographically the highest. These are the fair matchings of Huang,
Kavitha, Mehlhorn and Michail (2016, "Fair matchings and related problems"), and as
theirs each level's dual prunes the pairs that are of no use to the levels above it.

Bisection over maximum flows finds the highest worst points that lose nobody; the levels
below count nobody. One min-cost flow with steep costs, where each value costs three
times the next, then has most levels right at once; each level is proven, and flown by
itself where what is held has no proof.

Guarantee: every level has exact integer duals on the face that the levels before it
leave.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from matcher.instance.market import Market
from matcher.model import Progress
from matcher.solving.face import Duals, Face, Longs, Mask, narrow
from matcher.solving.levels import Levels, classes, costs, step, weigh
from matcher.solving.parts import optimise_parts
from matcher.solving.transport import NotSolvedError, most_matched, prove

_BITS = 62
_RATIO = 3
"""Measured on 1,000 and 10,000 needs: 2 leaves more levels to fly, 4 dearer costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Fair:
    """A fair assignment, the face of all of them, and what proves each level.

    Parameters
    ----------
    costs : dict of str to int
        Of priorities and size, which `sized` proves together.
    bands : dict of int to Duals
        For the number of matches at each value of points, ascending; all 0 where no
        free unit is.
    priced : Duals
        Of the fit.
    """

    held: Mask
    face: Face
    costs: dict[str, int]
    sized: Duals
    bands: dict[int, Duals]
    priced: Duals


def leximin(
    market: Market, whole: Face, amounts: Levels, points: Longs, progress: Progress
) -> Fair:
    """Return an assignment that is optimal on every level, with its proofs.

    Parameters
    ----------
    amounts : Levels
        Priorities, size and fit.
    points : int64, shape (pairs,)
        What the list is made of. The largest value has no level: its count follows.
    """
    counted = {name: amount for name, amount in amounts.items() if name != "fit"}
    cost = costs(counted, step(market))
    weight = weigh(counted, cost, len(points))
    values = np.unique(points)
    above, held = _above(whole, classes(market), points, values)
    sized = prove(whole, weight, held)
    face = narrow(whole, weight, sized)
    left = _Left(replace(face, live=face.live & above.live), held, points)
    bands = left.bands(values, progress)
    face = left.spread(whole)
    held = optimise_parts(face, amounts["fit"])
    priced = prove(face, amounts["fit"], held)
    last = narrow(face, amounts["fit"], priced)
    return Fair(held, last, cost, sized, bands, priced)


def _above(whole: Face, idle: Longs, points: Longs, values: Longs) -> tuple[Face, Mask]:
    """Return the face above the highest worst points that lose nobody; and one of it.

    Bottleneck by bisection (Edmonds and Fulkerson 1970): of each class of units as many
    must be matched by pairs above as by all pairs.
    """

    def above(least: int) -> Face:
        return replace(whole, live=whole.live & (points >= least))

    wanted = most_matched(whole, idle) if len(values) else 0
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if (most_matched(above(int(values[middle])), idle) == wanted).all():
            low = middle
        else:
            high = middle - 1
    face = above(int(values[low])) if len(values) else whole
    return face, optimise_parts(face, np.zeros_like(points), idle)


class _Left:
    """The pairs that are left of a face, and an assignment of them, level by level."""

    def __init__(self, face: Face, held: Mask, points: Longs) -> None:
        self._pairs = np.arange(len(points))
        self._face, self._held, self._points = face, held, points
        self._shrink()

    def bands(self, values: Longs, progress: Progress) -> dict[int, Duals]:
        """Minimise the matches at each value but the last; return what proves it."""
        face = self._face
        none = Duals(np.zeros(face.units, np.int64), np.zeros(face.assets, np.int64))
        proofs = dict.fromkeys(values[:-1].tolist(), none)
        ahead = np.unique(self._points)
        self._held = optimise_parts(face, _steep(face, self._points, ahead))
        for number, value in enumerate(ahead[np.isin(ahead, values[:-1])].tolist()):
            progress(f"solving for leximin:{value}", number / len(ahead))
            proofs[value] = self._fewest(value, none)
        return proofs

    def _fewest(self, value: int, none: Duals) -> Duals:
        """Keep what has the fewest at a value; return what proves that."""
        weight = -(self._points == value).astype(np.int64)
        duals = none
        if weight[self._held].any():
            try:
                duals = prove(self._face, weight, self._held)
            except NotSolvedError:
                self._held = optimise_parts(self._face, weight)
                duals = prove(self._face, weight, self._held)
        self._face = narrow(self._face, weight, duals)
        self._shrink()
        return duals

    def _shrink(self) -> None:
        """Forget the pairs that are gone."""
        face, live = self._face, np.flatnonzero(self._face.live)
        self._pairs, self._held = self._pairs[live], self._held[live]
        self._points = self._points[live]
        self._face = replace(
            face, unit=face.unit[live], asset=face.asset[live], live=face.live[live]
        )

    def spread(self, whole: Face) -> Face:
        """Return the face over all pairs again."""
        live = np.zeros(len(whole.live), np.bool_)
        live[self._pairs] = True
        return replace(whole, live=live, must=self._face.must, full=self._face.full)


def _steep(face: Face, points: Longs, values: Longs) -> Longs:
    """Return weights by which each value costs three times the next.

    An exchange that spares one match at a value seldom puts as many at the next, so
    that most levels come out right at once. As many values are told apart as 64 bits
    hold beside the number of nodes.
    """
    room = _BITS - 2 * (face.units + face.assets + 1).bit_length()
    most = max(1, int(room / math.log2(_RATIO)))
    ahead = np.arange(min(len(values) - 1, most))[::-1]
    table = np.zeros(len(values) + 1, np.int64)
    table[1 : len(ahead) + 1] = _RATIO**ahead
    return -table[np.searchsorted(values, points, side="right")]
