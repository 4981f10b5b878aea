"""Matches as they live on: seats, one live match, reviews, homes, emergencies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.proposing import Pair, another_need, make_pair
from support.world import World

from api.actions import perform
from api.actions.emergencies import mark_overdue
from api.actions.matches import end_match, pause_match
from api.actions.reviews import remind_due
from api.permissions import NotThere, Who
from api.records import Match, MatchNeed, Need, Private, Review, Row, Seats, Task

WORK = Who(by="work")


def _matched(world: World, scheme: str = "norfolk-carers") -> tuple[Pair, Match]:
    pair = make_pair(world, scheme)
    pair.draft()
    pair.go("agreed")
    (match,) = pair.rows(Match)
    return pair, match


def _post(
    pair: Pair, name: str, kind: type[Row], row: Row, act: str, **body: Any
) -> Any:
    version = pair.row(kind, row.id).version
    path = {"match": "matches", "review": "reviews"}[str(kind.__tablename__)]
    return pair.client(name).post(
        f"/api/v1/{path}/{row.id}/{act}",
        json=body or None,
        headers=pair.world.write(version),
    )


@pytest.mark.parametrize(("act", "then"), [("end", "closed"), ("stop", "waiting")])
def test_a_match_holds_its_seat_until_it_ends(
    world: World, act: str, then: str
) -> None:
    """Paused it holds it, ended it is free; a stopped one's need waits again."""
    pair, match = _matched(world)
    assert _post(pair, "coordinator", Match, match, "pause").status_code == 200
    assert {row.held for row in pair.rows(Seats)} == {1}
    why = "holder_no" if act == "stop" else "planned_end"
    done = _post(pair, "worker", Match, match, act, why=why)
    assert done.status_code == 200, done.text
    assert {row.held for row in pair.rows(Seats)} == {0}
    assert [row.live for row in pair.rows(MatchNeed)] == [False]
    assert pair.row(Need, pair.need_id).state == then
    assert _post(pair, "worker", Match, match, act, why=why).status_code == 409


def test_no_clock_touches_a_home(world: World) -> None:
    """The work that goes on by itself neither pauses nor ends a match."""
    pair, match = _matched(world)
    for action in (pause_match, end_match):
        with pytest.raises(NotThere):
            perform(world.app, WORK, action, on=match.id)
    world.later(days=800)
    perform(world.app, WORK, remind_due, on=world.council)
    assert pair.row(Match, match.id).state == "active"
    assert {row.held for row in pair.rows(Seats)} == {1}
    kinds = {row.kind for row in pair.rows(Task)}
    assert "match_past_its_end" in kinds


def test_a_need_has_one_live_match(world: World) -> None:
    """What was matched is not available for another offer until that match ends."""
    pair, match = _matched(world)
    pair.draft()
    pair.approve()
    pair.post("worker", "may-be-offered")
    assert pair.offer().json()["available"] is False
    assert pair.row().state == "approved"
    assert _post(pair, "worker", Match, match, "stop", why="worker_no").is_success
    assert pair.offer().status_code == 200
    assert pair.row().state == "offered"


def test_a_handover_lets_the_need_wait_first(world: World) -> None:
    """A change of mentor ends one match well and puts the child first."""
    pair, match = _matched(world, "oxfordshire-mentors")
    assert _post(pair, "coordinator", Match, match, "handover").status_code == 200
    need = pair.row(Need, pair.need_id)
    assert (need.state, need.first_waiting) == ("waiting", True)
    assert pair.row(Match, match.id).why == "handover"


def test_reviews_follow_each_other_and_seal_what_was_said(world: World) -> None:
    """First meetings, then a review; its words are the child's and the worker's."""
    pair, _ = _matched(world, "oxfordshire-mentors")
    reviews = pair.rows(Review)
    assert sorted(row.kind for row in reviews) == ["meeting"] * 3 + ["review"]
    review = next(row for row in reviews if row.kind == "review")
    assert review.due == date(2027, 1, 4)
    world.later(days=50)
    wrong = {"outcomes": {"be-quiet": "met"}}
    assert _post(pair, "worker", Review, review, "held", **wrong).status_code == 409
    said = {"outcomes": {"not_met_word": "met"}, "words": "zzcanary"}
    assert _post(pair, "worker", Review, review, "held", **said).status_code == 409
    said["outcomes"] = {"make-friends": "partly"}
    done = _post(pair, "worker", Review, review, "held", **said)
    assert done.status_code == 200, done.text
    assert done.json()["words"] == "zzcanary"
    for name in ("coordinator", "holder"):
        seen = pair.client(name).get(f"/api/v1/reviews/{review.id}")
        assert "zzcanary" not in seen.text
    assert all(b"zzcanary" not in row.sealed for row in pair.rows(Private))
    after = [row for row in pair.rows(Review) if row.kind == "review"]
    assert sorted(row.held_on is None for row in after) == [False, True]
    assert _post(pair, "worker", Review, review, "held", **said).status_code == 409


def test_who_sees_a_match(world: World) -> None:
    """Parties see the dates; nobody else sees that there is one."""
    pair, match = _matched(world)
    path = f"/api/v1/matches/{match.id}"
    for name in ("holder", "young_person", "parent", "advocate"):
        seen = pair.client(name).get(path)
        assert seen.status_code == 200
        assert not {"asset", "needs", "why", "reviews"} & set(seen.json()), name
    for name in ("holder-2", "hub", "charity-coordinator", "administrator"):
        assert pair.client(name).get(path).status_code == 404
    another_need(pair, "n2")
    assert pair.client("n2").get("/api/v1/matches").json()["items"] == []
    assert len(pair.client("holder").get("/api/v1/matches").json()["items"]) == 1


def test_an_emergency_is_red_after_six_working_days_and_never_ended(
    world: World,
) -> None:
    """Over Christmas the bank holidays do not count; a task is raised once."""
    pair = make_pair(world)
    world.later(days=28)  # 21 December
    path = f"/api/v1/schemes/{pair.scheme_id}/emergencies"
    body = {
        "need_id": str(pair.need_id),
        "asset_id": str(pair.asset_ids[0]),
        "starts": "2026-12-21",
    }
    client = pair.client("coordinator")
    made = client.post(path, json=body, headers=world.write())
    assert made.status_code == 201, made.text
    assert made.json()["overdue_from"] == "2027-01-01"
    assert made.json()["overdue"] is False
    for days, tasks in ((10, 0), (1, 1), (1, 1)):
        world.later(days=days)
        perform(world.app, WORK, mark_overdue, on=world.council)
        found = [row for row in pair.rows(Task) if row.kind == "emergency_overdue"]
        assert len(found) == tasks
    (line,) = client.get(path).json()["items"]
    assert (line["overdue"], line["settled"]) == (True, False)
