"""One's own sign-ins: what they are, ending one, ending all others."""

from __future__ import annotations

from typing import Any

from api.actions.about import tells
from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.auth import SEEN_EVERY, end_sign_ins, was_seen, who_of_sign_in
from api.permissions import About, NotThere, Who, shown
from api.records import Account, SignIn
from api.store import Session, col, new_nobody

_MOST = 50


def signed_in(app: App, *, secret: str, loopback: bool) -> Who | None:
    """Return whose browser asks, by its cookie, and keep that it was in use."""
    with app.database.reading() as session:
        who = who_of_sign_in(
            session, keys=app.keys, now=app.now(), secret=secret, loopback=loopback
        )
        unseen = who is not None and _long_unseen(app, session, who)
    if unseen:
        app.database.transaction(
            lambda session: was_seen(
                new_nobody(session, keys=app.keys, now=app.now()), secret
            )
        )
    return who


@tells(SignIn)
def about_sign_in(desk: Desk, row: SignIn) -> About:
    """Return whose sign-in it is."""
    mine, identity = row.account_id == desk.who.account_id, desk.who.identity_id
    parties = {"self": frozenset({identity})} if mine and identity else {}
    return About(row.organisation_id, parties=parties)


@reads("sign_in.mine")
def my_sign_ins(desk: Desk) -> dict[str, Any]:
    """Return where the caller is signed in, the latest first."""
    rows = desk.store.find(
        SignIn,
        SignIn.account_id == desk.who.account_id,
        col(SignIn.revoked_at).is_(None),
        col(SignIn.expires_at) > desk.now,
        limit=_MOST,
        newest_first=True,
    )
    return {"items": [_line(desk, row) for row in rows], "next": None}


@acts("sign_in.end", on=SignIn, adds=True)
def end_sign_in(desk: Desk, row: SignIn) -> Done:
    """End one of one's own sign-ins: signing out."""
    desk.store.change(row, revoked_at=row.revoked_at or desk.now)
    desk.record("sign_in.end", row)
    return desk.done(row)


@acts("sign_in.end_others")
def end_other_sign_ins(desk: Desk) -> Done:
    """End every sign-in of one's own but this one."""
    account = own_account(desk)
    ended = end_sign_ins(desk.store, account, but=desk.who.sign_in_id)
    desk.record("sign_in.end_others", account, ended=ended)
    return desk.done(account, ended=ended)


def own_account(desk: Desk) -> Account:
    """Return the account of whoever asks.

    Raises
    ------
    NotThere
        The work that goes on by itself has none.
    """
    if desk.who.account_id is None:
        raise NotThere
    return desk.find(Account, desk.who.account_id)


def _long_unseen(app: App, session: Session, who: Who) -> bool:
    store = new_nobody(session, keys=app.keys, now=app.now())
    (row,) = store.across("sign in", SignIn, SignIn.id == who.sign_in_id)
    return app.now() - row.seen_at >= SEEN_EVERY


def _line(desk: Desk, row: SignIn) -> dict[str, Any]:
    return shown(
        "sign_in",
        desk.audiences,
        "",
        {
            "id": str(row.id),
            "version": row.version,
            "way": row.way,
            "since": row.created_at.isoformat(),
            "seen_at": row.seen_at.isoformat(),
            "this": row.id == desk.who.sign_in_id,
        },
    )
