"""The audit log: one hash-chained list for each organisation.

A row's digest is the SHA-256 of the row before's digest and its own canonical JSON, so
that whoever holds an old head can tell that nothing before it was changed or removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from api.records import AuditHead, AuditRow

GENESIS = "0" * 64
"""What the first row of an organisation's log follows."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What checking an organisation's log found.

    Parameters
    ----------
    rows : int
        How many rows hold, from the first.
    broken : int or None
        The number of the first row that does not hold, or that is missing.
    head : str
        The digest of the last row that holds.
    """

    rows: int
    broken: int | None
    head: str


def append(
    session: Session,
    *,
    organisation_id: UUID,
    at: datetime,
    actor: str,
    roles: Iterable[str],
    act: str,
    table: str = "",
    record_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Append a row in the caller's transaction; the head's row orders the writers."""
    head = _next(session, organisation_id, at)
    row = AuditRow(
        organisation_id=organisation_id,
        created_at=at,
        number=head.number,
        at=at,
        actor=actor,
        roles=sorted(roles),
        act=act,
        table_name=table,
        record_id=record_id,
        facts=dict(facts or {}),
        before=head.digest,
        digest="",
    )
    row.digest = digest_of(row)
    session.add(row)
    session.execute(
        update(AuditHead)
        .where(col(AuditHead.organisation_id) == organisation_id)
        .values(digest=row.digest)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return row


def heads(session: Session) -> frozenset[str]:
    """Return the digest of every organisation's last row: no two states share them."""
    query = select(AuditHead.digest).execution_options(across="unchanged")
    return frozenset(session.exec(query).all())


def check_chain(session: Session, organisation_id: UUID) -> Chain:
    """Check every row of an organisation's log against the one before, and the head."""
    before, count = GENESIS, 0
    query = (
        select(AuditRow)
        .where(col(AuditRow.organisation_id) == organisation_id)
        .order_by(col(AuditRow.number))
        .execution_options(yield_per=1_000)
    )
    for row in session.exec(query):
        holds = row.number == count + 1 and row.before == before
        if not holds or row.digest != digest_of(row):
            return Chain(count, count + 1, before)
        before, count = row.digest, count + 1
    head = _head(session, organisation_id)
    if head is not None and (head.number, head.digest) != (count, before):
        return Chain(count, count + 1, before)
    return Chain(count, None, before)


def digest_of(row: AuditRow) -> str:
    """Return the digest that a row must carry."""
    said = {
        "id": str(row.id),
        "organisation_id": str(row.organisation_id),
        "number": row.number,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "roles": row.roles,
        "act": row.act,
        "table": row.table_name,
        "record_id": str(row.record_id) if row.record_id else None,
        "facts": row.facts,
        "before": row.before,
    }
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _next(session: Session, organisation_id: UUID, at: datetime) -> AuditHead:
    """Return a copy of the head with the next number; others wait for the commit."""
    moved = session.execute(
        update(AuditHead)
        .where(col(AuditHead.organisation_id) == organisation_id)
        .values(number=col(AuditHead.number) + 1)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        session.add(
            AuditHead(
                organisation_id=organisation_id, created_at=at, number=1, digest=GENESIS
            )
        )
        session.flush()
    head = _head(session, organisation_id)
    assert head is not None
    return head


def _head(session: Session, organisation_id: UUID) -> AuditHead | None:
    query = select(AuditHead).where(col(AuditHead.organisation_id) == organisation_id)
    return session.exec(query.execution_options(populate_existing=True)).first()
