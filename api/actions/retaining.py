"""What is due to go by the retention table: found one way, to show and to delete."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from api.actions.desk import Desk
from api.actions.retention_table import before
from api.records import (
    Account,
    Asset,
    Attendance,
    AuditRow,
    Document,
    Hold,
    Invitation,
    Listed,
    Message,
    Need,
    Once,
    Outbox,
    Person,
    Private,
    Proposal,
    ProposalNeed,
    Round,
    Row,
    Session,
    SignIn,
    SignInLink,
    Staff,
    Task,
    Token,
    View,
    ViewCount,
)
from api.steps import GONE
from api.store import col, find_among

R = TypeVar("R", bound=Row)
AT_ONCE = 1_000
"""How many rows of a kind one run deletes; the next run goes on."""


@dataclass(frozen=True)
class Held:
    """Whom legal holds protect in an organisation, and in what."""

    people: frozenset[UUID] = frozenset()
    identities: frozenset[UUID] = frozenset()
    accounts: frozenset[UUID] = frozenset()
    schemes: frozenset[UUID] = frozenset()
    rows: frozenset[UUID] = field(default_factory=frozenset)


def held_now(desk: Desk) -> Held:
    """Return everything that a live legal hold keeps as it is."""
    today = desk.now.date()
    holds = [
        hold
        for hold in desk.store.find(Hold, col(Hold.lifted_at).is_(None))
        if hold.until is None or hold.until >= today
    ]
    named = find_among(
        desk.store, Person, Person.id, [hold.person_id for hold in holds]
    )
    identities = frozenset(person.identity_id for person in named)
    people = find_among(desk.store, Person, Person.identity_id, identities)
    ids = frozenset(person.id for person in people)
    accounts = find_among(desk.store, Account, Account.person_id, ids)
    listed: list[Listed] = [
        row
        for kind in (Need, Asset, Staff)
        for column in (kind.person_id, kind.beside_id)
        for row in find_among(desk.store, kind, column, ids)
    ]
    return Held(
        ids,
        identities,
        frozenset(account.id for account in accounts),
        frozenset(row.scheme_id for row in listed),
        frozenset(row.id for row in listed),
    )


def due_rows(desk: Desk, kind: str, held: Held) -> Sequence[Row]:
    """Return the rows of a kind that are due to go, none that a hold keeps."""
    return [
        row for row in DUE[kind](desk, before(kind, desk.now), held) if _free(row, held)
    ]


def _free(row: Row, held: Held) -> bool:
    names = {
        value
        for name in ("person_id", "subject_id", "record_id", "about_id", "account_id")
        if isinstance(value := getattr(row, name, None), UUID)
    }
    if isinstance(row, Outbox):
        names |= {UUID(value) for value in row.ids.values() if _is_id(value)}
    if isinstance(row, View) and row.identity_id in held.identities:
        return False
    if isinstance(row, Once):
        names |= {UUID(row.actor)} if _is_id(row.actor) else set()
    return not names & (held.people | held.accounts | held.rows)


def _is_id(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 36 and text.count("-") == 4


def _made(kind: type[R], *more: Any) -> Callable[[Desk, Any, Held], Sequence[R]]:
    def find(desk: Desk, cut: Any, _held: Held) -> Sequence[R]:
        made = col(kind.created_at) < cut
        return desk.store.find(kind, made, *more, limit=AT_ONCE)

    return find


def _when(
    kind: type[R], name: str, *more: Any
) -> Callable[[Desk, Any, Held], Sequence[R]]:
    def find(desk: Desk, cut: Any, _held: Held) -> Sequence[R]:
        return desk.store.find(kind, getattr(kind, name) < cut, *more, limit=AT_ONCE)

    return find


def _documents(*prefixes: str) -> Callable[[Desk, Any, Held], Sequence[Document]]:
    """Return what finds a kind of document; under a hold, a scheme's all stay."""

    def find(desk: Desk, cut: Any, held: Held) -> Sequence[Document]:
        rows = desk.store.find(Document, col(Document.created_at) < cut, limit=AT_ONCE)
        wanted = [row for row in rows if row.kind.startswith(prefixes)]
        rounds = find_among(desk.store, Round, Round.id, [r.round_id for r in wanted])
        free = {each.id for each in rounds if each.scheme_id not in held.schemes}
        return [row for row in wanted if row.round_id in free]

    return find


