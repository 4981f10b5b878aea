"""What one gives: what is missing, changes field by field, a pause and the way back."""

from __future__ import annotations

from uuid import UUID

import pytest
from support.proposing import Pair, make_pair
from support.visiting import Visit
from support.world import World

from api.records import Asset


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a mentor's pair, with an offer that has come to the mentor."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("offered")
    return pair


def home(pair: Pair) -> str:
    """Return where the mentor's own offer is."""
    return f"/mine/assets/{pair.asset_ids[0]}"


def test_what_has_come_and_what_one_gives_stand_on_one_page(pair: Pair) -> None:
    """An offer that waits, one's own offers, and what else one could do."""
    seen = Visit(pair.world, "holder").get("/mine")
    assert seen.status == 200
    assert f"/proposals/{pair.proposal_id}" in seen.links()
    assert home(pair) in seen.links()
    assert "A child you could mentor" in seen.main
    other = Visit(pair.world, "holder-2").get("/mine")
    assert "You have not offered anything yet." in other.main


def test_what_is_missing_is_said_in_plain_words(pair: Pair) -> None:
    """Check, training and references, each done or to do; none of it in codes."""
    coordinator = pair.world.client("coordinator")
    asset = pair.row(Asset, pair.asset_ids[0])
    coordinator.patch(
        f"/api/v1/assets/{asset.id}",
        json={"values": {"references": "1", "check_level": "basic"}},
        headers=pair.world.write(asset.version),
    ).raise_for_status()
    seen = Visit(pair.world, "holder").get(home(pair))
    assert "To do. References: 1 of 2." in seen.main
    assert "To do. Your check is basic. It has to be enhanced or" in seen.main
    assert "Done. Induction done: done." in seen.main


def test_a_check_says_until_when_it_is_good(pair: Pair) -> None:
    """Three years from the last look, by the scheme's own rule."""
    seen = Visit(pair.world, "holder").get(home(pair))
    assert "It is good until 10 January 2029." in seen.main


def test_one_field_is_changed_at_a_time(pair: Pair) -> None:
    """A question, saved or with a sentence beside it; the place stays where it was."""
    visit, page = Visit(pair.world, "holder"), home(pair)
    change = f"{page}/change/travel_km"
    wrong = visit.send(change, change, travel_km="far")
    assert wrong.status == 422
    assert "How far can you go, in km? Give a whole number" in wrong.main
    saved = visit.send(change, change, travel_km="12")
    assert saved.path == page
    assert "Saved. Thank you." in saved.main
    same = visit.send(f"{page}/change/place", f"{page}/change/place")
    assert "Nothing is different." in same.main


def test_the_week_is_changed_as_it_is_ticked(pair: Pair) -> None:
    """Ticks become times of the week, and the summary says them in words."""
    change = f"{home(pair)}/change/slots"
    sent = {"slots": ["thu-eve"], "slots__often": "fortnightly"}
    saved = Visit(pair.world, "holder").send(change, change, **sent)
    assert "Thursday evening, every other week" in saved.main


def test_what_others_judge_is_no_question(pair: Pair) -> None:
    """Nobody writes that they are trained; there is no such page."""
    visit = Visit(pair.world, "holder")
    assert visit.get(f"{home(pair)}/change/trained").status == 404
    assert visit.get(f"{home(pair)}/change/no-such").status == 404


def test_a_pause_and_the_way_back(pair: Pair) -> None:
    """One click to stop for a while, one to come back; nobody is asked why."""
    visit, page = Visit(pair.world, "holder"), home(pair)
    paused = visit.send(page, f"{page}/pause")
    assert "You are having a pause." in paused.main
    assert "Having a pause" in visit.get("/mine").main
    back = visit.send(page, f"{page}/return")
    assert "Welcome back." in back.main


def test_one_offer_is_its_holders_alone(pair: Pair) -> None:
    """To another volunteer the page is not there, nor is any change of it."""
    stranger = Visit(pair.world, "holder-2")
    assert stranger.get(home(pair)).status == 404
    assert stranger.get(f"/mine/staff/{UUID(int=7)}").status == 404
