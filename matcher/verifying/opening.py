"""Closed assets that units who prefer them could open, each taken alone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.stability import wants

Marks = frozenset[int]
State = tuple[int, int, tuple[int, ...], Marks]
"""Seats, units, uses of each limit, and the units that matter to somebody else."""


def could_open(case: Case) -> list[str]:
    """Return the refs of the closed assets that count as openings."""
    wishes: dict[int, list[int]] = {}
    closed = case.openable & np.array([not units for units in case.held], bool)
    table = case.table
    for row in np.flatnonzero(wants(case) & closed[table.asset]).tolist():
        wishes.setdefault(int(table.asset[row]), []).append(int(table.unit[row]))
    return [
        case.instance.assets[asset].ref
        for asset, units in sorted(wishes.items())
        if _opens(case, asset, units)
    ]


def _opens(case: Case, asset: int, units: list[int]) -> bool:
    least = max(1, case.instance.assets[asset].opens_with or 0)
    free = _free(case, asset)
    full = [
        state[3] for state in _states(case, asset, units, free) if state[0] >= least
    ]
    if not full:
        return False
    if any(not marks for marks in full):
        full = [frozenset()]
    return any(
        _together(case, asset, marks, crew)
        for crew in case.holding.crews(asset, free)
        for marks in full
    )


def _free(case: Case, asset: int) -> list[int]:
    """Return the staff who could come: not used up, and nowhere else at that time."""
    done = [s for crew in case.crews for s in crew]
    return [
        s
        for s, person in enumerate(case.instance.staff)
        if done.count(s) < person.most
        and not any(
            case.holding.clash(asset, b)
            for _, b in case.engaged.get(case.holding.who(person.ref), ())
        )
    ]


def _together(case: Case, asset: int, marks: Marks, crew: tuple[int, ...]) -> bool:
    """Return True where these staff may be beside these units, and nobody is twice."""
    refs = case.holding.refs(marks) + [case.instance.staff[s].ref for s in crew]
    if any(case.holding.foes(refs)):
        return False
    return not (case.holding.clash(asset, asset) and case.holding.twice(refs))


def _states(
    case: Case, asset: int, units: list[int], free: Iterable[int]
) -> set[State]:
    """Return every total that sets of these units reach inside the asset's limits.

    A set of units is told from another of equal totals only by the units that must be
    apart from somebody, or that are the same human being as one of the staff.
    """
    holding = case.holding
    humans = {holding.who(case.instance.staff[s].ref) for s in free}
    row = case.instance.assets[asset]
    whats = [what for what, _ in row.limits]
    states: set[State] = {(0, 0, (0,) * len(whats), frozenset())}
    lonely: set[State] = set()
    for unit in units:
        refs = holding.refs([unit])
        if not holding.holds(asset, [unit]):
            continue
        marked = holding.has_foes(refs) or bool(humans & set(map(holding.who, refs)))
        mark = frozenset([unit]) if marked else frozenset()
        seats = int(case.table.seats[unit])
        uses = [_uses(case, unit, what) for what in whats]
        if seats > row.capacity:
            lonely.add((seats, 1, tuple(uses), mark))
            continue
        states |= {
            (
                state[0] + seats,
                state[1] + 1,
                tuple(u + v for u, v in zip(state[2], uses, strict=True)),
                state[3] | mark,
            )
            for state in states
            if state[0] + seats <= row.capacity
            and (row.max_units is None or state[1] < row.max_units)
            and _within(state[2], uses, [most for _, most in row.limits])
            and not any(holding.foes(holding.refs(state[3] | mark)))
        }
    return states | lonely


def _within(used: tuple[int, ...], more: list[int], limits: list[int]) -> bool:
    return all(u + v <= most for u, v, most in zip(used, more, limits, strict=True))


def _uses(case: Case, unit: int, what: str) -> int:
    members = case.table.members[unit]
    return sum(dict(case.instance.needs[m].uses).get(what, 0) for m in members)
