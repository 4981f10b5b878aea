"""Doing and reading: the one way in, with permission, once, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.actions.about import about
from api.actions.app import App
from api.actions.desk import Desk, Done
from api.permissions import RULES, NotThere, Who, require
from api.records import Once, Row
from api.store import IntegrityError, Session, Stale, Store, new_nobody
from matcher.errors import Refused

_TRIES = 3


class KeyReused(Refused):
    """An Idempotency-Key that was used for something else."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do: the act's name, what it is done on, and how.

    ``on`` is the table of the row it is done on, or None; ``reads`` is True where it
    changes nothing but the log of views; ``adds`` is True where it makes something
    beside that row and leaves the row alone, so that no If-Match is asked for;
    ``logs`` is True where a reader of no row leaves views.
    """

    act: str
    run: Callable[..., Any]
    on: type[Row] | None = None
    reads: bool = False
    adds: bool = False
    logs: bool = False

    @property
    def __name__(self) -> str:
        return self.run.__name__


ACTIONS: dict[str, Action] = {}
"""Every action by the name of its function."""
READERS: dict[str, Action] = {}
"""How a row of a table is shown to who did something with it, by table."""


def acts(
    act: str, *, on: type[Row] | None = None, adds: bool = False
) -> Callable[..., Action]:
    """Declare a function as an action: ``f(desk, row, …)``, or ``f(desk, …)``."""
    return _declare(act, on, reads=False, adds=adds)


def reads(
    act: str, *, on: type[Row] | None = None, logs: bool = False
) -> Callable[..., Action]:
    """Declare a function as a reader; one ``on`` a table shows rows of that table."""
    return _declare(act, on, reads=True, logs=logs)


def _declare(
    act: str,
    on: type[Row] | None,
    *,
    reads: bool,
    adds: bool = False,
    logs: bool = False,
) -> Callable[..., Action]:
    def declare(run: Callable[..., Any]) -> Action:
        action = Action(act, run, on, reads, adds, logs)
        assert act in RULES, f"{act} has no rule in api.permissions"
        assert run.__name__ not in ACTIONS, f"two actions are called {run.__name__}"
        ACTIONS[run.__name__] = action
        if reads and on is not None and act == f"{on.__tablename__}.read":
            # Of several that read a table, the first shows its rows.
            READERS.setdefault(str(on.__tablename__), action)
        return action

    return declare


def perform(
    app: App,
    who: Who,
    action: Action,
    *,
    on: UUID | None = None,
    key: str | None = None,
    version: int | None = None,
    organisation_id: UUID | None = None,
    **arguments: Any,
) -> Done:
    """Do an action in one transaction: change, audit row and outbox rows, or nothing.

    Parameters
    ----------
    on : UUID, optional
        The row it is done on.
    key : str, optional
        The Idempotency-Key: the same from the same actor is done once.
    version : int, optional
        The row's version as the caller saw it (If-Match).
    organisation_id : UUID, optional
        Whose rows, where there is no row yet; else the caller's own.

    Raises
    ------
    NotThere
        Absent, another's, or not theirs to do.
    Stale
        The row has changed since the caller saw it.
    KeyReused
        The key was used for something else.
    Refused
        What the action says.
    """

    def attempt(session: Session) -> Done:
        digest = _digest(action, on, arguments)
        done_before = _done_before(app, who, session, key=key, digest=digest)
        if done_before is not None:
            return done_before
        desk, row = _desk(
            app, who, action, session, on=on, organisation_id=organisation_id
        )
        once = (
            desk.store.new(Once, actor=who.actor, key=key, request_digest=digest)
            if key is not None
            else None
        )
        if row is not None and version is not None and row.version != version:
            raise Stale
        given = () if row is None else (row,)
        done: Done = action.run(desk, *given, **arguments)
        if not desk.recorded:
            raise RuntimeError(f"{action.act} left no audit row")
        if once is not None:
            _settle(desk.store, once, done)
        return done

    for _ in range(_TRIES - 1):
        # Somebody else's row was first: of the same key, or one made when first needed.
        # From the beginning again, it is there; a row that may never be fails again.
        with suppress(IntegrityError):
            return app.database.transaction(attempt)
    return app.database.transaction(attempt)


def look(
    app: App,
    who: Who,
    reader: Action,
    *,
    on: UUID | None = None,
    organisation_id: UUID | None = None,
    **arguments: Any,
) -> Any:
    """Read something: in a transaction of its own, since reads of people are logged.

    Raises
    ------
    NotThere
        Absent, another's, or not theirs to see.
    """

    def attempt(session: Session) -> Any:
        desk, row = _desk(
            app, who, reader, session, on=on, organisation_id=organisation_id
        )
        given = () if row is None else (row,)
        return reader.run(desk, *given, **arguments)

    if reader.on is None and not reader.logs:
        with app.database.reading() as session:
            return attempt(session)
    return app.database.transaction(attempt)


def show(app: App, who: Who, done: Done) -> dict[str, Any]:
    """Return what an action came to, as far as who did it may see it."""
    reader = READERS.get(done.kind)
    seen: dict[str, Any] = {"id": str(done.id)}
    if reader is not None:
        with suppress(NotThere):
            seen = look(app, who, reader, on=done.id)
    return seen | done.facts


def _desk(
    app: App,
    who: Who,
    action: Action,
    session: Session,
    *,
    on: UUID | None,
    organisation_id: UUID | None,
) -> tuple[Desk, Row | None]:
    row, scope = None, organisation_id or who.organisation_id
    now = app.now()
    if action.on is not None:
        finder = Store(
            session, keys=app.keys, organisation_id=on or UUID(int=0), now=now
        )
        found = finder.across("locate", action.on, action.on.id == on)
        if not found:
            raise NotThere
        row = found[0]
        scope = row.organisation_id
    if scope is None:
        raise NotThere
    store = Store(session, keys=app.keys, organisation_id=scope, now=now)
    desk = Desk(app, store, who, reads=action.reads)
    desk.audiences = require(RULES[action.act], who, about(desk, row))
    return desk, row


def _done_before(
    app: App, who: Who, session: Session, *, key: str | None, digest: str
) -> Done | None:
    """Return what this key came to: asked before permission, which a step may end.

    Whoever repeats a request has made it; what they may see of it is asked again.
    """
    if key is None or who.suspended:
        return None
    store = new_nobody(session, keys=app.keys, now=app.now())
    used = store.across("locate", Once, Once.actor == who.actor, Once.key == key)
    if not used:
        return None
    there = used[0]
    if there.request_digest != digest:
        raise KeyReused(
            "This Idempotency-Key was used for another request. Use a fresh one."
        )
    assert there.outcome_id is not None
    return Done(there.outcome_kind, there.outcome_id, there.outcome)


def _settle(store: Store, once: Once, done: Done) -> None:
    store.change(
        once, outcome_kind=done.kind, outcome_id=done.id, outcome=dict(done.facts)
    )


def _digest(action: Action, on: UUID | None, arguments: Mapping[str, Any]) -> str:
    said = {"act": action.__name__, "on": str(on), "with": arguments}
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
