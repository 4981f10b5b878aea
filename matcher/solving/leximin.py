"""The best profile of an assignment, level by level on ever smaller faces.

Of the assignments that match the most needs, priorities first, as few matches as
possible have the worst key, then as few as possible the next, and so on to the top.
With points for keys the ascending list of points is lexicographically the highest: the
leximin. These are the fair matchings of Huang, Kavitha, Mehlhorn and Michail (2016,
"Fair matchings and related problems"), and as theirs each level's dual prunes the pairs
that are of no use to the levels above it.

Bisection over maximum flows finds the highest worst key that loses nobody; the levels
below count nobody. One min-cost flow with steep costs, where each key costs three times
the next, then has most levels right at once; each level is proven, and flown by itself
where what is held has no proof.

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
from matcher.solving.profile import Profile
from matcher.solving.transport import NotSolvedError, most_matched, prove

_BITS = 62
_RATIO = 3
"""Measured on 1,000 and 10,000 needs: 2 leaves more levels to fly, 4 dearer costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """An assignment with the best profile, the face of all of them, and the proofs.

    Parameters
    ----------
    costs : dict of str to int
        Of priorities and size, which `sized` proves together.
    proofs : dict of str to Duals
        By level, in order; all 0 where no free unit adds to it.
    """

    held: Mask
    face: Face
    costs: dict[str, int]
    sized: Duals
    proofs: dict[str, Duals]


def leximin(
    market: Market, whole: Face, amounts: Levels, profile: Profile, progress: Progress
) -> Settled:
    """Return an assignment that is optimal on every level, with its proofs.

    Parameters
    ----------
    whole : Face
        Of units that take one seat each.
    amounts : Levels
        Priorities and size, and fit where the market has fits.
    profile : Profile
        What comes after size, and before fit.
    """
    progress("looking for the best worst match", 0.0)
    counted = {name: amount for name, amount in amounts.items() if name != "fit"}
    cost = costs(counted, step(market))
    weight = weigh(counted, cost, profile.pairs)
    above, held = _above(whole, classes(market), profile)
    sized = prove(whole, weight, held)
    face = narrow(whole, weight, sized)
    face = replace(face, live=face.live & above.live)
    face, held, proofs = _Left(face, held, profile).settle(progress)
    if "fit" in amounts:
        held = optimise_parts(face, amounts["fit"])
        proofs["fit"] = prove(face, amounts["fit"], held)
        face = narrow(face, amounts["fit"], proofs["fit"])
    return Settled(held, face, cost, sized, proofs)


def _above(whole: Face, idle: Longs, profile: Profile) -> tuple[Face, Mask]:
    """Return the face above the highest worst key that loses nobody; and one of it.

    Bottleneck by bisection (Edmonds and Fulkerson 1970): of each class of units as many
    must be matched by pairs above as by all pairs.
    """
    worst = np.min(profile.by_side(), axis=0, initial=2**62)

    def above(least: int) -> Face:
        return replace(whole, live=whole.live & (worst >= least))

    values = np.unique(worst) if profile.bands else worst[:0]
    wanted = most_matched(whole, idle) if len(values) else 0
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if (most_matched(above(int(values[middle])), idle) == wanted).all():
            low = middle
        else:
            high = middle - 1
    face = above(int(values[low])) if len(values) else whole
    return face, optimise_parts(face, np.zeros_like(worst), idle)


class _Left:
    """The pairs that are left of a face, and an assignment of them, level by level."""

    def __init__(self, face: Face, held: Mask, profile: Profile) -> None:
        self._whole, self._face, self._held = face, face, held
        self._pairs, self._profile = np.arange(profile.pairs), profile
        self._keys = profile.by_side()
        self._shrink()

    def settle(self, progress: Progress) -> tuple[Face, Mask, dict[str, Duals]]:
        """Minimise every level; return the face, one of it, and what proves them."""
        profile, proofs = self._profile, {}
        if profile.bands:
            self._held = optimise_parts(self._face, self._steep())
        for number, name in enumerate(profile.names):
            progress(f"solving for {name}", number / len(profile.names))
            proofs[name] = self._fewest(name)
        live, held = np.zeros((2, profile.pairs), np.bool_)
        live[self._pairs], held[self._pairs] = True, self._held
        face = replace(self._whole, live=live)
        face = replace(face, must=self._face.must, full=self._face.full)
        return face, held, proofs

    def _fewest(self, name: str) -> Duals:
        """Keep what has the least of a level; return what proves that."""
        weight, face = self._weight(name), self._face
        if not weight.any():
            return _nothing(face)
        duals = _nothing(face)
        if weight[self._held].any():
            try:
                duals = prove(face, weight, self._held)
            except NotSolvedError:
                self._held = optimise_parts(face, weight)
                duals = prove(face, weight, self._held)
        self._face = narrow(face, weight, duals)
        self._shrink()
        return duals

    def _weight(self, name: str) -> Longs:
        profile, keys = self._profile, self._keys
        if name != profile.total:
            keys = -(keys == profile.bands[name]).astype(np.int64)
        weight: Longs = keys.sum(axis=0)
        return weight

    def _steep(self) -> Longs:
        """Return weights by which each key costs three times the next.

        An exchange that spares one match at a key seldom puts as many at the next, so
        that most levels come out right at once. As many keys are told apart, from the
        worst that is left, as 64 bits hold beside the number of nodes.
        """
        room = _BITS - 2 * (self._face.units + self._face.assets + 1).bit_length()
        most = max(1, int((room - 1) / math.log2(_RATIO)))
        here = np.unique(self._keys)
        levels = here[np.isin(here, [*self._profile.bands.values()])][:most]
        price = np.zeros(len(here) + 1, np.int64)
        price[: len(levels)] = _RATIO ** np.arange(len(levels))[::-1]
        weight: Longs = -price[np.searchsorted(here, self._keys)].sum(axis=0)
        return weight

    def _shrink(self) -> None:
        """Forget the pairs that are gone."""
        face, live = self._face, np.flatnonzero(self._face.live)
        self._pairs, self._held = self._pairs[live], self._held[live]
        self._keys = self._keys[:, live]
        face = replace(face, unit=face.unit[live], asset=face.asset[live])
        self._face = replace(face, live=face.live[live])


def _nothing(face: Face) -> Duals:
    return Duals(np.zeros(face.units, np.int64), np.zeros(face.assets, np.int64))
