"""Sign-ins on pages: a fresh secret each, known by its hash, ended at once."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from api.auth.rights import who_of
from api.auth.tokens import digest_of
from api.keys import Keys
from api.permissions import Who
from api.records import STAFF_ROLES, Account, SignIn, Token
from api.store import Session, Store, col, new_nobody

LASTS = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
IDLE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a sign-in was last used: not every page writes."""
_BYTES = 32


def start_sign_in(
    store: Store,
    account: Account,
    *,
    way: str,
    second: bool = False,
    loopback_only: bool = False,
) -> str:
    """Return the secret of a new sign-in, for the cookie; it is kept by hash alone.

    Parameters
    ----------
    way : str
        How they signed in.
    second : bool
        Whether that had a second factor in it.
    """
    secret = secrets.token_urlsafe(_BYTES)
    store.new(
        SignIn,
        organisation_id=account.organisation_id,
        account_id=account.id,
        digest=digest_of(secret),
        way=way,
        expires_at=store.now + LASTS,
        seen_at=store.now,
        second_at=store.now if second else None,
        loopback_only=loopback_only,
    )
    return secret


def who_of_sign_in(
    session: Session, *, keys: Keys, now: datetime, secret: str, loopback: bool
) -> Who | None:
    """Return whose sign-in a cookie is, as their rights are now; None if nobody's."""
    store = new_nobody(session, keys=keys, now=now)
    row = live_sign_in(store, secret)
    if row is None or (row.loopback_only and not loopback):
        return None
    who = who_of(store, row.account_id, by="page")
    if who is None:
        return None
    staff = any(who.holds(role) for role in STAFF_ROLES)
    if now - row.seen_at >= (IDLE_STAFF if staff else IDLE):
        return None
    return replace(who, waits=_waits(row, staff=staff), sign_in_id=row.id)


def live_sign_in(store: Store, secret: str) -> SignIn | None:
    """Return the sign-in of a secret, unless it ended."""
    found = store.across("sign in", SignIn, SignIn.digest == digest_of(secret))
    if not found or found[0].revoked_at or found[0].expires_at <= store.now:
        return None
    return found[0]


def was_seen(store: Store, secret: str) -> None:
    """Write down, to the minute, that a sign-in is in use."""
    row = live_sign_in(store, secret)
    if row is not None:
        store.change_where(
            SignIn,
            SignIn.id == row.id,
            col(SignIn.seen_at) <= store.now - SEEN_EVERY,
            organisation_id=row.organisation_id,
            seen_at=store.now,
        )


def end_sign_ins(store: Store, account: Account, *, but: UUID | None = None) -> int:
    """End every sign-in of an account, but one; return how many that were."""
    others = () if but is None else (SignIn.id != but,)
    return store.change_where(
        SignIn,
        SignIn.account_id == account.id,
        col(SignIn.revoked_at).is_(None),
        *others,
        organisation_id=account.organisation_id,
        revoked_at=store.now,
    )


def end_everything(store: Store, account: Account) -> int:
    """End every sign-in and every token of an account; return how many that were."""
    tokens = store.change_where(
        Token,
        Token.account_id == account.id,
        col(Token.revoked_at).is_(None),
        organisation_id=account.organisation_id,
        revoked_at=store.now,
    )
    return tokens + end_sign_ins(store, account)


def _waits(row: SignIn, *, staff: bool) -> str:
    if row.way == "demo":
        return ""
    if staff:
        return "" if row.second_at else "second"
    return "" if row.code_at or row.second_at else "code"
