"""A round, from sheets to its close, as a coordinator does it page by page."""

from __future__ import annotations

import pytest
from support.pages_rounds import (
    agree_and_approve,
    id_of,
    open_round,
    previews,
    scheme_page,
    sheets,
    text_of,
)
from support.populated import Populated
from support.reviewing import Reviewed
from support.running import do_run, latest_run
from support.visiting import Visit
from support.world import World

from api.records import Asset


@pytest.fixture
def visit(world: World) -> Visit:
    """Return the coordinator's browser."""
    return Visit(world, "coordinator")


def test_from_sheets_to_the_close(world: World, visit: Visit) -> None:
    """Bring in, open, run, release, follow and close: every step is on the list."""
    scheme = scheme_page(world)
    looked = visit.send(f"{scheme}/import", f"{scheme}/import/preview", files=sheets())
    assert "Confirm" in looked.main
    done = visit.send(looked, f"{scheme}/import", files=sheets())
    assert "The sheets are in" in done.main

    home = open_round(visit, scheme).path
    assert "Not started" in visit.get(home).main
    asked = visit.send(f"{home}/run", f"{home}/run")
    assert "Waiting to begin" in asked.main
    do_run(world, latest_run(world, id_of(home)))
    waits = visit.get(home).main
    assert "to approve" in waits
    assert "Waits for approval" in waits

    agree_and_approve(world, home)
    before = visit.get(f"{home}/release")
    assert "Release these proposals" in before.main
    assert "Quiet home" in before.main
    after = visit.send(before, f"{home}/release", previews=previews(before))
    assert after.path == f"{home}/answers"
    assert "are released" in text_of(after)

    closed = visit.send(f"{home}/close", f"{home}/close")
    assert "The round is closed" in text_of(closed)


def test_an_approver_is_led_nowhere_that_is_not_theirs(populated: Populated) -> None:
    """Whoever may not bring in data sees the task without a way to it."""
    seen = Visit(populated.world, "approver").get(f"/rounds/{populated.ids['rounds']}")
    assert seen.status == 200
    assert not [link for link in seen.links() if link.endswith("/import")]
    mine = Visit(populated.world, "coordinator").get(seen.path)
    assert [link for link in mine.links() if link.endswith("/import")]


def test_what_a_rerun_replaced_is_nothing_to_follow(changing: Reviewed) -> None:
    """A draft that a rerun withdrew was offered to nobody: it counts nowhere."""
    visit = Visit(changing.world, "coordinator")
    before = visit.get(changing.home).main
    other = "f4" if "c5 f5" in changing.proposals() else "f5"
    visit.send(
        f"{changing.home}/review?part=choose",
        f"{changing.home}/rulings",
        asset=str(changing.row(Asset, other).id),
    )
    visit.send(f"{changing.home}/run", f"{changing.home}/run")
    changing.rerun()
    assert changing.proposals("withdrawn")
    assert visit.get(changing.home).main == before
    assert "withdrawn" not in visit.get(f"{changing.home}/answers").main
