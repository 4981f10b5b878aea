"""A draft: what somebody has answered so far about what they could give.

It is sealed under their own key, theirs alone to see, and gone once it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.importing import store_of_caller
from api.actions.performing import acts, reads
from api.actions.rows_writing import add_row, check_own_cells
from api.actions.schemes_in_use import in_use
from api.permissions import NotThere
from api.records import Asset, Person, Scheme, Staff
from api.store import Store, keep, read, scheme_of
from matcher.errors import Refused

KINDS: Mapping[str, type[Asset | Staff]] = {"assets": Asset, "staff": Staff}
_ACTS = {"assets": "asset.create", "staff": "staff.create"}


@reads("draft.mine", on=Scheme)
def read_draft(desk: Desk, scheme: Scheme, *, sheet: str) -> dict[str, Any]:
    """Return what the caller has answered so far, by column, and if they have a name.

    Who joined by a link was never asked for one.
    """
    store, person = _whose(desk, scheme)
    field = _field(scheme, sheet)
    kept = read(store, [person], [field, "name"])
    return {
        "cells": kept.get((person.id, field), {}),
        "named": bool(kept.get((person.id, "name"))),
    }


@acts("draft.keep", on=Scheme, adds=True)
def keep_draft(
    desk: Desk, scheme: Scheme, *, sheet: str, cells: Mapping[str, str]
) -> Done:
    """Keep answers, beside those that are there; a lone dash takes one away.

    Raises
    ------
    FaultsFound
        By column.
    Refused
        A column is not theirs to fill in.
    """
    said = {name: text for name, text in cells.items() if text != "-"}
    check_own_cells(desk, scheme_of(in_use(desk, scheme)), sheet, said)
    before = read_draft.run(desk, scheme, sheet=sheet)["cells"]
    kept = {name: text for name, text in before.items() if name not in cells} | said
    _keep(desk, scheme, sheet, kept or None)
    desk.record("draft.keep", scheme, columns=sorted(cells))
    return desk.done(scheme)


@acts("draft.drop", on=Scheme, adds=True)
def drop_draft(desk: Desk, scheme: Scheme, *, sheet: str) -> Done:
    """Forget every answer."""
    _keep(desk, scheme, sheet, None)
    desk.record("draft.drop", scheme)
    return desk.done(scheme)


@acts("draft.send", on=Scheme, adds=True)
def send_draft(desk: Desk, scheme: Scheme, *, sheet: str) -> Done:
    """Make a row of what was answered, and forget the draft.

    Raises
    ------
    FaultsFound
        By column: what is still to be answered too.
    Refused
        Nothing was answered yet.
    """
    cells = read_draft.run(desk, scheme, sheet=sheet)["cells"]
    if not cells:
        raise Refused("Nothing is answered yet. Answer the questions first.")
    row = add_row(desk, scheme, KINDS[sheet], cells)
    _keep(desk, scheme, sheet, None)
    desk.record(_ACTS[sheet], row, columns=sorted(row.edited))
    return desk.done(row)


def _keep(
    desk: Desk, scheme: Scheme, sheet: str, cells: Mapping[str, str] | None
) -> None:
    store, person = _whose(desk, scheme)
    keep(store, person, person.id, **{_field(scheme, sheet): cells})


def _field(scheme: Scheme, sheet: str) -> str:
    if sheet not in KINDS:
        raise NotThere
    return f"draft:{sheet}:{scheme.id}"


def _whose(desk: Desk, scheme: Scheme) -> tuple[Store, Person]:
    store = store_of_caller(desk, scheme)
    person = store.get(Person, desk.who.person_id)
    if person is None:
        raise NotThere
    return store, person
