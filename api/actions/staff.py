"""Staff: added, shown, changed, paused, returned and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.rows_showing import list_mine, list_rows, show_row
from api.actions.rows_writing import add_row, change_row, move_row
from api.records import Scheme, Staff


@reads("staff.list", on=Scheme)
def list_staff_rows(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of a scheme's staff: refs and states alone."""
    return list_rows(desk, scheme, Staff, state=state, after=after, limit=limit)


@reads("staff.mine")
def my_staff_rows(desk: Desk) -> dict[str, Any]:
    """Return the caller's own rows among staff."""
    return list_mine(desk, Staff)


@reads("staff.read", on=Staff)
def read_staff(desk: Desk, staff: Staff) -> dict[str, Any]:
    """Return a member of staff, as far as the caller may see it."""
    return show_row(desk, "staff.read", staff)


@acts("staff.create", on=Scheme, adds=True)
def add_staff(desk: Desk, scheme: Scheme, *, cells: Mapping[str, str]) -> Done:
    """Add a member of staff from its cells, by column."""
    row = add_row(desk, scheme, Staff, cells)
    desk.record("staff.create", row, columns=sorted(row.edited))
    return desk.done(row)


@acts("staff.change", on=Staff)
def change_staff(desk: Desk, staff: Staff, *, cells: Mapping[str, str]) -> Done:
    """Change cells of a member of staff."""
    change_row(desk, staff, cells)
    desk.record("staff.change", staff, columns=sorted(cells))
    return desk.done(staff)


@acts("staff.pause", on=Staff)
def pause_staff(desk: Desk, staff: Staff) -> Done:
    """Pause a member of staff: no round and no shortlist proposes it."""
    return _move(desk, staff, "pause")


@acts("staff.hold", on=Staff)
def hold_staff(desk: Desk, staff: Staff) -> Done:
    """Put a member of staff on hold: not available, for whatever reason."""
    return _move(desk, staff, "hold")


@acts("staff.return", on=Staff)
def return_staff(desk: Desk, staff: Staff) -> Done:
    """Return a member of staff that was paused, or on hold."""
    return _move(desk, staff, "return")


@acts("staff.close", on=Staff)
def close_staff(desk: Desk, staff: Staff) -> Done:
    """Close a member of staff for good."""
    return _move(desk, staff, "close")


def _move(desk: Desk, staff: Staff, act: str) -> Done:
    move_row(desk, staff, act)
    desk.record(f"staff.{act}", staff)
    return desk.done(staff)
