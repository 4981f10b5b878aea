"""Work posted in the transaction that makes it necessary; ids only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from api.records import Outbox
from api.store import Store


def post(
    store: Store,
    kind: str,
    *,
    once: str,
    not_before: datetime | None = None,
    **ids: UUID | int | str,
) -> Outbox:
    """Post work to be started after the commit; the same `once` again is the same row.

    Parameters
    ----------
    kind : str
        Which workflow.
    once : str
        What makes this work this work, such as ``offer:<proposal id>:<version>``.
    not_before : datetime, optional
        When it may start; at once where left out.
    ids : UUID, int or str
        Ids and counts, never anything personal.
    """
    there = store.one(Outbox, Outbox.once == once)
    if there is not None:
        return there
    plain = {name: str(value) for name, value in sorted(ids.items())}
    return store.new(
        Outbox, kind=kind, ids=plain, once=once, not_before=not_before or store.now
    )
