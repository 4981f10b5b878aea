"""Openings: closed assets that units who prefer them, with free staff, could open.

A coalition at a closed asset a is a set S of units and a set T of staff that a could
hold and run (``docs/engine.md`` 2). Whether one exists in a matching is a small integer
programme of its own, so the model starts without any row about it and is told, after
each solve, of coalitions that it overlooked:

    a is open, or its ``opening`` is counted, or someone in S has something as good, or
    someone in T is not free.

Guarantee: every such row holds in every solution whose openings are counted; a vector
that breaks none of those returned counts them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matcher.instance.document import Staff
from matcher.solving.integer.clock import look_up
from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.highs import Box, solve_mip
from matcher.solving.integer.model import Longs, Model, Row, row

_NODES = 10_000


class NotSeparatedError(RuntimeError):
    """HiGHS could not say whether a coalition exists."""


def add_openings(model: Model, facts: Facts) -> None:
    """Add the column that counts each asset's opening, and who is busy."""
    for asset in facts.assets:
        if asset.openable:
            model.columns.add("opening", asset.ref)
    for staff in facts.staff:
        if staff.most > 1:
            _busy(model, facts, staff)


def _busy(model: Model, facts: Facts, staff: Staff) -> None:
    """Add a column that is 1 only where the staff row has no engagement left."""
    busy = model.columns.add("busy", staff.ref)
    engaged = [(column, 1) for column in _duties(model, facts, staff)]
    model.add(("busy", staff.ref), [*engaged, (busy, -staff.most)], ">=", 0)


def _duties(model: Model, facts: Facts, staff: Staff) -> list[int]:
    names = (("staff", staff.ref, asset.ref) for asset in facts.assets)
    return [model.columns[name] for name in names if name in model.columns]


