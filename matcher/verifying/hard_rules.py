"""The rules that no solution may break; each yields a sentence for every breach."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from matcher.verifying.case import Case
from matcher.verifying.table import NOBODY


def capacities(case: Case) -> Iterator[str]:
    """No asset holds more seats than it has, the sibling exception apart."""
    for a, ref in case.assets():
        units = case.held[a]
        if case.holding.over_seats(a, units):
            seats, row = case.holding.seats(units), case.instance.assets[a]
            yield f"{ref} holds {seats} seats and has {row.capacity}."


def unit_limits(case: Case) -> Iterator[str]:
    """No asset holds more units than ``max_units``."""
    for a, ref in case.assets():
        if case.holding.over_units(a, case.held[a]):
            most = case.instance.assets[a].max_units
            yield f"{ref} holds {len(case.held[a])} units and takes {most}."


def limits(case: Case) -> Iterator[str]:
    """No asset exceeds one of its limits."""
    for a, ref in case.assets():
        for what, used, most in case.holding.used(a, case.held[a]):
            yield f"{ref} uses {used} of {what} and has {most}."


def minimums(case: Case) -> Iterator[str]:
    """Every asset reaches its ``minimum``."""
    for a, ref in case.assets():
        least, seats = case.instance.assets[a].minimum, case.holding.seats(case.held[a])
        if least is not None and seats < least:
            yield f"{ref} holds {seats} seats and must hold {least}."


def openings_reached(case: Case) -> Iterator[str]:
    """Every open asset reaches ``opens_with``."""
    for a, ref in case.assets():
        least, seats = (
            case.instance.assets[a].opens_with,
            case.holding.seats(case.held[a]),
        )
        if case.held[a] and least is not None and seats < least:
            yield f"{ref} is open with {seats} seats and opens with {least}."


def staffing(case: Case) -> Iterator[str]:
    """Every open asset has exactly its staff; nobody staffs anything else."""
    for a, ref in case.assets():
        row, crew = case.instance.assets[a], case.crews[a]
        if not row.openable or not case.held[a]:
            if crew:
                why = "closed" if row.openable else "never staffed"
                first = case.instance.staff[crew[0]].ref
                yield f"{first} staffs {ref}, which is {why}."
            continue
        for fault in case.holding.understaffed(a, crew):
            yield f"{ref} has {fault}."
        roles = {line.role for line in row.staffing}
        for s in crew:
            person = case.instance.staff[s]
            if person.role not in roles:
                yield f"{person.ref} staffs {ref}, which asks for no {person.role}."
            if person.can is not None and ref not in person.can:
                yield f"{person.ref} cannot staff {ref}."
    yield from _too_much(case)


def _too_much(case: Case) -> Iterator[str]:
    done = Counter(itertools.chain.from_iterable(case.crews))
    for s, count in sorted(done.items()):
        person = case.instance.staff[s]
        if count > person.most:
            yield f"{person.ref} staffs {count} assets and may staff {person.most}."


def kept_apart(case: Case) -> Iterator[str]:
    """No two refs that must be apart are in one asset, as needs or as staff."""
    for a, ref in case.assets():
        refs = case.holding.refs(case.held[a])
        refs += [case.instance.staff[s].ref for s in case.crews[a]]
        for one, other in case.holding.foes(refs):
            yield f"{one} and {other} must be apart, and both are in {ref}."


def persons(case: Case) -> Iterator[str]:
    """No human being is in two things at one time."""
    for things in case.engaged.values():
        for (one, a), (other, b) in itertools.combinations(things, 2):
            if case.holding.clash(a, b):
                first, second = case.instance.assets[a].ref, case.instance.assets[b].ref
                yield (
                    f"{one} in {first} and {other} in {second} are one person, and"
                    " the slots clash."
                )


def pins(case: Case) -> Iterator[str]:
    """Every pinned or agreed pair is chosen."""
    place = {need.ref: k for k, need in enumerate(case.instance.needs)}
    refs = [row.ref for row in case.instance.assets]
    for kind, pairs in (
        ("pinned", case.instance.pinned),
        ("agreed", case.instance.agreed),
    ):
        for need, asset in pairs:
            unit = int(case.table.unit_of[place[need]]) if need in place else NOBODY
            seat = int(case.at[unit]) if unit != NOBODY else NOBODY
            if seat == NOBODY or refs[seat] != asset:
                yield f"{need} is {kind} to {asset} and is not there."


def changes(case: Case) -> Iterator[str]:
    """No more units of ``previous`` moved than ``max_changes``."""
    most = case.instance.max_changes
    if most is not None and case.changes > most:
        yield f"{case.changes} units changed and {most} may."


def acceptability(case: Case) -> Iterator[str]:
    """Every chosen pair is accepted by both sides and not forbidden."""
    for unit, asset in enumerate(case.at.tolist()):
        if asset != NOBODY and case.row[unit] == NOBODY:
            ref = case.instance.assets[asset].ref
            yield f"{case.name(unit)} and {ref} do not accept each other."
