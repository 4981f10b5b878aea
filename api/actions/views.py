"""Every read of a person is logged; reading very many raises an alarm."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_about import at
from api.actions.safeguarding_tasks import ADMINISTRATOR, LEAD, may_hear
from api.records import Row, Task
from api.steps import london_day
from api.store.views import count_views, hour_of, log_views

MOST_IN_AN_HOUR = 100
"""More people than this, read by one account in one hour, are an alarm."""
_TOLD = (LEAD, ADMINISTRATOR)


def viewed(desk: Desk, act: str, row: Row, identity_id: UUID) -> None:
    """Log that whoever asks read what is kept of somebody, in this row.

    Reading oneself is no view. Over 100 people in an hour raise a task for every
    safeguarding lead and administrator but the reader, and whoever is connected to
    them, once in that hour.
    """
    viewed_all(desk, act, [(row, identity_id)])


def viewed_all(desk: Desk, act: str, read: Collection[tuple[Row, UUID]]) -> None:
    """Log that whoever asks read several people's rows at once."""
    who = desk.who
    others = [(row, whose) for row, whose in read if whose != who.identity_id]
    if who.account_id is None or who.organisation_id is None or not others:
        return
    more = log_views(desk.store, who.account_id, act, others)
    home = at(desk, who.organisation_id)
    count = count_views(home.store, who.account_id, more)
    if count.people > MOST_IN_AN_HOUR and not count.alarmed:
        # Where nobody else is there to be told, the next read tries again.
        home.store.change(count, alarmed=_alarm(home, who.account_id))


def _alarm(desk: Desk, reader: UUID) -> bool:
    """Tell everybody who may hear of a reader; return whether there was anybody."""
    assert desk.who.identity_id is not None, "an account has a person"
    them = {desk.who.identity_id}
    told = {
        account.id: role for role in _TOLD for account, _ in may_hear(desk, role, them)
    }
    hour = hour_of(desk.now).isoformat()
    for account_id, role in told.items():
        desk.store.new(
            Task,
            kind="bulk_reading",
            role=role,
            account_id=account_id,
            about_table="account",
            about_id=reader,
            due=london_day(desk.now),
            key=f"bulk:{reader}:{hour}:{account_id}",
        )
    return bool(told)