@dataclass(frozen=True, eq=False)
class Coalitions:
    """Finds the rows about openings that a vector breaks."""

    model: Model
    facts: Facts

    def __call__(self, x: Longs) -> list[Row]:
        """Return a row for each closed asset that could open and is not counted."""
        rows: list[Row] = []
        for asset, given in enumerate(self.facts.assets):
            if not given.openable or x[self.model.columns["open", given.ref]]:
                continue
            if x[self.model.columns["opening", given.ref]]:
                continue
            found = self._coalition(asset, x)
            if found is not None:
                rows.extend(self._rows(asset, *found))
        return rows

    # -- looking for one -------------------------------------------------------------

    def _coalition(self, asset: int, x: Longs) -> tuple[list[int], list[Staff]] | None:
        """Return the pairs and the staff of a smallest coalition, if there is one."""
        wishing = [p for p in self._welcome(asset) if self._wishes(p, x)]
        least = max(1, self.facts.assets[asset].opens_with or 0)
        market = self.facts.market
        if int(market.seats[market.unit[wishing]].sum()) < least:
            return None
        crew = [s for s in self.facts.crew(asset) if self._free(s, asset, x)]
        return self._smallest(asset, wishing, crew)

    def _welcome(self, asset: int) -> list[int]:
        """Return the pairs of the asset's units that no pin holds elsewhere."""
        pairs = self.facts.at_asset[asset]
        free = self.facts.market.home[self.facts.market.unit[pairs]] == FREE
        return [int(p) for p in pairs[free]]

    def _wishes(self, pair: int, x: Longs) -> bool:
        return not x[self.facts.content(pair)].any()

    def _free(self, staff: Staff, asset: int, x: Longs) -> bool:
        if sum(int(x[c]) for c in _duties(self.model, self.facts, staff)) >= staff.most:
            return False
        return not x[self._clashing(staff, asset)].any()

    def _clashing(self, staff: Staff, asset: int) -> list[int]:
        """Return the columns that engage this human being at the asset's slots."""
        facts, columns = self.facts, self.model.columns
        names = []
        for kind, ref in facts.rows_of[facts.human["staff", staff.ref]]:
            unit = facts.market.units[facts.unit_of[ref]] if kind == "need" else ref
            pair = "pair" if kind == "need" else "staff"
            names += [
                (pair, unit, other.ref)
                for number, other in enumerate(facts.assets)
                if number != asset and facts.clashes(number, asset)
            ]
        return sorted({columns[name] for name in names if name in columns})

    def _smallest(
        self, asset: int, wishing: list[int], crew: list[Staff]
    ) -> tuple[list[int], list[Staff]] | None:
        market, small = self.facts.market, Model()
        refs = [market.units[market.unit[p]] for p in wishing]
        units = [small.columns.add("unit", ref) for ref in refs]
        for staff in crew:
            small.columns.add("staff", staff.ref)
        self._hold(small, asset, wishing)
        self._run(small, asset, crew)
        self._meet(small, asset, wishing, crew)
        box = Box.whole(len(small.columns))
        found = solve_mip(small.system(), -box.upper, box, nodes=_NODES)
        if found.status == "infeasible":
            return None
        if found.x is None:
            look_up()
            raise NotSeparatedError(self.facts.assets[asset].ref)
        taken = found.x
        pairs = [p for p, column in zip(wishing, units, strict=True) if taken[column]]
        return pairs, [s for s in crew if taken[small.columns["staff", s.ref]]]

    def _hold(self, small: Model, asset: int, pairs: list[int]) -> None:
        """Seats, units and limits; column k is the k-th pair."""
        facts, given = self.facts, self.facts.assets[asset]
        market, numbers = facts.market, range(len(pairs))
        units = market.unit[pairs]
        seats = market.seats[units].tolist()
        weights = facts.weight(np.array(pairs, np.int64)).tolist()
        least = max(1, given.opens_with or 0)
        small.add(("opens",), zip(numbers, seats, strict=True), ">=", least)
        room = int(facts.room[asset])
        small.add(("seats",), zip(numbers, weights, strict=True), "<=", room)
        if given.max_units is not None:
            small.add(("units",), ((k, 1) for k in numbers), "<=", given.max_units)
        for kind, most in given.limits:
            uses = facts.uses[kind][units].tolist()
            small.add(("limit", kind), zip(numbers, uses, strict=True), "<=", most)

    def _run(self, small: Model, asset: int, crew: list[Staff]) -> None:
        """Staffing, met exactly."""
        for ask in self.facts.assets[asset].staffing:
            mine = [s for s in crew if s.role == ask.role]
            ones = [(small.columns["staff", s.ref], 1) for s in mine]
            small.add(("role", ask.role), ones, "=", ask.exactly)
            for trait, least in ask.at_least:
                able = [s for s in mine if trait in s.traits]
                ones = [(small.columns["staff", s.ref], 1) for s in able]
                small.add(("trait", ask.role, trait), ones, ">=", least)

    def _meet(
        self, small: Model, asset: int, pairs: list[int], crew: list[Staff]
    ) -> None:
        """Nobody meets whom they are apart from, or is there twice."""
        facts = self.facts
        needs = facts.market.instance.needs
        rows: list[tuple[int, str, str]] = [
            (k, "need", needs[n].ref)
            for k, p in enumerate(pairs)
            for n in facts.market.members[facts.market.unit[p]]
        ]
        rows += [(small.columns["staff", s.ref], "staff", s.ref) for s in crew]
        for one, other in facts.apart:
            first = [c for c, _, ref in rows if ref == one]
            second = [c for c, _, ref in rows if ref == other]
            for pair in ((a, b) for a in first for b in second if a != b):
                small.add(("apart", one, other), ((c, 1) for c in pair), "<=", 1)
        if facts.assets[asset].slots:
            for human in sorted({facts.human[kind, ref] for _, kind, ref in rows}):
                same = [c for c, k, ref in rows if facts.human[k, ref] == human]
                if len(same) > 1:
                    small.add(("once", human), ((c, 1) for c in same), "<=", 1)

    # -- forbidding what was found ---------------------------------------------------

    def _rows(self, asset: int, pairs: list[int], crew: list[Staff]) -> Iterable[Row]:
        """Yield the row of a coalition, and that of all like it where they are many."""
        market, refs = self.facts.market, [staff.ref for staff in crew]
        units = [market.units[market.unit[p]] for p in pairs]
        ref = self.facts.assets[asset].ref
        name = ("opening", ref, str(len(units)), *units, *refs)
        yield self._row(name, asset, pairs, crew, 1)
        plain = [p for p in self._welcome(asset) if self._plain(p)]
        if len(pairs) > 1 and set(pairs) <= set(plain) and len(plain) > len(pairs):
            name = ("openings", ref, str(len(pairs)), *refs)
            yield self._row(name, asset, plain, crew, len(plain) - len(pairs) + 1)

    def _plain(self, pair: int) -> bool:
        """Return True for units that could take each other's place in a coalition."""
        facts, market = self.facts, self.facts.market
        unit, asset = int(market.unit[pair]), facts.assets[market.asset[pair]]
        if market.seats[unit] != 1 or facts.shunned(unit):
            return False
        if any(facts.uses[kind][unit] for kind, _ in asset.limits):
            return False
        needs = [market.instance.needs[n].ref for n in market.members[unit]]
        return all(len(facts.rows_of[facts.human["need", ref]]) == 1 for ref in needs)

    def _row(
        self,
        name: tuple[str, ...],
        asset: int,
        pairs: list[int],
        crew: list[Staff],
        content: int,
    ) -> Row:
        """At least so many of the units have something as good, or all is void."""
        columns, ref = self.model.columns, self.facts.assets[asset].ref
        void = [columns["open", ref], columns["opening", ref]]
        for staff in crew:
            void += self._clashing(staff, asset)
            duties = _duties(self.model, self.facts, staff)
            void += duties if staff.most == 1 else [columns["busy", staff.ref]]
        terms = [(q, 1) for p in pairs for q in self.facts.content(p)]
        terms += [(column, content) for column in sorted(set(void))]
        return row(name, terms, ">=", content)
