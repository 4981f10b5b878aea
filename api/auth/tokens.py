"""Bearer tokens: 256 random bits, known by their hash, scoped, expiring, revocable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from api.keys import Keys
from api.permissions import Who
from api.records import (
    Account,
    Connection,
    Membership,
    Person,
    Suspension,
    Token,
)
from api.store import Session, Store, col, or_

_BYTES = 32
_NOBODY = UUID(int=0)


def issue_token(
    store: Store,
    account: Account,
    *,
    expires_at: datetime,
    roles: Collection[str] = (),
    loopback_only: bool = False,
) -> str:
    """Return the text of a new token; it is shown this once and kept by hash alone.

    Parameters
    ----------
    roles : collection of str
        Only these of the account's roles; all where none are named.
    loopback_only : bool
        Whether it answers to this computer alone, as the demo's do.
    """
    secret = secrets.token_urlsafe(_BYTES)
    store.new(
        Token,
        organisation_id=account.organisation_id,
        account_id=account.id,
        digest=_digest(secret),
        roles=sorted(roles),
        expires_at=expires_at,
        loopback_only=loopback_only,
    )
    return secret


def who_of_token(
    session: Session, *, keys: Keys, now: datetime, secret: str, loopback: bool
) -> Who | None:
    """Return who a token stands for, as their rights are now; None if for nobody."""
    store = Store(session, keys=keys, organisation_id=_NOBODY, now=now)
    found = store.across("sign in", Token, Token.digest == _digest(secret))
    if not found or found[0].revoked_at or found[0].expires_at <= now:
        return None
    token = found[0]
    if token.loopback_only and not loopback:
        return None
    who = _who(store, token.account_id, by="api")
    if who is None or not token.roles:
        return who
    kept = frozenset(held for held in who.roles if held[0] in token.roles)
    return replace(who, roles=kept)


def who_speaks(
    session: Session, *, keys: Keys, now: datetime, address: str
) -> Who | None:
    """Return who a command acts as, by their address; None if there is nobody."""
    store = Store(session, keys=keys, organisation_id=_NOBODY, now=now)
    blind = keys.blind("address", address)
    found = store.across("sign in", Account, Account.address_blind == blind)
    return _who(store, found[0].id, by="command") if found else None


def _who(store: Store, account_id: UUID, *, by: str) -> Who | None:
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
    return Who(
        account_id=account.id,
        person_id=person.id,
        identity_id=person.identity_id,
        organisation_id=account.organisation_id,
        roles=frozenset((row.role, row.scheme_id) for row in held),
        connected=_connected(store, person.identity_id),
        by=by,
        suspended=bool(suspended),
    )


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


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
