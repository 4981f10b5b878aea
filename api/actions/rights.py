"""What people may ask about their own record: who read it, and that it be put right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.exporting_rows import views_of
from api.actions.pages import page_of
from api.actions.people_about import called
from api.actions.performing import acts, reads
from api.actions.views import viewed_all
from api.records import (
    Account,
    Asset,
    Need,
    Organisation,
    Person,
    Staff,
    Task,
    View,
)
from api.steps import london_day
from api.store import col, keep

_MOST = 20
"""So many rows of one ref, in several schemes, are looked at."""


@acts("person.ask_correction", on=Person, adds=True)
def ask_correction(desk: Desk, person: Person, *, words: str) -> Done:
    """Ask for what is kept of somebody to be put right; staff do so, and are logged.

    The words are sealed under the person's own key.
    """
    number = desk.store.count(Task, Task.about_id == person.id, Task.kind == "correct")
    task = desk.store.new(
        Task,
        kind="correct",
        role="coordinator",
        about_table="person",
        about_id=person.id,
        due=london_day(desk.now),
        key=f"correct:{person.id}:{number}",
    )
    keep(desk.store, task, person.id, words=words)
    desk.record("person.ask_correction", task)
    return desk.done(task)


@reads("person.views", on=Person)
def list_views(
    desk: Desk, person: Person, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return who read somebody's record, when and through what: newest first.

    What a safeguarding lead read of them is the lead's own, here as in an export.
    """

    def show(rows: Sequence[View]) -> Iterator[dict[str, Any]]:
        names = _readers(desk, {row.account_id for row in rows})
        for row in rows:
            yield {
                "id": str(row.id),
                "account": str(row.account_id),
                "who": names.get(row.account_id, ""),
                "act": row.act,
                "at": row.created_at.isoformat(),
            }

    return page_of(desk, View, views_of(person), show=show, after=after, limit=limit)


@reads("person.list", on=Organisation)
def find_people(
    desk: Desk, organisation: Organisation, *, ref: str = "", email: str = ""
) -> dict[str, Any]:
    """Return whose ref, or whose way to sign in, somebody has in hand.

    Nobody is listed otherwise: there is no way to leaf through people.
    """
    near = {desk.who.identity_id, *desk.who.connected}
    found = [
        person
        for person in _known_by(desk, ref.strip(), email.strip())
        if person.identity_id not in near
    ]
    viewed_all(desk, "person.list", [(person, person.identity_id) for person in found])
    return {
        "id": str(organisation.id),
        "items": [
            {"id": str(person.id), "kind": person.kind, "ref": person.ref or ref}
            for person in found
        ],
        "next": None,
    }


def _known_by(desk: Desk, ref: str, email: str) -> Sequence[Person]:
    store, ids = desk.store, set()
    if ref:
        for kind in (Need, Asset, Staff):
            rows = store.find(kind, kind.ref == ref, limit=_MOST)
            ids |= {id_ for row in rows for id_ in (row.person_id, row.beside_id)}
        ids |= {row.id for row in store.find(Person, Person.ref == ref)}
    if email:
        blind = store.keys.blind("address", email)
        rows_ = store.find(Account, Account.address_blind == blind)
        ids |= {row.person_id for row in rows_}
    return store.find(Person, col(Person.id).in_(ids - {None}))


def _readers(desk: Desk, accounts: Collection[UUID]) -> dict[UUID, str]:
    rows = desk.store.across("identity", Account, col(Account.id).in_(accounts))
    ids = {row.person_id for row in rows}
    people = desk.store.across("identity", Person, col(Person.id).in_(ids))
    names = {UUID(each["id"]): each["name"] for each in called(desk, people)}
    return {row.id: names.get(row.person_id, "") for row in rows}
