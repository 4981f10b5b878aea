"""Whose word counts: a capacity speaks for its own side, and for no other child."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import Session
from support.proposing import Pair, another_need, make_pair
from support.world import World

from api.actions import Desk
from api.actions.proposals_case import case_of
from api.permissions import Who
from api.records import Decision, Proposal, ProposalNeed, Speaker


@pytest.mark.parametrize("said", ["yes", "question"])
def test_only_the_holder_says_the_first_yes_or_asks(world: World, said: str) -> None:
    """Nobody of the child's side answers an offer for the holder it went to."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    before = len(pair.rows(Decision))
    more = {"words": "Which school?"} if said == "question" else {}
    for name in ("worker", "young_person", "parent", "council", "advocate"):
        assert pair.say(name, said, **more).status_code in {404, 409}, name
        assert pair.post("worker", "details").status_code in {404, 409}
    assert (pair.row().state, len(pair.rows(Decision))) == ("offered", before)
    assert pair.say("holder", said, **more).status_code == 200
    assert pair.say("worker").status_code == 409
    assert pair.row().state == "interested"


def _record(world: World, person: UUID, name: str, capacity: str) -> None:
    """Record a speaker as a sheet or an older row would: by no check of ours."""

    def write(session: Session) -> None:
        world.store(session).new(
            Speaker,
            person_id=person,
            speaker_id=world.people[name].person_id,
            capacity=capacity,
            starts=date(2026, 1, 1),
        )

    world.app.database.transaction(write)


@pytest.mark.parametrize(
    "capacity", ["worker", "parent", "parental-responsibility", "council", "advocate"]
)
def test_a_holders_own_worker_is_no_childs(world: World, capacity: str) -> None:
    """Who speaks for a household has no word for the child, and meets nothing of it."""
    pair = make_pair(world)
    _record(world, world.people["holder"].person_id, "helper", capacity)
    pair.draft()
    pair.approve()
    assert pair.post("helper", "may-be-offered").status_code == 404
    assert pair.row().worker_agreed_at is None
    pair.go("disclosed", since="approved")
    assert pair.get("helper").status_code == 404
    assert pair.say("helper", "no").status_code == 404
    assert pair.client("helper").get("/api/v1/proposals").json()["items"] == []


@pytest.mark.parametrize("capacity", ["holder", "hub"])
def test_who_speaks_for_a_child_never_holds_the_asset(
    world: World, capacity: str
) -> None:
    """A holder's or a hub's capacity recorded on a child's person is worth nothing."""
    pair = make_pair(world)
    _record(world, world.people["young_person"].person_id, "helper", capacity)
    pair.draft()
    pair.go("offered")
    assert pair.get("helper").status_code == 404
    assert pair.say("helper").status_code == 404
    assert pair.client("helper").get("/api/v1/proposals").json()["items"] == []


def test_a_capacity_of_the_other_side_is_refused(world: World) -> None:
    """Nobody is recorded as a household's social worker for a child, or the reverse."""
    make_pair(world)
    for person, capacity, status in (
        ("holder", "worker", 409),
        ("young_person", "holder", 409),
        ("holder", "holder", 201),
        ("young_person", "advocate", 201),
    ):
        path = f"/api/v1/people/{world.people[person].person_id}/speakers"
        body = {
            "speaker": str(world.people["helper"].person_id),
            "capacity": capacity,
            "starts": "2026-11-22",
        }
        client = world.client("coordinator")
        said = client.post(path, json=body, headers=world.write())
        assert said.status_code == status, (person, capacity, said.text)


def _with_a_sibling(pair: Pair) -> UUID:
    """Draft a proposal for two children, each with a worker of their own."""
    world = pair.world
    world.invent("worker-2", "worker")
    sibling = another_need(pair, "sibling")
    child = world.people["sibling"].person_id
    pair.draft()

    def write(session: Session) -> None:
        store = world.store(session)
        store.new(ProposalNeed, proposal_id=pair.proposal_id, need_id=sibling.need_id)
        [row] = store.find(
            Speaker, Speaker.person_id == child, Speaker.capacity == "worker"
        )
        store.change(row, speaker_id=world.people["worker-2"].person_id)
        # A row from before, about nobody: it must stand for neither child.
        store.new(
            Decision,
            proposal_id=pair.proposal_id,
            capacity="worker",
            answer="approve",
            why="offer",
            person_id=world.people["worker"].person_id,
            account_id=world.people["worker"].account_id,
        )

    world.app.database.transaction(write)
    return child


def test_a_word_about_nobody_counts_for_no_child(world: World) -> None:
    """One worker's word is for the children they speak for; the rest still wait."""
    pair = make_pair(world)
    _with_a_sibling(pair)
    pair.approve()
    assert pair.post("worker", "may-be-offered").status_code == 200
    assert pair.row().worker_agreed_at is None
    assert pair.post("worker-2", "may-be-offered").status_code == 200
    assert pair.row().worker_agreed_at is not None


def test_nobody_speaks_for_the_child_next_to_theirs(world: World) -> None:
    """Of children who go together, a worker and a child have their own and no other."""
    pair = make_pair(world)
    sibling = _with_a_sibling(pair)
    child = world.people["young_person"].person_id
    with world.app.database.reading() as session:
        store = world.store(session)
        row = store.get(Proposal, pair.proposal_id)
        assert row is not None
        case = case_of(Desk(world.app, store, Who()), row)
        spoken = {
            name: case.spoken_by(Who(identity_id=world.people[name].identity_id))
            for name in ("worker", "young_person", "worker-2", "sibling", "holder")
        }
    assert spoken["worker"] == spoken["young_person"] == {child}
    assert spoken["worker-2"] == spoken["sibling"] == {sibling}
    assert spoken["holder"] == frozenset()
