"""What matches are judged by between size and fit: own points, or ranks.

Computes the levels of ``fair`` and of ``--maximise generous`` and ``egalitarian``
(``docs/engine.md`` 2) as amounts per pair. Exact: nothing here is an estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matcher.instance.market import Longs, Market
from matcher.model import Policy


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Levels of which less is better, over what pairs are judged by.

    Parameters
    ----------
    pairs : int
        How many the market has.
    pair, key : int64, shape (entries,)
        The higher a key the better. Of points a pair has one for each member of its
        unit; of ranks two, the units' before the assets', each negative.
    bands : mapping of str to int
        Level -> the key of which it counts the chosen ones, ascending, so that the
        worst comes first. The best key needs no level: its count follows.
    total : str
        The level that adds up all keys instead, with a minus; or empty.
    """

    pairs: int
    pair: Longs
    key: Longs
    bands: Mapping[str, int] = field(default_factory=dict)
    total: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The levels in order."""
        return (*self.bands, self.total) if self.total else (*self.bands,)

    def amount(self, name: str) -> Longs:
        """Return what each pair adds to a level, shape (pairs,)."""
        added = -self.key if name == self.total else self.key == self.bands[name]
        counts = np.bincount(self.pair, added, minlength=self.pairs)
        return np.rint(counts).astype(np.int64)

    def values(self, chosen: Longs) -> dict[str, int]:
        """Return the value of each level where these pairs are chosen."""
        held = np.zeros(self.pairs, np.bool_)
        held[chosen] = True
        keys = self.key[held[self.pair]]
        count = Counter(keys.tolist())
        found = {name: count[key] for name, key in self.bands.items()}
        return found | ({self.total: -int(keys.sum())} if self.total else {})

    def by_side(self) -> Longs:
        """Return the keys, shape (sides, pairs); every unit must be of one need."""
        return self.key.reshape(len(self.key) // max(self.pairs, 1), self.pairs)


def profile_of(market: Market, policy: Policy) -> Profile:
    """Return the levels that a policy has between size and fit; none for most."""
    pairs = len(market.unit)
    if policy.name == "fair":
        pair, key = _points(market)
        names = {f"leximin:{value}": int(value) for value in np.unique(key)[:-1]}
        return Profile(pairs, pair, key, names)
    pair = np.tile(np.arange(pairs), 2)
    key = -np.concatenate([market.unit_rank, market.asset_rank]).astype(np.int64)
    if policy.maximise == "generous":
        worst = -int(key.min(initial=0))
        names = {f"rank:{rank}": -rank for rank in range(worst, 1, -1)}
        return Profile(pairs, pair, key, names)
    total = "egalitarian" if policy.maximise == "egalitarian" else ""
    return Profile(pairs, pair, key, total=total)


def _points(market: Market) -> tuple[Longs, Longs]:
    """Return pair and own points of every member of every pair's unit.

    Each member has those of its own row; in a common market the row's fit.
    """
    fits, assets = market.instance.fits, len(market.instance.assets)
    own = fits.fit if fits.need_fit is None else fits.need_fit
    rows = fits.need.astype(np.int64) * assets + fits.asset
    pair = np.repeat(np.arange(len(market.unit)), market.size[market.unit])
    members = np.array([n for team in market.members for n in team], np.int64)
    first = np.concatenate([[0], np.cumsum(market.size)])[market.unit]
    turn = np.arange(len(pair)) - np.searchsorted(pair, pair)
    wanted = members[first[pair] + turn] * assets + market.asset[pair]
    return pair, own[np.searchsorted(rows, wanted)].astype(np.int64)
