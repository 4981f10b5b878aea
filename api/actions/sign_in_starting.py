"""How every way of signing in begins: a try is counted, a start is written down."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from api.actions.app import App
from api.audit_log import append
from api.auth import may_try, start_sign_in
from api.permissions import Who
from api.records import STAFF_ROLES, Account, Membership, SignIn
from api.store import Session, Store, col, new_nobody
from matcher.errors import Refused


class TooOften(Refused):
    """Tried more often than anybody who knows it would have to."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a request came from.

    Parameters
    ----------
    host : str
        Its network address; only a keyed hash of it is kept.
    """

    host: str = ""


def count_try(app: App, what: str, *, address: str, source: Source) -> None:
    """Count a try in a transaction of its own: a refusal does not take it back.

    Raises
    ------
    TooOften
        Whether or not anybody has the address.
    """

    def count(session: Session) -> bool:
        store = new_nobody(session, keys=app.keys, now=app.now())
        return may_try(store, what, address=address, source=source.host)

    if not app.database.transaction(count):
        raise TooOften(
            "That was tried too often. Wait a quarter of an hour, then try again."
        )


def store_of(app: App, session: Session, organisation_id: UUID) -> Store:
    """Return a store of an organisation."""
    return Store(session, keys=app.keys, organisation_id=organisation_id, now=app.now())


def account_of(app: App, session: Session, address: str) -> Account | None:
    """Return the active account of an e-mail address."""
    store = new_nobody(session, keys=app.keys, now=app.now())
    found = store.across(
        "sign in",
        Account,
        Account.address_blind == app.keys.blind("address", address),
        Account.state == "active",
    )
    return found[0] if found else None


def is_staff(store: Store, account: Account) -> bool:
    """Tell whether an account holds a role that is somebody's work."""
    held = store.across(
        "sign in",
        Membership,
        Membership.account_id == account.id,
        col(Membership.ended_at).is_(None),
    )
    return any(row.role in STAFF_ROLES for row in held)


def started(
    store: Store,
    account: Account,
    *,
    way: str,
    second: bool = False,
    loopback_only: bool = False,
) -> str:
    """Start a sign-in, write it into the audit log, and return its secret."""
    secret = start_sign_in(
        store, account, way=way, second=second, loopback_only=loopback_only
    )
    write_down(store, account, "sign_in.start", way=way)
    return secret


def started_anew(store: Store, account: Account, row: SignIn) -> str:
    """Replace a sign-in that has proven more by one with another secret."""
    store.change(row, revoked_at=store.now)
    return start_sign_in(
        store,
        account,
        way=row.way,
        second=True,
        loopback_only=row.loopback_only,
    )


def write_down(store: Store, account: Account, act: str, **facts: str | int) -> None:
    """Append to the audit log what somebody did with their own sign-in."""
    append(
        store.session,
        organisation_id=account.organisation_id,
        at=store.now,
        actor=str(account.id),
        roles=(),
        act=act,
        table="account",
        record_id=account.id,
        facts=facts,
    )


def own_rows(store: Store, who: Who) -> tuple[Account, SignIn]:
    """Return the account and the sign-in of a page's request.

    Raises
    ------
    Refused
        The sign-in ended meanwhile.
    """
    account = store.get(Account, who.account_id)
    row = store.get(SignIn, who.sign_in_id)
    if account is None or row is None or row.revoked_at or account.state != "active":
        raise Refused("You are no longer signed in. Sign in again.")
    return account, row
