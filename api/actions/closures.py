"""Days on which there are no sessions: closures, half-term and holidays, as entered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import shown
from api.records import Closure, Hub
from api.steps import is_working_day
from api.store import col
from matcher.errors import Refused

KINDS = {"closed": "Closed", "half_term": "Half-term", "holiday": "Holiday"}
"""The kinds of closed days, by code."""
HEAD = ("from", "to", "kind", "what", "hub")
"""The columns of a sheet of closed days; the hub's ref is empty for all hubs."""
MOST = 500
_SATURDAY = 5
_LONGEST = 400


@reads("closure.list")
def list_closures(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the closed days of the caller's organisation, as they were entered."""
    rows = desk.store.find(Closure, after=after, limit=limit + 1)
    return {
        "items": [_line(desk, row) for row in rows[:limit]],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


@acts("closure.add")
def add_closure(
    desk: Desk,
    *,
    starts: date,
    ends: date,
    kind: str = "closed",
    what: str = "",
    hub_id: UUID | None = None,
) -> Done:
    """Write down days on which a hub, or every hub, has no sessions.

    Raises
    ------
    Refused
        The days are the wrong way round, or very many.
    """
    row = _add(desk, starts, ends, kind=kind, what=what, hub_id=hub_id)
    return desk.done(row)


@acts("closure.add")
def import_closures(desk: Desk, *, sheet: str) -> Done:
    """Write down the closed days of a whole sheet, or none of it.

    Parameters
    ----------
    sheet : str
        Comma-separated: from, to, kind, what, and a hub's ref or nothing.

    Raises
    ------
    Refused
        With the number of the first row that cannot be read, and what is wrong.
    """
    hubs = {hub.ref: hub.id for hub in desk.store.find(Hub)}
    rows = [_add(desk, **cells) for cells in _cells(sheet, hubs)]
    if not rows:
        raise Refused("The sheet has no rows below its headings.")
    return desk.done(rows[0], rows=len(rows))


@acts("closure.remove", on=Closure)
def remove_closure(desk: Desk, row: Closure) -> Done:
    """Take closed days back; sessions that were skipped for them are not made up."""
    desk.record("closure.remove", row)
    done = desk.done(row)
    desk.store.delete_where(Closure, Closure.id == row.id)
    return done


def closed_days(desk: Desk, hub: Hub, first: date, last: date) -> dict[date, str]:
    """Return the days on which a hub has no sessions, each with what is then.

    Bank holidays of England are among them.
    """
    rows = desk.store.find(
        Closure,
        col(Closure.starts) <= last,
        col(Closure.ends) >= first,
        within=(hub.organisation_id,),
    )
    found: dict[date, str] = {}
    for day in _days(first, last):
        if day.weekday() < _SATURDAY and not is_working_day(day):
            found[day] = "Bank holiday"
    for row in rows:
        if row.hub_id in {None, hub.id}:
            said = row.what or KINDS[row.kind]
            found |= dict.fromkeys(_days(row.starts, row.ends), said)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _add(
    desk: Desk,
    starts: date,
    ends: date,
    *,
    kind: str,
    what: str,
    hub_id: UUID | None,
) -> Closure:
    if ends < starts:
        raise Refused("The last day is before the first. Correct one of the two.")
    if (ends - starts).days > _LONGEST:
        raise Refused("That is more than a year. Enter a shorter time.")
    hub = desk.find(Hub, hub_id) if hub_id else None
    row = desk.store.new(
        Closure,
        starts=starts,
        ends=ends,
        kind=kind,
        what=what,
        hub_id=hub.id if hub else None,
    )
    desk.record("closure.add", row, kind=kind)
    return row


def _cells(sheet: str, hubs: dict[str, UUID]) -> Iterator[dict[str, Any]]:
    rows = list(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"))))
    if len(rows) > MOST:
        raise Refused(f"Send at most {MOST} rows at once.")
    for number, row in enumerate(rows, start=2):
        cells = {
            (name or "").strip().lower(): (row[name] or "") for name in row if name
        }
        yield _read(number, cells, hubs)


def _read(number: int, cells: dict[str, str], hubs: dict[str, UUID]) -> dict[str, Any]:
    said = {name: cells.get(name, "").strip() for name in HEAD}
    try:
        starts = date.fromisoformat(said["from"])
        ends = date.fromisoformat(said["to"] or said["from"])
    except ValueError:
        raise Refused(
            f'Row {number}: "from" and "to" have to be days, such as 2027-02-15.'
        ) from None
    kind = (said["kind"] or "closed").lower().replace("-", "_").replace(" ", "_")
    if kind not in KINDS:
        raise Refused(f'Row {number}: "kind" is one of {", ".join(KINDS)}.')
    if said["hub"] and said["hub"] not in hubs:
        raise Refused(
            f"Row {number}: there is no hub with this ref. Leave it empty for all."
        )
    return {
        "starts": starts,
        "ends": ends,
        "kind": kind,
        "what": said["what"][:100],
        "hub_id": hubs.get(said["hub"]),
    }


def _line(desk: Desk, row: Closure) -> dict[str, Any]:
    values = {
        "id": str(row.id),
        "version": row.version,
        "hub_id": str(row.hub_id) if row.hub_id else None,
        "kind": row.kind,
        "what": row.what,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
    }
    return shown("closure", desk.audiences, "", values)
