"""Other solutions of equal values, where no dual names all of them.

In a small market all are tried. Else only those one step away are: a step moves one
unit, or lets one take another's place. What is found refutes a result that calls itself
unique, that draws worse, or that lists too few equal choices; after single steps,
finding nothing proves nothing, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice, product
from math import prod

from matcher.verifying import hard_rules
from matcher.verifying.case import Case
from matcher.verifying.draw import drawn
from matcher.verifying.levels import JUDGED
from matcher.verifying.near import Near, Step
from matcher.verifying.objectives import allowance, value
from matcher.verifying.table import NOBODY

MOST = 400
"""So many steps are looked at, at most."""
UNITS, TRIALS = 8, 2_500
"""A market with so few free units, and ways to seat them, is tried to the end."""
RULES = (
    hard_rules.capacities,
    hard_rules.unit_limits,
    hard_rules.limits,
    hard_rules.minimums,
    hard_rules.openings_reached,
    hard_rules.staffing,
    hard_rules.kept_apart,
    hard_rules.persons,
    hard_rules.pins,
    hard_rules.changes,
)


def steps(case: Case, near: Near) -> Iterator[Step]:
    """Yield the steps that keep every level that is a sum, and that a unit may take."""
    homes, worth = case.table.homes, near.worth
    for row in case.alone.nonzero()[0].tolist():
        unit, asset = near.unit[row], near.asset[row]
        now = near.at[unit]
        if now == asset or unit in homes:
            continue
        others = [{}, *({w: now} for w in near.held[asset] if w not in homes)]
        for other in others:
            step = {unit: asset} | other
            if near.accepted(step) and worth(step) == worth(near.back(step)):
                yield step
    for unit in (case.at != NOBODY).nonzero()[0].tolist():
        step = {unit: NOBODY}
        if unit not in homes and not any(worth(near.back(step))):
            yield step


def all_tried(case: Case) -> bool:
    """Return True where all solutions are tried: few units, no staff, a settled tie."""
    ways = _ways(case)
    few = len(ways) <= UNITS and prod(map(len, ways.values())) <= TRIALS
    return few and not case.instance.staff and case.solution.tie != "unproven"


def _ways(case: Case) -> dict[int, list[int]]:
    """Return where each free unit could sit; -1 is nowhere."""
    table = case.table
    ways = {u: [NOBODY] for u in range(len(table.units)) if u not in table.homes}
    for row in case.alone.nonzero()[0].tolist():
        if int(table.unit[row]) in ways:
            ways[int(table.unit[row])].append(int(table.asset[row]))
    return ways


def _all(case: Case, near: Near) -> Iterator[Step]:
    """Yield the moves to every other way to seat all that keeps the sums."""
    ways = _ways(case)
    now = near.back(dict.fromkeys(ways, NOBODY))
    before = near.worth(now)
    for seats in product(*ways.values()):
        there = dict(zip(ways, seats, strict=True))
        if there != now and near.worth(there) == before:
            yield {unit: asset for unit, asset in there.items() if asset != now[unit]}


def equals(case: Case) -> Iterator[Step]:
    """Yield the steps that lead to solutions of equal values."""
    near = Near(case)
    local = near.local and not any(_broken(case))
    levels = [name for name in near.names if name in JUDGED]
    now = {} if local else {name: value(case, name) for name in levels}
    tried = _all(case, near) if all_tried(case) else islice(steps(case, near), MOST)
    for step in tried:
        if local:
            if near.sound(step):
                yield step
            continue
        at = case.at.copy()
        for unit, asset in step.items():
            at[unit] = asset
        there = replace(case, at=at)
        same = not any(_broken(there)) and not any(allowance(there))
        if same and {name: value(there, name) for name in levels} == now:
            yield step


def _broken(case: Case) -> Iterator[str]:
    return chain.from_iterable(rule(case) for rule in RULES)


def _back(case: Case, step: Step) -> Step:
    return {unit: int(case.at[unit]) for unit in step}


def check_neighbours(case: Case) -> Iterator[str]:
    """Yield steps that refute the tie or the draw."""
    refs = [row.ref for row in case.instance.assets]
    base = 2 ** (22 + len(case.at).bit_length())

    def worth(seats: Step) -> int:
        return sum(
            drawn(case, case.name(unit), refs[asset], base)
            for unit, asset in seats.items()
            if asset != NOBODY
        )

    # What calls itself unproven was cut off before the draw was done.
    drew = case.salt is not None and case.solution.tie != "unproven"
    alone = True
    for step in equals(case):
        alone = False
        names = ", ".join(case.name(unit) for unit in step)
        if case.solution.tie == "unique":
            yield f"The tie is called unique, and {names} could sit elsewhere."
        elif drew and worth(step) > worth({u: int(case.at[u]) for u in step}):
            yield f"With {names} elsewhere a solution of equal values draws better."
    if alone and case.solution.tie == "lottery" and all_tried(case):
        yield "The tie is called lottery, and no other solution is as good."


def check_listed(case: Case) -> Iterator[str]:
    """Yield units that could sit elsewhere and do not stand in equal with it."""
    refs = [row.ref for row in case.instance.assets]
    stated = {unit: set(assets) for unit, assets in case.solution.equal}
    for step in equals(case):
        for unit, asset in step.items():
            listed = stated.get(case.name(unit))
            if listed is None or (asset != NOBODY and refs[asset] not in listed):
                yield f"{case.name(unit)} could sit elsewhere at equal values."
