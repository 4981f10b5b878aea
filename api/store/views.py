"""Reads of people, counted: who read whom, and how many in an hour."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from api.records import Row, View, ViewCount
from api.store.batches import new_rows
from api.store.store import Store


def log_views(
    store: Store, account_id: UUID, act: str, read: Collection[tuple[Row, UUID]]
) -> int:
    """Log that an account read rows, each with whose it is; return how many are new.

    Somebody whom the account read in the same hour already does not count again.
    """
    people = {identity for _, identity in read}
    seen = _seen(store, account_id, people)
    new_rows(
        store,
        View,
        [
            {
                "account_id": account_id,
                "identity_id": identity,
                "act": act,
                "table_name": str(row.__tablename__),
                "record_id": row.id,
            }
            for row, identity in read
        ],
    )
    return len(people - seen)


def _seen(store: Store, account_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Return whom of these an account read in this hour: each once, however often."""
    query = select(View.identity_id).where(
        View.organisation_id == store.organisation_id,
        View.account_id == account_id,
        col(View.identity_id).in_(sorted(people)),
        col(View.created_at) >= hour_of(store.now),
    )
    return set(store.session.exec(query.distinct()).all())


def count_views(store: Store, account_id: UUID, more: int) -> ViewCount:
    """Add to how many people an account read in this hour; return the sum so far."""
    hour = hour_of(store.now)
    mine = (ViewCount.account_id == account_id, ViewCount.hour == hour)
    if not _add(store, account_id, hour, more):
        store.change_where(ViewCount, *mine, people=col(ViewCount.people) + more)
    found = store.one(ViewCount, *mine)
    assert found is not None
    store.session.refresh(found)
    return found


def _add(store: Store, account_id: UUID, hour: datetime, people: int) -> bool:
    if store.count(
        ViewCount, ViewCount.account_id == account_id, ViewCount.hour == hour
    ):
        return False
    try:
        # Another request of the same account may be first: only this is undone then.
        with store.session.begin_nested():
            store.new(ViewCount, account_id=account_id, hour=hour, people=people)
    except IntegrityError:
        return False
    return True


def hour_of(moment: datetime) -> datetime:
    """Return the hour that an instant is in."""
    return moment.replace(minute=0, second=0, microsecond=0)
