"""Who the actors of the audit log are: names are those of staff, and of nobody else."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_about import called
from api.records import STAFF_ROLES, Account, Membership, Person
from api.store import col, read


@dataclass(frozen=True, slots=True)
class Names:
    """What the staff among some actors are called, by what the log calls them."""

    staff: frozenset[str]
    names: dict[str, str]
    addresses: dict[str, str]


def names_of(desk: Desk, actors: Collection[str]) -> Names:
    """Return who the staff among these actors are; the service itself is one."""
    ids = only_staff(desk, set(_ids(actors)))
    accounts = desk.store.across("identity", Account, col(Account.id).in_(ids))
    people = desk.store.across(
        "identity", Person, col(Person.id).in_({row.person_id for row in accounts})
    )
    names = {each["id"]: each["name"] for each in called(desk, people)}
    within = {row.organisation_id for row in accounts}
    said = read(desk.store, accounts, ["address"], within=within)
    return Names(
        frozenset({str(id_) for id_ in ids} | {"work", "command"}),
        {str(row.id): names.get(str(row.person_id), "") for row in accounts},
        {str(row.id): str(said.get((row.id, "address")) or "") for row in accounts},
    )


def only_staff(desk: Desk, accounts: Collection[UUID]) -> set[UUID]:
    """Return which of these accounts hold, or held, a role that is somebody's work."""
    held = desk.store.across(
        "identity",
        Membership,
        col(Membership.account_id).in_(accounts),
        col(Membership.role).in_(STAFF_ROLES),
    )
    return {row.account_id for row in held}


def _ids(actors: Collection[str]) -> list[UUID]:
    found = []
    for actor in actors:
        with suppress(ValueError):
            found.append(UUID(actor))
    return found
