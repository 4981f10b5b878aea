"""What is not open from a state is refused, with a reason, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from support.proposing import Pair, make_pair
from support.world import World

from api.records import Decision, Match, Seats, Task

# Typed by hand from the steps of a proposal: what somebody may do from each state.
OPEN = {
    "drafted": {"approve", "send_back", "allow", "withdraw"},
    "approved": {"allow", "withdraw"},
    "offered": {"yes", "question", "withdraw"},
    "interested": {"yes", "question", "disclose", "withdraw"},
    "disclosed": {"yes", "meet", "withdraw", "child_yes"},
    "introduced": {"yes", "withdraw", "child_yes"},
    "agreed": set(),
}


def _acts(pair: Pair) -> dict[str, Any]:
    digest = "0" * 64
    return {
        "approve": pair.approve,
        "send_back": lambda: pair.post("approver", "send-back", reason="Not yet."),
        "allow": lambda: pair.post("worker", "may-be-offered"),
        "offer": lambda: pair.post("coordinator", "offer", preview=digest),
        "yes": lambda: pair.say("holder"),
        "question": lambda: pair.say("holder", "question", words="When?"),
        "child_yes": lambda: pair.say("young_person"),
        "disclose": lambda: pair.post("worker", "details"),
        "meet": lambda: pair.post("holder", "meeting"),
        "retry": lambda: pair.post("coordinator", "retry"),
        "withdraw": lambda: pair.post("coordinator", "withdrawal"),
        "next_best": lambda: pair.post("coordinator", "next-best", asset_id=None),
    }


def test_every_illegal_step_is_refused_with_a_reason(world: World) -> None:
    """At no state does an act go through that the steps do not open there."""
    pair = make_pair(world)
    pair.draft()
    for state, legal in OPEN.items():
        if state != "drafted":
            pair.go_on(state)
        before = pair.row().model_dump(), len(pair.rows(Decision))
        for name, act in _acts(pair).items():
            if name not in legal:
                answer = act()
                assert answer.status_code in {404, 409}, (state, name, answer.text)
                assert answer.json()["detail"], (state, name)
        assert (pair.row().model_dump(), len(pair.rows(Decision))) == before, state


@pytest.mark.parametrize("who", ["holder", "parent", "worker", "young_person"])
def test_a_no_takes_everything_back_at_once(world: World, who: str) -> None:
    """Any party's no after disclosure ends it: seat, claim and what was shown go."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")
    more = {"why": "no_room"} if who == "holder" else {}
    assert pair.say(who, "no", **more).status_code == 200
    row = pair.row()
    assert (row.state, row.holds) == ("declined", False)
    assert {seats.held for seats in pair.rows(Seats)} == {0}
    over = {"id", "version", "state", "said"}
    for name in ("holder", "parent", "worker", "young_person"):
        assert set(pair.get(name).json()) == over
        assert pair.get(name).json()["state"] == "ended"
    assert pair.get("coordinator").json()["state"] == "declined"


def test_only_the_holder_is_asked_why(world: World) -> None:
    """A holder's no needs a code; nobody on the child's side is asked, or kept to."""
    pair = make_pair(world)
    pair.draft()
    pair.go("disclosed")
    assert pair.say("holder", "no").status_code == 409
    assert pair.say("holder", "no", why="anything").status_code == 409
    assert pair.say("parent", "no", why="no_room").status_code == 200
    (said,) = (row for row in pair.rows(Decision) if row.answer == "no")
    assert (said.capacity, said.why) == ("parental-responsibility", "")


def test_a_childs_no_wins_after_everybody_said_yes(world: World) -> None:
    """After a match is made, a child's no needs no reason and reaches the worker."""
    pair = make_pair(world)
    pair.draft()
    pair.go("agreed")
    assert pair.say("young_person", "no").status_code == 200
    (match,) = pair.rows(Match)
    assert match.state == "active"  # a home is ended by a person, never by a step
    tasks = [(row.kind, row.role) for row in pair.rows(Task)]
    assert ("speak_to_safeguarding_lead", "worker") in tasks


def test_nobody_enters_a_childs_yes_as_the_child(world: World) -> None:
    """A worker records what a child showed only where the child cannot say it."""
    pair = make_pair(world)
    pair.draft()
    pair.go("introduced")
    assert pair.say("worker", capacity="child").status_code == 404
    assert pair.say("parent", capacity="child").status_code == 404
    shown: Any = {
        "need_id": str(pair.need_id),
        "how": "With cards.",
        "shown": "A smile.",
    }
    able = pair.post("worker", "shown", answer="yes", **shown)
    assert able.status_code == 409
    for name in ("parent", "worker", "holder"):
        assert pair.say(name).status_code == 200
    assert pair.row().state == "introduced"
    done = pair.post("worker", "shown", answer="yes", cannot_say=True, **shown)
    assert (done.status_code, pair.row().state) == (200, "agreed")


def test_a_yes_before_the_details_does_not_count(world: World) -> None:
    """A first yes shows interest; the yes that counts is dated after disclosure."""
    pair = make_pair(world)
    pair.draft()
    pair.go("introduced")
    for name in ("young_person", "parent", "worker"):
        assert pair.say(name).status_code == 200
    assert pair.row().state == "introduced"
    assert pair.get("coordinator").json()["waits_for"] == ["holder"]
    assert pair.say("holder").status_code == 200
    assert pair.row().state == "agreed"
