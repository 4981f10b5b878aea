"""The columns that a certificate's rows are made of, each 0 or 1, by name.

What each means, and the words used here (room, weight, crew, content, kept), stands in
``docs/decisions/0004-rows-by-name.md``. Everything is read from the instance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.verifying.case import Case
from matcher.verifying.levels import last_rank
from matcher.verifying.objectives import zero_is_certain
from matcher.verifying.table import NOBODY

Name = tuple[str, ...]
Terms = dict[Name, int]
"""What each column adds; those not named add nothing."""


class NoRowError(ValueError):
    """A certificate names a row or a column that this instance does not have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the sum of its terms is ``<=``, ``>=`` or ``=`` the right-hand side."""

    terms: Terms
    sense: str
    right: int


def require(held: bool) -> None:
    """Go on only where this holds.

    Raises
    ------
    NoRowError
        Otherwise: then the row that was asked for does not exist.
    """
    if not held:
        raise NoRowError


@dataclass(frozen=True, eq=False)
class Columns:
    """Pairs as rows of the verifier's table, and the lookups that rows need."""

    case: Case

    @cached_property
    def units(self) -> dict[str, int]:
        """The position of each unit."""
        return {ref: k for k, ref in enumerate(self.case.table.units)}

    @cached_property
    def assets(self) -> dict[str, int]:
        """The position of each asset."""
        return {row.ref: k for k, row in enumerate(self.case.instance.assets)}

    @cached_property
    def staff(self) -> dict[str, int]:
        """The position of each staff row."""
        return {row.ref: k for k, row in enumerate(self.case.instance.staff)}

    @cached_property
    def needs(self) -> dict[str, int]:
        """The unit of each need."""
        unit_of = self.case.table.unit_of.tolist()
        return {row.ref: unit_of[k] for k, row in enumerate(self.case.instance.needs)}

    @cached_property
    def pairs(self) -> dict[tuple[int, int], int]:
        """The table's row of each (unit, asset) that is a column."""
        table, alone = self.case.table, self.case.alone.tolist()
        both = zip(table.unit.tolist(), table.asset.tolist(), strict=True)
        return {key: row for row, key in enumerate(both) if alone[row]}

    @cached_property
    def of_unit(self) -> dict[int, list[int]]:
        """The pairs of each unit that has some."""
        found: dict[int, list[int]] = {}
        for (unit, _), row in self.pairs.items():
            found.setdefault(unit, []).append(row)
        return found

    @cached_property
    def at_asset(self) -> dict[int, list[int]]:
        """The pairs of each asset that has some."""
        found: dict[int, list[int]] = {}
        for (_, asset), row in self.pairs.items():
            found.setdefault(asset, []).append(row)
        return found

    @cached_property
    def counted(self) -> bool:
        """True where there are columns for blocking pairs."""
        policy = self.case.solution.policy
        sure = policy.allow is None and zero_is_certain(self.case.instance)
        return policy.name == "stable" and not sure

    def unit(self, row: int) -> int:
        """Return the unit of a pair."""
        return int(self.case.table.unit[row])

    def asset(self, row: int) -> int:
        """Return the asset of a pair."""
        return int(self.case.table.asset[row])

    def refs(self, row: int) -> tuple[str, str]:
        """Return the refs of a pair."""
        unit, asset = self.unit(row), self.asset(row)
        return self.case.table.units[unit], self.case.instance.assets[asset].ref

    def pair(self, row: int) -> Name:
        """Return the column of a pair."""
        return ("pair", *self.refs(row))

    def row(self, unit: str, asset: str) -> int:
        """Return the pair of two refs, refusing what is no column."""
        place = self.units.get(unit, NOBODY), self.assets.get(asset, NOBODY)
        require(place in self.pairs)
        return self.pairs[place]

    def free(self, row: int) -> bool:
        """Return True where no pin holds the unit of a pair."""
        return self.unit(row) not in self.case.table.homes

    def seats(self, row: int) -> int:
        """Return the seats of a pair's unit."""
        return int(self.case.table.seats[self.unit(row)])

    def room(self, asset: int) -> int:
        """Return an asset's effective seats."""
        return max(self.case.instance.assets[asset].capacity, 1)

    def weight(self, row: int) -> int:
        """Return the effective seats of a pair."""
        return min(self.seats(row), self.room(self.asset(row)))

    def uses(self, row: int, what: str) -> int:
        """Return how much a pair's unit uses of something."""
        needs, members = self.case.instance.needs, self.case.table.members
        return sum(dict(needs[m].uses).get(what, 0) for m in members[self.unit(row)])

    def worst(self, row: int) -> int:
        """Return the larger of a pair's two ranks."""
        return int(max(self.case.table.rank[row], self.case.table.asset_rank[row]))

    @cached_property
    def beyond(self) -> tuple[Name, ...]:
        """The columns of ``regret``: some chosen pair has a rank above this one."""
        if self.case.solution.policy.maximise != "minimum-regret":
            return ()
        return tuple(("beyond", str(k)) for k in range(last_rank(self.case)))

    def content(self, row: int) -> list[int]:
        """Return the unit's pairs that leave it without a wish for this one."""
        table, margin = self.case.table, self.case.solution.policy.margin
        mine = self.of_unit[self.unit(row)]
        if margin > 1:
            least = table.need_fit[row] - margin
            return [q for q in mine if q == row or table.need_fit[q] > least]
        return [q for q in mine if table.rank[q] <= table.rank[row]]

    def kept(self, row: int) -> list[int]:
        """Return the asset's other pairs that would stay beside this one."""
        table, margin = self.case.table, self.case.solution.policy.margin
        asset = self.asset(row)
        if margin > 1:
            score, limit = -table.asset_fit, margin - 1 - table.asset_fit[row]
        else:
            score, limit = table.asset_rank, table.asset_rank[row]
        return [
            q
            for q in self.at_asset[asset]
            if q != row
            and (score[q] <= limit or asset in table.homes.get(self.unit(q), ()))
        ]

    @cached_property
    def crews(self) -> tuple[tuple[int, ...], ...]:
        """The staff that each asset may have."""
        found = []
        for row in self.case.instance.assets:
            roles = {line.role for line in row.staffing}
            crew = [
                k
                for k, person in enumerate(self.case.instance.staff)
                if person.role in roles
                and (person.can is None or row.ref in person.can)
            ]
            found.append(tuple(crew))
        return tuple(found)

    def duty(self, staff: int, asset: int) -> Name:
        """Return the column of a staff row at an asset."""
        instance = self.case.instance
        return ("staff", instance.staff[staff].ref, instance.assets[asset].ref)

    def duties(self, staff: int) -> list[Name]:
        """Return all columns of a staff row."""
        return [
            self.duty(staff, a) for a, crew in enumerate(self.crews) if staff in crew
        ]

    def engaged(self, kind: str, ref: str, asset: int) -> list[Name]:
        """Return the column that puts a need or a staff row into an asset, if any."""
        if kind == "need":
            require(ref in self.needs)
            row = self.pairs.get((self.needs[ref], asset), NOBODY)
            return [self.pair(row)] if row != NOBODY else []
        require(kind == "staff" and ref in self.staff)
        staff = self.staff[ref]
        return [self.duty(staff, asset)] if staff in self.crews[asset] else []
