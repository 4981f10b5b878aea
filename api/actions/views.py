"""Every read of a person is logged; reading very many raises an alarm."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from api.actions.desk import Desk
from api.records import Row, Task
from api.steps import london_day
from api.store import Store
from api.store.views import count_views, hour_of, log_views

MOST_IN_AN_HOUR = 100
"""More people than this, read by one account in one hour, are an alarm."""
_TOLD = ("safeguarding_lead", "administrator")


def viewed(desk: Desk, act: str, row: Row, identity_id: UUID) -> None:
    """Log that whoever asks read what is kept of somebody, in this row.

    Reading oneself is no view. Over 100 people in an hour raise a task for the
    safeguarding lead and an administrator, once in that hour.
    """
    viewed_all(desk, act, [(row, identity_id)])


def viewed_all(desk: Desk, act: str, read: Collection[tuple[Row, UUID]]) -> None:
    """Log that whoever asks read several people's rows at once."""
    who = desk.who
    others = [(row, whose) for row, whose in read if whose != who.identity_id]
    if who.account_id is None or who.organisation_id is None or not others:
        return
    more = log_views(desk.store, who.account_id, act, others)
    home = Store(
        desk.store.session,
        keys=desk.store.keys,
        organisation_id=who.organisation_id,
        now=desk.now,
    )
    count = count_views(home, who.account_id, more)
    if count.people > MOST_IN_AN_HOUR and not count.alarmed:
        home.change(count, alarmed=True)
        _alarm(home, who.account_id)


def _alarm(store: Store, account_id: UUID) -> None:
    hour = hour_of(store.now)
    for role in _TOLD:
        store.new(
            Task,
            kind="bulk_reading",
            role=role,
            about_table="account",
            about_id=account_id,
            due=london_day(store.now),
            key=f"bulk:{account_id}:{hour.isoformat()}:{role}",
        )
