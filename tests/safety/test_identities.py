"""Who is who and who speaks for whom: joined by people, never looser than before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.proposing import make_pair
from support.world import World

from api.records import Connection, Person, PersonLink, Speaker, Suspension
from api.store import value

LEAD = "safeguarding_lead"


def identity(world: World, name: str) -> UUID:
    """Return somebody's identity as it stands."""
    one = world.people[name]
    with world.app.database.reading() as session:
        person = world.store(session, one.organisation_id).get(Person, one.person_id)
    assert person is not None
    return person.identity_id


def propose(world: World, one: str, other: str) -> UUID:
    """Propose that two rows are one human being, as an import does."""

    def make(session: Session) -> UUID:
        link = world.store(session).new(
            PersonLink,
            person_id=world.people[one].person_id,
            other_id=world.people[other].person_id,
            kind="name, birth and contact",
        )
        return link.id

    return world.app.database.transaction(make)


def decide(world: World, link: UUID, *, same: bool, by: str = "coordinator") -> Any:
    """Decide a proposed link."""
    return post(world, by, f"/person-links/{link}/decide", 1, same=same)


def suspend(world: World, name: str, by: str = LEAD) -> Any:
    """Suspend somebody."""
    path = f"/people/{world.people[name].person_id}/suspension"
    return post(world, by, path, why="zzwhy")


@pytest.mark.parametrize("first", ["holder", "charity-holder"])
def test_a_confirmed_link_never_loosens(world: World, first: str) -> None:
    """If either of the two is suspended, both are, and their proposals stop."""
    pair = make_pair(world, "oxfordshire-mentors", assets=3)
    pair.draft(asset=2 if first == "holder" else 0)
    link = propose(world, "holder", "charity-holder")
    suspended = suspend(world, first)
    assert suspended.status_code == 201, suspended.text
    assert pair.row().state == "drafted"
    assert decide(world, link, same=True).is_success
    assert identity(world, "holder") == identity(world, "charity-holder")
    assert pair.row().state == "lapsed"
    for name in ("holder", "charity-holder"):
        assert get(world, name, "/tasks").status_code == 401
    assert decide(world, link, same=True).status_code in {409, 412}


def test_two_suspensions_become_one_and_both_leads_hear(world: World) -> None:
    """Both suspended: one stands, and a lead is told before they lift it."""
    link = propose(world, "holder", "holder-2")
    suspend(world, "holder")
    suspend(world, "holder-2")
    assert decide(world, link, same=True).is_success
    with world.app.database.reading() as session:
        rows = world.store(session).find(Suspension)
    assert [row.lifted_at is None for row in rows] == [True, False]
    assert len({row.identity_id for row in rows}) == 1
    kinds = [task["kind"] for task in get(world, LEAD, "/tasks").json()["items"]]
    assert kinds == ["lift_only_after_both"]
    assert get(world, "holder-2", "/tasks").status_code == 401


def test_a_refused_link_changes_nobody(world: World) -> None:
    """Who are two people stay two people."""
    before = identity(world, "holder"), identity(world, "holder-2")
    link = propose(world, "holder", "holder-2")
    assert decide(world, link, same=False).is_success
    assert (identity(world, "holder"), identity(world, "holder-2")) == before
    assert get(world, "coordinator", "/person-links").json()["items"] == []


def test_nobody_decides_a_link_about_themselves(world: World) -> None:
    """Staff see and decide no link about themselves, or about whom they know."""
    link = propose(world, "coordinator", "holder")
    assert decide(world, link, same=True).status_code == 404
    assert get(world, "coordinator", "/person-links").json()["items"] == []
    assert get(world, "hub", f"/person-links/{link}").status_code == 404
    [item] = get(world, "coordinator-2", "/person-links").json()["items"]
    assert item["id"] == str(link)


def test_kept_apart_follows_a_confirmed_link(world: World) -> None:
    """Who is kept apart from the one row is kept apart from both."""
    child = world.people["young_person"].person_id
    other = world.people["holder-2"].person_id
    path = f"/people/{child}/kept-apart"
    assert post(world, LEAD, path, other=str(other), why="zzwhy").status_code == 201
    link = propose(world, "holder", "holder-2")
    assert decide(world, link, same=True).is_success
    with world.app.database.reading() as session:
        store = world.store(session)
        mine = store.get(Person, child)
        theirs = store.get(Person, other)
        assert mine is not None
        assert theirs is not None
        [entry] = value(store, mine, "apart")
        [back] = value(store, theirs, "apart")
    assert entry["identity"] == str(identity(world, "holder"))
    assert back["identity"] == str(identity(world, "young_person"))


def test_kept_apart_is_the_workers_and_the_leads(world: World) -> None:
    """Only the child's worker and a lead record or read it, and end it for both."""
    make_pair(world)
    child = world.people["young_person"].person_id
    other = str(world.people["holder"].person_id)
    path = f"/people/{child}/kept-apart"
    for name in world.people:
        allowed = name in {"worker", LEAD, "lead-2"}
        done = post(world, name, path, other=other, why="zzwhy").status_code
        assert done == (201 if allowed else 404), name
        assert get(world, name, path).status_code == (200 if allowed else 404), name
    [entry] = get(world, "worker", path).json()["apart"]
    assert entry["why"] == "zzwhy"
    assert post(world, LEAD, path, other=other, why="over", ends=True).is_success
    assert get(world, LEAD, path).json()["apart"] == []
    back = f"/people/{other}/kept-apart"
    assert get(world, LEAD, back).json()["apart"] == []
    assert post(world, LEAD, path, other=str(child), why="x").status_code == 409


