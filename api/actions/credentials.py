"""What a member of staff can prove: set up from an invitation, renewed, reset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from api.actions.app import App
from api.actions.sign_in_proving import credential_of, takes_step
from api.actions.sign_in_starting import (
    Source,
    count_try,
    is_staff,
    own_rows,
    started_anew,
    store_of,
    write_down,
)
from api.auth import (
    RECOVERY_CODES,
    digest_of,
    end_sign_ins,
    hash_password,
    matches,
    new_authenticator,
    new_recovery_code,
    picture_of,
    plain_phone,
)
from api.mail import reachable
from api.permissions import NotThere, Who
from api.records import Account, Credential, Person, RecoveryCode, SignIn
from api.store import Session, Store, keep, remember, value
from matcher.errors import Refused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stands:
    """What somebody has set up so far."""

    password: bool
    authenticator: bool
    recovery_codes: int
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A new authenticator's secret, in letters and as a picture to photograph."""

    secret: str
    picture: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The sign-in's new secret, and the recovery codes: they are shown this once."""

    secret: str
    codes: tuple[str, ...]


def what_stands(app: App, who: Who) -> Stands:
    """Return what whoever asks has set up."""

    def look(store: Store, account: Account, row: SignIn) -> Stands:
        kept = credential_of(store, account)
        left = store.count(
            RecoveryCode,
            RecoveryCode.account_id == account.id,
            RecoveryCode.used_at.is_(None),  # type: ignore[union-attr]
        )
        return Stands(
            password=bool(kept and kept.password_at),
            authenticator=bool(kept and kept.confirmed_at),
            recovery_codes=left,
            by_provider=row.way == "provider",
        )

    return _own(app, who, look)


def set_password(
    app: App, who: Who, *, password: str, old: str = "", source: Source
) -> None:
    """Set one's first password, from an invitation; or another, with the old one.

    Every other sign-in of theirs ends.

    Raises
    ------
    Refused
        The old one is wrong, or the new one is too weak.
    """
    if not _first_time(app, who):
        prove_password(app, who, old, source)
    kept_as = hash_password(password)

    def write(store: Store, account: Account, row: SignIn) -> None:
        kept = _credential(store, account)
        keep(store, kept, account.person_id, password=kept_as)
        store.change(kept, password_at=store.now)
        end_sign_ins(store, account, but=row.id)
        write_down(store, account, "credential.password")

    _own(app, who, write)


def show_authenticator(app: App, who: Who) -> Shown:
    """Return the authenticator that waits to be confirmed, a new one where none does.

    Raises
    ------
    NotThere
        Somebody who has one, and has not proven it in this sign-in.
    """

    def show(store: Store, account: Account, row: SignIn) -> Shown:
        kept = _credential(store, account)
        _may_replace(who, kept, row)
        pending = value(store, kept, "pending")
        if not pending:
            pending = new_authenticator()
            keep(store, kept, account.person_id, pending=pending)
        name = str(value(store, account, "address") or "")
        return Shown(str(pending), picture_of(str(pending), name))

    return _own(app, who, show)


def confirm_authenticator(
    app: App, who: Who, *, code: str, source: Source
) -> Confirmed:
    """Take a new authenticator into use by one of its codes.

    Raises
    ------
    TooOften
        Tried too often.
    Refused
        The code is wrong.
    """
    count_try(app, "second", address=who.actor, source=source)

    def confirm(store: Store, account: Account, row: SignIn) -> Confirmed | None:
        kept = _credential(store, account)
        _may_replace(who, kept, row)
        pending = value(store, kept, "pending")
        if not pending or not takes_step(store, kept, str(pending), code):
            return None
        keep(store, kept, account.person_id, authenticator=pending, pending=None)
        store.change_where(Credential, Credential.id == kept.id, confirmed_at=store.now)
        write_down(store, account, "credential.authenticator")
        end_sign_ins(store, account, but=row.id)
        return Confirmed(started_anew(store, account, row), _new_codes(store, account))

    found = _own(app, who, confirm)
    if found is None:
        raise Refused("That code is not right. Wait for the next one, then type it.")
    return found


