"""Ends: offers that lapse, courses that wait, and who comes next."""

from __future__ import annotations

import pytest
from support.proposing import another_need, make_pair
from support.world import World

from api.actions import perform
from api.actions.proposals import expire_due, expire_proposal
from api.permissions import NotThere, Who
from api.records import Claim, Outbox, Proposal, Seats, Task

WORK = Who(by="work")


def test_an_offer_lapses_at_the_end_of_its_last_london_day(world: World) -> None:
    """Not a minute before; then seat, claim and card go, and once is enough."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    (due,) = (row for row in pair.rows(Outbox) if row.kind == "proposal.expire")
    assert due.not_before == pair.row().expires_at
    world.later(days=3)
    for _ in range(2):
        perform(world.app, WORK, expire_proposal, on=pair.proposal_id)
        assert pair.row().state == "offered"
    world.later(hours=15)
    for _ in range(3):
        perform(world.app, WORK, expire_due, on=world.council)
    assert pair.row().state == "lapsed"
    assert {row.held for row in pair.rows(Seats)} == {0}
    assert pair.rows(Claim) == []
    assert pair.say("holder").status_code == 404 or pair.row().state == "lapsed"
    assert [row.kind for row in pair.rows(Task)] == ["next_best"]


def test_only_the_work_lets_an_offer_lapse(world: World) -> None:
    """Nobody who signed in can do what the clock does."""
    pair = make_pair(world)
    pair.draft()
    with pytest.raises(NotThere):
        world.do("coordinator", expire_proposal, pair.proposal_id)


def test_a_parents_yes_to_a_course_waits_for_its_hub(world: World) -> None:
    """It neither lapses nor becomes a match until the hub opens the course."""
    pair = make_pair(world, "hartlepool-tutors", seats=8)
    pair.draft()
    pair.go("offered")
    assert pair.say("parent").status_code == 200
    assert pair.say("hub").status_code == 409
    world.later(days=30)
    perform(world.app, WORK, expire_due, on=world.council)
    assert pair.row().state == "offered"


def test_the_next_best_is_drafted_and_nothing_is_offered_by_itself(
    world: World,
) -> None:
    """After a decline a coordinator drafts the next from today's records."""
    pair = make_pair(world, assets=2)
    other = another_need(pair, "n2")
    pair.draft()
    early = pair.post("coordinator", "next-best", asset_id=None)
    assert early.status_code == 409
    pair.go("offered")
    assert pair.say("holder", "no", why="no_room").status_code == 200
    assert [row.state for row in pair.rows(Proposal)] == ["declined"]
    done = pair.post("coordinator", "next-best", asset_id=None)
    assert done.status_code == 200, done.text
    new = next(row for row in pair.rows(Proposal) if row.state == "drafted")
    assert (new.kind, new.asset_id) == ("next_best", pair.asset_ids[1])
    again = pair.post("coordinator", "next-best", asset_id=None)
    assert again.status_code == 409
    pair.proposal_id = new.id
    pair.who["holder"] = "holder-2"
    pair.go("agreed")
    assert other.rows(Claim) == []
