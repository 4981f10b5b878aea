"""Alarms and calls for help reach whoever may hear of them, and nobody else."""

from __future__ import annotations

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.proposing import Pair, make_pair
from support.world import World

from api.actions.desk import Desk
from api.actions.safeguarding_tasks import ask_workers
from api.permissions import Who
from api.records import Asset, Membership, Need, Proposal, Speaker, Task, ViewCount


def told(world: World, kind: str) -> set[str]:
    """Return who has a task of a kind in their own list."""
    return {
        name
        for name in world.people
        for task in get(world, name, "/tasks").json()["items"]
        if task["kind"] == kind
    }


def give_role(world: World, name: str, role: str) -> None:
    """Give somebody a further role."""

    def give(session: Session) -> None:
        account = world.people[name].account_id
        world.store(session).new(Membership, account_id=account, role=role)

    world.app.database.transaction(give)


def no_leads(world: World) -> None:
    """Let nobody be a safeguarding lead any more."""

    def end(session: Session) -> None:
        world.store(session).change_where(
            Membership, Membership.role == "safeguarding_lead", ended_at=world.app.now()
        )

    world.app.database.transaction(end)


@pytest.mark.parametrize("role", ["administrator", "safeguarding_lead"])
def test_who_read_very_many_is_not_told_of_it(world: World, role: str) -> None:
    """The alarm reaches leads and administrators, but not the reader's own circle."""
    pair = make_pair(world)
    world.invent("reader", role)
    give_role(world, "reader", "coordinator")
    reader = world.people["reader"]
    assert post(world, "lead-2", f"/people/{reader.person_id}/connections").is_success

    def nearly(session: Session) -> None:
        store = world.store(session)
        hour = world.app.now().replace(minute=0)
        store.new(ViewCount, account_id=reader.account_id, hour=hour, people=100)

    world.app.database.transaction(nearly)
    assert get(world, "reader", f"/needs/{pair.need_id}").status_code == 200
    assert told(world, "bulk_reading") == {"administrator", "safeguarding_lead"}


def test_a_deputy_is_asked_for_without_saying_why(world: World) -> None:
    """No lead: administrators who know nobody of the concern are asked for a deputy."""
    world.invent("administrator-2", "administrator")
    no_leads(world)
    whom = world.people["administrator"]
    path = f"/people/{whom.person_id}/concerns"
    made = post(world, "coordinator", path, words="Invented.").json()["id"]
    assert told(world, "name_a_safeguarding_deputy") == {"administrator-2"}
    (line,) = get(world, "administrator-2", "/tasks").json()["items"]
    assert line["about"] == {"kind": "organisation", "id": str(world.council)}
    with world.app.database.reading() as session:
        assert made not in repr(world.store(session).find(Task))


def test_nor_an_administrator_who_knows_them(world: World) -> None:
    """An administrator connected to whom it is about hears of nothing."""
    world.invent("administrator-2", "administrator")
    no_leads(world)
    holder = world.people["holder"].person_id
    knows = post(world, "administrator", f"/people/{holder}/connections")
    assert knows.is_success
    post(world, "coordinator", f"/people/{holder}/concerns", words="Invented.")
    assert told(world, "name_a_safeguarding_deputy") == {"administrator-2"}


@pytest.mark.parametrize("kind", [Need, Asset])
def test_a_lead_near_a_child_does_not_look_for_its_worker(
    world: World, kind: type[Need | Asset]
) -> None:
    """Who finds a child's worker knows neither the child nor the holder."""
    pair = make_pair(world)
    pair.draft()
    near = pair.row(kind, pair.need_id if kind is Need else pair.asset_ids[0])
    path = f"/people/{near.person_id}/connections"
    assert post(world, "lead-2", path).is_success
    _ask_workers(pair)
    assert told(world, "find_the_childs_worker") == {"safeguarding_lead"}


def _ask_workers(pair: Pair) -> None:
    """Ask for the worker of a child who has none."""
    world = pair.world

    def ask(session: Session) -> None:
        store = world.store(session)
        store.delete_where(Speaker, Speaker.capacity == "worker")
        desk = Desk(world.app, store, Who(by="work"))
        row = desk.find(Proposal, pair.proposal_id)
        ask_workers(desk, row, [desk.find(Need, pair.need_id)])

    world.app.database.transaction(ask)