def set_phone(app: App, who: Who, *, phone: str) -> None:
    """Keep the mobile number to which one's own sign-in links may go by text.

    Raises
    ------
    Refused
        It is no number, or the code agreed in person was not given yet.
    """
    plain = plain_phone(phone)
    if not reachable("text", plain):
        raise Refused("Enter a mobile number, such as 07700 900123.")
    if who.waits:
        raise Refused("Give the code that was agreed with you first.")

    def write(store: Store, account: Account, _row: SignIn) -> None:
        person = store.get(Person, account.person_id)
        assert person is not None, "an account has a person"
        keep(store, person, person.id, phone=plain)
        remember(store, person.id, person.organisation_id, phone=plain)
        write_down(store, account, "sign_in.phone")

    _own(app, who, write)


def renew_recovery_codes(
    app: App, who: Who, *, password: str, source: Source
) -> tuple[str, ...]:
    """Return new recovery codes; the old ones are worth nothing from now on.

    Raises
    ------
    Refused
        The password is wrong.
    """
    if who.waits:
        raise NotThere
    prove_password(app, who, password, source)

    def renew(store: Store, account: Account, _row: SignIn) -> tuple[str, ...]:
        write_down(store, account, "credential.recovery_codes")
        return _new_codes(store, account)

    return _own(app, who, renew)


def forget_credentials(store: Store, account: Account) -> None:
    """Take away what an account can prove: they begin again from an invitation."""
    kept = credential_of(store, account)
    if kept is not None:
        sealed = {"password": None, "authenticator": None, "pending": None}
        keep(store, kept, account.person_id, **sealed)
        store.change(kept, password_at=None, confirmed_at=None, code_digest=None)
    store.delete_where(RecoveryCode, RecoveryCode.account_id == account.id)


def _may_replace(who: Who, kept: Credential, row: SignIn) -> None:
    """Let nobody in half-way replace the factor that they still have to give."""
    proven = row.way == "provider" or kept.password_at is not None
    if not proven or row.way == "link":
        raise NotThere
    if kept.confirmed_at is not None and who.waits:
        raise NotThere


def _first_time(app: App, who: Who) -> bool:
    def look(store: Store, account: Account, row: SignIn) -> bool:
        kept = credential_of(store, account)
        if not is_staff(store, account):
            raise NotThere
        return row.way == "invitation" and (kept is None or kept.password_at is None)

    return _own(app, who, look)


def prove_password(app: App, who: Who, password: str, source: Source) -> None:
    """Ask for one's own password again, before something that matters.

    Raises
    ------
    Refused
        It is wrong.
    """
    if who.waits:
        raise NotThere
    count_try(app, "password", address=who.actor, source=source)

    def read(store: Store, account: Account, _row: SignIn) -> str | None:
        kept = credential_of(store, account)
        return value(store, kept, "password") if kept else None

    if not matches(password, _own(app, who, read)):
        raise Refused("That is not your password.")


def _new_codes(store: Store, account: Account) -> tuple[str, ...]:
    store.delete_where(RecoveryCode, RecoveryCode.account_id == account.id)
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    for code in codes:
        store.new(RecoveryCode, account_id=account.id, digest=digest_of(code))
    return codes


def _credential(store: Store, account: Account) -> Credential:
    there = credential_of(store, account)
    return there or store.new(Credential, account_id=account.id)


def _own(app: App, who: Who, act: Callable[[Store, Account, SignIn], T]) -> T:
    def within(session: Session) -> T:
        assert who.organisation_id is not None, "a page's request has an account"
        store = store_of(app, session, who.organisation_id)
        return act(store, *own_rows(store, who))

    return app.database.transaction(within)
