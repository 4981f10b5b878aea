"""What an import would do, row by row, before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from api.records import Hub, Listed, Need
from api.snapshots.loading.standing import PERSON_FIELDS, Standing, read_standing
from api.snapshots.room import confidential_columns
from api.store import Store
from matcher.errors import Fault, FaultsFound
from matcher.intake import Given, Intake
from matcher.model import Record, Value
from matcher.schemes.scheme import Scheme

SHEETS = ("hubs", "needs", "assets", "staff")
HERE, BACK, MATCHED, OTHER = (
    "changed here",
    "not available",
    "matched",
    "another person",
)
"""Why a sheet's value is not taken."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A column that the sheet would change and must not; what is there stays."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row.

    Parameters
    ----------
    does : str
        ``new``, ``changed`` or ``unchanged``.
    columns : tuple of str
        Those that change.
    values : mapping of str to Value
        What the row's cells hold afterwards.
    personal : mapping of str to (str or None)
        Personal columns that change.
    given : frozenset of str
        Personal columns that the sheet fills in, whether or not they change.
    """

    sheet: str
    ref: str
    does: str
    columns: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    values: Mapping[str, Value]
    personal: Mapping[str, str | None]
    points: Mapping[str, tuple[float, float]]
    row: Listed | Hub | None = None
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: rows, pairs kept apart, decisions."""

    scheme: Scheme
    scheme_id: UUID
    standing: Standing
    rows: tuple[RowPlan, ...]
    apart: tuple[tuple[str, str], ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def plan_import(store: Store, scheme: Scheme, scheme_id: UUID, intake: Intake) -> Plan:
    """Return what importing these sheets into the store's own rows would do.

    An absent row changes nothing, an empty cell leaves the value, a dash clears it.
    Rows are found again by organisation, scheme and ref.

    Raises
    ------
    FaultsFound
        Every fault of the sheets, and every ref that leads nowhere: nothing is done.
    """
    if intake.faults:
        raise FaultsFound(intake.faults)
    standing = read_standing(store, scheme, scheme_id, intake)
    if lost := list(_lost(intake, standing)):
        raise FaultsFound(lost)
    rows = tuple(
        _row(
            sheet,
            record,
            intake.given.get((sheet, record.ref)),
            scheme=scheme,
            scheme_id=scheme_id,
            standing=standing,
        )
        for sheet in SHEETS
        for record in getattr(intake, sheet)
    )
    rows = tuple(_one_word(rows))
    decisions = tuple((r.need, r.asset, r.kind) for r in intake.rulings)
    counts = {sheet: _counts(rows, sheet) for sheet in SHEETS if sheet in scheme.sheets}
    return Plan(scheme, scheme_id, standing, rows, intake.apart, decisions, counts)


def _row(
    sheet: str,
    record: Record,
    given: Given | None,
    *,
    scheme: Scheme,
    scheme_id: UUID,
    standing: Standing,
) -> RowPlan:
    given = given or Given(filled=frozenset(record.values))
    row = standing.rows.get((sheet, record.ref))
    if row is None:
        return RowPlan(
            sheet,
            record.ref,
            "new",
            tuple(sorted(record.values)),
            (),
            record.values,
            given.personal,
            given.points,
        )
    now = standing.values(sheet, row, scheme_id)
    wanted = _wanted(record, given, now)
    conflicts = tuple(
        _conflicts(sheet, row, wanted, now, scheme=scheme, standing=standing)
    )
    refused = {conflict.column for conflict in conflicts}
    taken = {name: value for name, value in wanted.items() if name not in refused}
    personal = _personal(row, given, standing, scheme, sheet)
    after = {k: v for k, v in (now | taken).items() if v is not None}
    columns = (*sorted(taken), *sorted(personal))
    return RowPlan(
        sheet,
        record.ref,
        "changed" if columns else "unchanged",
        columns,
        conflicts,
        after,
        personal,
        {name: point for name, point in given.points.items() if name in taken},
        row,
        frozenset(given.personal),
    )


def _wanted(
    record: Record, given: Given, now: Mapping[str, Value]
) -> dict[str, Value | None]:
    """Return the columns that a sheet would change, and to what."""
    said = given.filled | given.cleared
    wanted = {name: record.get(name) for name in said if name != "ref"}
    return {name: v for name, v in wanted.items() if now.get(name) != v}


def _conflicts(
    sheet: str,
    row: Listed | Hub,
    wanted: Mapping[str, Value | None],
    now: Mapping[str, Value],
    *,
    scheme: Scheme,
    standing: Standing,
) -> Iterator[Conflict]:
    firm = _firm(sheet, row, scheme, standing)
    for name in sorted(wanted):
        if isinstance(row, Listed) and name in row.edited:
            yield Conflict(name, HERE)
        elif name in firm:
            yield Conflict(name, firm[name])
        elif _names_another(sheet, name, scheme) and now.get(name):
            yield Conflict(name, OTHER)
        elif name == "suspended" and now.get(name) is True:
            yield Conflict(name, BACK)


def _firm(
    sheet: str, row: Listed | Hub, scheme: Scheme, standing: Standing
) -> dict[str, str]:
    """Return the columns that no sheet loosens now, and why."""
    build = scheme.build
    room = {build.capacity, build.taken, build.approved, build.unless_one_group}
    room |= {build.opens_with, *build.limits.values()}
    asks = {build.seats, build.group, build.together, *build.uses.values()}
    found: dict[str, str] = {}
    if row.id in standing.held:
        found |= dict.fromkeys(room, MATCHED)
    if isinstance(row, Need) and row.state == "matched":
        found |= dict.fromkeys(asks, MATCHED)
    if row.id in standing.back:
        found |= dict.fromkeys(confidential_columns(scheme, sheet), BACK)
        found |= dict.fromkeys(room, BACK)
    return found


def _names_another(sheet: str, column: str, scheme: Scheme) -> bool:
    """Tell whether another value would make the row somebody else's."""
    if sheet == "needs":
        return column == "holder" and not of_children(scheme)
    return column == {"assets": "holder", "staff": "person"}.get(sheet)


def of_children(scheme: Scheme) -> bool:
    """Tell whether the scheme's needs are children's, not their own holders'."""
    return scheme.steps.worker or "child" in scheme.steps.yes_from


def _personal(
    row: Listed | Hub, given: Given, standing: Standing, scheme: Scheme, sheet: str
) -> dict[str, str | None]:
    personal = {c.name for c in scheme.sheets[sheet].columns if c.kind == "personal"}
    said: dict[str, str | None] = dict.fromkeys(given.cleared & personal)
    said |= given.personal
    edited = row.edited if isinstance(row, Listed) else {}
    return {
        name: text
        for name, text in said.items()
        if name not in edited and standing.personal(row, name) != text
    }


def _one_word(rows: Iterable[RowPlan]) -> Iterator[RowPlan]:
    """Yield rows so that of two rows of one person the first says their name."""
    said: set[tuple[UUID | None, str]] = set()
    for row in rows:
        whose = getattr(row.row, "person_id", None)
        mine = {(whose, PERSON_FIELDS[c]) for c in row.given if c in PERSON_FIELDS}
        later = {
            column
            for column in row.personal
            if (whose, PERSON_FIELDS.get(column)) in said
        }
        said |= mine
        if not later:
            yield row
            continue
        columns = tuple(name for name in row.columns if name not in later)
        personal = {k: v for k, v in row.personal.items() if k not in later}
        does = "changed" if columns else "unchanged"
        yield replace(row, columns=columns, personal=personal, does=does)


def _lost(intake: Intake, standing: Standing) -> Iterator[Fault]:
    """Yield a fault for each ref that is neither in the sheets nor in the records."""
    known = {
        sheet: {record.ref for record in getattr(intake, sheet)}
        | {ref for side, ref in standing.rows if side == sheet}
        for sheet in SHEETS
    }
    for sheet in SHEETS[1:]:
        for record in getattr(intake, sheet):
            hub = record.get("hub")
            if hub and hub not in known["hubs"]:
                yield _nowhere(sheet, "hub", str(hub))
    for ruling in intake.rulings:
        if ruling.kind in ("previous", "declined"):
            continue  # may name somebody who has left
        for column, sheet in (("need", "needs"), ("asset", "assets")):
            if getattr(ruling, column) not in known[sheet]:
                yield _nowhere("decisions", column, getattr(ruling, column))


def _nowhere(sheet: str, column: str, ref: str) -> Fault:
    message = f'"{ref}" is neither in these files nor in the database. Add it.'
    return Fault("files", sheet, 0, column, message)


def _counts(rows: Iterable[RowPlan], sheet: str) -> dict[str, int]:
    mine = [row for row in rows if row.sheet == sheet]
    does = Counter(row.does for row in mine)
    return {
        "rows": len(mine),
        "new": does["new"],
        "changed": does["changed"],
        "unchanged": does["unchanged"],
        "conflicts": sum(len(row.conflicts) for row in mine),
    }


def as_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data: refs, columns and counts, no value."""
    return {
        "counts": {sheet: dict(counts) for sheet, counts in plan.counts.items()},
        "rows": [
            {
                "sheet": row.sheet,
                "ref": row.ref,
                "does": row.does,
                "columns": list(row.columns) if row.does == "changed" else [],
                "conflicts": [
                    {"column": c.column, "why": c.why} for c in row.conflicts
                ],
            }
            for row in plan.rows
            if row.does != "unchanged" or row.conflicts
        ],
        "apart": len(plan.apart),
        "decisions": len(plan.decisions),
    }
