"""Tasks: listed, done once, and said so."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import post
from support.populated import Populated
from support.post_office import SYSTEM
from support.proposing import Pair, make_pair
from support.visiting import Visit
from support.world import World

from api.actions import perform
from api.actions.messages import settle_message
from api.actions.tasks import list_tasks
from api.records import Asset, Need, Outbox, Task


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a pair, to do something about."""
    return make_pair(world)


def test_a_page_that_is_not_there_says_what_to_do(populated: Populated) -> None:
    """An address of nothing, and one of another's, get the same page of help."""
    visit = Visit(populated.world, "coordinator")
    seen = visit.get("/nowhere")
    assert seen.status == 404
    assert "There is nothing here" in seen.main
    theirs = visit.get(f"/concerns/{populated.ids['concerns']}")
    assert (theirs.status, theirs.main) == (404, seen.main)


def test_tasks_are_listed(populated: Populated) -> None:
    """Tasks to do and tasks done are two lists, one click apart."""
    visit = Visit(populated.world, "coordinator")
    seen = visit.get("/tasks")
    assert seen.status == 200
    assert "/tasks?done=true" in seen.links()
    assert visit.get("/tasks?done=true").title.startswith("Tasks done")


def test_a_message_leads_to_its_page(populated: Populated) -> None:
    """A link that holds an id alone leads to its page, and strangers to their home."""
    kinds = {
        "coordinator": ("tasks", "matches", "reviews", "assets"),
        "safeguarding_lead": ("concerns",),
        "young_person": ("matches", "reviews"),
        "holder": ("matches", "proposals"),
        "holder-2": (),
    }
    for name, theirs in kinds.items():
        visit = Visit(populated.world, name)
        for kind in ("tasks", "matches", "reviews", "assets", "concerns", "proposals"):
            id_ = populated.ids[kind]
            answer = visit.client.get(f"/go/{id_.hex}", follow_redirects=False)
            if kind in theirs:
                assert answer.headers["location"] == f"/{kind}/{id_}", (name, kind)
        assert visit.get(f"/go/{populated.ids['concerns'].hex}").path == (
            f"/concerns/{populated.ids['concerns']}" if "lead" in name else "/home"
        )


def refs_of(pair: Pair) -> list[str]:
    """Return the refs of a pair's need and of its asset."""
    return [pair.row(Need, pair.need_id).ref, pair.row(Asset, pair.asset_ids[0]).ref]


def raised(pair: Pair, *tasks: tuple[str, str, UUID, date]) -> None:
    """Raise tasks for the coordinators: what, about which table and row, by when."""

    def raise_them(session: Session) -> None:
        for number, (kind, table, row, due) in enumerate(tasks):
            pair.world.store(session).new(
                Task,
                kind=kind,
                role="coordinator",
                about_table=table,
                about_id=row,
                due=due,
                key=f"{number}",
            )

    pair.world.app.database.transaction(raise_them)


def test_what_is_due_first_comes_first(pair: Pair) -> None:
    """Whatever was raised first: also where a list goes on over several pages."""
    days = [date(2026, 12, day) for day in (9, 3, 9, 1, 5)]
    raised(pair, *(("check_7", "asset", pair.asset_ids[0], day) for day in days))
    found: list[str] = []
    after = None
    while True:
        page = pair.world.see("coordinator", list_tasks, limit=2, after=after)
        found += [each["due"] for each in page["items"]]
        after = UUID(page["next"]) if page["next"] else None
        if after is None:
            break
    assert found == [day.isoformat() for day in sorted(days)]


def test_a_task_says_whom_it_is_about(pair: Pair) -> None:
    """By the refs that the office uses; none of somebody whom the reader knows."""
    pair.draft()
    day = date(2026, 12, 1)
    raised(
        pair,
        ("check_7", "asset", pair.asset_ids[0], day),
        ("next_best", "proposal", pair.proposal_id, day),
        ("speak_to_safeguarding_lead", "asset", pair.asset_ids[0], day),
    )
    found = pair.world.see("coordinator", list_tasks)["items"]
    need, asset = refs_of(pair)
    assert [each["refs"] for each in found] == [[asset], [need, asset], []]
    main = Visit(pair.world, "coordinator").get("/tasks").main
    assert f"Open {need} with {asset}" in main
    declared = f"/people/{pair.world.people['holder'].person_id}/connections"
    assert post(pair.world, "coordinator", declared).status_code == 201
    found = pair.world.see("coordinator", list_tasks)["items"]
    assert [each["refs"] for each in found] == [[], [need], []]


def test_a_message_that_did_not_leave_says_which_and_about_whom(pair: Pair) -> None:
    """Its task names the message's subject, and leads to what it was about."""
    pair.draft()
    pair.go("offered")
    [row] = pair.rows(Outbox, Outbox.kind == "message")
    perform(pair.world.app, SYSTEM, settle_message, on=row.id, end="held", tries=1)
    [task] = pair.world.see("coordinator", list_tasks)["items"]
    assert task["message"] == "Something for you to look at"
    assert task["about"] == {"kind": "proposal", "id": str(pair.proposal_id)}
    assert task["refs"] == refs_of(pair)
