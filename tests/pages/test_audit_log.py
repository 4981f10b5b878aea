"""The audit log on its page: who did what when, and what of it nobody is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support.databases import NewDatabase
from support.populated import Populated
from support.visiting import Seen, Visit
from support.world import World, make_world

from api.actions.accounts import add_role
from api.actions.auditing import Asked, read_log
from api.actions.concerns import report_concern
from api.actions.connections import declare_connection
from api.actions.people_apart import keep_person_away
from api.records import AuditRow, Row

HERE = "/audit-log"


@pytest.fixture(scope="module")
def world(populated: Populated) -> World:
    """Return a world in which everybody did something; its log only grows."""
    there = populated.world
    hub = there.people["hub"].account_id
    there.do("administrator", add_role, hub, role="helper")
    return there


PAGE = 50
"""So many lines stand on one page."""


def lines(seen: Seen) -> list[str]:
    """Return what stands in each line of the log."""
    assert seen.status == 200
    bodies = list(seen.root.all("tbody"))
    return [row.text for row in bodies[0].all("tr")] if bodies else []


def acts(seen: Seen) -> set[str]:
    """Return what was done, in the lines of a page."""
    rows = [list(row.all("td")) for row in next(seen.root.all("tbody")).all("tr")]
    return {" ".join(cells[1].text.split()[:2]) for cells in rows}


def test_an_auditor_and_an_administrator_read_it_and_nobody_else(world: World) -> None:
    """Both find it from home; each reading is a line; to others it is not there."""
    for name in ("auditor", "administrator"):
        visit = Visit(world, name)
        assert HERE in visit.get("/home").links()
        before = len(lines(visit.get(HERE)))
        after = lines(visit.get(HERE))
        assert len(after) == min(before + 1, PAGE)
        assert "Audit: read" in after[0]
    for name in ("coordinator", "approver", "safeguarding_lead", "worker", "holder"):
        assert Visit(world, name).get(HERE).status == 404


def test_staff_alone_are_named(world: World, populated: Populated) -> None:
    """The officer reads names of staff, the administrator addresses; of a family none.

    An administrator opens no record of a person from the log, and asks for nobody's
    acts but those of staff.
    """
    of_staff = f"{HERE}?by={world.people['coordinator'].account_id}"
    officer = Visit(world, "auditor").get(of_staff)
    assert "Coordinator Invented" in officer.main
    seen = Visit(world, "administrator").get(of_staff)
    assert "coordinator@invented.example" in seen.main
    every = [Visit(world, name).get(HERE) for name in ("auditor", "administrator")]
    for page in (officer, seen, *every):
        for family in ("holder", "young_person", "parent"):
            assert f"{family}@invented" not in page.raw
            assert f"{family} Invented".title() not in page.raw
    assert str(populated.ids["needs"]) not in seen.raw
    of_family = f"{HERE}?by={world.people['holder'].account_id}"
    assert lines(Visit(world, "administrator").get(of_family)) == []
    assert lines(Visit(world, "auditor").get(of_family)) != []
    of_need = f"{HERE}?about={populated.ids['needs']}"
    assert lines(Visit(world, "administrator").get(of_need)) == []


def test_it_is_found_by_person_by_subject_by_act_and_by_day(
    world: World, populated: Populated
) -> None:
    """Each narrows it; what was typed to find somebody is in no address."""
    visit = Visit(world, "auditor")
    by = visit.send(HERE, f"{HERE}/find", address="administrator@invented.example")
    assert "Membership: add" in acts(by)
    assert not any(act.startswith("Proposal") for act in acts(by))
    assert "invented" not in by.path
    about = visit.send(HERE, f"{HERE}/find", ref="n1")
    assert any(act.startswith("Proposal: ") for act in acts(about))
    assert "Membership: add" not in acts(about)
    assert "=n1" not in about.path
    kind = visit.send(HERE, f"{HERE}/find", act="membership")
    assert acts(kind) == {"Membership: add"}
    day = world.app.now().date()
    today = {"since__day": day.day, "since__month": day.month, "since__year": day.year}
    assert lines(visit.send(HERE, f"{HERE}/find", **today)) != []
    late = f"{HERE}?since={day + timedelta(days=1)}"
    assert lines(visit.get(late)) == []
    assert lines(visit.get(f"{HERE}?until={day - timedelta(days=1)}")) == []
    nobody = visit.send(HERE, f"{HERE}/find", address="no@where.example", ref="zz9")
    assert nobody.status == 422
    assert "no@where.example" not in nobody.path


def test_it_goes_on_page_by_page(world: World) -> None:
    """A page holds fifty lines, and leads to the next ones with the same question."""
    for _ in range(51):
        world.see("auditor", read_log, world.council, asked=Asked(act="room"), limit=1)
    visit = Visit(world, "auditor")
    first = visit.get(f"{HERE}?act=audit.read")
    assert len(lines(first)) == 50
    (onward,) = (each for each in first.links() if "cursor=" in each)
    assert "act=audit.read" in onward
    assert lines(visit.get(HERE + onward)) != []


def test_what_a_lead_hears_and_does_leaves_no_trace(
    world: World, populated: Populated
) -> None:
    """Concerns, kept-away and suspensions are in the chain, and on nobody's page."""
    person = world.people["young_person"].person_id
    world.do("coordinator", report_concern, words="A worry.")
    away = {"lat": 51.0, "lon": -1.0, "km": 1.0, "why": "A worry."}
    world.do("safeguarding_lead", keep_person_away, person, **away)
    kept = {row.act for row in rows(world, AuditRow)}
    assert {"concern.report", "person.keep_away"} <= kept
    for name in ("auditor", "administrator"):
        for query in ("", "?act=concern", "?act=person", f"?about={person}"):
            said = " ".join(lines(Visit(world, name).get(HERE + query)))
            assert "Concern" not in said
            assert "Person: keep" not in said


def test_nobody_reads_about_whom_they_know(world: World) -> None:
    """An auditor who declares to know a child reads no line about that child."""
    person = world.people["young_person"].person_id
    about = f"{HERE}?about={person}"
    visit = Visit(world, "auditor")
    world.invent("another auditor", "auditor")
    world.do("another auditor", declare_connection, person)
    assert lines(visit.get(about)) != []
    assert lines(Visit(world, "another auditor").get(about)) == []


def test_it_is_said_whether_the_chain_holds(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    """Checked on demand; a line changed behind everybody's back is told by number."""
    world = make_world(new_database("sqlite"), tmp_path)
    visit = Visit(world, "administrator")
    seen = visit.get(HERE)
    assert "Nobody has asked yet" in seen.main
    seen = visit.send(seen, f"{HERE}/check")
    assert "lines held" in seen.main
    assert "The log is whole" in seen.main
    with world.app.database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET act = 'x.y' WHERE number = 2"))
    broken = visit.send(seen, f"{HERE}/check")
    assert "Line 2 was changed" in broken.main
    assert "The log is whole" not in broken.main


def rows(world: World, kind: type[Row]) -> Any:
    """Return every row of a kind."""
    with world.app.database.reading() as session:
        return world.store(session).find(kind)
