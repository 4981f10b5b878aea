"""An infeasible answer's conflict: it cannot hold together, and any fewer can.

Checked by trying everything, up to a number of steps; beyond it the conflict is only
checked to name things that the instance holds, and the check says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.instance.document import Instance
from matcher.instance.solution import Conflict
from matcher.verifying.case import Case
from matcher.verifying.holding import Holding
from matcher.verifying.stability import blocking
from matcher.verifying.table import NOBODY, Table, build_table

STEPS = 20_000


class TooLong(Exception):
    """The search did not end within its steps."""


def check_conflict(case: Case) -> Iterator[str]:
    """Yield what is wrong with the conflict of an infeasible answer."""
    conflict = case.solution.conflict
    if not conflict:
        yield "The status is infeasible, and no conflict is named."
        return
    if len(set(conflict)) != len(conflict):
        yield "The conflict names something twice."
    strange = [row for row in conflict if not _known(case, row)]
    for row in strange:
        yield f"The conflict names {_words(row)}, which the instance does not ask for."
    if strange:
        return
    try:
        if can_hold(case, conflict):
            yield "The conflict can hold together."
        for row in conflict:
            if not can_hold(case, tuple(r for r in conflict if r != row)):
                yield f"The rest of the conflict cannot hold without {_words(row)}."
    except TooLong:
        return


def _words(row: Conflict) -> str:
    return " ".join((row.kind, *row.refs))


def _known(case: Case, row: Conflict) -> bool:
    instance, refs = case.instance, row.refs
    match row.kind:
        case "pin":
            return refs in instance.pinned
        case "agreed":
            return refs in instance.agreed
        case "minimum":
            return any((a.ref,) == refs and a.minimum for a in instance.assets)
        case "max_changes":
            return refs == () and instance.max_changes is not None
        case "allow":
            return refs == () and case.solution.policy.allow is not None
        case _:
            return False


def can_hold(case: Case, wishes: tuple[Conflict, ...]) -> bool:
    """Return True where the instance with only these hard wishes has a solution.

    Raises
    ------
    TooLong
        After so many steps without an answer.
    """
    return Search(case, _only(case.instance, wishes), wishes).found()


def _only(instance: Instance, wishes: tuple[Conflict, ...]) -> Instance:
    named: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for row in wishes:
        named[row.kind].append(row.refs)
    return replace(
        instance,
        pinned=tuple(named["pin"]),
        agreed=tuple(named["agreed"]),
        max_changes=instance.max_changes if named["max_changes"] else None,
        assets=tuple(
            row if (row.ref,) in named["minimum"] else replace(row, minimum=None)
            for row in instance.assets
        ),
    )


_KINDS = ("pin", "agreed", "minimum", "max_changes", "allow")


class Search:
    """A walk through every assignment of an instance until one is feasible."""

    def __init__(
        self, case: Case, instance: Instance, wishes: tuple[Conflict, ...]
    ) -> None:
        self.table: Table = build_table(instance)
        self.holding = Holding(self.table)
        self.case, self.instance = case, instance
        self.allow = None
        if any(row.kind == "allow" for row in wishes):
            self.allow = case.solution.policy.allow
        self.held: list[list[int]] = [[] for _ in instance.assets]
        self.steps = STEPS

    def found(self) -> bool:
        """Return True where a feasible solution exists."""
        known = {need.ref for need in self.instance.needs}
        pins = self.instance.pinned + self.instance.agreed
        return all(need in known for need, _ in pins) and self._seat(0)

    def _step(self) -> None:
        self.steps -= 1
        if not self.steps:
            raise TooLong

    def _seat(self, unit: int) -> bool:
        self._step()
        if unit == len(self.table.units):
            return self._reached() and self._staff([], 0)
        homes = self.table.homes.get(unit)
        mine = self.table.asset[self.table.unit == unit].tolist()
        for asset in mine if homes is None else homes & set(mine):
            if homes in (None, {asset}):
                self.held[asset].append(unit)
                if self.holding.holds(asset, self.held[asset]) and self._seat(unit + 1):
                    return True
                self.held[asset].pop()
        return homes is None and self._seat(unit + 1)

    def _reached(self) -> bool:
        return all(
            self.holding.seats(units)
            >= max(row.minimum or 0, (row.opens_with or 0) if units else 0)
            for row, units in zip(self.instance.assets, self.held, strict=True)
        )

    def _staff(self, crews: list[tuple[int, ...]], asset: int) -> bool:
        self._step()
        if asset == len(self.held):
            return self._sound(crews)
        if not self.held[asset] or not self.instance.assets[asset].staffing:
            return self._staff([*crews, ()], asset + 1)
        everybody = range(len(self.instance.staff))
        return any(
            self.holding.holds(asset, self.held[asset], crew)
            and self._staff([*crews, crew], asset + 1)
            for crew in self.holding.crews(asset, everybody)
        )

    def _sound(self, crews: list[tuple[int, ...]]) -> bool:
        done = Counter(s for crew in crews for s in crew)
        if any(count > self.instance.staff[s].most for s, count in done.items()):
            return False
        at = np.full(len(self.table.units), NOBODY, np.int64)
        for asset, units in enumerate(self.held):
            at[units] = asset
        case = Case(
            self.instance,
            self.case.solution,
            None,
            self.table,
            self.holding,
            at,
            tuple(crews),
        )
        most = self.instance.max_changes
        if most is not None and case.changes > most:
            return False
        if any(
            self.holding.clash(a, b)
            for things in case.engaged.values()
            for k, (_, a) in enumerate(things)
            for _, b in things[:k]
        ):
            return False
        return self.allow is None or len(blocking(case)[0]) <= self.allow
