"""The rows behind an account: its person, its invitations, the roles it holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from api.records import Account, Invitation, Membership, Person
from api.store import Store, keep, remember

INVITED_FOR = timedelta(days=7)


def known(store: Store, address: str) -> Account | None:
    """Return the account of an address, in whatever state."""
    blind = store.keys.blind("address", address)
    found = store.across("sign in", Account, Account.address_blind == blind)
    return found[0] if found else None


def new_account(store: Store, address: str) -> Account:
    """Make an account of an address, and its person."""
    person = store.new(Person, kind="adult")
    account = account_for(store, person, address)
    keep(store, person, person.id, email=address)
    return account


def account_for(
    store: Store, person: Person, address: str, *, state: str = "invited"
) -> Account:
    """Make an account of a person who is there already."""
    blind = store.keys.blind("address", address)
    account = store.new(Account, person_id=person.id, address_blind=blind, state=state)
    keep(store, account, person.id, address=address)
    remember(store, person.id, person.organisation_id, email=address)
    return account


def invited(
    store: Store, account: Account, role: str, digest: bytes, by: UUID | None
) -> None:
    """Write an invitation to a role; its code is known by its hash."""
    store.new(
        Invitation,
        account_id=account.id,
        role=role,
        digest=digest,
        invited_by=by,
        expires_at=store.now + INVITED_FOR,
    )


def join(store: Store, account: Account, role: str, scheme_id: UUID | None) -> None:
    """Give an account a role, again where it had ended."""
    there = store.one(
        Membership,
        Membership.account_id == account.id,
        Membership.role == role,
        Membership.scheme_id == scheme_id,
    )
    if there is None:
        store.new(Membership, account_id=account.id, role=role, scheme_id=scheme_id)
    else:
        store.change(there, ended_at=None)
