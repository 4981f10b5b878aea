"""Signing in with a work account: an address that is proven, of an account there is."""

from __future__ import annotations

from api.actions.app import App
from api.actions.sign_in_starting import (
    Source,
    account_of,
    count_try,
    is_staff,
    started,
    store_of,
)
from api.auth import first_time
from api.auth.provider import come_back, leave_for, new_handshake
from api.store import Session, new_nobody
from matcher.errors import Refused

NOBODY = "There is no account here for your work address. Ask to be invited."


def begin_with_provider(app: App) -> tuple[str, str]:
    """Return what the browser keeps meanwhile, and where it goes.

    Raises
    ------
    Refused
        There is no provider, or it cannot be reached.
    """
    handshake = new_handshake(app.now())
    return handshake, leave_for(app.settings, app.keys, handshake)


def sign_in_by_provider(
    app: App, *, handshake: str, state: str, code: str, source: Source
) -> str:
    """Return the secret of a sign-in; it never makes an account.

    Raises
    ------
    TooOften
        Too many from one source.
    Refused
        The provider does not prove it, or nobody here has the address.
    """
    count_try(app, "provider", address="", source=source)
    if not app.database.transaction(lambda session: _is_first(app, session, state)):
        raise Refused("That was used before. Begin again.")
    proven = come_back(
        app.settings,
        app.keys,
        app.now(),
        handshake=handshake,
        state=state,
        code=code,
    )

    def start(session: Session) -> str:
        account = account_of(app, session, proven.address)
        if account is None:
            raise Refused(NOBODY)
        store = store_of(app, session, account.organisation_id)
        if not is_staff(store, account):
            raise Refused(NOBODY)
        return started(store, account, way="provider", second=proven.second)

    return app.database.transaction(start)


def _is_first(app: App, session: Session, state: str) -> bool:
    return first_time(new_nobody(session, keys=app.keys, now=app.now()), state)
