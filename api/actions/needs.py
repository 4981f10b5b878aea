"""Needs: added, shown, changed, paused, returned and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.needs_mine import my_needs
from api.actions.performing import acts, reads
from api.actions.rows_showing import list_rows, show_row
from api.actions.rows_writing import add_row, change_row, move_row
from api.records import Need, Scheme

__all__ = [
    "add_need",
    "change_need",
    "close_need",
    "list_needs",
    "my_needs",
    "pause_need",
    "read_need",
    "return_need",
]


@reads("need.list", on=Scheme)
def list_needs(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of a scheme's needs: refs and states alone."""
    return list_rows(desk, scheme, Need, state=state, after=after, limit=limit)


@reads("need.read", on=Need)
def read_need(desk: Desk, need: Need) -> dict[str, Any]:
    """Return a need, as far as the caller may see it."""
    return show_row(desk, "need.read", need)


@acts("need.create", on=Scheme, adds=True)
def add_need(desk: Desk, scheme: Scheme, *, cells: Mapping[str, str]) -> Done:
    """Add a need from its cells, by column."""
    row = add_row(desk, scheme, Need, cells)
    desk.record("need.create", row, columns=sorted(row.edited))
    return desk.done(row)


@acts("need.change", on=Need)
def change_need(desk: Desk, need: Need, *, cells: Mapping[str, str]) -> Done:
    """Change cells of a need."""
    change_row(desk, need, cells)
    desk.record("need.change", need, columns=sorted(cells))
    return desk.done(need)


@acts("need.pause", on=Need)
def pause_need(desk: Desk, need: Need) -> Done:
    """Pause a need: no round and no shortlist proposes it."""
    return _move(desk, need, "pause")


@acts("need.return", on=Need)
def return_need(desk: Desk, need: Need) -> Done:
    """Return a need that was paused."""
    return _move(desk, need, "return")


@acts("need.close", on=Need)
def close_need(desk: Desk, need: Need) -> Done:
    """Close a need for good."""
    return _move(desk, need, "close")


def _move(desk: Desk, need: Need, act: str) -> Done:
    move_row(desk, need, act)
    desk.record(f"need.{act}", need)
    return desk.done(need)
