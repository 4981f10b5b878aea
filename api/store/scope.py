"""No query without an organisation: the session itself refuses one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnElement
from sqlalchemy.sql.operators import eq, in_op

ACROSS = {
    "sign in": "a token, an address or an invitation is known before its organisation",
    "locate": "an id is looked up for its organisation; nothing else is read",
    "identity": "suspension and kept-apart follow a person across organisations",
    "data key": "a sealed value that was read names the subject of its key",
    "dispatch": "the dispatcher takes outbox rows, heartbeats and due work of all",
    "party": "somebody's own proposals and matches, whosever rows they are",
    "marker": "whether this database is the demo's or an invented one",
    "public": "what hubs list for everybody, whosever they are; nothing of a person",
    "unchanged": "the digest of each log's head tells if anything was done since",
    "upkeep": "retention, rotation and doctor look at every organisation in turn",
}
"""Why a query may look across organisations; no other reason is taken."""


class Unscoped(Exception):
    """A query that names no organisation: a fault in the code, never shown."""


def guard(session: Session) -> None:
    """Make a session refuse every query that leaves a table's organisation open."""
    event.listen(session, "do_orm_execute", _check)


def _check(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return
    across = state.execution_options.get("across")
    if across is not None:
        if across not in ACROSS:
            raise Unscoped(f"{across!r} is no reason to look across organisations")
        return
    unbound = set(_tables(state.statement)) - set(_bound(state.statement))
    if unbound:
        raise Unscoped(f"no organisation_id for {sorted(unbound)}")


def _tables(statement: Any) -> Iterator[str]:
    for part in visitors.iterate(statement):
        if isinstance(part, Table):
            yield part.name
    table = getattr(statement, "table", None)
    if isinstance(table, Table):
        yield table.name


def _bound(statement: Any) -> Iterator[str]:
    for part in visitors.iterate(statement):
        if isinstance(part, BinaryExpression) and part.operator in {eq, in_op}:
            for side in (part.left, part.right):
                name = _organisation_of(side)
                if name:
                    yield name


def _organisation_of(side: ColumnElement[Any]) -> str:
    table = getattr(side, "table", None)
    named = getattr(side, "name", "") == "organisation_id"
    return str(getattr(table, "name", "")) if named else ""
