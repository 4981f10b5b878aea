"""Who knows whom: declared by oneself, and from then on one decides nothing of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from api.actions.about import about, tells
from api.actions.desk import Desk, Done
from api.actions.people_about import at
from api.actions.people_found import found_as
from api.actions.performing import acts, reads
from api.permissions import RULES, About, NotThere, require, shown
from api.records import (
    Asset,
    Connection,
    Listed,
    Need,
    Person,
    Private,
    Scheme,
    SchemeMember,
    Staff,
)
from api.store import Taken, col, find_among, keep, new_or_taken, or_, read
from matcher.errors import Refused

KNOWN_AS = 200
"""So long is what somebody is known as, at most."""
_LISTED: dict[str, type[Listed]] = {"need": Need, "asset": Asset, "staff": Staff}


@acts("person.declare_connection", on=Person, adds=True)
def declare_connection(desk: Desk, person: Person) -> Done:
    """Declare that one knows somebody, or shares their household.

    From then on one decides nothing about them. Saying it again changes nothing.

    Raises
    ------
    Refused
        It is oneself.
    """
    _declare(desk, [person], "")
    desk.record("person.declare_connection", person)
    return desk.done(person)


@acts("connection.declare")
def declare_known_as(desk: Desk, *, known_as: str) -> Done:
    """Declare that one knows somebody, by the address they sign in with, or their ref.

    Raises
    ------
    Refused
        It is oneself; or nobody who takes part in a scheme here is known so.
    """
    person = found_as(desk, known_as, _organisations(desk))
    return _declared(desk, [person], known_as.strip())


@acts("connection.declare")
def declare_of_row(desk: Desk, *, table: str, id: UUID) -> Done:  # noqa: A002
    """Declare that one knows whoever a need, an asset or a member of staff is about.

    Raises
    ------
    NotThere
        There is no such row, or it is not theirs to see.
    Refused
        It is one's own.
    """
    found = desk.store.across("locate", _LISTED[table], _LISTED[table].id == id)
    if not found:
        raise NotThere
    row, there = found[0], at(desk, found[0].organisation_id)
    require(RULES[f"{table}.read"], desk.who, about(there, row))
    both = [row.person_id, *([row.beside_id] if row.beside_id else [])]
    people = there.store.find(Person, col(Person.id).in_(both))
    return _declared(desk, people, row.ref or "")


@acts("connection.end", on=Connection)
def end_connection(desk: Desk, row: Connection) -> Done:
    """Say that one no longer knows somebody so that one may not decide of them."""
    store = desk.store
    store.delete_where(Private, Private.record_id == row.id)
    store.delete_where(Connection, Connection.id == row.id)
    desk.record("connection.end", row)
    return desk.done(row)


@tells(Connection)
def about_connection(desk: Desk, row: Connection) -> About:
    """Return whose word it is: that of whoever declared it, and of nobody else."""
    mine, identity = row.declared_by == desk.who.account_id, desk.who.identity_id
    parties = {"self": frozenset({identity})} if mine and identity else {}
    return About(row.organisation_id, parties=parties)


@reads("connection.mine")
def list_my_connections(desk: Desk) -> dict[str, Any]:
    """Return whom one declared to know: as what, since when, and their record here."""
    rows = desk.store.across(
        "identity",
        Connection,
        Connection.identity_id == desk.who.identity_id,
        Connection.declared_by == desk.who.account_id,
    )
    within = {row.organisation_id for row in rows}
    said = read(desk.store, rows, ["known_as"], within=within)
    others = {row.other_identity_id for row in rows}
    people = find_among(desk.store, Person, Person.identity_id, others)
    by_identity = {person.identity_id: str(person.id) for person in people}
    items = [
        {
            "id": str(row.id),
            "version": row.version,
            "person": by_identity.get(row.other_identity_id),
            "known_as": said.get((row.id, "known_as"), ""),
            "since": row.created_at.isoformat(),
        }
        for row in rows
    ]
    seen = [shown("connection", desk.audiences, "", item) for item in items]
    return {"items": seen, "next": None}


def _declared(desk: Desk, people: Iterable[Person], known_as: str) -> Done:
    rows = _declare(desk, people, known_as)
    for person in people:
        desk.record("connection.declare", person)
    return desk.done(rows[0])


def _declare(desk: Desk, people: Iterable[Person], known_as: str) -> list[Connection]:
    mine = desk.who.identity_id
    assert mine is not None, "whoever declares has an account"
    if any(mine == person.identity_id for person in people):
        raise Refused("This is your own record. Nobody decides about themselves.")
    return [_know(desk, mine, person, known_as) for person in people]


def _know(desk: Desk, mine: UUID, person: Person, known_as: str) -> Connection:
    other = person.identity_id
    with suppress(Taken):
        row = new_or_taken(
            desk.store,
            Connection,
            identity_id=mine,
            other_identity_id=other,
            declared_by=desk.who.account_id,
        )
        if known_as and desk.who.person_id:
            keep(desk.store, row, desk.who.person_id, known_as=known_as)
        return row
    (there,) = desk.store.across(
        "identity",
        Connection,
        Connection.identity_id == mine,
        Connection.other_identity_id == other,
    )
    return there


def _organisations(desk: Desk) -> set[UUID]:
    """Return whose people take part in a scheme that one's organisation is in."""
    own, store = desk.store.organisation_id, desk.store
    live = col(SchemeMember.ended_at).is_(None)
    mine = store.across("locate", SchemeMember, SchemeMember.member_id == own, live)
    ours = store.across(
        "locate",
        Scheme,
        or_(
            Scheme.organisation_id == own,
            col(Scheme.id).in_([row.scheme_id for row in mine]),
        ),
    )
    ids = [scheme.id for scheme in ours]
    members = store.across(
        "locate", SchemeMember, col(SchemeMember.scheme_id).in_(ids), live
    )
    running = {scheme.organisation_id for scheme in ours}
    return {own} | running | {row.member_id for row in members}
