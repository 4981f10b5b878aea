"""What an asset can hold: seats, units, limits, siblings, and those kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.instance.market import Market


class Holding:
    """The rules of what each asset of a market can hold, for one question at a time.

    Parameters
    ----------
    market : Market
        Where units, their seats and uses, and the assets' limits come from.
    """

    def __init__(self, market: Market) -> None:
        instance = market.instance
        self._assets = instance.assets
        self._seats = market.seats.tolist()
        self._refs = [
            tuple(instance.needs[m].ref for m in members) for members in market.members
        ]
        self._uses = [_uses(market, members) for members in market.members]
        self._enemies = _enemies(instance.apart)

    @property
    def refs(self) -> Sequence[tuple[str, ...]]:
        """The refs of each unit's members."""
        return self._refs

    def plain(self, asset: int) -> bool:
        """Return True where only seats limit the asset."""
        row = self._assets[asset]
        return not self._enemies and row.max_units is None and not row.limits

    def can_hold(
        self, asset: int, units: Sequence[int], staff: Iterable[str] = ()
    ) -> bool:
        """Return True where the asset can hold these units beside these staff."""
        row = self._assets[asset]
        seats = sum(self._seats[u] for u in units)
        alone = len(units) == 1 and seats <= (row.unless_one_group or 0)
        if seats > row.capacity and not alone:
            return False
        if row.max_units is not None and len(units) > row.max_units:
            return False
        for name, most in row.limits:
            if sum(self._uses[u].get(name, 0) for u in units) > most:
                return False
        return not self._enemies or self.at_peace(
            [*(ref for u in units for ref in self._refs[u]), *staff]
        )

    def at_peace(self, refs: Sequence[str]) -> bool:
        """Return True where no two of these refs are kept apart."""
        here = set(refs)
        return not any(here & self._enemies.get(ref, set()) for ref in refs)


def _uses(market: Market, members: tuple[int, ...]) -> dict[str, int]:
    total: dict[str, int] = {}
    for member in members:
        for name, amount in market.instance.needs[member].uses:
            total[name] = total.get(name, 0) + amount
    return total


def _enemies(apart: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    enemies: dict[str, set[str]] = {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    return enemies
