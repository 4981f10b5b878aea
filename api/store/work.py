"""The work in the outbox, and which process has it: each change is conditional.

A row is started by one process, carried on by another when the first falls silent, and
ended once. These rows are of every organisation: the reason is "dispatch".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, update
from sqlmodel import Session, col, select

from api.records import Organisation, Outbox, Worker

WAITING, STARTED, DONE, FAILED = "waiting", "started", "done", "failed"
_ACROSS = {"across": "dispatch", "synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the outbox as a worker sees it: ids, and nothing personal."""

    id: UUID
    organisation_id: UUID
    kind: str
    ids: dict[str, Any]
    executor: str
    posted_at: datetime


def take_work(
    session: Session, *, executor: str, now: datetime, kinds: Collection[str], most: int
) -> list[Job]:
    """Start at most so many waiting rows of these kinds, the longest due first.

    Rows that another process is taking in this moment are passed over.
    """
    due = (
        select(Outbox)
        .where(
            col(Outbox.state) == WAITING,
            col(Outbox.not_before) <= now,
            col(Outbox.kind).in_(sorted(kinds)),
        )
        .order_by(col(Outbox.not_before), col(Outbox.id))
        .limit(most)
        .with_for_update(skip_locked=True)  # SQLite has one writer and ignores it
        .execution_options(**_ACROSS)
    )
    started = {"state": STARTED, "executor": executor, "started_at": now}
    return [
        _job(row, executor)
        for row in session.exec(due).all()
        if _change(session, row.id, col(Outbox.state) == WAITING, **started)
    ]


def own_work(session: Session, job_id: UUID, *, executor: str) -> Job | None:
    """Say that this process does a started row; None where it has ended."""
    if not _change(session, job_id, col(Outbox.state) == STARTED, executor=executor):
        return None
    row = session.exec(
        select(Outbox).where(col(Outbox.id) == job_id).execution_options(**_ACROSS)
    ).one()
    return _job(row, executor)


def work_of(session: Session, executor: str) -> set[UUID]:
    """Return the started rows that a process does."""
    query = select(Outbox.id).where(
        col(Outbox.state) == STARTED, col(Outbox.executor) == executor
    )
    return set(session.exec(query.execution_options(**_ACROSS)).all())


def end_work(
    session: Session, job_id: UUID, *, executor: str, state: str, now: datetime
) -> bool:
    """End a row that this process does; False where another has it, or it has ended."""
    mine = and_(col(Outbox.state) == STARTED, col(Outbox.executor) == executor)
    return _change(session, job_id, mine, state=state, done_at=now)


def adopt_work(session: Session, job: Job, *, executor: str) -> bool:
    """Take a started row over; False where another process was first."""
    theirs = and_(col(Outbox.state) == STARTED, col(Outbox.executor) == job.executor)
    return _change(session, job.id, theirs, executor=executor)


def work_without(
    session: Session, living: Collection[str], *, kinds: Collection[str], most: int
) -> list[Job]:
    """Return started rows of these kinds that no living process does."""
    rows = session.exec(
        select(Outbox)
        .where(
            col(Outbox.state) == STARTED,
            col(Outbox.executor).not_in(sorted(living)),
            col(Outbox.kind).in_(sorted(kinds)),
        )
        .order_by(col(Outbox.id))
        .limit(most)
        .execution_options(**_ACROSS)
    ).all()
    return [_job(row, row.executor) for row in rows]


def count_open(session: Session) -> int:
    """Return how many rows are waiting for their time, or started."""
    query = select(func.count(col(Outbox.id))).where(
        col(Outbox.state).in_((WAITING, STARTED))
    )
    return session.exec(query.execution_options(**_ACROSS)).one()


def organisations(session: Session) -> list[UUID]:
    """Return every organisation's id, in the order of their making."""
    query = select(Organisation.id).order_by(col(Organisation.id))
    return list(session.exec(query.execution_options(**_ACROSS)).all())


def beat(
    session: Session, *, executor: str, host: str, version: str, now: datetime
) -> bool:
    """Write that a process lives; False while there is no organisation to work for."""
    changed = _worker(session, executor, beat_at=now, lost_at=None)
    if changed:
        return True
    known = organisations(session)
    if not known:
        return False
    session.add(
        Worker(
            organisation_id=known[0],
            created_at=now,
            executor=executor,
            host=host,
            application_version=version,
            beat_at=now,
        )
    )
    return True


def beats(session: Session) -> dict[str, int]:
    """Return how often every process that is not given up has beaten."""
    rows: Sequence[Worker] = session.exec(
        select(Worker).where(col(Worker.lost_at).is_(None)).execution_options(**_ACROSS)
    ).all()
    return {row.executor: row.version for row in rows}


def at_work(session: Session, *, since: datetime) -> bool:
    """Tell whether a process that is not given up has beaten since an instant."""
    query = select(Worker.id).where(
        col(Worker.lost_at).is_(None), col(Worker.beat_at) >= since
    )
    return session.exec(query.execution_options(**_ACROSS)).first() is not None


def give_up(session: Session, executor: str, *, by: str, now: datetime) -> bool:
    """Write that a process is silent or has stopped; it may come back with a beat."""
    return _worker(session, executor, lost_at=now, taken_by=by)


def forget_workers(session: Session, before: datetime) -> int:
    """Delete what is known of processes that stopped before an instant; how many."""
    statement = (
        delete(Worker).where(col(Worker.lost_at) < before).execution_options(**_ACROSS)
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _worker(session: Session, executor: str, **changed: Any) -> bool:
    statement = (
        update(Worker)
        .where(col(Worker.executor) == executor)
        .values(**changed, version=col(Worker.version) + 1)
        .execution_options(**_ACROSS)
    )
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _change(
    session: Session, job_id: UUID, still: ColumnElement[bool], **values: Any
) -> bool:
    statement = (
        update(Outbox)
        .where(col(Outbox.id) == job_id, still)
        .values(**values, version=col(Outbox.version) + 1)
        .execution_options(**_ACROSS)
    )
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _job(row: Outbox, executor: str) -> Job:
    return Job(
        id=row.id,
        organisation_id=row.organisation_id,
        kind=row.kind,
        ids=dict(row.ids),
        executor=executor,
        posted_at=row.created_at,
    )
