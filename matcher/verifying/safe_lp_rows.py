"""The rows that a certificate may name, built from the instance alone.

The catalogue is ``docs/decisions/0004-rows-by-name.md``. A name that says anything that
the instance does not is refused; rows of stability stand in
`matcher.verifying.safe_lp_stable`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from matcher.verifying.case import Case
from matcher.verifying.levels import amount, fewest
from matcher.verifying.safe_lp_columns import (
    Columns,
    Line,
    Name,
    NoRowError,
    Terms,
    require,
)
from matcher.verifying.safe_lp_packing import Packing
from matcher.verifying.safe_lp_stable import Stability

Builder = Callable[..., Line]


def add_up(terms: Iterable[tuple[Name, int]]) -> Terms:
    """Return each column once."""
    total: Counter[Name] = Counter()
    for name, more in terms:
        total[name] += more
    return dict(total)


class Rows:
    """Rows and objectives of one case by name, each built once.

    Parameters
    ----------
    case : Case
        The instance, and the result whose levels are kept.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.columns = Columns(case)
        self.stable, packing = Stability(self.columns), Packing(self.columns)
        self.values = {row.name: row.value for row in case.solution.objectives}
        self.order = list(self.values)
        self.built: dict[Name, Line] = {}
        self.kinds: dict[str, Builder] = {
            "unit": self._unit,
            "pin": self._pin,
            "seats": self._seats,
            "units": self._units,
            "limit": self._limit,
            "rounded": packing.rounded,
            "beside": packing.beside,
            "minimum": self._minimum,
            "apart": self._apart,
            "changes": self._changes,
            "opens": self._opens,
            "shut": self._shut,
            "role": self._role,
            "trait": self._trait,
            "most": self._most,
            "clash": self._clash,
            "level": self._level,
            "beyond": self._beyond,
            "stable": self.stable.stable,
            "over": self.stable.over,
            "excuse": self.stable.excuse,
            "allow": self.stable.allow,
            "busy": self.stable.busy,
            "opening": self.stable.opening,
            "openings": self.stable.openings,
        }

    def line(self, name: Name, level: str) -> Line:
        """Return the row of a name, in a proof of a level.

        Raises
        ------
        NoRowError
            If the instance has no such row, or it keeps a level that comes later.
        """
        try:
            if name not in self.built:
                self.built[name] = self.kinds[name[0]](*name[1:])
            if name[0] == "level":
                require(self.order.index(name[1]) < self.order.index(level))
        except (TypeError, LookupError, ValueError) as error:
            why = f"there is no row {' '.join(name)}."
            raise NoRowError(why) from error
        return self.built[name]

    def objective(self, name: str) -> Terms:
        """Return what a level counts, as the file counts it."""
        if name == "blocking":
            return self.stable.blocks()
        if name == "openings":
            return {("opening", ref): 1 for ref in self._openable()}
        if name == "regret":
            return dict.fromkeys(self.columns.beyond, 1)
        amounts = amount(self.case, name).tolist()
        return {self.columns.pair(p): amounts[p] for p in self.columns.pairs.values()}

    def _openable(self) -> list[str]:
        return [row.ref for row in self.case.instance.assets if row.openable]

    def is_column(self, name: Name) -> bool:
        """Return True where a name is that of a column."""
        try:
            return bool(name) and name in self._of_kind(*name)
        except (TypeError, LookupError, NoRowError):
            return False

    def _of_kind(self, kind: str, *refs: str) -> Iterable[Name]:
        match kind:
            case "pair":
                return [self.columns.pair(self.columns.row(*refs))]
            case "open" | "opening":
                return ((kind, ref) for ref in self._openable())
            case "staff" | "busy":
                duties = self.columns.duties(self.columns.staff[refs[0]])
                return [*duties, ("busy", refs[0])]
            case "block":
                return self.stable.blocks()
            case "beyond":
                return self.columns.beyond
            case "over" | "excuse":
                return self.line((kind, *refs), self.order[-1]).terms
            case _:
                return ()

    # -- the levels and every policy ------------------------------------------------

    def _level(self, name: str) -> Line:
        sense = "<=" if fewest(name) else ">="
        return Line(self.objective(name), sense, self.values[name])

    def _beyond(self, unit: str, rank: str) -> Line:
        column = ("beyond", rank)
        require(column in self.columns.beyond)
        mine = self.columns.of_unit[self.columns.units[unit]]
        worse = [p for p in mine if self.columns.worst(p) > int(rank)]
        require(bool(worse))
        return Line(self._sum(worse) | {column: -1}, "<=", 0)

    def _pairs(self, asset: str) -> list[int]:
        return self.columns.at_asset.get(self.columns.assets[asset], [])

    def _sum(self, rows: Iterable[int]) -> Terms:
        return {self.columns.pair(p): 1 for p in rows}

    def _seats_of(self, asset: str) -> Terms:
        pairs = self._pairs(asset)
        return {self.columns.pair(p): self.columns.seats(p) for p in pairs}

    def _unit(self, unit: str) -> Line:
        place = self.columns.units[unit]
        return Line(self._sum(self.columns.of_unit.get(place, [])), "<=", 1)

    def _pin(self, unit: str) -> Line:
        (home,) = self.case.table.homes[self.columns.units[unit]]
        require((self.columns.units[unit], home) in self.columns.pairs)
        pair = self.columns.pairs[self.columns.units[unit], home]
        return Line(self._sum([pair]), "=", 1)

    def _seats(self, asset: str) -> Line:
        place = self.columns.assets[asset]
        room = self.columns.room(place)
        terms = {
            self.columns.pair(p): self.columns.weight(p) for p in self._pairs(asset)
        }
        if self.case.instance.assets[place].openable:
            return Line(terms | {("open", asset): -room}, "<=", 0)
        return Line(terms, "<=", room)

    def _units(self, asset: str) -> Line:
        most = self.case.instance.assets[self.columns.assets[asset]].max_units
        require(most is not None)
        return Line(self._sum(self._pairs(asset)), "<=", most or 0)

    def _limit(self, asset: str, what: str) -> Line:
        limits = dict(self.case.instance.assets[self.columns.assets[asset]].limits)
        pairs = self._pairs(asset)
        terms = {self.columns.pair(p): self.columns.uses(p, what) for p in pairs}
        return Line(terms, "<=", limits[what])

    def _minimum(self, asset: str) -> Line:
        least = self.case.instance.assets[self.columns.assets[asset]].minimum
        require(bool(least))
        return Line(self._seats_of(asset), ">=", least or 0)

    def _apart(
        self, asset: str, kind: str, one: str, other_kind: str, other: str
    ) -> Line:
        apart, place = self.case.instance.apart, self.columns.assets[asset]
        require((one, other) in apart or (other, one) in apart)
        (first,) = self.columns.engaged(kind, one, place)
        (second,) = self.columns.engaged(other_kind, other, place)
        return Line(add_up([(first, 1), (second, 1)]), "<=", 1)

    def _changes(self) -> Line:
        most, before = self.case.instance.max_changes, self.stable.before
        require(most is not None)
        kept = [row for row in before.values() if row >= 0]
        return Line(self._sum(kept), ">=", len(before) - (most or 0))

    # -- staffing -------------------------------------------------------------------

    def _opens(self, asset: str) -> Line:
        row = self.case.instance.assets[self.columns.assets[asset]]
        require(row.openable)
        least = max(1, row.opens_with or 0)
        return Line(self._seats_of(asset) | {("open", asset): -least}, ">=", 0)

    def _shut(self, unit: str, asset: str) -> Line:
        require(self.case.instance.assets[self.columns.assets[asset]].openable)
        pair = self.columns.pair(self.columns.row(unit, asset))
        return Line({pair: 1, ("open", asset): -1}, "<=", 0)

    def _role(self, asset: str, role: str, count: str) -> Line:
        place, staff = self.columns.assets[asset], self.case.instance.staff
        asked = self.case.instance.assets[place].staffing
        require((role, count) in {(line.role, str(line.exactly)) for line in asked})
        crew = [s for s in self.columns.crews[place] if staff[s].role == role]
        terms = {self.columns.duty(s, place): 1 for s in crew}
        return Line(terms | {("open", asset): -int(count)}, "=", 0)

    def _trait(self, asset: str, role: str, trait: str, count: str) -> Line:
        place, staff = self.columns.assets[asset], self.case.instance.staff
        require(
            any(
                line.role == role and (trait, count) == (name, str(least))
                for line in self.case.instance.assets[place].staffing
                for name, least in line.at_least
            )
        )
        crew = [s for s in self.columns.crews[place] if staff[s].role == role]
        able = [s for s in crew if trait in staff[s].traits]
        terms = {self.columns.duty(s, place): 1 for s in able}
        return Line(terms | {("open", asset): -int(count)}, ">=", 0)

    def _most(self, staff: str) -> Line:
        place = self.columns.staff[staff]
        most = self.case.instance.staff[place].most
        return Line(dict.fromkeys(self.columns.duties(place), 1), "<=", most)

    def _clash(self, slot: str, *rows: str) -> Line:
        kinds, refs = rows[::2], rows[1::2]
        require(len(kinds) == len(refs) == len(set(zip(kinds, refs, strict=False))))
        require(len({self.case.holding.who(ref) for ref in refs}) == 1)
        return Line(
            add_up(
                (column, 1)
                for a, row in enumerate(self.case.instance.assets)
                if slot in row.slots
                for kind, ref in zip(kinds, refs, strict=True)
                for column in self.columns.engaged(kind, ref, a)
            ),
            "<=",
            1,
        )
