"""Plans for a decline: whom to ask next, without moving anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from matcher.explaining import Alternative, Case, alternatives
from matcher.instance import Instance, compile_market


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom to ask for one unit, in order.

    Parameters
    ----------
    unit : str
    chosen : str
        Where the round seats it; "" where it waits.
    others : tuple of Alternative
        As the unit ranks them, each with what choosing it would displace.
    falls_to : tuple of str
        Who comes next if the chosen one declines, then the next, and so on, everybody
        else staying where they are; it ends where nobody with room is left.
    """

    unit: str
    chosen: str
    others: tuple[Alternative, ...]
    falls_to: tuple[str, ...]


def ordered_shortlists(case: Case, *, most: int = 5) -> Iterator[Choices]:
    """Yield the ordered shortlist of every unit, with its plan for declines.

    Parameters
    ----------
    case : Case
        A solved round.
    most : int
        How many alternatives, and how many steps of the plan.

    Yields
    ------
    Choices
        In canonical order. Displacements are those of a re-solve with the pair forced;
        each step of a plan is what a re-solve gives with the declined pairs forbidden
        and everybody else pinned.
    """
    for unit, ref in enumerate(case.market.units):
        if case.market.home[unit] < 0:
            chosen = case.homes.get(case.members(unit)[0], "")
            others = alternatives(case, unit, most=most)
            yield Choices(ref, chosen, others, tuple(falls_to(case, unit, most=most)))


def falls_to(case: Case, unit: int, *, most: int = 5) -> list[str]:
    """Return who is asked next after each decline, everybody else staying."""
    return list(islice(_next(case, unit), most))


def _next(case: Case, unit: int) -> Iterator[str]:
    market, need = case.market, case.members(unit)[0]
    if market.start[unit] == market.start[unit + 1]:
        return
    label = int(case.components.need[case.market.members[unit][0]])
    part = _settled(case, case.components.part(label), set(case.members(unit)))
    home = case.homes.get(need, "")
    while True:
        if home:
            gone = {(member, home) for member in case.members(unit)}
            part = replace(part, forbidden=tuple(sorted({*part.forbidden, *gone})))
        outcome = case.resolved(compile_market(part))
        home = outcome.homes.get(need, "")
        if not home:
            return
        yield home


def _settled(case: Case, part: Instance, but: set[str]) -> Instance:
    """Pin everybody who has something; those who wait accept nobody meanwhile.

    A seat that falls empty is not theirs until the unit's own plan has ended.
    """
    stays = [need.ref for need in part.needs if need.ref in case.homes]
    pins = {(ref, case.homes[ref]) for ref in stays if ref not in but}
    needs = (
        need if need.ref in case.homes or need.ref in but else replace(need, prefers=())
        for need in part.needs
    )
    return replace(
        part,
        needs=tuple(needs),
        pinned=tuple(sorted({*pins, *part.pinned})),
        previous=(),
        max_changes=None,
    )
