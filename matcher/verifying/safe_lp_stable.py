"""Rows of stability that a certificate may name: no blocking pair, or each is counted.

The catalogue, and why each row holds for every feasible solution, stands in
``docs/decisions/0004-rows-by-name.md``. Each method is named for its kind of row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.verifying.safe_lp_columns import Columns, Line, Name, Terms, require
from matcher.verifying.table import NOBODY


@dataclass(frozen=True, eq=False)
class Stability:
    """The rows that only the policy ``stable`` has."""

    columns: Columns

    @cached_property
    def before(self) -> dict[int, int]:
        """The former pair of each unit that may count as a change; -1 for none."""
        case, known = self.columns.case, self.columns
        found = {}
        for unit, assets in case.previous.items():
            place = known.assets.get(min(assets), NOBODY)
            pair = known.pairs.get((unit, place), NOBODY)
            found[unit] = pair if len(assets) == 1 else NOBODY
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """The refs of everybody who is in the instance."""
        return frozenset(self.columns.needs) | frozenset(self.columns.staff)

    @cached_property
    def enemies(self) -> dict[str, set[str]]:
        """For each of them, those they must be apart from."""
        found: dict[str, set[str]] = {}
        for one, other in self.columns.case.instance.apart:
            if {one, other} <= self.known:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    @cached_property
    def rows_of(self) -> Counter[str]:
        """How many rows each human being has."""
        return Counter(map(self.columns.case.holding.who, self.known))

    def foes(self, row: int) -> set[str]:
        """Return who must be apart from a member of a pair's unit."""
        mine = self.columns.case.holding.refs([self.columns.unit(row)])
        return {foe for ref in mine for foe in self.enemies.get(ref, ())}

    def blocks(self) -> Terms:
        """Return every column that counts a blocking pair."""
        pairs = self.columns.pairs.values() if self.columns.counted else ()
        free = filter(self.columns.free, pairs)
        return {("block", *self.columns.refs(p)): 1 for p in free}

    def _free_row(self, unit: str, asset: str) -> int:
        require(self.columns.case.solution.policy.name == "stable")
        row = self.columns.row(unit, asset)
        require(self.columns.free(row))
        return row

    # -- blocking pairs -------------------------------------------------------------

    def stable(self, unit: str, asset: str) -> Line:
        """Return: the pair does not block, or it is counted or excused."""
        row, columns = self._free_row(unit, asset), self.columns
        given = columns.case.instance.assets[columns.asset(row)]
        goal, foes, terms = self._goal(row), self.foes(row), Counter[Name]()
        for q in columns.kept(row):
            theirs = set(columns.case.holding.refs([columns.unit(q)]))
            weight = goal if theirs & foes else min(columns.weight(q), goal)
            terms[columns.pair(q)] += weight
        for name in [*map(columns.pair, columns.content(row)), *self._others(row)]:
            terms[name] += goal
        if given.openable:
            terms["open", asset] -= goal
        return Line(dict(terms), ">=", 0 if given.openable else goal)

    def _one_each(self, row: int) -> bool:
        pairs = self.columns.at_asset[self.columns.asset(row)]
        return all(self.columns.weight(q) == 1 for q in pairs)

    def _goal(self, row: int) -> int:
        """Return the effective seats that keep the pair's unit out if held."""
        asset = self.columns.asset(row)
        most = self.columns.case.instance.assets[asset].max_units
        room = self.columns.room(asset)
        if most is not None and self._one_each(row):
            room = min(room, most)
        return room - self.columns.weight(row) + 1

    def _others(self, row: int) -> Iterable[Name]:
        """Yield what else keeps the unit out, or excuses or counts the pair."""
        columns, (unit, asset) = self.columns, self.columns.refs(row)
        case, place = columns.case, columns.asset(row)
        given, foes = case.instance.assets[place], self.foes(row)
        for s in columns.crews[place]:
            if case.instance.staff[s].ref in foes:
                yield columns.duty(s, place)
        most = given.max_units
        if most is not None and most < columns.room(place) and not self._one_each(row):
            yield ("over", unit, asset, "units")
        for what, _ in given.limits:
            if columns.uses(row, what):
                yield ("over", unit, asset, "limit", what)
        if case.instance.max_changes is not None:
            yield ("excuse", unit, asset)
        if columns.counted:
            yield ("block", unit, asset)

    def over(self, unit: str, asset: str, kind: str, *what: str) -> Line:
        """Return: those who stay leave no unit, or too little of a limit."""
        row, columns = self._free_row(unit, asset), self.columns
        name = ("over", unit, asset, kind, *what)
        require(name in self._others(row))
        given = columns.case.instance.assets[columns.asset(row)]
        if kind == "units":
            goal, held = given.max_units or 0, dict.fromkeys(columns.kept(row), 1)
        else:
            goal = dict(given.limits)[what[0]] - columns.uses(row, what[0]) + 1
            uses = {q: columns.uses(q, what[0]) for q in columns.kept(row)}
            held = {q: min(amount, goal) for q, amount in uses.items()}
        terms = {columns.pair(q): amount for q, amount in held.items()}
        return Line(terms | {name: -goal}, ">=", 0)

    def excuse(self, unit: str, asset: str) -> Line:
        """Return: the move would exceed the most changes."""
        row, most = self._free_row(unit, asset), self.columns.case.instance.max_changes
        require(most is not None)
        place, stay = self.columns.asset(row), {row, *self.columns.kept(row)}
        own = self.columns.unit(row)
        after = len(self.before) - (self.before.get(own, NOBODY) == row)
        terms: Terms = {("excuse", unit, asset): -(most or 0) - 1}
        for other, had in self.before.items():
            if other == own or had == NOBODY:
                continue
            if self.columns.asset(had) != place or had in stay:
                terms[self.columns.pair(had)] = -1
        return Line(terms, ">=", -after)

    def allow(self) -> Line:
        """Return: no more pairs block than allowed."""
        most = self.columns.case.solution.policy.allow
        require(most is not None)
        return Line(self.blocks(), "<=", most or 0)

    # -- openings -------------------------------------------------------------------

    def busy(self, staff: str) -> Line:
        """Return: the staff row has all its assignments."""
        place = self.columns.staff[staff]
        most = self.columns.case.instance.staff[place].most
        require(most >= 1)
        duties = dict.fromkeys(self.columns.duties(place), 1)
        return Line(duties | {("busy", staff): -most}, ">=", 0)

    def opening(self, asset: str, count: str, *refs: str) -> Line:
        """Return: one of these units is content, or the whole coalition is void."""
        units, staff = refs[: int(count)], refs[int(count) :]
        require(count == str(len(units)) and len(set(units)) == len(units) > 0)
        rows = [self._free_row(unit, asset) for unit in units]
        places = [self.columns.unit(row) for row in rows]
        crew = self._crew(asset, staff, places)
        return self._wished(asset, rows, crew, 1)

    def openings(self, asset: str, count: str, *staff: str) -> Line:
        """Return the same of any so many units that are plain at the asset."""
        require(self.columns.case.solution.policy.name == "stable")
        place = self.columns.assets[asset]
        pairs = filter(self.columns.free, self.columns.at_asset.get(place, []))
        plain = [p for p in pairs if self._plain(p)]
        require(0 < int(count) <= len(plain) and count == str(int(count)))
        some = [self.columns.unit(p) for p in plain[: int(count)]]
        crew = self._crew(asset, staff, some)
        return self._wished(asset, plain, crew, len(plain) - int(count) + 1)

    def _crew(
        self, asset: str, refs: Sequence[str], units: Sequence[int]
    ) -> tuple[int, ...]:
        """Return staff who can run the asset beside these units, refusing others."""
        case, place = self.columns.case, self.columns.assets[asset]
        given, crew = case.instance.assets[place], [self.columns.staff[r] for r in refs]
        require(given.openable and len(set(crew)) == len(crew))
        require(case.holding.holds(place, units, crew))
        require(case.holding.seats(units) >= max(1, given.opens_with or 0))
        require(set(crew) <= set(self.columns.crews[place]))
        require(not case.holding.understaffed(place, crew))
        here = [*case.holding.refs(units), *refs]
        require(not (given.slots and case.holding.twice(here)))
        return tuple(crew)

    def _plain(self, row: int) -> bool:
        """Return True for a unit whose place any other such unit could take."""
        case, asset = self.columns.case, self.columns.asset(row)
        limits = case.instance.assets[asset].limits
        used = any(self.columns.uses(row, what) for what, _ in limits)
        if self.columns.seats(row) != 1 or used or self.foes(row):
            return False
        members = case.holding.refs([self.columns.unit(row)])
        return all(self.rows_of[case.holding.who(ref)] == 1 for ref in members)

    def _wished(
        self, asset: str, rows: Iterable[int], crew: Iterable[int], least: int
    ) -> Line:
        columns, place = self.columns, self.columns.assets[asset]
        void: set[Name] = {("open", asset), ("opening", asset)}
        for s in crew:
            void.update(self._void(s, place))
        terms: Terms = dict.fromkeys(void, least)
        for row in rows:
            for q in columns.content(row):
                name = columns.pair(q)
                terms[name] = terms.get(name, 0) + 1
        return Line(terms, ">=", least)

    def _void(self, staff: int, asset: int) -> Iterable[Name]:
        """Yield what keeps a staff row away: no assignment left, or a clash."""
        case, columns = self.columns.case, self.columns
        row = case.instance.staff[staff]
        yield from columns.duties(staff) if row.most == 1 else [("busy", row.ref)]
        me = case.holding.who(row.ref)
        same = [("need", r) for r in columns.needs if case.holding.who(r) == me]
        same += [("staff", r) for r in columns.staff if case.holding.who(r) == me]
        for b in range(len(case.instance.assets)):
            if b != asset and case.holding.clash(asset, b):
                for kind, ref in same:
                    yield from columns.engaged(kind, ref, b)
