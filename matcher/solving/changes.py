"""Changes against the last round: who sat elsewhere, how many moves a rerun made."""

from __future__ import annotations

from matcher.instance.market import Market


class Changes:
    """The units of ``previous`` and where they sat.

    Parameters
    ----------
    market : Market
        Rows that name a need not present, or a pair now forbidden, are ignored.
    """

    def __init__(self, market: Market) -> None:
        instance = market.instance
        self._assets = [asset.ref for asset in instance.assets]
        unit_of = {
            instance.needs[m].ref: unit
            for unit, members in enumerate(market.members)
            for m in members
        }
        forbidden = set(instance.forbidden)
        self._before: dict[int, set[str]] = {}
        for need, asset in instance.previous:
            if need in unit_of and (need, asset) not in forbidden:
                self._before.setdefault(unit_of[need], set()).add(asset)

    def changed(self, unit: int, asset: int) -> bool:
        """Return True where a unit would sit elsewhere than before; -1 is nowhere."""
        before = self._before.get(unit)
        if before is None:
            return False
        return asset < 0 or before != {self._assets[asset]}

    def count(self, seat: list[int]) -> int:
        """Return how many units sit elsewhere, from the asset of each unit."""
        return sum(self.changed(unit, seat[unit]) for unit in self._before)
