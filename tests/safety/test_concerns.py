"""Concerns: anyone may report, the right people hear, and nothing changes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.proposing import make_pair
from support.world import World

from api.records import (
    METADATA,
    Concern,
    Hub,
    Leader,
    Membership,
    Outbox,
    Private,
    Task,
)
from api.records import Session as HubSession

WORDS = "zzconcern I saw something that worries me."
MAY_GROW = {"concern", "private", "data_key", "task", "outbox", "once", "audit"}


def report(world: World, name: str, path: str) -> Any:
    """Report a concern as somebody."""
    return post(world, name, path, words=WORDS)


def leads_told(world: World, organisation: UUID | None = None) -> set[str]:
    """Return who was sent a safety message."""
    with world.app.database.reading() as session:
        rows = world.store(session, organisation).find(Outbox)
    names = {str(one.person_id): name for name, one in world.people.items()}
    return {
        names[row.ids["person"]] for row in rows if row.ids.get("message") == "safety"
    }


def content(world: World) -> dict[str, list[Any]]:
    """Return every row of every table that reporting leaves alone."""
    with world.app.database.engine.connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(table.select())))
            for table in METADATA.sorted_tables
            if table.name not in MAY_GROW | {"audit_head"}
        }


def make_deputy(world: World, name: str) -> None:
    """Make somebody's role of safeguarding lead that of a deputy."""

    def change(session: Session) -> None:
        store = world.store(session)
        store.change_where(
            Membership,
            Membership.account_id == world.people[name].account_id,
            deputy=True,
        )

    world.app.database.transaction(change)


def test_everybody_may_report_and_only_leads_read(world: World) -> None:
    """Whoever signed in may report; the words are for the lead and the deputy alone."""
    make_deputy(world, "lead-2")
    for name in world.people:
        answer = report(world, name, "/concerns")
        assert answer.status_code == 201, (name, answer.text)
        assert "words" not in answer.json() or "lead" in name
    id_ = report(world, "holder", "/concerns").json()["id"]
    for name in world.people:
        answer = get(world, name, f"/concerns/{id_}")
        lead = name in {"safeguarding_lead", "lead-2"}
        assert answer.status_code == (200 if lead else 404), name
        assert (WORDS in answer.text) == lead
    assert leads_told(world) == {"safeguarding_lead", "lead-2"}


def test_reporting_changes_nothing(world: World) -> None:
    """A concern changes no row but its own, a task's and a letter's."""
    pair = make_pair(world)
    pair.draft()
    pair.go("agreed")
    match_id = pair.get("coordinator").json()["match_id"]
    before = content(world)
    assert report(world, "parent", f"/proposals/{pair.proposal_id}/concerns").is_success
    assert report(world, "holder", f"/matches/{match_id}/concerns").is_success
    assert content(world) == before


def test_words_are_sealed(world: World) -> None:
    """What was reported stands nowhere in the clear."""
    report(world, "holder", "/concerns")
    with world.app.database.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(table.select()):
                assert "zzconcern" not in str(row), table.name
    with world.app.database.reading() as session:
        store = world.store(session)
        concern = store.find(Concern)[0]
        assert store.count(Private, Private.record_id == concern.id) == 1


def test_a_lead_never_hears_about_themselves(world: World) -> None:
    """A concern about a lead goes to the deputy; so does one about whom they know."""
    lead = world.people["safeguarding_lead"]
    answer = report(world, "coordinator", f"/people/{lead.person_id}/concerns")
    id_ = answer.json()["id"]
    assert leads_told(world) == {"lead-2"}
    own = "safeguarding_lead"
    assert get(world, own, f"/concerns/{id_}").status_code == 404
    assert get(world, own, "/concerns").json() == {"items": [], "next": None}
    assert get(world, own, "/tasks").json()["items"] == []
    other = "lead-2"
    assert get(world, other, "/concerns").json()["items"][0]["id"] == id_
    assert get(world, other, "/tasks").json()["items"][0]["words"] == "Read a concern."


def test_nor_about_somebody_they_are_connected_to(world: World) -> None:
    """Who declared a connection hears of no concern about that person, from then on."""
    holder = world.people["holder"]
    path = f"/people/{holder.person_id}"
    before = report(world, "coordinator", f"{path}/concerns").json()["id"]
    declared = post(world, "lead-2", f"{path}/connections")
    assert declared.status_code == 201
    report(world, "coordinator", f"{path}/concerns")
    with world.app.database.reading() as session:
        tasks = world.store(session).find(Task, Task.kind == "read_a_concern")
    given = [task.account_id for task in tasks]
    assert given.count(world.people["lead-2"].account_id) == 1
    assert given.count(world.people["safeguarding_lead"].account_id) == 2
    assert get(world, "lead-2", f"/concerns/{before}").status_code == 404
    assert get(world, "lead-2", "/concerns").json()["items"] == []


def test_where_no_lead_may_hear_an_administrator_names_one(world: World) -> None:
    """A concern is never lost: without a lead to hear it, one has to be named."""
    charity = world.people["charity-holder"]
    answer = report(
        world, "charity-coordinator", f"/people/{charity.person_id}/concerns"
    )
    assert answer.status_code == 201
    tasks = get(world, "charity-administrator", "/tasks").json()["items"]
    assert [task["words"] for task in tasks] == [
        "Name a deputy of the safeguarding lead."
    ]


@pytest.mark.parametrize("name", ["holder-2", "charity-holder", "advocate", "parent"])
def test_only_who_knows_of_it_reports_about_it(world: World, name: str) -> None:
    """A proposal that one has not heard of is absent, also to a concern."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    path = f"/proposals/{pair.proposal_id}/concerns"
    assert report(world, name, path).status_code == 404
    assert report(world, "holder", path).status_code == 201
    assert report(world, "worker", path).status_code == 201


def test_a_session_is_reported_by_its_own(world: World) -> None:
    """Whoever leads a session or is its hub's may report about it, nobody else."""

    def make(session: Session) -> UUID:
        store = world.store(session)
        hub = store.new(Hub, ref="h9", name="Invented hub")
        row = store.new(
            HubSession,
            hub_id=hub.id,
            title="Stay and play",
            starts_at=world.app.now() + timedelta(days=1),
            ends_at=world.app.now() + timedelta(days=1, hours=1),
            places=4,
        )
        store.new(Leader, session_id=row.id, person_id=world.people["holder"].person_id)
        return row.id

    id_ = world.app.database.transaction(make)
    path = f"/sessions/{id_}/concerns"
    assert report(world, "holder", path).status_code == 201
    assert report(world, "hub", path).status_code == 201
    assert report(world, "holder-2", path).status_code == 404


def test_a_lead_closes_a_concern(world: World) -> None:
    """Only a lead writes that a concern was dealt with."""
    id_ = report(world, "holder", "/concerns").json()["id"]
    path = f"/concerns/{id_}/close"
    assert post(world, "coordinator", path, 1).status_code == 404
    closed = post(world, "safeguarding_lead", path, 1)
    assert closed.json()["state"] == "closed"
