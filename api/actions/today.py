"""Today's records of a scheme, as a round opened now would freeze them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import in_use
from api.audit_log import heads
from api.records import Scheme
from api.snapshots import Frozen, freeze_records
from api.steps import london_day, planned_end
from api.store import Kept, KeptStore, scheme_of
from matcher.model import Term
from matcher.rounds import Day
from matcher.schemes import Scheme as Rules

AsOf = tuple[date, UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Today:
    """A scheme's records as they stood, and what its rules make of them.

    Parameters
    ----------
    as_of : tuple
        The day, the version of the rules, and the head of every organisation's log:
        whatever is done leaves a row there, so that what has the same stands still.
    read : Kept
        The rows that were read, for the next reading.
    """

    as_of: AsOf
    frozen: Frozen
    day: Day
    read: Kept


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
    made = _made(desk, scheme, as_of, scheme_of(version), kept)
    if desk.reads:
        desk.app.days[whose] = made
    return made


def _made(
    desk: Desk, scheme: Scheme, as_of: AsOf, rules: Rules, kept: Today | None
) -> Today:
    """Freeze the records; where they come to the same as before, so does the day."""
    store = KeptStore(desk.store, kept.read if kept else Kept())
    with nothing_collected():
        frozen = freeze_records(
            store,
            rules,
            scheme_id=scheme.id,
            round=as_of[0].isoformat(),
            as_of=as_of[0],
            term=Term(as_of[0], planned_end(as_of[0], rules.steps.term_months)),
        )
        if kept and kept.as_of[1] == as_of[1] and kept.frozen == frozen:
            return Today(as_of, kept.frozen, kept.day, store.after)
        day = Day(frozen.snapshot, rules)
        _ = day.graph
    return Today(as_of, frozen, day, store.after)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no garbage meanwhile: among so much that is new it is half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
