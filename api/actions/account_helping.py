"""What staff do for somebody's account: reset it, agree a code in person."""

from __future__ import annotations

from uuid import UUID

from api.actions.account_rows import invited
from api.actions.app import App
from api.actions.credentials import forget_credentials
from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.sign_in_proving import code_digest, credential_of
from api.actions.sign_in_starting import account_of, is_staff, store_of
from api.auth import end_everything
from api.permissions import Who
from api.records import STAFF_ROLES, Account, Credential, Membership
from api.store import col
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
    if account.state != "active":
        raise Refused("This account is not in use. Invite them instead.")
    held = desk.store.find(
        Membership,
        Membership.account_id == account.id,
        col(Membership.ended_at).is_(None),
        col(Membership.role).in_(STAFF_ROLES),
    )
    if not held:
        raise Refused("They sign in by a link: there is nothing to reset.")
    ended = end_everything(desk.store, account)
    forget_credentials(desk.store, account)
    code = bytes.fromhex(code_sha256)
    invited(desk.store, account, held[0].role, code, desk.who.account_id)
    desk.record("account.reset", account, ended=ended)
    desk.store.change(account)
    _tell_both(desk, account, code_sha256)
    return desk.done(account)


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


def _tell_both(desk: Desk, account: Account, once: str) -> None:
    for person in (account.person_id, desk.who.person_id):
        assert person is not None, "an administrator is a person"
        desk.post(
            "message",
            once=f"reset:{account.id}:{once[:16]}:{person}",
            message="sign_in_reset",
            person=person,
            about_table="account",
            about=account.id,
        )
