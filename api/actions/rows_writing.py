"""Adding and changing a row, by the parser of the sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from api.actions.desk import Desk
from api.actions.importing import store_of_caller
from api.actions.rows_columns import FIXED, judged_columns, outcomes_of, own_columns
from api.actions.rows_showing import SHEETS, rules_for
from api.actions.schemes_in_use import in_use
from api.permissions import NotThere
from api.records import Asset, Claim, Hub, Listed, Need, Person, Scheme, Speaker, new_id
from api.snapshots.loading import apply_plan, plan_import, set_room
from api.snapshots.loading.planning import of_children
from api.snapshots.loading.standing import PERSON_FIELDS
from api.snapshots.rows import POINTS, VALUES, values_of
from api.steps import london_day
from api.store import Store, keep, scheme_of, seats_of, value
from matcher.errors import FaultsFound, Refused
from matcher.intake import Intake, OneRow, read_row
from matcher.model import Record, values_to_json
from matcher.schemes.scheme import Scheme as Rules

L = TypeVar("L", bound=Listed)
_STAFF = {"coordinator", "hub", "helper", "worker", "administrator"}
_HOLDER = {"needs": "holder", "assets": "holder", "staff": "person"}
FRIENDS = re.compile(r"with-[a-z2-9]{8}")
"""A code that friends tell one another: nobody joins a group by guessing its ref."""
_STEPS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "pause": (("waiting", "live"), "paused"),
    "hold": (("live", "paused"), "on_hold"),
    "return": (("paused", "on_hold"), ""),
    "close": (("waiting", "live", "paused", "on_hold"), "closed"),
}
"""From which states an act leads to which; ``return`` to where a row starts."""


def add_row(desk: Desk, scheme: Scheme, kind: type[L], cells: Mapping[str, str]) -> L:
    """Add a row from its cells, as an import of one row does.

    Staff add a row for somebody; anybody else for themselves, with what is theirs to
    say, and the rest at its lowest until the organisation has looked.

    Raises
    ------
    FaultsFound
        By column.
    Refused
        If the ref is taken, or a column is not theirs to fill in.
    NotThere
        If a child's need is asked for by somebody who does not speak for children.
    """
    rules, sheet = scheme_of(in_use(desk, scheme)), SHEETS[kind]
    if sheet not in rules.sheets:
        raise NotThere
    themselves = not _STAFF & set(desk.audiences) and desk.who.by != "command"
    given = _own_cells(desk, rules, sheet, cells) if themselves else dict(cells)
    given["ref"] = given.get("ref", "").strip() or f"{sheet[0]}-{new_id().hex[-10:]}"
    one = _read(desk, rules, sheet, given)
    store = store_of_caller(desk, scheme)
    whose = {one.ref: _themselves(desk, store)} if themselves else {}
    values = dict(one.values)
    column = _HOLDER[sheet]
    if whose and any(c.name == column for c in rules.sheets[sheet].columns):
        values[column] = str(whose[one.ref].ref)
    intake = Intake(
        **{sheet: (Record(one.ref, values),)},  # type: ignore[arg-type]
        given={(sheet, one.ref): one.given},
    )
    plan = plan_import(store, rules, scheme.id, intake)
    if plan.rows[0].does != "new":
        raise Refused("There is a row with this ref already. Give it another.")
    apply_plan(store, plan, entered_by=desk.who.account_id, whose=whose)
    row = store.one(kind, kind.ref == one.ref, kind.scheme_id == scheme.id)
    assert row is not None
    if "worker" in desk.audiences and isinstance(row, Need):
        _speaks(desk, store, row)
    return store.change(row, edited=_edited(desk, row, set(given)))


def change_row(desk: Desk, row: Listed, cells: Mapping[str, str]) -> None:
    """Change some cells of a row; what a person changed here, no sheet overwrites.

    Raises
    ------
    FaultsFound
        By column.
    Refused
        If a column is not the caller's to change, or more seats are held than fit.
    """
    rules, sheet = rules_for(desk, row), SHEETS[type(row)]
    _may_set(desk, rules, sheet, cells)
    now = values_of(desk.store, [row], within=(row.organisation_id,))[row.id]
    one = _read(desk, rules, sheet, cells, now=now)
    after = dict(one.values)
    said = one.given.filled | one.given.cleared
    changed = frozenset(name for name in said if now.get(name) != after.get(name))
    if _by_themselves(desk):
        for name in outcomes_of(rules, changed):
            after.pop(name, None)
    if isinstance(row, Asset):
        if not set_room(desk.store, row, after, rules.build):
            raise Refused("More seats are held by now than that. End a match first.")
        _check_hub(desk, row, after.get("hub"))
    points = dict(value(desk.store, row, POINTS) or {})
    points = {name: point for name, point in points.items() if name not in changed}
    points |= {name: list(point) for name, point in one.given.points.items()}
    keep(
        desk.store,
        row,
        row.person_id,
        **{VALUES: values_to_json(after), POINTS: points or None},
    )
    _keep_personal(desk, row, _said_personal(one, rules, sheet))
    desk.store.change(row, edited=_edited(desk, row, set(cells)))


def move_row(desk: Desk, row: Listed, act: str) -> None:
    """Pause, hold, return or close a row.

    Raises
    ------
    Refused
        If it is not in a state for that, is matched, or has an offer open.
    """
    begins, leads = _STEPS[act]
    state = str(getattr(row, "state", ""))
    own = _by_themselves(desk)
    if state not in begins or (own and state == "on_hold"):
        raise Refused("This cannot be done now: it is not in a state for it.")
    if act == "close":
        _free_of_offers(desk, row)
    start = "waiting" if isinstance(row, Need) else "live"
    desk.store.change(row, state=leads or start)


def check_own_cells(
    desk: Desk, rules: Rules, sheet: str, cells: Mapping[str, str]
) -> None:
    """Read some cells that somebody fills in about themselves, and keep none.

    Raises
    ------
    FaultsFound
        By column.
    Refused
        If a column is not theirs to fill in.
    NotThere
        The scheme has no such sheet.
    """
    if sheet not in rules.sheets:
        raise NotThere
    _may_set_only(rules, sheet, cells)
    _read(desk, rules, sheet, cells, now={})


def _by_themselves(desk: Desk) -> bool:
    return set(desk.audiences) <= {"self", "holder"}


def _own_cells(
    desk: Desk, rules: Rules, sheet: str, cells: Mapping[str, str]
) -> dict[str, str]:
    """Return a person's own cells, and the lowest word for what others judge."""
    if sheet == "needs" and of_children(rules):
        raise NotThere
    _may_set_only(rules, sheet, cells)
    given = dict(cells)
    judged = judged_columns(rules, sheet)
    dates = {str(rule.get("column", "")) for rule in rules.build.priority}
    for column in rules.sheets[sheet].columns:
        if column.kind == "date" and column.name in dates:
            given[column.name] = london_day(desk.now).isoformat()
        elif column.required and column.name in judged:
            given[column.name] = _lowest(column.kind, column.low, column.values)
    return given


