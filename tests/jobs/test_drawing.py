"""What is drawn of a saved run: in a process of its own, and kept beside the round."""

from __future__ import annotations

import json
import threading
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from support.pages_rounds import id_of, open_round, run, scheme_page
from support.running import WORK, latest_run, load_harbourside
from support.visiting import Visit
from support.world import World

from api.actions import look
from api.actions.figures import read_saved
from api.jobs.drawing import NotDrawn, drawn
from api.jobs.patience import Abandoned

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saved(world: World) -> dict[str, Any]:
    """Return what was saved of the example that is solved by eye."""
    load_harbourside(world)
    visit = Visit(world, "coordinator")
    home = open_round(visit, scheme_page(world)).path
    run(world, visit, home)
    found: dict[str, Any] = look(
        world.app, WORK, read_saved, on=latest_run(world, id_of(home))
    )
    return found


def test_drawn_apart(saved: dict[str, Any]) -> None:
    """The figures name no person, no coordinate and no style; the book opens."""
    text, book = drawn(saved, threading.Event())
    figures = json.loads(text)
    assert {picture["name"] for picture in figures["pictures"]} >= {
        "places-needs",
        "coverage",
        "fits-need",
    }
    assert {line["name"] for line in figures["coverage"]["areas"]} == {"NR30", "NR31"}
    assert "style=" not in text
    assert '"lat"' not in text
    assert figures["helps"]["waiting"] >= 1
    assert "Summary" in load_workbook(BytesIO(book)).sheetnames


def test_drawing_gives_way(saved: dict[str, Any]) -> None:
    """A process that has to go draws no further; one that fails says so to its log."""
    left = threading.Event()
    left.set()
    with pytest.raises(Abandoned):
        drawn(saved, left)
    with pytest.raises(NotDrawn):
        drawn(saved | {"found": "no round"}, threading.Event())
