"""What a step changes, looked at only where it changes something.

A step moves a few units. Where nothing is staffed, opened or counted as a change, only
the assets it touches can break a rule, and only pairs of those units or at those assets
can begin or cease to block.
"""

from __future__ import annotations

from functools import cached_property

from matcher.verifying.case import Case
from matcher.verifying.levels import JUDGED, amount
from matcher.verifying.objectives import expected, zero_is_certain
from matcher.verifying.stability import blocking
from matcher.verifying.table import NOBODY

Step = dict[int, int]
"""The units that a step moves, and to which asset; -1 is none."""


class Near:
    """A case as plain lists, for many small questions.

    Parameters
    ----------
    case : Case
        Its objectives must be the policy's.
    """

    def __init__(self, case: Case) -> None:
        table = case.table
        self.case, self.names = case, expected(case)
        self.at: list[int] = case.at.tolist()
        self.held = case.held
        self.unit, self.asset = table.unit.tolist(), table.asset.tolist()
        sums = [name for name in self.names if name not in JUDGED]
        self.amounts = [amount(case, name).tolist() for name in sums]
        self._width = len(case.instance.assets)
        places = range(len(self.unit))
        self._rows: dict[int, int] = dict(zip(table.keys.tolist(), places, strict=True))

    def row(self, unit: int, asset: int) -> int:
        """Return the row of a pair; -1 where it is none."""
        return self._rows.get(unit * self._width + asset, NOBODY)

    def worth(self, seats: Step) -> tuple[int, ...]:
        """Return what seats add to the levels that are sums, in their order."""
        rows = [self.row(u, a) for u, a in seats.items() if a != NOBODY]
        return tuple([sum(column[row] for row in rows) for column in self.amounts])

    def back(self, step: Step) -> Step:
        """Return where the units of a step sit now."""
        return {unit: self.at[unit] for unit in step}

    def accepted(self, step: Step) -> bool:
        """Return True where a step uses pairs only."""
        pairs = (pair for pair in step.items() if pair[1] != NOBODY)
        return all(self.row(*pair) != NOBODY for pair in pairs)

    @cached_property
    def local(self) -> bool:
        """True where a step can change nothing that it does not touch."""
        instance = self.case.instance
        wide = instance.staff or instance.max_changes is not None
        openable = any(row.openable for row in instance.assets)
        return not (wide or openable or "regret" in self.names)

    def sound(self, step: Step) -> bool:
        """Return True where a step breaks no rule and lets no more pairs block.

        Only where `local` holds and no rule is broken now.
        """
        back, holding = self.back(step), self.case.holding
        touched = {*step.values(), *back.values()} - {NOBODY}
        after: dict[int, list[int]] = {}
        for asset in touched:
            stay = [unit for unit in self.held[asset] if unit not in step]
            after[asset] = stay + [unit for unit, a in step.items() if a == asset]
            least = self.case.instance.assets[asset].minimum or 0
            if not holding.holds(asset, after[asset]):
                return False
            if holding.seats(after[asset]) < least:
                return False
        return self.case.solution.policy.name != "stable" or self._stable(step, after)

    def _stable(self, step: Step, after: dict[int, list[int]]) -> bool:
        """Return True where as many pairs block as now, or as many as may."""
        table, policy = self.case.table, self.case.solution.policy
        rows = {row for unit in step for row in self._of[unit]}
        rows |= {row for asset in after for row in self._by[asset]}
        now = {asset: [*self.held[asset]] for asset in after}
        more = sum(self._blocks(row, step, after) for row in rows)
        more -= sum(self._blocks(row, {}, now) for row in rows)
        if "blocking" in self.names:
            return not more
        certain = policy.allow is None and zero_is_certain(table.instance)
        most = 0 if certain else policy.allow
        return most is None or self._blocking + more <= most

    @cached_property
    def _blocking(self) -> int:
        return len(blocking(self.case)[0])

    @cached_property
    def _of(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.at]
        for row, unit in enumerate(self.unit):
            found[unit].append(row)
        return found

    @cached_property
    def _by(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.held]
        for row, asset in enumerate(self.asset):
            found[asset].append(row)
        return found

    @cached_property
    def _orders(self) -> tuple[list[int], list[int], int]:
        """What units and assets go by, less is better, and by how much it must be."""
        table, margin = self.case.table, self.case.solution.policy.margin
        if margin > 1:
            return (-table.need_fit).tolist(), (-table.asset_fit).tolist(), margin
        return table.rank.tolist(), table.asset_rank.tolist(), 1

    def _blocks(self, row: int, step: Step, held: dict[int, list[int]]) -> bool:
        """Return True where a pair blocks after a step, whose assets hold these."""
        (own, its, least), homes = self._orders, self.case.table.homes
        unit, asset = self.unit[row], self.asset[row]
        now = step.get(unit, self.at[unit])
        if unit in homes or now == asset:
            return False
        if now != NOBODY and own[row] + least > own[self.row(unit, now)]:
            return False
        here = held.get(asset, self.held[asset])
        bar, crew = its[row] + least, self.case.crews[asset]
        stay = [w for w in here if its[self.row(w, asset)] < bar]
        kept = [w for w in here if w in homes or w in stay]
        holds = self.case.holding.holds
        return holds(asset, [*stay, unit], crew) and holds(asset, [*kept, unit], crew)
