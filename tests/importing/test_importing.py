"""Importing sheets through the API: all or nothing, and nothing loosened."""

from __future__ import annotations

from typing import Any

import pytest
from support.world import World

from api.records import Asset, Blind, Need, Person, PersonLink, Private, Suspension
from api.store import read
from api.store.seats import seats_of

SCHEME = "hartlepool-babybank"
GIVEN = "ref,giver,contact,hub,item,size,quantity,condition,quality,checked\n"
HUBS = "ref,name,place\nh1,Invented hub,TS24\n"


def sheets(world: World, who: str = "coordinator", **files: str) -> Any:
    """Send sheets as somebody; returns the response."""
    dry_run = files.pop("dry_run", "")
    return world.client(who).post(
        f"/api/v1/schemes/{world.schemes[SCHEME]}/import",
        params={"dry_run": dry_run} if dry_run else {},
        headers=world.write(),
        files=[("files", (f"{name}.csv", text)) for name, text in files.items()],
    )


def cot(**cells: str) -> str:
    """Return one row of the sheet of offers."""
    base = {
        "ref": "g1",
        "giver": "Gil Invented",
        "contact": "gil@invented.example",
        "hub": "h1",
        "item": "cot",
        "size": "one-size",
        "quantity": "2",
        "condition": "good",
        "quality": "70",
        "checked": "yes",
    }
    return ",".join((base | cells).values()) + "\n"


def assets(world: World) -> list[tuple[Asset, dict[str, Any]]]:
    """Return the council's assets with what their cells hold."""
    with world.app.database.reading() as session:
        store = world.store(session)
        rows = store.find(Asset)
        kept = read(store, rows)
        return [(row, kept[row.id, "values"]) for row in rows]


def test_an_import_adds_what_is_new_and_says_so(world: World) -> None:
    """Rows in are accepted rows and refused ones, and every accepted one is a record."""
    answer = sheets(world, hubs=HUBS, assets=GIVEN + cot())
    assert answer.status_code == 200, answer.text
    assert answer.json()["counts"]["assets"]["new"] == 1
    assert answer.json()["read"]["assets"] == {"rows": 1, "accepted": 1, "refused": 0}
    ((asset, values),) = assets(world)
    assert values["quantity"] == 2
    with world.app.database.reading() as session:
        assert seats_of(world.store(session), asset.id, world.council)["seats"].most == 2
