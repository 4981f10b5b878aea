"""What staff do for somebody's account: reset it, agree a code in person."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from api.actions.account_rows import invited
from api.actions.app import App
from api.actions.credentials import forget_credentials
from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.sign_in_proving import code_digest, credential_of
from api.actions.sign_in_starting import account_of, is_staff, store_of
from api.audit_log import append
from api.auth import digest_of, end_everything
from api.outbox import post
from api.permissions import Who
from api.records import STAFF_ROLES, Account, Credential, Membership
from api.store import Session, Store, col
from matcher.errors import Refused


@acts("account.reset", on=Account)
def reset_account(desk: Desk, account: Account, *, code_sha256: str) -> Done:
    """Take away somebody's password and authenticator; they begin again by a code.

    Both are told by mail. Nobody resets their own, so the last administrator is not.

    Raises
    ------
    Refused
        The account is not in use, or is no member of staff's.
    """
    ended = _begin_again(desk.store, account, code_sha256, desk.who.account_id)
    desk.record("account.reset", account, ended=ended)
    desk.store.change(account)
    assert desk.who.person_id is not None, "an administrator is a person"
    _tell(desk.store, account, code_sha256, {desk.who.person_id})
    return desk.done(account)


def reset_on_the_server(app: App, *, address: str, code: str) -> None:
    """Do the same from the machine itself, where no administrator is left to do it.

    Whoever runs the machine is nobody's account: the log says it was a command, and
    every administrator is told.

    Raises
    ------
    Refused
        Nobody signs in with this address, or as `reset_account`.
    """

    def reset(session: Session) -> None:
        account = account_of(app, session, address)
        if account is None:
            raise Refused("Nobody signs in here with this address.")
        store, digest = store_of(app, session, account.organisation_id), digest_of(code)
        ended = _begin_again(store, account, digest.hex(), None)
        append(
            session,
            organisation_id=account.organisation_id,
            at=store.now,
            actor="command",
            roles=(),
            act="account.reset",
            table="account",
            record_id=account.id,
            facts={"ended": ended},
        )
        store.change(account)
        _tell(store, account, digest.hex(), _administrators(store))

    app.database.transaction(reset)


def _begin_again(
    store: Store, account: Account, code_sha256: str, by: UUID | None
) -> int:
    """End all that an account can prove; return how many sign-ins ended."""
    if account.state != "active":
        raise Refused("This account is not in use. Invite them instead.")
    held = store.find(
        Membership,
        Membership.account_id == account.id,
        col(Membership.ended_at).is_(None),
        col(Membership.role).in_(STAFF_ROLES),
    )
    if not held:
        raise Refused("They sign in by a link: there is nothing to reset.")
    ended = end_everything(store, account)
    forget_credentials(store, account)
    invited(store, account, held[0].role, bytes.fromhex(code_sha256), by)
    return ended


@acts("account.agree_code", on=Account, adds=True)
def agree_code(desk: Desk, account: Account, *, code_digest: str) -> Done:
    """Keep the code that was agreed with somebody in person, by its keyed hash.

    Raises
    ------
    Refused
        The account was closed.
    """
    if account.state == "closed":
        raise Refused("This account was closed.")
    kept = credential_of(desk.store, account)
    if kept is None:
        kept = desk.store.new(Credential, account_id=account.id)
    desk.store.change(
        kept,
        code_digest=bytes.fromhex(code_digest),
        code_set_at=desk.now,
        code_set_by=desk.who.account_id,
    )
    desk.record("account.agree_code", account)
    return desk.done(account)


def agreed_with(app: App, who: Who, *, address: str, code: str) -> tuple[UUID, str]:
    """Return whose account an address is in one's organisation, and a code's digest.

    Raises
    ------
    Refused
        Nobody here signs in by a link with this address.
    """
    with app.database.reading() as session:
        account = account_of(app, session, address)
        if account is not None and account.organisation_id == who.organisation_id:
            store = store_of(app, session, account.organisation_id)
            if not is_staff(store, account):
                return account.id, code_digest(app, account.id, code).hex()
    raise Refused("Nobody here signs in by a link with this address.")


def _tell(store: Store, account: Account, once: str, others: Collection[UUID]) -> None:
    for person in sorted({account.person_id, *others}):
        post(
            store,
            "message",
            once=f"reset:{account.id}:{once[:16]}:{person}",
            message="sign_in_reset",
            person=person,
            about_table="account",
            about=account.id,
        )


def _administrators(store: Store) -> set[UUID]:
    held = store.find(
        Membership,
        Membership.role == "administrator",
        col(Membership.ended_at).is_(None),
    )
    accounts = store.find(
        Account,
        col(Account.id).in_({row.account_id for row in held}),
        Account.state == "active",
    )
    return {row.person_id for row in accounts}
