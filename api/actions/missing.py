"""What a row still needs before its scheme may propose it: by the scheme's own gates.

Only what is the row's own: a gate that asks something of the two together, or that
says why somebody is not available, is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.rows_about import people_of
from api.actions.rows_showing import SHEETS, rules_for
from api.actions.views import viewed
from api.records import Asset, Listed, Staff
from api.snapshots.rows import values_of
from api.steps import london_day, planned_end
from matcher.candidates.checks import FIT_OUTCOMES, last_look
from matcher.schemes.scheme import Gate
from matcher.schemes.scheme import Scheme as Rules

Cells = Mapping[str, Any]
_SIDE = {"assets": "asset", "staff": "need"}


@reads("asset.missing", on=Asset)
def missing_of_asset(desk: Desk, asset: Asset) -> dict[str, Any]:
    """Return what an asset has and what it still needs, gate by gate."""
    return _missing(desk, "asset.missing", asset)


@reads("staff.missing", on=Staff)
def missing_of_staff(desk: Desk, staff: Staff) -> dict[str, Any]:
    """Return what a member of staff has and still needs, gate by gate."""
    return _missing(desk, "staff.missing", staff)


def _missing(desk: Desk, act: str, row: Listed) -> dict[str, Any]:
    rules, sheet = rules_for(desk, row), SHEETS[type(row)]
    cells = values_of(desk.store, [row], within=(row.organisation_id,))[row.id]
    items = list(standing(rules, sheet, cells, london_day(desk.now)))
    viewed(desk, act, row, people_of(desk, row)[0].identity_id)
    return {"items": items, "ready": all(item["good"] for item in items)}


def standing(
    rules: Rules, sheet: str, cells: Cells, today: date
) -> Iterator[dict[str, Any]]:
    """Yield how a row stands before each gate that it has to pass by itself."""
    left = "staff" if sheet == "staff" else "needs"
    titles = {column.name: column.title for column in rules.sheets[sheet].columns}
    for gate in rules.gates:
        if gate.confidential or gate.left != left:
            continue
        if gate.kind == "check":
            yield from _checks(gate, sheet, cells, today)
            continue
        column = str(gate.options.get(_SIDE[sheet], ""))
        if column not in titles or "if" in gate.options:
            continue
        found = _plain(gate, cells.get(column))
        if found:
            yield {"gate": gate.name, "title": titles[column], **found}


def _plain(gate: Gate, value: Any) -> dict[str, Any]:
    options = gate.options
    if gate.kind == "flag" and options.get("is", True):
        return {"kind": "flag", "good": value is True}
    if gate.kind == "at_least" and "value" in options:
        have, wanted = int(value or 0), int(options["value"])
        return {"kind": "count", "have": have, "wanted": wanted, "good": have >= wanted}
    return {}


def _checks(
    gate: Gate, sheet: str, cells: Cells, today: date
) -> Iterator[dict[str, Any]]:
    """Yield the check, and the second adult's where there is one."""
    on_left = gate.options.get("on") == "left"
    if on_left != (sheet == "staff"):
        return
    yield _check(gate, cells, today, "")
    prefix = str(gate.options.get("partner", ""))
    if prefix and cells.get("partner"):
        yield _check(gate, cells, today, prefix)


def _check(gate: Gate, cells: Cells, today: date, prefix: str) -> dict[str, Any]:
    def cell(option: str) -> Any:
        name = gate.options.get(option)
        return cells.get(prefix + str(name)) if name else None

    looked = last_look([cell("issued"), cell("rechecked")], today)
    until = planned_end(looked, gate.options["months"]) if looked else None
    accepted = list(gate.options["accepted"])
    level, outcome = cell("level"), cell("outcome")
    state = "good"
    if not level:
        state = "none"
    elif level not in accepted:
        state = "level"
    elif until is None:
        state = "no_date"
    elif until < today:
        state = "late"
    elif "outcome" in gate.options and outcome not in FIT_OUTCOMES:
        state = "refused" if outcome else "undecided"
    return {
        "gate": gate.name,
        "title": "",
        "kind": "check",
        "second": bool(prefix),
        "state": state,
        "good": state == "good",
        "level": level,
        "accepted": accepted,
        "looked": looked.isoformat() if looked else None,
        "until": until.isoformat() if until else None,
    }
