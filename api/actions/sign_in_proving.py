"""Proving more: a password, a second factor, the code agreed in person.

Nothing here goes by way of `perform`: what is typed must not be part of what is kept
of a request, not even as a digest.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from api.actions.app import App
from api.actions.sign_in_starting import (
    Source,
    account_of,
    count_try,
    is_staff,
    own_rows,
    started,
    started_anew,
    store_of,
    write_down,
)
from api.auth import digest_of, matches, plain_code, step_of
from api.permissions import NotThere, Who
from api.records import Account, Credential, RecoveryCode
from api.store import Session, Store, col, new_nobody, value
from matcher.errors import Refused

WRONG = "That is not right, or it has been used before. Try again."
Proof = Callable[[Store, Account], bool]


def sign_in_by_password(
    app: App, *, address: str, password: str, source: Source
) -> str | None:
    """Return the secret of a sign-in that waits for a second factor, or None.

    As much is hashed for an address that nobody has as for one that somebody has.

    Raises
    ------
    TooOften
        Whether or not anybody has the address.
    """
    count_try(app, "password", address=address, source=source)
    if not matches(password, _password_of(app, address)):
        return None

    def start(session: Session) -> str | None:
        account = account_of(app, session, address)
        if account is None:
            return None
        store = store_of(app, session, account.organisation_id)
        return started(store, account, way="password")

    return app.database.transaction(start)


def give_second(app: App, who: Who, *, code: str, source: Source) -> str:
    """Give the authenticator's code, once, and return the sign-in's new secret.

    Raises
    ------
    TooOften
        Tried too often.
    Refused
        The code is wrong, or was used.
    """
    return _prove(app, who, _by_authenticator(code), "second", source)


def give_recovery_code(app: App, who: Who, *, code: str, source: Source) -> str:
    """Give a recovery code instead, once, and return the sign-in's new secret.

    Raises
    ------
    TooOften
        Tried too often.
    Refused
        The code is wrong, or was used.
    """
    return _prove(app, who, _by_recovery_code(code), "recovery", source)


def give_code(app: App, who: Who, *, code: str, source: Source) -> None:
    """Give the code agreed in person: what is about a child is open from then on.

    Raises
    ------
    TooOften
        Tried too often.
    Refused
        The code is wrong, or none was agreed.
    """
    count_try(app, "code", address=who.actor, source=source)

    def give(session: Session) -> bool:
        store = _own_store(app, session, who)
        account, row = own_rows(store, who)
        kept = credential_of(store, account)
        digest = code_digest(app, account.id, code) if code.strip() else b""
        if is_staff(store, account) or kept is None or kept.code_digest != digest:
            return False
        store.change(row, code_at=store.now)
        write_down(store, account, "sign_in.code")
        return True

    if not app.database.transaction(give):
        raise Refused("That is not the code that was agreed. Try again.")


def code_digest(app: App, account_id: UUID, code: str) -> bytes:
    """Return the keyed hash by which the code agreed with somebody is known."""
    return app.keys.blind("agreed code", f"{account_id} {code}")


def credential_of(store: Store, account: Account) -> Credential | None:
    """Return what an account can prove, where it can prove anything."""
    return store.one(Credential, Credential.account_id == account.id)


def _password_of(app: App, address: str) -> str | None:
    """Return what is kept of the password of a member of staff, read apart.

    Hashing takes a while, and no transaction waits for it.
    """
    if not address.strip():
        return None
    with app.database.reading() as session:
        account = account_of(app, session, address)
        if account is None:
            return None
        store = store_of(app, session, account.organisation_id)
        kept = credential_of(store, account)
        if kept is None or not is_staff(store, account):
            return None
        password = value(store, kept, "password")
    return str(password) if password else None


def _prove(app: App, who: Who, proof: Proof, how: str, source: Source) -> str:
    if who.waits != "second":
        raise NotThere
    count_try(app, "second", address=who.actor, source=source)

    def prove(session: Session) -> str | None:
        store = _own_store(app, session, who)
        account, row = own_rows(store, who)
        if not proof(store, account):
            return None
        write_down(store, account, "sign_in.second", how=how)
        return started_anew(store, account, row)

    secret = app.database.transaction(prove)
    if secret is None:
        raise Refused(WRONG)
    return secret


def _by_authenticator(code: str) -> Proof:
    def proof(store: Store, account: Account) -> bool:
        kept = credential_of(store, account)
        if kept is None or kept.confirmed_at is None:
            return False
        secret = value(store, kept, "authenticator")
        return bool(secret) and takes_step(store, kept, str(secret), code)

    return proof


def takes_step(store: Store, kept: Credential, secret: str, code: str) -> bool:
    """Tell whether a code is right now, and see to it that it never is again."""
    step = step_of(secret, code, store.now)
    if step is None:
        return False
    return bool(
        store.change_where(
            Credential,
            Credential.id == kept.id,
            col(Credential.last_step) < step,
            last_step=step,
        )
    )


def _by_recovery_code(code: str) -> Proof:
    def proof(store: Store, account: Account) -> bool:
        return bool(
            store.change_where(
                RecoveryCode,
                RecoveryCode.account_id == account.id,
                RecoveryCode.digest == digest_of(plain_code(code)),
                col(RecoveryCode.used_at).is_(None),
                used_at=store.now,
            )
        )

    return proof


def _own_store(app: App, session: Session, who: Who) -> Store:
    if who.organisation_id is None:
        return new_nobody(session, keys=app.keys, now=app.now())
    return store_of(app, session, who.organisation_id)
