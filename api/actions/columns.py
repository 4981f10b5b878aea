"""The columns of a scheme's sheet, as somebody who fills in a row is asked for them."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.rows_columns import FIXED, own_columns
from api.actions.schemes_in_use import in_use
from api.permissions import NotThere
from api.records import Scheme
from api.snapshots.loading.planning import of_children
from api.snapshots.room import confidential_columns
from api.store import scheme_of
from matcher.schemes.scheme import Column
from matcher.schemes.scheme import Scheme as Rules

_FILLS_IN = {"coordinator", "hub", "helper", "worker", "administrator"}


@reads("scheme.columns", on=Scheme)
def read_columns(desk: Desk, scheme: Scheme, *, sheet: str) -> dict[str, Any]:
    """Return what a row of a sheet is asked for: to staff all, to others their own.

    What only says why a row is not available is asked of nobody: there are acts for it.

    Raises
    ------
    NotThere
        The scheme has no such sheet.
    """
    rules = scheme_of(in_use(desk, scheme))
    if sheet not in rules.sheets:
        raise NotThere
    own = own_columns(rules, sheet)
    hidden = confidential_columns(rules, sheet)
    staff = bool(_FILLS_IN & set(desk.audiences))
    return {
        "scheme_id": str(scheme.id),
        "scheme": rules.title,
        "sheet": sheet,
        "title": rules.sheets[sheet].title,
        "for_oneself": not of_children(rules),
        "group": rules.build.group,
        "hears": _hears(rules, sheet),
        "one": rules.sheets[sheet].one,
        "columns": [
            _column(rules, column, own=column.name in own)
            for column in rules.sheets[sheet].columns
            if column.name not in hidden and (staff or column.name in own)
        ],
    }


def _hears(rules: Rules, sheet: str) -> str:
    """Return the column by which somebody asks to hear about becoming staff."""
    return rules.becoming.asked if rules.becoming and sheet == "needs" else ""


def _column(rules: Rules, column: Column, *, own: bool) -> dict[str, Any]:
    tree = rules.capabilities if column.kind == "capabilities" else {}
    return {
        "name": column.name,
        "kind": column.kind,
        "title": column.title,
        "help": column.help,
        # A ref is made where nobody gives one.
        "required": column.required and column.name != "ref",
        "values": list(column.values or tree),
        "under": dict(tree),
        "low": column.low,
        "high": column.high,
        "own": own,
        "fixed": column.name in FIXED,
    }
