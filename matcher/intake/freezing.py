"""From an intake without faults to the snapshot that a round runs on."""

from __future__ import annotations

from datetime import date

from matcher.errors import FaultsFound, Refused
from matcher.intake.intake import Intake
from matcher.model import Snapshot, Term
from matcher.schemes.scheme import Scheme


def freeze(
    intake: Intake,
    scheme: Scheme,
    *,
    round: str,  # noqa: A002  # the word for it, and only ever by keyword
    as_of: date,
    term: Term,
) -> Snapshot:
    """Freeze what was read, in canonical order.

    Parameters
    ----------
    intake : Intake
        What `read_sheets` returned.
    scheme : Scheme
        The scheme it was read for.
    round : str
        The round's name.
    as_of : date
        The civil day on which ages and checks are read.
    term : Term
        The dates the matches are for.

    Returns
    -------
    Snapshot
        The same bytes for the same rows, whatever their order.

    Raises
    ------
    FaultsFound
        If any cell, row or sheet has a fault, or a table is lacking: all of them.
    Refused
        If the term ends before it starts, or the round has no name.
    """
    if intake.faults or intake.lacking:
        raise FaultsFound((*intake.faults, *intake.lacking))
    if not round.strip():
        raise Refused("The round has no name. Give it one, such as 2026-11.")
    if term.end < term.start:
        raise Refused("The term ends before it starts. Swap or correct the two dates.")
    return Snapshot(
        scheme=scheme.name,
        round=round,
        as_of=as_of,
        term=term,
        needs=intake.needs,
        assets=intake.assets,
        staff=intake.staff,
        hubs=intake.hubs,
        rulings=intake.rulings,
        apart=intake.apart,
    )
