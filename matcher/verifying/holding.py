"""What an asset can hold, and whom it may have as staff."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from matcher.verifying.table import Table


class Holding:
    """The limits of an instance, asked one asset at a time.

    Parameters
    ----------
    table : Table
        Units and their members.
    """

    def __init__(self, table: Table) -> None:
        instance = table.instance
        self.table = table
        self.assets = instance.assets
        self.staff = instance.staff
        self._uses = [dict(need.uses) for need in instance.needs]
        self._limits = [dict(row.limits) for row in instance.assets]
        self._refs = [need.ref for need in instance.needs]
        self._foes: dict[str, set[str]] = {}
        for one, other in instance.apart:
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)
        self._slots = [frozenset(row.slots) for row in instance.assets]
        self._human = self._humans()

    def _humans(self) -> dict[str, str]:
        """Name each human being once: joined through ``person``, however far."""
        linked: dict[str, set[str]] = {}
        for row in self.staff:
            for one, other in itertools.permutations(
                {row.ref, row.person or row.ref}, 2
            ):
                linked.setdefault(one, set()).add(other)
        human: dict[str, str] = {}
        for ref in sorted(linked):
            queue = [ref]
            while queue:
                here = queue.pop()
                if here not in human:
                    human[here] = ref
                    queue.extend(linked[here])
        return human

    def refs(self, units: Iterable[int]) -> list[str]:
        """Return the refs of the members."""
        return [self._refs[m] for u in units for m in self.table.members[u]]

    def seats(self, units: Iterable[int]) -> int:
        """Return the seats that units take together."""
        return sum(int(self.table.seats[u]) for u in units)

    def over_seats(self, asset: int, units: Sequence[int]) -> bool:
        """Return True where the seats run out and no sibling exception helps."""
        row, seats = self.assets[asset], self.seats(units)
        alone = len(units) == 1 and seats <= (row.unless_one_group or 0)
        return seats > row.capacity and not alone

    def over_units(self, asset: int, units: Sequence[int]) -> bool:
        """Return True where there are more units than the asset takes."""
        most = self.assets[asset].max_units
        return most is not None and len(units) > most

    def used(self, asset: int, units: Iterable[int]) -> Iterator[tuple[str, int, int]]:
        """Yield (what, used, limit) for each limit that is exceeded."""
        limits = self._limits[asset]
        if limits:
            members = [m for u in units for m in self.table.members[u]]
            for what, most in limits.items():
                used = sum(self._uses[m].get(what, 0) for m in members)
                if used > most:
                    yield what, used, most

    def foes(self, refs: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs among these refs that must be apart."""
        if self._foes:
            here = set(refs)
            for ref in sorted(here):
                for other in sorted(self._foes.get(ref, set()) & here):
                    if ref < other:
                        yield ref, other

    def has_foes(self, refs: Iterable[str]) -> bool:
        """Return True where one of these refs must be apart from anybody."""
        return any(ref in self._foes for ref in refs)

    def holds(
        self, asset: int, units: Sequence[int], staff: Iterable[int] = ()
    ) -> bool:
        """Return True where the asset can hold these units beside these staff."""
        return not (
            self.over_seats(asset, units)
            or self.over_units(asset, units)
            or any(self.used(asset, units))
            or any(self.foes(self.refs(units) + [self.staff[s].ref for s in staff]))
        )

    def clash(self, one: int, other: int) -> bool:
        """Return True where nobody can be in both assets; an asset may meet itself."""
        return bool(self._slots[one] & self._slots[other])

    def twice(self, refs: Iterable[str]) -> bool:
        """Return True where one human being stands among these refs twice."""
        return any(count > 1 for count in Counter(map(self.who, refs)).values())

    def who(self, ref: str) -> str:
        """Return one name for all refs of a human being."""
        return self._human.get(ref, ref)

    def understaffed(self, asset: int, crew: Sequence[int]) -> list[str]:
        """Return in words what an open asset's staffing lacks or has too much of."""
        faults = []
        rows = [self.staff[s] for s in crew]
        for line in self.assets[asset].staffing:
            mine = [row for row in rows if row.role == line.role]
            if len(mine) != line.exactly:
                faults.append(f"{len(mine)} of role {line.role}, not {line.exactly}")
            for trait, least in line.at_least:
                count = sum(trait in row.traits for row in mine)
                if count < least:
                    faults.append(f"{count} {line.role} with {trait}, not {least}")
        return faults

    def crews(self, asset: int, free: Iterable[int]) -> Iterator[tuple[int, ...]]:
        """Yield every set of the free staff that meets the asset's staffing."""
        ref = self.assets[asset].ref
        able = []
        for s in free:
            can = self.staff[s].can
            if can is None or ref in can:
                able.append(s)
        options = [
            itertools.combinations(
                [s for s in able if self.staff[s].role == line.role], line.exactly
            )
            for line in self.assets[asset].staffing
        ]
        for choice in itertools.product(*options):
            crew = tuple(itertools.chain.from_iterable(choice))
            if not self.understaffed(asset, crew):
                yield crew
