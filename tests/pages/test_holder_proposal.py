"""A proposal as a holder meets it: a card that names nobody, and their answers."""

from __future__ import annotations

import pytest
from sqlmodel import Session
from support.proposing import CANARY, Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.records import Decision, Proposal


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a mentor's pair, with an offer that has come to the mentor."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("offered")
    return pair


def answer(pair: Pair, **typed: str) -> Seen:
    """Send the holder's answer by the page."""
    page = f"/proposals/{pair.proposal_id}"
    return Visit(pair.world, "holder").send(page, f"{page}/holder-answer", **typed)


def test_the_card_names_nobody(pair: Pair) -> None:
    """What they like, hope for and when; no name, no month of birth, no place."""
    seen = Visit(pair.world, "holder").get(f"/proposals/{pair.proposal_id}")
    assert "Football, Music" in seen.main
    assert "Make friends" in seen.main
    assert "Tuesday evening" in seen.main
    assert "Please answer by" in seen.main
    for hidden in ("Young_Person", "2014", "NR3", CANARY, "n1"):
        assert hidden not in seen.main


def test_interested_is_one_click(pair: Pair) -> None:
    """A first yes takes one answer; the page then says what comes next."""
    seen = answer(pair, answer="yes")
    assert "We have your yes" in seen.main
    assert pair.row().state == "interested"


def test_ask_more(pair: Pair) -> None:
    """A question goes to whoever looks after it; without words it is asked for."""
    assert "Write what you would like to ask." in answer(pair, answer="question").main
    seen = answer(pair, answer="question", words="Is there a dog?")
    assert "Your question is with us." in seen.main
    assert pair.rows(Decision)[-1].answer == "question"


def test_no_asks_once_for_a_code(pair: Pair) -> None:
    """A no without a code is asked for one, in plain words; nothing else is asked."""
    again = answer(pair, answer="no")
    assert again.status == 422
    assert "Choose what comes closest." in again.main
    seen = answer(pair, answer="no", why="too_far")
    assert seen.path == "/mine"
    assert pair.rows(Decision)[-1].why == "too_far"
    over = Visit(pair.world, "holder").get(f"/proposals/{pair.proposal_id}")
    assert "This is over." in over.main
    assert "Football" not in over.main


def test_nothing_chosen_is_asked_for(pair: Pair) -> None:
    """An empty answer changes nothing."""
    seen = answer(pair)
    assert seen.status == 422
    assert "Choose your answer." in seen.main
    assert pair.row().state == "offered"


def test_after_release_they_meet_and_say_whether_to_go_on(pair: Pair) -> None:
    """What was released, a first meeting recorded, then one's own yes, once."""
    pair.go_on("disclosed")
    page = f"/proposals/{pair.proposal_id}"
    visit = Visit(pair.world, "holder")
    seen = visit.get(page)
    assert "May 2014" in seen.main
    assert "NR3" not in seen.main
    met = visit.send(page, f"{page}/holder-met")
    assert "It is written down that you have met." in met.main
    pair.post("worker", "meeting")
    going = answer(pair, answer="yes")
    assert "Now others say what they think." in going.main
    assert "holder-answer" not in going.text


def test_no_longer_needed(world: World) -> None:
    """An ask that somebody else met says so kindly, and no more."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft(kind="ask")

    def met_by_another(session: Session) -> None:
        store = world.store(session)
        row = store.get(Proposal, pair.proposal_id)
        assert row is not None
        store.change(row, state="withdrawn", offered_at=store.now)

    world.app.database.transaction(met_by_another)
    seen = Visit(world, "holder").get(f"/proposals/{pair.proposal_id}")
    assert "This is no longer needed." in seen.main
