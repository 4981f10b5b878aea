"""A match on pages: looked back at, extended, paused, and ended by people alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from support.databases import NewDatabase
from support.populated import Populated
from support.proposing import Pair, make_pair
from support.reading_age import reading_age_index
from support.visiting import Seen, Visit
from support.world import World, make_world

from api.records import Match, Need, Review

FAMILY = ("young_person", "parent", "advocate", "holder")


@pytest.fixture(scope="module")
def agreed(populated: Populated) -> Pair:
    """Return a pair that agreed to a year with a mentor; its tests change nothing."""
    return populated.pairs["mentor"]


@pytest.fixture
def here(new_database: NewDatabase, tmp_path: Path) -> World:
    """Return a world of one's own; actions are tried on both databases elsewhere."""
    return make_world(new_database("sqlite"), tmp_path)


@pytest.fixture
def mentor(here: World) -> Pair:
    """Return a pair of one's own that agreed to a year with a mentor."""
    pair = make_pair(here, "oxfordshire-mentors")
    pair.draft()
    return pair.go("agreed")


def match_of(pair: Pair) -> Match:
    """Return a pair's match as it stands."""
    found: Match = pair.rows(Match)[0]
    return found


def page_of(pair: Pair, name: str, more: str = "") -> Seen:
    """Open the page of a pair's match as somebody."""
    path = f"/matches/{match_of(pair).id}{more}"
    return Visit(pair.world, name).get(path)


def review_of(pair: Pair, kind: str = "review") -> UUID:
    """Return the first look back of a kind."""
    found: UUID = pair.rows(Review, Review.kind == kind)[0].id
    return found


def step(pair: Pair, act: str, *, page: str = "", **typed: str) -> Seen:
    """Take a step of a pair's match as its coordinator, from the page for it."""
    path = f"/matches/{match_of(pair).id}"
    return Visit(pair.world, "coordinator").send(path + page, f"{path}/{act}", **typed)


def test_staff_see_a_schemes_matches(mentor: Pair) -> None:
    """A list says who with whom, until when, and what is late; it can be narrowed."""
    visit, scheme = Visit(mentor.world, "coordinator"), mentor.scheme_id
    seen = visit.get(f"/matches?scheme={scheme}")
    assert "n1 with a1" in seen.main
    assert "Late" not in next(t.text for t in seen.root.all("table"))
    late = f"/matches?scheme={scheme}&show=late"
    assert "n1 with a1" not in visit.get(late).main
    mentor.world.later(days=60)
    assert "n1 with a1" in visit.get(late).main
    assert "n1 with a1" not in visit.get(f"/matches?scheme={scheme}&show=ended").main


def test_everybody_else_sees_their_own(agreed: Pair) -> None:
    """Whoever is a party finds the match under their own; a stranger finds nothing."""
    path = f"/matches/{match_of(agreed).id}"
    for name in (*FAMILY, "worker"):
        assert path in Visit(agreed.world, name).get("/matches").links(), name
    stranger = Visit(agreed.world, "holder-2")
    assert path not in stranger.get("/matches").links()
    assert stranger.get(path).status == 404


@pytest.mark.parametrize("name", FAMILY)
def test_a_family_reads_it_in_plain_words(agreed: Pair, name: str) -> None:
    """Dates, what comes next, whom to talk to; no refs, no codes, easy to read."""
    seen = page_of(agreed, name)
    assert seen.status == 200
    assert "What comes next" in seen.main
    assert f"/matches/{match_of(agreed).id}/again" in seen.links()
    for word in ("n1", "a1", "asset", "placement", "review_due"):
        assert word not in seen.main.split()
    assert reading_age_index(readable(seen)) <= 6


def readable(seen: Seen) -> str:
    """Return what a page says, a sentence or a heading at a time."""
    main = next(seen.root.all("main"))
    blocks = [each.text.strip() for each in main.all("h1", "h2", "p", "li", "a")]
    return "\n\n".join(text for text in blocks if text)


def test_a_young_persons_no(mentor: Pair) -> None:
    """A no needs no reason: the worker is asked today, and nothing moves by itself."""
    path = f"/matches/{match_of(mentor).id}"
    visit = Visit(mentor.world, "young_person")
    assert f"{path}/no" in visit.get(path).links()
    seen = visit.send(f"{path}/no", f"{path}/no")
    assert "You said no." in seen.text
    assert match_of(mentor).state == "active"
    assert (
        "Speak to the safeguarding lead."
        in Visit(mentor.world, "worker").get("/tasks").main
    )
    for name in ("holder", "parent"):
        assert f"{path}/no" not in page_of(mentor, name).links()


