"""What goes wrong in a round, and what its pages say then: nothing happens twice."""

from __future__ import annotations

from uuid import UUID

import pytest
from support.counting import counted
from support.pages_rounds import (
    OPENED,
    agree_and_approve,
    id_of,
    open_round,
    previews,
    run,
    scheme_page,
    sheets,
    text_of,
)
from support.running import HARBOURSIDE, WORK, latest_run, load_harbourside
from support.visiting import Visit
from support.world import World

from api.actions import perform
from api.actions.runs import end_run, start_run
from api.records import Need, Outbox, Proposal, Round, Row, Run

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def visit(world: World) -> Visit:
    """Return the coordinator's browser."""
    return Visit(world, "coordinator")


def count(world: World, kind: type[Row]) -> int:
    """Return how many rows of a table the council has."""
    with world.app.database.reading() as session:
        return world.store(session).count(kind)


def test_every_fault_has_its_cell(world: World, visit: Visit) -> None:
    """Faulty sheets are shown with file, row and column of each; nothing is taken."""
    children = (HARBOURSIDE / "children.csv").read_bytes()
    scheme, bad = scheme_page(world), children.replace(b"2014-05", b"2014-55")
    for step, files in (("/preview", sheets(children=bad)), ("/preview", None)):
        seen = visit.send(f"{scheme}/import", f"{scheme}/import{step}", files=files)
        assert seen.status == 422
        if files:
            assert "children.csv 2 Month of birth" in text_of(seen)
        else:
            assert "Choose at least one sheet." in text_of(seen)
    assert count(world, Need) == 0


def test_only_what_was_seen_is_imported(world: World, visit: Visit) -> None:
    """Other sheets than those looked at, or another change, are not brought in."""
    scheme = scheme_page(world)
    looked = visit.send(f"{scheme}/import", f"{scheme}/import/preview", files=sheets())
    children = (HARBOURSIDE / "children.csv").read_bytes()
    other = sheets(children=children.replace(b"2016-09", b"2016-10"))
    refused = visit.send(looked, f"{scheme}/import", files=other)
    assert (refused.status, count(world, Need)) == (409, 0)
    assert "not the sheets you looked at" in text_of(refused)
    load_harbourside(world)
    refused = visit.send(looked, f"{scheme}/import", files=sheets())
    assert refused.status == 409
    assert "has changed since you looked" in text_of(refused)


def test_a_round_that_cannot_be_opened(world: World, visit: Visit) -> None:
    """A missing name, a day that is none and a term that ends first are each told."""
    scheme = scheme_page(world)
    seen = open_round(visit, scheme, name="", as_of__month="13")
    assert seen.status == 422
    assert "Enter a name." in text_of(seen)
    assert "must be a real day" in text_of(seen)
    seen = open_round(visit, scheme, term_end__year="2026")
    assert seen.status == 409
    assert "ends before it starts" in text_of(seen)
    assert OPENED["name"] in seen.text
    assert count(world, Round) == 0


def test_a_double_click_acts_once(world: World, visit: Visit) -> None:
    """The same form sent twice opens one round, and asks for one run."""
    scheme = scheme_page(world)
    form = visit.get(f"{scheme}/rounds/new")
    first, second = (visit.send(form, f"{scheme}/rounds", **OPENED) for _ in range(2))
    assert first.path == second.path
    form = visit.get(f"{first.path}/run")
    for _ in range(2):
        assert visit.send(form, f"{first.path}/run").status == 200
    assert (count(world, Round), count(world, Run)) == (1, 1)


def test_a_stale_form_runs_nothing(world: World, visit: Visit) -> None:
    """A round that was closed since is not run from a page that was opened before."""
    home = open_round(visit, scheme_page(world)).path
    before = visit.get(f"{home}/run")
    visit.send(f"{home}/close", f"{home}/close")
    late = visit.send(before, f"{home}/run")
    assert late.status == 409
    assert "changed" in text_of(late)
    assert count(world, Run) == 0


def test_cancel_and_fail(world: World, visit: Visit) -> None:
    """A cancelled run is said to be; a failed one says why and what to do."""
    home = open_round(visit, scheme_page(world)).path
    waiting = visit.send(f"{home}/run", f"{home}/run")
    cancelled = visit.send(waiting, f"{home}/cancel")
    assert "was cancelled" in text_of(cancelled)
    visit.send(f"{home}/run", f"{home}/run")
    run_id, why = latest_run(world, id_of(home)), "An invented reason."
    done = perform(world.app, WORK, start_run, on=run_id, executor="test")
    working = visit.get(f"{home}/run")
    assert "Working: 0%" in text_of(working)
    assert 'hx-select="#progress"' in working.text
    fence = done.facts["fence"]
    perform(
        world.app, WORK, end_run, on=run_id, fence=fence, state="failed", reason=why
    )
    failed = text_of(visit.get(f"{home}/run"))
    assert why in failed
    assert "ask again below" in failed
    assert "Failed" in visit.get(home).main


def test_nothing_is_released_unseen(world: World, visit: Visit) -> None:
    """Another message than was shown, or none ticked, releases none at all.

    However many messages are shown, the database is asked as often.
    """
    load_harbourside(world)
    home = open_round(visit, scheme_page(world)).path
    assert "Nothing of this round can be released" in visit.get(f"{home}/release").main
    run(world, visit, home)
    assert "Nothing is ready" in visit.get(f"{home}/release").main
    agree_and_approve(world, home)
    page = visit.get(f"{home}/release?most=2")
    shown = previews(page)
    assert len(shown) == 2
    assert "3 more" not in page.main or "look at the next ones" in page.main
    asked = []
    for most in (2, 4):
        with counted(world) as said:
            assert len(previews(visit.get(f"{home}/release?most={most}"))) == most
        asked.append(len(said))
    assert asked[0] == asked[1]
    sent = count(world, Outbox)
    for chosen in ([], [shown[0], shown[1][:-1] + "x"], [shown[0][:-64] + "0" * 64]):
        seen = visit.send(page, f"{home}/release", previews=chosen)
        assert seen.status in {409, 422}
    assert count(world, Outbox) == sent
    one, twice = (
        visit.send(page, f"{home}/release", previews=shown[:1]) for _ in range(2)
    )
    assert one.path == twice.path == f"{home}/answers"
    with world.app.database.reading() as session:
        store = world.store(session)
        mine = Proposal.round_id == UUID(id_of(home))
        assert store.count(Proposal, mine, Proposal.state == "offered") == 1


def test_whose_pages_these_are(world: World, visit: Visit) -> None:
    """Who has no part in rounds finds nothing there; an approver reads alone."""
    scheme = scheme_page(world)
    home = open_round(visit, scheme).path
    for name in ("worker", "holder", "young_person", "administrator"):
        assert Visit(world, name).get(home).status == 404
        assert Visit(world, name).get(f"{scheme}/import").status == 404
    reader = Visit(world, "approver")
    assert "Freeze and run</button>" not in reader.get(f"{home}/run").text
    assert reader.get(f"{home}/release").status == 404
    auditor = Visit(world, "auditor")
    assert auditor.get(f"{home}/results").status == 200
    assert auditor.get(f"{home}/pack").status == 409
