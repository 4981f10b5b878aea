"""Checks that run out: staff and holder are told at 60, 30 and 7 days, each once.

How a check stands is worked out from the row whenever it is asked; what is stored is
the task of each warning. A renewal moves the day, and its tasks are closed with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.checks_found import Check, checks_of, sheet_of_checks
from api.actions.desk import Desk, Done
from api.actions.near import near_rows, whose
from api.actions.performing import acts, reads
from api.actions.proposals_tasks import raise_task
from api.actions.schemes_in_use import in_use, members_of
from api.actions.views import viewed_all
from api.records import Asset, Organisation, Scheme, SchemeVersion, Staff, Task
from api.snapshots.rows import VALUES
from api.steps import london_day
from api.store import among, col, read, scheme_of
from matcher.errors import Refused
from matcher.model import values_from_json
from matcher.schemes import Scheme as Rules

STEPS = (60, 30, 7, 0)
KINDS = tuple(f"{who}check_{step}" for who in ("", "partner_") for step in STEPS)
"""The kinds of a warning's task: 0 is a check that is over."""
_SHEETS: dict[str, type[Asset | Staff]] = {"assets": Asset, "staff": Staff}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A scheme whose checks are looked at, with its rules in use."""

    row: Scheme
    version: SchemeVersion
    rules: Rules
    kind: type[Asset | Staff]


@acts("check.warn_due", on=Organisation, adds=True)
def warn_due(desk: Desk, organisation: Organisation) -> Done:
    """Warn of every check that runs out: a task for staff, a message to the holder.

    The last step reached stands, so that days on which nothing ran lose none; each is
    made once. Tasks of a check that was renewed, or has come a step further, close.
    """
    counts: Counter[str] = Counter()
    for scheme in desk.store.find(Scheme):
        found = _asked(desk, scheme)
        if found is not None:
            standing: set[str] = set()
            for row, check in _all(desk, found):
                if check.expires and check.step is not None:
                    counts[_warn(desk, found, row, check, standing)] += 1
            counts["closed"] += _close(desk, scheme, standing)
    desk.record("check.warn_due", organisation, **counts)
    return desk.done(organisation, **counts)


@reads("check.list", on=Scheme)
def list_checks(
    desk: Desk,
    scheme: Scheme,
    *,
    every: bool = False,
    after: UUID | None = None,
    limit: int = 25,
) -> dict[str, Any]:
    """Return how checks stand today, and none of the near.

    Parameters
    ----------
    every : bool
        Every row's, not only those that were warned of.
    """
    found = _asked(desk, scheme)
    if found is None:
        return {"items": [], "next": None}
    kind = found.kind
    wanted: list[Any] = [
        col(kind.scheme_id) == scheme.id,
        col(kind.state) != "closed",
        col(kind.id).not_in(near_rows(desk, kind)),
    ]
    if not every:
        wanted.append(col(kind.id).in_(_warned(desk, scheme)))
    within = members_of(desk, scheme.id)
    rows = desk.store.find(kind, *wanted, within=within, after=after, limit=limit + 1)
    page = rows[:limit]
    viewed_all(desk, "check.list", whose(desk, page))
    values = _values(desk, page)
    return {
        "items": [_line(desk, found, row, values.get(row.id, {})) for row in page],
        "next": str(page[-1].id) if rows[limit:] else None,
    }


def _asked(desk: Desk, scheme: Scheme) -> _Scheme | None:
    """Return a scheme that asks for checks, or None; one not accepted asks nobody."""
    try:
        version = in_use(desk, scheme)
    except Refused:
        return None
    rules = scheme_of(version)
    sheet = sheet_of_checks(rules)
    return _Scheme(scheme, version, rules, _SHEETS[sheet]) if sheet else None


def _all(desk: Desk, scheme: _Scheme) -> Iterator[tuple[Asset | Staff, Check]]:
    within, kind = members_of(desk, scheme.row.id), scheme.kind
    today, after = london_day(desk.now), None
    while True:
        rows = desk.store.find(
            kind,
            col(kind.scheme_id) == scheme.row.id,
            col(kind.state) != "closed",
            within=within,
            after=after,
            limit=_AT_ONCE,
        )
        values = _values(desk, rows)
        for row in rows:
            for check in checks_of(scheme.rules, values.get(row.id, {}), today):
                yield row, check
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].id


def _values(desk: Desk, rows: Sequence[Asset | Staff]) -> dict[UUID, Mapping[str, Any]]:
    within = {row.organisation_id for row in rows}
    kept = read(desk.store, rows, (VALUES,), within=within)
    return {id_: values_from_json(cells) for (id_, _), cells in kept.items()}


def _warn(
    desk: Desk, scheme: _Scheme, row: Asset | Staff, check: Check, standing: set[str]
) -> str:
    """Make one warning's task and message; the same again is the same."""
    assert check.expires is not None
    kind = f"{'partner_' if check.partner else ''}check_{check.step}"
    raise_task(desk, row, kind, "coordinator", due=check.expires, scheme=scheme.row.id)
    standing.add(f"{kind}:{row.id}:{check.expires.isoformat()}")
    person = (row.beside_id or row.person_id) if check.partner else row.person_id
    if check.step:
        desk.post(
            "message",
            once=f"{kind}:{row.id}:{check.expires.isoformat()}",
            message="check_due",
            person=person,
            audience="holder",
            scheme_version=scheme.version.id,
            about_table=str(row.__tablename__),
            about=row.id,
            day=check.expires.isoformat(),
        )
    return f"at_{check.step}"


def _close(desk: Desk, scheme: Scheme, standing: set[str]) -> int:
    """Close what no longer stands: renewed, a step further, or its row was closed."""
    open_ = desk.store.find(Task, *_open_warnings(desk, scheme))
    over = [task.id for task in open_ if task.key not in standing]
    for start in range(0, len(over), _AT_ONCE):
        some = col(Task.id).in_(over[start : start + _AT_ONCE])
        desk.store.change_where(Task, some, done_at=desk.now)
    return len(over)


def _warned(desk: Desk, scheme: Scheme) -> Any:
    return among(Task.about_id, *_open_warnings(desk, scheme))


def _open_warnings(desk: Desk, scheme: Scheme) -> tuple[Any, ...]:
    return (
        col(Task.organisation_id) == desk.store.organisation_id,
        col(Task.scheme_id) == scheme.id,
        col(Task.kind).in_(KINDS),
        col(Task.done_at).is_(None),
    )


def _line(
    desk: Desk, scheme: _Scheme, row: Asset | Staff, values: Mapping[str, Any]
) -> dict[str, Any]:
    today = london_day(desk.now)
    return {
        "id": str(row.id),
        "kind": str(row.__tablename__),
        "ref": row.ref,
        "checks": [
            {
                "partner": check.partner,
                "state": check.state,
                "expires": _said(check.expires),
            }
            for check in checks_of(scheme.rules, values, today)
        ],
    }


def _said(day: date | None) -> str | None:
    return None if day in (None, date.max) else str(day)
