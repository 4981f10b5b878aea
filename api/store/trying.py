"""Writes that another may have made impossible, without losing the transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from api.records import Row
from api.store.store import Store

R = TypeVar("R", bound=Row)


class Taken(Exception):
    """The one row that there may be is there already."""


def new_or_taken(store: Store, kind: type[R], /, **values: Any) -> R:
    """Insert a row of which the database allows one.

    Raises
    ------
    Taken
        Another was first; what the transaction did before stands.
    """
    savepoint = store.session.begin_nested()
    try:
        row = store.new(kind, **values)
    except IntegrityError:
        savepoint.rollback()
        raise Taken from None
    savepoint.commit()
    return row


def change_or_taken(store: Store, row: R, /, **values: Any) -> R:
    """Change a row where the database allows one such.

    Raises
    ------
    Taken
        There is such a one already; what the transaction did before stands.
    """
    savepoint = store.session.begin_nested()
    try:
        changed = store.change(row, **values)
    except IntegrityError:
        savepoint.rollback()
        raise Taken from None
    savepoint.commit()
    return changed


def all_or_none(store: Store, act: Callable[[], bool]) -> bool:
    """Do several writes; where they say False, none of them was done."""
    store.session.flush()
    savepoint = store.session.begin_nested()
    if act():
        savepoint.commit()
        return True
    savepoint.rollback()
    return False