def _lowest(kind: str, low: int | None, values: tuple[str, ...]) -> str:
    if kind == "flag":
        return "No"
    if kind in ("whole", "points"):
        return str(low or 0)
    return values[-1] if values else ""


def _may_set(desk: Desk, rules: Rules, sheet: str, cells: Mapping[str, str]) -> None:
    if _by_themselves(desk):
        _may_set_only(rules, sheet, cells)
    elif {*FIXED} & cells.keys():
        raise Refused("Whose row it is, and its ref, are not changed here.")


def _may_set_only(rules: Rules, sheet: str, cells: Mapping[str, str]) -> None:
    own, group_column = own_columns(rules, sheet), rules.build.group
    group = cells.get(group_column, "")
    if group not in ("", "-") and not FRIENDS.fullmatch(group):
        raise Refused("This is not a friends' code. It looks like with-k3m8t2qz.")
    if cells.keys() - own - {"ref"}:
        raise Refused("One of these is not yours to fill in: your organisation does.")


def _read(
    desk: Desk,
    rules: Rules,
    sheet: str,
    cells: Mapping[str, str],
    *,
    now: Mapping[str, Any] | None = None,
) -> OneRow:
    one = read_row(
        rules,
        sheet,
        cells,
        gazetteer=desk.app.gazetteer,
        as_of=london_day(desk.now),
        now=now,
    )
    if one.faults:
        raise FaultsFound(one.faults)
    return one


def _themselves(desk: Desk, store: Store) -> Person:
    """Return the caller as a person of these records, with a ref that joins rows."""
    person = store.get(Person, desk.who.person_id)
    if person is None:
        raise NotThere
    if person.ref is None:
        store.change(person, ref=f"p-{person.id.hex[-10:]}")
    return person


def _speaks(desk: Desk, store: Store, need: Need) -> None:
    """Record that the worker who enters a child's need speaks for the child."""
    assert desk.who.person_id is not None
    store.new(
        Speaker,
        person_id=need.person_id,
        speaker_id=desk.who.person_id,
        capacity="worker",
        starts=london_day(desk.now),
        recorded_by=desk.who.account_id,
    )


def _edited(desk: Desk, row: Listed, columns: set[str]) -> dict[str, str]:
    when = desk.now.isoformat()
    return row.edited | {name: when for name in sorted(columns) if name != "ref"}


def _said_personal(one: OneRow, rules: Rules, sheet: str) -> dict[str, str | None]:
    personal = {c.name for c in rules.sheets[sheet].columns if c.kind == "personal"}
    return dict.fromkeys(one.given.cleared & personal) | dict(one.given.personal)


def _keep_personal(desk: Desk, row: Listed, said: Mapping[str, str | None]) -> None:
    person = desk.store.get(Person, row.person_id, within=(row.organisation_id,))
    for column, text in said.items():
        if column in PERSON_FIELDS and person is not None:
            keep(desk.store, person, person.id, **{PERSON_FIELDS[column]: text})
        else:
            keep(desk.store, row, row.person_id, **{column: text})


def _check_hub(desk: Desk, asset: Asset, ref: object) -> None:
    within = (asset.organisation_id,)
    hub = desk.store.one(Hub, Hub.ref == ref, within=within) if ref else None
    if ref and hub is None:
        raise Refused("There is no hub with this ref. Add the hub first.")
    if hub is not None and hub.id != asset.hub_id:
        desk.store.change(asset, hub_id=hub.id)


def _free_of_offers(desk: Desk, row: Listed) -> None:
    if isinstance(row, Need):
        claims = desk.store.across("locate", Claim, Claim.need_id == row.id)
        if claims:
            raise Refused("An offer is open for it. Withdraw the offer first.")
    if isinstance(row, Asset):
        seats = seats_of(desk.store, row.id, row.organisation_id)
        if any(each.held for each in seats.values()):
            raise Refused("Seats are held there. End the matches and offers first.")