def _reasons(desk: Desk, cut: Any, held: Held) -> Sequence[Private]:
    ended = desk.store.find(
        Proposal, col(Proposal.state).in_(GONE), col(Proposal.ended_at) < cut
    )
    ids = [row.id for row in ended]
    kept = _of_held(desk, ended, held)
    found = find_among(desk.store, Private, Private.record_id, ids, within=())
    return [row for row in found if row.record_id not in kept][:AT_ONCE]


def _of_held(desk: Desk, proposals: Iterable[Proposal], held: Held) -> set[UUID]:
    ids = [row.id for row in proposals]
    pairs = find_among(desk.store, ProposalNeed, ProposalNeed.proposal_id, ids)
    found = {pair.proposal_id for pair in pairs if pair.need_id in held.rows}
    return found | {
        row.id for row in proposals if {row.asset_id, row.staff_id} & held.rows
    }


def _closed(kind: type[Need | Asset]) -> Callable[[Desk, Any, Held], Sequence[Private]]:
    """Return what finds the values of rows that were closed, and not touched since."""

    def find(desk: Desk, cut: Any, _held: Held) -> Sequence[Private]:
        closed = desk.store.find(kind, kind.state == "closed", kind.created_at < cut)
        ids = [row.id for row in closed]
        touched = find_among(desk.store, AuditRow, AuditRow.record_id, ids)
        lately = {row.record_id for row in touched if row.at >= cut}
        old = [id_ for id_ in ids if id_ not in lately]
        return find_among(desk.store, Private, Private.record_id, old)[:AT_ONCE]

    return find


def _care(desk: Desk, cut: Any, _held: Held) -> Sequence[Private]:
    """Return what was noted for a creche whose session is over, or is no more."""
    noted = desk.store.find(Private, Private.table_name == "attendance")
    bookings = find_among(
        desk.store, Attendance, Attendance.id, [row.record_id for row in noted]
    )
    sessions = find_among(
        desk.store, Session, Session.id, [row.session_id for row in bookings]
    )
    ahead = {row.id for row in sessions if row.ends_at >= cut}
    kept = {row.id for row in bookings if row.session_id in ahead}
    return [row for row in noted if row.record_id not in kept][:AT_ONCE]


def _workflow_rows(desk: Desk, cut: Any, _held: Held) -> Sequence[Outbox]:
    rows = desk.store.find(
        Outbox,
        col(Outbox.state).in_(("done", "failed")),
        col(Outbox.done_at) < cut,
        limit=AT_ONCE,
    )
    # A message names its outbox row, and is kept longer.
    ids = [row.id for row in rows]
    needed = {
        m.outbox_id for m in find_among(desk.store, Message, Message.outbox_id, ids)
    }
    return [row for row in rows if row.id not in needed]


DUE: dict[str, Callable[[Desk, Any, Held], Sequence[Row]]] = {
    "snapshots": _documents("snapshot", "refs"),
    "results": _documents("result", "comparison"),
    "packs": _documents("pack", "auditor", "public"),
    "reasons of ended proposals": _reasons,
    "values of closed needs": _closed(Need),
    "values of closed assets": _closed(Asset),
    "messages": _made(Message, col(Message.state).in_(("sent", "refused", "dropped"))),
    "workflow rows": _workflow_rows,
    "idempotency keys": _made(Once),
    "views": _made(View),
    "counts of views": _made(ViewCount),
    "tasks done": _when(Task, "done_at"),
    "tokens": _when(Token, "expires_at"),
    "sign-ins": _when(SignIn, "expires_at"),
    "sign-in links": _when(SignInLink, "expires_at"),
    "invitations": _when(Invitation, "expires_at"),
    "notes for a creche": _care,
    "attendances": _made(Attendance),
}


def delete_rows(desk: Desk, rows: Collection[Row]) -> int:
    """Delete rows of one kind, and return how many went."""
    gone = 0
    for kind in {type(row) for row in rows}:
        ids = [row.id for row in rows if isinstance(row, kind)]
        gone += desk.store.delete_where(kind, col(kind.id).in_(ids))
    return gone
