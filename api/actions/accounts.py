"""Accounts: invited by an administrator, holding roles, closed when somebody leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.account_rows import invited, join, known, new_account
from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.sign_in_starting import (
    Source,
    count_try,
    started,
    store_of,
    write_down,
)
from api.audit_log import append
from api.auth import digest_of, end_everything, end_sign_ins, issue_token
from api.permissions import About, NotThere, shown
from api.records import (
    ROLES,
    Account,
    Invitation,
    Membership,
    Organisation,
    Person,
    Scheme,
    new_id,
)
from api.store import Session, Store, col, new_nobody, read
from matcher.errors import Refused

SIGNED_IN_FOR = timedelta(hours=12)


def found_organisation(app: App, *, name: str, address: str, code: str) -> Done:
    """Make an organisation with its first administrator, invited on the server.

    Raises
    ------
    Refused
        If there is an organisation of this name.
    """

    def found(session: Session) -> Done:
        id_ = new_id()
        store = store_of(app, session, id_)
        if store.across("sign in", Organisation, Organisation.name == name):
            raise Refused("There is an organisation of this name. Use --as EMAIL.")
        row = store.new(Organisation, id=id_, organisation_id=id_, name=name)
        account = new_account(store, address)
        invited(store, account, "administrator", digest_of(code), None)
        append(
            session,
            organisation_id=id_,
            at=store.now,
            actor="command",
            roles=(),
            act="organisation.found",
            table="organisation",
            record_id=id_,
        )
        return Done("organisation", row.id, {"account": str(account.id)})

    return app.database.transaction(found)


@acts("account.invite", on=Organisation, adds=True)
def invite(
    desk: Desk, organisation: Organisation, *, address: str, role: str, code_sha256: str
) -> Done:
    """Invite somebody to a role; the caller keeps the code, we keep its hash.

    Raises
    ------
    Refused
        If there is no such role, the account was closed, or it is another's.
    """
    if role not in ROLES:
        raise Refused(f"There is no such role. The roles are: {', '.join(ROLES)}.")
    account = known(desk.store, address) or new_account(desk.store, address)
    if account.organisation_id != organisation.id:
        raise Refused("This address signs in for another organisation.")
    if account.state == "closed":
        raise Refused("This account was closed. Ask for another address.")
    invited(desk.store, account, role, bytes.fromhex(code_sha256), desk.who.account_id)
    desk.record("account.invite", account, role=role)
    desk.post(
        "message",
        once=f"invitation:{account.id}:{code_sha256[:16]}",
        message="invitation",
        person=account.person_id,
        about_table="account",
        about=account.id,
    )
    return desk.done(account)


def use_invitation(app: App, *, code: str) -> str | None:
    """Exchange an invitation's code for a bearer token; None if it is for nobody.

    The code works once, until its day; the account is active from then on.
    """

    def use(session: Session) -> str | None:
        found = _used(app, session, code)
        if found is None:
            return None
        store, account = found
        return issue_token(store, account, expires_at=store.now + SIGNED_IN_FOR)

    return app.database.transaction(use)


def begin_from_invitation(app: App, *, code: str, source: Source) -> str | None:
    """Exchange an invitation's code for a sign-in's secret; None if it is for nobody.

    Staff set up a password and an authenticator in it, and can do nothing else before.

    Raises
    ------
    TooOften
        Too many codes from one source.
    """
    count_try(app, "invitation", address="", source=source)

    def use(session: Session) -> str | None:
        found = _used(app, session, code)
        return started(*found, way="invitation") if found else None

    return app.database.transaction(use)


def invitation_stands(app: App, *, code: str) -> bool:
    """Tell whether an invitation may still be used; looking at it changes nothing."""
    with app.database.reading() as session:
        store = new_nobody(session, keys=app.keys, now=app.now())
        return _invitation(store, code) is not None


def _invitation(store: Store, code: str) -> Invitation | None:
    found = store.across(
        "sign in",
        Invitation,
        Invitation.digest == digest_of(code),
        col(Invitation.used_at).is_(None),
        col(Invitation.expires_at) > store.now,
    )
    return found[0] if found else None


def _used(app: App, session: Session, code: str) -> tuple[Store, Account] | None:
    row = _invitation(new_nobody(session, keys=app.keys, now=app.now()), code)
    if row is None:
        return None
    store = store_of(app, session, row.organisation_id)
    account = store.get(Account, row.account_id)
    used = store.change_where(
        Invitation,
        Invitation.id == row.id,
        col(Invitation.used_at).is_(None),
        used_at=store.now,
    )
    if not used or account is None or account.state == "closed":
        return None
    store.change(account, state="active")
    join(store, account, row.role, row.scheme_id)
    write_down(store, account, "invitation.use", role=row.role)
    return store, account


@tells(Account)
def about_account(desk: Desk, account: Account) -> About:
    """Return whose account it is: nobody gives themselves a role."""
    person = desk.store.get(Person, account.person_id)
    whose = frozenset({person.identity_id} if person else ())
    return About(account.organisation_id, people=whose)


@acts("membership.add", on=Account)
def add_role(
    desk: Desk, account: Account, *, role: str, scheme_id: UUID | None = None
) -> Done:
    """Give an account a role, for one scheme or for all.

    Raises
    ------
    Refused
        If there is no such role.
    NotThere
        If there is no such scheme.
    """
    if role not in ROLES:
        raise Refused(f"There is no such role. The roles are: {', '.join(ROLES)}.")
    if scheme_id is not None:
        desk.find(Scheme, scheme_id)
    join(desk.store, account, role, scheme_id)
    desk.store.change(account)
    desk.record("membership.add", account, role=role, scheme=str(scheme_id))
    return desk.done(account)


@acts("membership.end", on=Account)
def end_role(
    desk: Desk, account: Account, *, role: str, scheme_id: UUID | None = None
) -> Done:
    """Take a role away; it ends at once, also for whoever is signed in.

    Raises
    ------
    Refused
        If it is the last administrator's.
    """
    if role == "administrator" and _administrators(desk.store) == {account.id}:
        raise Refused("The last administrator stays. Make another one first.")
    ended = desk.store.change_where(
        Membership,
        Membership.account_id == account.id,
        Membership.role == role,
        Membership.scheme_id == scheme_id,
        col(Membership.ended_at).is_(None),
        ended_at=desk.now,
    )
    if not ended:
        raise NotThere
    end_sign_ins(desk.store, account)
    desk.store.change(account)
    desk.record("membership.end", account, role=role, scheme=str(scheme_id))
    return desk.done(account)


@acts("account.close", on=Account)
def close_account(desk: Desk, account: Account) -> Done:
    """Close an account: no sign-in and no token of it answers any more.

    Raises
    ------
    Refused
        If it is the last administrator's.
    """
    if _administrators(desk.store) == {account.id}:
        raise Refused("The last administrator stays. Make another one first.")
    end_everything(desk.store, account)
    desk.store.change(account, state="closed")
    desk.record("account.close", account)
    return desk.done(account)


@reads("account.read", on=Account)
def read_account(desk: Desk, account: Account) -> dict[str, Any]:
    """Return an account and the roles it holds."""
    return _view(desk, [account])[0]


@reads("account.list", on=Organisation)
def list_accounts(
    desk: Desk, _organisation: Organisation, *, after: UUID | None, limit: int
) -> dict[str, Any]:
    """Return the accounts of an organisation."""
    rows = desk.store.find(Account, after=after, limit=limit + 1)
    return {
        "items": _view(desk, list(rows[:limit])),
        "next": str(rows[limit - 1].id) if rows[limit:] else None,
    }


def _view(desk: Desk, accounts: list[Account]) -> list[dict[str, Any]]:
    ids = [account.id for account in accounts]
    held = desk.store.find(
        Membership,
        col(Membership.account_id).in_(ids),
        col(Membership.ended_at).is_(None),
    )
    said = read(desk.store, accounts, ["address"])
    return [
        shown(
            "account",
            desk.audiences,
            row.state,
            {
                "id": str(row.id),
                "version": row.version,
                "state": row.state,
                "address": said.get((row.id, "address")),
                "roles": [
                    {"role": m.role, "scheme": m.scheme_id and str(m.scheme_id)}
                    for m in held
                    if m.account_id == row.id
                ],
            },
        )
        for row in accounts
    ]


def _administrators(store: Store) -> set[UUID]:
    rows = store.find(
        Membership,
        Membership.role == "administrator",
        col(Membership.ended_at).is_(None),
    )
    return {row.account_id for row in rows}
