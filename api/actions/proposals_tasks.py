"""Tasks that proposals and matches raise: what to do and by when, never why."""

from __future__ import annotations

from datetime import date

from api.actions.desk import Desk
from api.actions.proposals_case import Case
from api.records import Row, Task


def task(case: Case, kind: str, role: str, *, due: date | None = None) -> None:
    """Raise a task about a proposal for a role of its organisation, once."""
    raise_task(
        case.desk,
        case.row,
        kind,
        role,
        due=due or case.today,
        scheme=case.row.scheme_id,
    )


def raise_task(
    desk: Desk, row: Row, kind: str, role: str, *, due: date, scheme: object = None
) -> None:
    """Raise a task about a row; the same again is the same task."""
    key = f"{kind}:{row.id}:{due.isoformat()}"
    if desk.store.one(Task, Task.key == key) is not None:
        return
    desk.store.new(
        Task,
        kind=kind,
        role=role,
        scheme_id=scheme,
        about_table=str(row.__tablename__),
        about_id=row.id,
        due=due,
        key=key,
    )
