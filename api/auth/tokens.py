"""Bearer tokens: 256 random bits, known by their hash, scoped, expiring, revocable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from api.auth.rights import who_of
from api.keys import Keys
from api.permissions import Who
from api.records import Account, Token
from api.store import Session, Store

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
        digest=digest_of(secret),
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
    found = store.across("sign in", Token, Token.digest == digest_of(secret))
    if not found or found[0].revoked_at or found[0].expires_at <= now:
        return None
    token = found[0]
    if token.loopback_only and not loopback:
        return None
    who = who_of(store, token.account_id, by="api")
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
    return who_of(store, found[0].id, by="command") if found else None


def digest_of(secret: str) -> bytes:
    """Return the hash by which a secret of 256 random bits is known."""
    return hashlib.sha256(secret.encode()).digest()
