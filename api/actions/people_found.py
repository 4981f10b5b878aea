"""Finding one person by what a worker knows of them: an address, or a ref."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from api.actions.account_rows import known
from api.actions.desk import Desk
from api.records import Asset, Listed, Need, Person, Staff
from api.store import col
from matcher.errors import Refused

_LISTED: tuple[type[Listed], ...] = (Need, Asset, Staff)


def found_as(desk: Desk, known_as: str, within: Collection[UUID]) -> Person:
    """Return who signs in with an address, or whose ref it is; never a name.

    Raises
    ------
    Refused
        Nobody is known so here, or more than one is.
    """
    text = known_as.strip()
    ids = _by_address(desk, text) if "@" in text else _by_ref(desk, text, within)
    people = desk.store.find(Person, col(Person.id).in_(ids), within=within)
    if len({person.identity_id for person in people}) != 1:
        raise Refused(
            "Nobody here is known by this alone. Use the address they sign in with, or "
            "the ref on their page; ask the coordinator if you have neither."
        )
    return people[0]


def _by_address(desk: Desk, address: str) -> set[UUID]:
    account = known(desk.store, address.lower())
    return {account.person_id} if account else set()


def _by_ref(desk: Desk, ref: str, within: Collection[UUID]) -> set[UUID]:
    people = desk.store.find(Person, Person.ref == ref, within=within)
    rows = [
        row
        for kind in _LISTED
        for row in desk.store.find(kind, col(kind.ref) == ref, within=within)
    ]
    return {person.id for person in people} | {row.person_id for row in rows}
