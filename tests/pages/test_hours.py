"""Hours: written down, counted, taken out, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from support.proposing import Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.records import Match


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a mentor's match that began a month ago."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("agreed")
    world.later(days=30)
    return pair


def log(pair: Pair, name: str = "holder", **typed: str) -> Seen:
    """Write down a visit by the page."""
    given = {"day__day": "20", "day__month": "12", "day__year": "2026", **typed}
    match = str(pair.rows(Match)[0].id)
    visit = Visit(pair.world, name)
    return visit.send("/mine/hours", "/mine/hours", match=match, **given)


def test_a_visit_is_written_down_and_counted(pair: Pair) -> None:
    """Day and length, listed with the total of all."""
    assert "It is written down." in log(pair, hours="1", minutes="30").main
    seen = log(pair, minutes="45", day__day="21")
    assert "20 December 2026" in seen.main
    assert "2 visits" in seen.main
    assert "2 h 15 min" in seen.main
    assert "data-app-print" in seen.text


def test_what_cannot_be_is_said(pair: Pair) -> None:
    """No length, a day that lies ahead or before the match: each has its sentence."""
    assert "Enter how long it was." in log(pair).main
    ahead = log(pair, hours="1", day__year="2027")
    assert "That day lies ahead." in ahead.main
    before = log(pair, hours="1", day__year="2025")
    assert "before you were matched" in before.main
    assert "Hours must be at most 24" not in before.main


def test_a_wrong_visit_is_taken_out(pair: Pair) -> None:
    """One click, and it counts no more."""
    seen = log(pair, hours="2")
    strike = next(
        form.get("action")
        for form in seen.root.all("form")
        if form.get("action").endswith("/strike")
    )
    after = Visit(pair.world, "holder").send(seen, strike)
    assert "It is taken out." in after.main
    assert "0 visits" in after.main


def test_hours_are_ones_own(pair: Pair) -> None:
    """Nobody else sees them, or writes any for a match they do not hold."""
    log(pair, hours="2")
    for name in ("holder-2", "coordinator", "worker"):
        assert "0 visits" in Visit(pair.world, name).get("/mine/hours").main
    client, match = pair.world.client("holder-2"), pair.rows(Match)[0].id
    answer = client.post(
        f"/api/v1/matches/{match}/hours",
        json={"day": date(2026, 12, 20).isoformat(), "minutes": 5},
        headers=pair.world.write(),
    )
    assert answer.status_code == 404
