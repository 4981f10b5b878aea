"""Worries and what follows: told from any page, read by a lead, acted on once."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.databases import NewDatabase
from support.populated import NOBODY
from support.proposing import make_pair
from support.visiting import Visit
from support.world import World, make_world

from api.records import Asset, Concern, Match, Suspension

WORDS = "zzcanary I saw something."


@pytest.fixture
def world(new_database: NewDatabase, tmp_path: Path) -> World:
    """Return a world of one's own; actions are tried on both databases elsewhere."""
    return make_world(new_database("sqlite"), tmp_path)


def concerns(world: World) -> list[Concern]:
    """Return every concern there is."""
    with world.app.database.reading() as session:
        return list(world.store(session).find(Concern))


def tell(world: World, name: str, path: str = "", **more: str) -> None:
    """Tell a worry from the foot of a page, as somebody."""
    visit = Visit(world, name)
    seen = visit.get(f"/concern?from={path}" if path else "/concern")
    thanks = visit.send(seen, "/concern", words=WORDS, **more)
    assert thanks.status == 200
    assert "Thank you" in thanks.title
    assert WORDS not in thanks.text


def test_a_worry_is_told_from_every_page(world: World) -> None:
    """Every page of somebody signed in leads to a worry, and knows where it was."""
    for path in ("/home", "/tasks"):
        assert f"/concern?from={path}" in Visit(world, "holder").get(path).links()


def test_a_worry_about_a_page(world: World) -> None:
    """A worry from a match's page is about the match, unless one says otherwise."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("agreed")
    match = pair.rows(Match)[0]
    tell(world, "holder", f"/matches/{match.id}")
    tell(world, "holder", f"/matches/{match.id}", about="else")
    tell(world, "holder")
    about = [(row.about_table, row.about_id) for row in concerns(world)]
    assert about == [("match", match.id), ("", None), ("", None)]


@pytest.mark.parametrize(
    "path",
    [
        f"/matches/{NOBODY}",
        "//elsewhere.example",
        "/tasks?name=somebody",
        "https://elsewhere.example",
        "/matches/no-id",
    ],
)
def test_a_page_that_is_not_theirs_tells_nothing(world: World, path: str) -> None:
    """A strange address gets the same thanks; the worry is about nobody, and kept."""
    tell(world, "holder", path)
    assert [row.about_table for row in concerns(world)] == [""]
    thanks = Visit(world, "holder").get(f"/concern/thank-you?from={path}")
    assert "elsewhere" not in thanks.text


def test_nothing_typed_is_lost(world: World) -> None:
    """A worry without words is asked for again; where it came from is kept."""
    visit = Visit(world, "holder")
    path = "/matches/" + str(NOBODY)
    again = visit.send(f"/concern?from={path}", "/concern", words=" ")
    assert again.status == 422
    assert "Enter what worries you." in again.main
    assert path in again.text
    assert concerns(world) == []


def test_the_lead_reads_and_closes(world: World) -> None:
    """The lead finds words, who told it and whom it is about; closing keeps it all."""
    pair = make_pair(world, "norfolk-carers")
    pair.draft()
    tell(world, "worker", f"/people/{world.people['young_person'].person_id}")
    lead = Visit(world, "safeguarding_lead")
    [row] = concerns(world)
    assert f"/concerns/{row.id}" in lead.get("/concerns").links()
    page = lead.get(f"/concerns/{row.id}")
    for said in (WORDS, "Worker Invented", "Young_Person Invented"):
        assert said in page.main
    closed = lead.send(page, f"/concerns/{row.id}/close")
    assert "The concern is closed." in closed.text
    assert concerns(world)[0].state == "closed"


def test_nobody_else_reads(world: World) -> None:
    """To everybody but leads a concern's page is not there, and names nobody."""
    tell(world, "holder")
    [row] = concerns(world)
    for name in world.people:
        seen = Visit(world, name).get(f"/concerns/{row.id}")
        lead = name in {"safeguarding_lead", "lead-2"}
        assert seen.status == (200 if lead else 404), name
        assert lead or WORDS not in seen.text


def test_what_a_suspension_stops_is_shown_first(world: World) -> None:
    """A preview changes nothing; the button does what it said, and tells nobody why."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("agreed")
    lead, person = Visit(world, "safeguarding_lead"), world.people["holder"].person_id
    before = lead.get(f"/people/{person}/suspend")
    assert "Holder Invented" in before.main
    assert "Matches that pause 1" in " ".join(before.main.split())
    assert pair.rows(Match)[0].state == "active"
    done = lead.send(before, f"/people/{person}/suspend", why=WORDS)
    assert done.status == 200
    assert WORDS in done.main
    assert pair.rows(Match)[0].state == "paused"
    assert pair.row(Asset, pair.asset_ids[0]).state == "on_hold"
    for name in ("coordinator", "worker", "young_person"):
        assert WORDS not in Visit(world, name).get("/home").text


def test_a_childs_home_is_not_touched(world: World) -> None:
    """Where a child lives, the preview says that nothing ends, and nothing does."""
    pair = make_pair(world, "norfolk-carers")
    pair.draft()
    pair.go("agreed")
    lead, person = Visit(world, "safeguarding_lead"), world.people["holder"].person_id
    before = lead.get(f"/people/{person}/suspend")
    assert "A child lives with this person" in before.main
    lead.send(before, f"/people/{person}/suspend", why=WORDS)
    assert pair.rows(Match)[0].state == "active"
    tasks = Visit(world, "worker").get("/tasks")
    assert "Speak to the safeguarding lead." in tasks.main
    assert "suspen" not in tasks.main


def test_lifting(world: World) -> None:
    """A lead lifts it once; the page says that nothing returns by itself."""
    lead, person = Visit(world, "safeguarding_lead"), world.people["holder"].person_id
    lead.send(f"/people/{person}/suspend", f"/people/{person}/suspend", why=WORDS)
    with world.app.database.reading() as session:
        [row] = world.store(session).find(Suspension)
    page = lead.get(f"/suspensions/{row.id}")
    lifted = lead.send(page, f"/suspensions/{row.id}/lift")
    assert "The suspension is lifted." in lifted.text
    assert "Was suspended" in lifted.main
    assert lead.send(page, f"/suspensions/{row.id}/lift").status in {200, 409}


def test_nobody_is_told_that_a_lead_looked(world: World) -> None:
    """A lead who finds somebody, and looks what would stop, leaves no word of it."""
    person = world.people["holder"].person_id
    lead = Visit(world, "safeguarding_lead")
    tell(world, "worker")
    lead.send("/people", "/people", email="holder@invented.example")
    lead.get(f"/people/{person}/suspend")
    for name, path in (
        ("auditor", f"/people/{person}"),
        ("auditor", f"/people/{person}/export"),
        ("holder", f"/people/{person}/export.json"),
    ):
        seen = Visit(world, name).get(path)
        assert seen.status == 200
        for word in ("Safeguarding", "suspend", "person.list", "Person: list"):
            assert word not in seen.text, (name, path, word)
