"""What a row is about, for permissions: whose it is, its parties, its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.actions.desk import Desk
from api.permissions import About
from api.records import Row

ABOUT: dict[str, Callable[[Desk, Any], About]] = {}
"""By table, what knows about its rows; a table without one has no parties."""


def tells(kind: type[Row]) -> Callable[..., Callable[[Desk, Any], About]]:
    """Declare a function as what knows about a table's rows."""

    def declare(tell: Callable[[Desk, Any], About]) -> Callable[[Desk, Any], About]:
        ABOUT[str(kind.__tablename__)] = tell
        return tell

    return declare


def about(desk: Desk, row: Row | None) -> About:
    """Return what permissions must know of a row, or of making one."""
    if row is None:
        return About(desk.store.organisation_id)
    tell = ABOUT.get(str(row.__tablename__))
    if tell is not None:
        return tell(desk, row)
    return About(row.organisation_id, getattr(row, "scheme_id", None))