def test_kept_away_has_its_limits(world: World) -> None:
    """A place on earth and up to 50 km; 0 km ends it."""
    child = world.people["young_person"].person_id
    path = f"/people/{child}/kept-away"
    spot: dict[str, Any] = {"lat": 52.6, "lon": 1.3, "why": "zzwhy"}
    assert post(world, LEAD, path, **spot, km=51).status_code == 422
    assert post(world, LEAD, path, **spot, km=5).is_success
    kept = f"/people/{child}/kept-apart"
    assert get(world, LEAD, kept).json()["away"][0]["km"] == 5
    assert post(world, LEAD, path, **spot, km=0).is_success
    assert get(world, LEAD, kept).json()["away"] == []


def test_a_connection_takes_rights_away_and_gives_none(world: World) -> None:
    """Who declares to know somebody decides nothing about them, at once."""
    holder = world.people["holder"].person_id
    path = f"/people/{holder}"
    assert get(world, "coordinator", f"{path}/speakers").status_code == 200
    assert post(world, "coordinator", f"{path}/connections").status_code == 201
    assert post(world, "coordinator", f"{path}/connections").status_code == 201
    assert get(world, "coordinator", f"{path}/speakers").status_code == 404
    (known,) = get(world, "coordinator", "/connections").json()["items"]
    assert known["person"] == str(holder)
    assert post(world, "charity-hub", f"{path}/connections").status_code == 404
    with world.app.database.reading() as session:
        assert world.store(session).count(Connection) == 1


def test_who_speaks_is_a_dated_record(world: World) -> None:
    """A capacity is held from a day to a day, and nobody gives it to themselves."""
    child = world.people["young_person"].person_id
    path = f"/people/{child}/speakers"
    today = world.app.now().date()
    said: dict[str, Any] = {
        "speaker": str(world.people["worker"].person_id),
        "capacity": "worker",
        "starts": str(today),
    }
    own = said | {"speaker": str(world.people["coordinator"].person_id)}
    assert post(world, "coordinator", path, **own).status_code == 409
    for capacity in ("child", "child-shown", "king"):
        wrong = said | {"capacity": capacity}
        assert post(world, "coordinator", path, **wrong).status_code == 409
    backwards = said | {"ends": str(today - timedelta(days=1))}
    assert post(world, "coordinator", path, **backwards).status_code == 409
    assert post(world, "holder", path, **said).status_code == 404
    assert get(world, "worker", path).status_code == 404
    assert post(world, "coordinator", path, **said).status_code == 201
    [row] = get(world, "worker", path).json()["items"]
    ended = post(world, "coordinator", f"/speakers/{row['id']}/end", 1)
    assert ended.is_success, ended.text
    assert get(world, "worker", path).status_code == 200
    world.later(days=1)
    assert get(world, "worker", path).status_code == 404
    with world.app.database.reading() as session:
        [kept] = world.store(session).find(Speaker)
    assert kept.ends == date(today.year, today.month, today.day)


def test_a_decision_is_looked_at_by_somebody_else(world: World) -> None:
    """Who drafted, approved, released or asked does not look; somebody else does."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    world.invent("approver-2", "approver")
    path = f"/proposals/{pair.proposal_id}/again"
    assert post(world, "parent", path, words="zzwhy").status_code == 404
    assert post(world, "holder-2", path, words="zzwhy").status_code == 404
    asked = post(world, "holder", path, words="zzwhy me?")
    assert asked.status_code == 201
    assert post(world, "holder", path, words="again").status_code == 409
    look = f"/again/{asked.json()['id']}"
    seen = get(world, "approver-2", look)
    assert seen.json().get("words") == "zzwhy me?", seen.text
    assert get(world, "holder-2", look).status_code == 404
    body: dict[str, Any] = {"outcome": "stands", "words": "It was right."}
    for name in ("coordinator", "coordinator-2", "approver"):
        assert post(world, name, f"{look}/looked", 1, **body).status_code == 409, name
    for name in ("holder", "worker", "auditor", "administrator"):
        assert post(world, name, f"{look}/looked", 1, **body).status_code == 404, name
    done = post(world, "approver-2", f"{look}/looked", 1, **body)
    assert done.json()["outcome"] == "stands"
    assert get(world, "holder", look).json()["outcome"] == "stands"
    assert pair.row().state == "offered"


def test_tasks_are_ones_own(world: World) -> None:
    """Nobody reads or finishes a task that is another's."""
    post(world, "holder", "/concerns", words="zz")
    [task] = get(world, "lead-2", "/tasks").json()["items"]
    for name in world.people:
        if name != "lead-2":
            path = f"/tasks/{task['id']}"
            assert get(world, name, path).status_code == 404, name
            assert post(world, name, f"{path}/done", 1).status_code == 404, name
    assert post(world, "lead-2", f"/tasks/{task['id']}/done", 1).is_success
    assert get(world, "lead-2", "/tasks").json()["items"] == []
    assert post(world, "lead-2", f"/tasks/{task['id']}/done", 2).status_code == 409
