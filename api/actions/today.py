"""Today's records of a scheme, as a round opened now would freeze them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import in_use
from api.audit_log import heads
from api.records import Scheme
from api.snapshots import Frozen, freeze_records
from api.steps import london_day, planned_end
from api.store import scheme_of
from matcher.model import Term
from matcher.rounds import Day


@dataclass(frozen=True, slots=True)
class Today:
    """A scheme's records as they stood, and what its rules make of them.

    Parameters
    ----------
    as_of : tuple
        The day, the version of the rules, and the head of every organisation's log:
        whatever is done leaves a row there, so that what has the same stands still.
    """

    as_of: tuple[date, UUID, frozenset[str]]
    frozen: Frozen
    day: Day


def today_of(desk: Desk, scheme: Scheme) -> Today:
    """Return today's records by the rules in use; a reader keeps them for the next.

    An action asks before it changes anything: what it has changed is not in here.

    Raises
    ------
    Refused
        If no version of the scheme is in use yet.
    """
    version, today = in_use(desk, scheme), london_day(desk.now)
    as_of = today, version.id, heads(desk.store.session)
    whose = scheme.id, desk.store.organisation_id
    kept: Today | None = desk.app.days.get(whose)
    if kept is not None and kept.as_of == as_of:
        return kept
    rules = scheme_of(version)
    frozen = freeze_records(
        desk.store,
        rules,
        scheme_id=scheme.id,
        round=today.isoformat(),
        as_of=today,
        term=Term(today, planned_end(today, rules.steps.term_months)),
    )
    made = Today(as_of, frozen, Day(frozen.snapshot, rules))
    if desk.reads:
        desk.app.days[whose] = made
    return made
