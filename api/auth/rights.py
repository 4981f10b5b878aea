"""What an account may do at this moment: looked up anew at every request."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from api.permissions import Who
from api.records import (
    Account,
    Connection,
    Deputy,
    Membership,
    Person,
    Suspension,
)
from api.steps import london_day
from api.store import Store, among, col, or_


def who_of(store: Store, account_id: UUID, *, by: str) -> Who | None:
    """Return who an account stands for, as its rights are now; None if for nobody."""
    accounts = store.across(
        "sign in", Account, Account.id == account_id, Account.state == "active"
    )
    if not accounts:
        return None
    account = accounts[0]
    person = store.across("sign in", Person, Person.id == account.person_id)[0]
    held = store.across(
        "sign in",
        Membership,
        Membership.account_id == account.id,
        col(Membership.ended_at).is_(None),
    )
    suspended = store.across(
        "identity",
        Suspension,
        Suspension.identity_id == person.identity_id,
        col(Suspension.lifted_at).is_(None),
    )
    away = _stands_in(store, account)
    return Who(
        account_id=account.id,
        person_id=person.id,
        identity_id=person.identity_id,
        organisation_id=account.organisation_id,
        roles=frozenset((row.role, row.scheme_id) for row in (*held, *away)),
        connected=_connected(store, person.identity_id),
        by=by,
        suspended=bool(suspended),
        stands_in=frozenset((row.account_id, row.role) for row in away),
    )


def _stands_in(store: Store, account: Account) -> Sequence[Membership]:
    """Return the memberships that somebody has for the time, of who is away.

    They are those that the one who is away holds, at this moment, by themselves.
    """
    today = london_day(store.now)
    rows = store.across(
        "sign in",
        Deputy,
        Deputy.deputy_id == account.id,
        col(Deputy.ended_at).is_(None),
        Deputy.starts <= today,
        Deputy.ends >= today,
    )
    if not rows:
        return ()
    held = store.across(
        "sign in",
        Membership,
        col(Membership.account_id).in_({row.account_id for row in rows}),
        col(Membership.ended_at).is_(None),
        col(Membership.account_id).in_(among(Account.id, Account.state == "active")),
    )
    meant = {(row.account_id, row.role) for row in rows}
    return [row for row in held if (row.account_id, row.role) in meant]


def _connected(store: Store, identity_id: UUID) -> frozenset[UUID]:
    rows = store.across(
        "identity",
        Connection,
        or_(
            col(Connection.identity_id) == identity_id,
            col(Connection.other_identity_id) == identity_id,
        ),
    )
    both = {row.identity_id for row in rows} | {row.other_identity_id for row in rows}
    return frozenset(both - {identity_id})
