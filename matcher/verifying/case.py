"""A solution laid over the table: who sits where, and who staffs what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.instance.document import Instance
from matcher.instance.solution import Solution
from matcher.verifying.holding import Holding
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY, Table


@dataclass(frozen=True, eq=False)
class Case:
    """What the checks look at. Seats are by unit, once groups are known to be whole.

    Parameters
    ----------
    instance, solution : Instance, Solution
        As they were read.
    salt : str or None
        Lower-case hex, where it was given.
    table, holding : Table, Holding
        The verifier's own market and limits.
    at : int64, shape (units,)
        The asset of each unit; -1 where unmatched.
    crews : tuple of tuple of int
        The staff of each asset.
    """

    instance: Instance
    solution: Solution
    salt: str | None
    table: Table
    holding: Holding
    at: Longs
    crews: tuple[tuple[int, ...], ...]

    @cached_property
    def row(self) -> Longs:
        """The pair that each unit holds; -1 where unmatched or no accepted pair."""
        return self.table.find(np.arange(len(self.at)), self.at)

    @cached_property
    def alone(self) -> Mask:
        """Which pairs an asset could hold if it held nothing else, as a mask."""
        table, assets = self.table, self.instance.assets
        seats = table.seats[table.unit]
        room = [max(row.capacity, row.unless_one_group or 0) for row in assets]
        mask: Mask = seats <= np.array(room, np.int64)[table.asset]
        strict = [bool(row.limits) or row.max_units == 0 for row in assets]
        if any(strict) or self.instance.apart:
            pairs = zip(table.unit.tolist(), table.asset.tolist(), strict=True)
            mask &= np.array([self.holding.holds(a, [u]) for u, a in pairs], bool)
        return mask

    @cached_property
    def held(self) -> tuple[tuple[int, ...], ...]:
        """The units of each asset."""
        held: list[list[int]] = [[] for _ in self.instance.assets]
        for unit, asset in enumerate(self.at.tolist()):
            if asset != NOBODY:
                held[asset].append(unit)
        return tuple(map(tuple, held))

    @cached_property
    def engaged(self) -> dict[str, list[tuple[str, int]]]:
        """For each human being, what engages them: (ref, asset)."""
        found: dict[str, list[tuple[str, int]]] = {}
        for asset, units in enumerate(self.held):
            refs = self.holding.refs(units)
            refs += [self.instance.staff[s].ref for s in self.crews[asset]]
            for ref in refs:
                found.setdefault(self.holding.who(ref), []).append((ref, asset))
        return found

    @cached_property
    def previous(self) -> dict[int, set[str]]:
        """For each unit, the assets of its members' rows in ``previous``."""
        place = {need.ref: k for k, need in enumerate(self.instance.needs)}
        found: dict[int, set[str]] = {}
        for need, asset in set(self.instance.previous) - set(self.instance.forbidden):
            if need in place:
                unit = int(self.table.unit_of[place[need]])
                found.setdefault(unit, set()).add(asset)
        return found

    def changed(self, unit: int, asset: int) -> bool:
        """Return True where it is a change that a unit has this asset (-1: none)."""
        ref = None if asset == NOBODY else self.instance.assets[asset].ref
        return any(before != ref for before in self.previous.get(unit, ()))

    @cached_property
    def changes(self) -> int:
        """How many units of ``previous`` sit elsewhere."""
        return sum(self.changed(unit, int(self.at[unit])) for unit in self.previous)

    @property
    def openable(self) -> Mask:
        """Which assets may stay closed, as a mask."""
        return np.array([row.openable for row in self.instance.assets], bool)

    def name(self, unit: int) -> str:
        """Return the unit's ref."""
        return self.table.units[unit]

    def assets(self) -> Iterator[tuple[int, str]]:
        """Yield every asset's position and ref."""
        for k, row in enumerate(self.instance.assets):
            yield k, row.ref