def test_a_look_back_is_planned_and_held(mentor: Pair) -> None:
    """Each thing hoped for gets its word; the next date is planned with it."""
    world, id_ = mentor.world, review_of(mentor)
    world.later(days=42)
    visit = Visit(world, "worker")
    page = visit.get(f"/reviews/{id_}")
    assert "Make friends" in page.main
    held = visit.send(
        page,
        f"/reviews/{id_}/held",
        **{"outcome-make-friends": "partly", "words": "zzcanary She smiled."},
    )
    assert "Partly" in held.main
    rows = mentor.rows(Review, Review.kind == "review")
    assert [row.held_on is not None for row in rows] == [True, False]
    assert rows[0].outcomes == {"make-friends": "partly"}
    assert "zzcanary" in Visit(world, "young_person").get(f"/reviews/{id_}").main
    assert "zzcanary" not in Visit(world, "holder").get(f"/reviews/{id_}").text
    assert "Make friends: partly" in page_of(mentor, "coordinator").main


def test_a_date_is_planned(mentor: Pair) -> None:
    """Supervision is written down for a day; a day that is none is asked for again."""
    path = f"/matches/{match_of(mentor).id}/reviews"
    visit = Visit(mentor.world, "coordinator")
    wrong = visit.send(
        path, path, kind="supervision", due__day="31", due__month="2", due__year="2027"
    )
    assert wrong.status == 422
    assert "must be a real day" in wrong.main
    visit.send(
        path, path, kind="supervision", due__day="1", due__month="2", due__year="2027"
    )
    [row] = mentor.rows(Review, Review.kind == "supervision")
    assert row.due == date(2027, 2, 1)


def _extend_and_pause(pair: Pair) -> None:
    before = match_of(pair).planned_end
    seen = step(pair, "extension", page="/extension")
    assert "The match is extended." in seen.text
    assert match_of(pair).planned_end == before.replace(year=before.year + 1)
    assert match_of(pair).state == "extended"
    step(pair, "pause")
    assert match_of(pair).state == "paused"
    assert "This is paused for now" in page_of(pair, "parent").main
    step(pair, "resume")
    assert match_of(pair).state == "active"


def _end(pair: Pair) -> None:
    step(pair, "end", page="/end")
    assert (match_of(pair).state, pair.row(Need, pair.need_id).state) == (
        "ended",
        "closed",
    )
    assert "This has ended" in page_of(pair, "young_person").main


def _hand_over(pair: Pair) -> None:
    step(pair, "handover", page="/handover")
    need = pair.row(Need, pair.need_id)
    assert (match_of(pair).state, need.state, need.first_waiting) == (
        "ended",
        "waiting",
        True,
    )


def _stop(pair: Pair) -> None:
    asked = step(pair, "stop", page="/stop")
    assert asked.status == 422
    assert "Choose why it stops." in asked.main
    step(pair, "stop", page="/stop", why="moved_away", words="zzcanary", waits="yes")
    assert (match_of(pair).state, match_of(pair).why) == ("stopped", "moved_away")
    for name in FAMILY:
        seen = page_of(pair, name)
        assert "zzcanary" not in seen.text
        assert "moved" not in seen.main.lower()


@pytest.mark.parametrize("walk", [_extend_and_pause, _end, _hand_over, _stop])
def test_how_a_match_goes_on(mentor: Pair, walk: Callable[[Pair], None]) -> None:
    """Extended, paused, ended, handed over or stopped: by a person, from its page."""
    walk(mentor)


def test_only_who_leads_it_finds_the_steps(agreed: Pair) -> None:
    """Approver, auditor and council read a match and are offered no step of it."""
    for name in ("approver", "auditor", "council"):
        seen = page_of(agreed, name)
        assert seen.status == 200, name
        assert "What can be done" not in seen.main
        assert page_of(agreed, name, "/stop").status in {200, 404}


def test_a_home_never_ends_by_a_date(here: World) -> None:
    """Past its end a child's home is as it was, and the page says who ends it."""
    pair = make_pair(here, "norfolk-carers")
    pair.draft()
    pair.go("agreed")
    here.later(days=390)
    seen = page_of(pair, "coordinator")
    assert "A child lives here." in seen.main
    assert match_of(pair).state == "active"


def test_a_page_from_before_a_change_is_not_acted_on(mentor: Pair) -> None:
    """Two people on the same match: the second is told that it changed, and looks."""
    path = f"/matches/{match_of(mentor).id}"
    visit = Visit(mentor.world, "coordinator")
    page = visit.get(path)
    visit.send(page, f"{path}/pause")
    again = visit.send(page, f"{path}/pause", key="another")
    assert again.status == 409
    assert "Somebody changed this" in again.main
