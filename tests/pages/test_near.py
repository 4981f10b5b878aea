"""What is on near you: for anybody, listed sessions alone, and nothing kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session as Opened
from support.reading_age import reading_age_index
from support.visiting import Seen, Visit
from support.world import World

from api.auth import throttling
from api.pages.near import WEEKDAYS
from api.records import Hub, Session

TYPED = "TS24 7ZQ"
HUBS = {"TS24": "Near hub", "TS25": "Next hub", "TS19": "Far hub", "NR1": "Away hub"}
STAFF_WORDS = ("asset", "candidate", "placement", "unmatched", "referral", "hidden")


def list_sessions(world: World, **facts: Any) -> dict[str, UUID]:
    """List one session tomorrow at each of four hubs; return their ids by outcode."""

    def make(opened: Opened) -> dict[str, UUID]:
        store = world.store(opened)
        made = {}
        for outcode, name in HUBS.items():
            hub = store.new(Hub, ref=f"h-{outcode}", name=name, outcode=outcode)
            starts = store.now + timedelta(days=1, hours=1)
            made[outcode] = store.new(
                Session,
                **{
                    "hub_id": hub.id,
                    "title": f"Play at {name}",
                    "kind": "stay-and-play",
                    "starts_at": starts,
                    "ends_at": starts + timedelta(hours=2),
                    "places": 8,
                }
                | facts,
            ).id
        return made

    return world.app.database.transaction(make)


def look(visit: Visit, **typed: Any) -> Seen:
    """Ask what is on near the place that is typed here."""
    return visit.send("/near", "/near", **{"place": TYPED} | typed)


def test_anybody_sees_what_is_listed_near_them(world: World) -> None:
    """Without an account: the nearest first, in bands of distance, never in numbers."""
    list_sessions(world)
    seen = look(Visit(world))
    assert seen.status == 200
    places = [seen.main.find(f"Play at {HUBS[code]}") for code in ("TS24", "TS25")]
    assert -1 < places[0] < places[1]
    assert "Up to 3 km away" in seen.main
    assert "Away hub" not in seen.main
    assert seen.path == "/near"


@pytest.mark.parametrize("shown", ["referral", "hidden"])
def test_what_is_not_listed_is_not_there(world: World, shown: str) -> None:
    """By referral or hidden: absent from what is found, and 404 by its address.

    That holds as well for whoever is signed in and may see it on another page.
    """
    made = list_sessions(world, shown=shown)
    for who in ("", "parent", "hub"):
        visit = Visit(world, who)
        assert "We found nothing" in look(visit).main
        seen, nothing = (
            visit.get(f"/near/{id_}") for id_ in (made["TS24"], UUID(int=7))
        )
        assert seen.status == nothing.status == 404
        assert seen.main == nothing.main


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_is_over_is_not_there(world: World, state: str) -> None:
    """A session that was cancelled or held is gone for the public."""
    made = list_sessions(world, state=state)
    assert "We found nothing" in look(Visit(world)).main
    assert Visit(world).get(f"/near/{made['TS24']}").status == 404


def test_a_session_that_is_short_of_a_leader_looks_like_any(world: World) -> None:
    """That somebody is missing is nobody's to guess from outside."""
    made = list_sessions(world, state="needs_cover")
    seen = Visit(world).get(f"/near/{made['TS24']}")
    assert seen.status == 200
    assert "cover" not in seen.main


def test_by_age_day_and_kind(world: World) -> None:
    """What does not fit the child's age, the day or the kind is left out."""
    list_sessions(world, age_from=2, age_to=4)
    visit = Visit(world)
    on = WEEKDAYS.index("Tuesday")
    fits: list[dict[str, str]] = [
        {"age": "2"},
        {"age": "4"},
        {"day": str(on)},
        {"kind": "stay-and-play"},
    ]
    misses = [{"age": "1"}, {"age": "5"}, {"day": str(on + 1)}, {"kind": "feeding"}]
    for typed in fits:
        assert "Near hub" in look(visit, **typed).main, typed
    for typed in misses:
        assert "We found nothing" in look(visit, **typed).main, typed


def test_a_place_that_is_not_known_is_not_repeated_in_the_sentence(
    world: World,
) -> None:
    """What was typed stays in its box, and the sentence says what to try."""
    seen = look(Visit(world), place="ZZ99")
    assert seen.status == 409
    assert "We do not know this place" in seen.main
    assert look(Visit(world), place="").status == 422


def everything_kept(world: World) -> Iterator[bytes]:
    """Yield every byte of the database and of what lies beside it."""
    address = world.app.settings.database
    if address.startswith("sqlite"):
        folder = Path(address.removeprefix("sqlite:///")).parent
        for file in folder.rglob("*"):
            if file.is_file():
                yield file.read_bytes()


def test_the_postcode_is_kept_nowhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """What is typed is in no log line, no address, no cookie and no row."""
    list_sessions(world)
    visit = Visit(world)
    with caplog.at_level(logging.DEBUG):
        seen = look(visit)
    assert "Near hub" in seen.main
    parts = ("24 7ZQ", "247ZQ", "7ZQ")
    assert not [part for part in parts if part in caplog.text]
    assert not [part for part in parts if part in seen.path]
    assert not visit.client.cookies
    kept = b"".join(everything_kept(world))
    assert not [part for part in parts if part.encode() in kept]


def test_who_asks_on_and_on_is_told_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted by where it comes from: another place is no way round it."""
    few = {**throttling.LIMITS, "near": throttling.Limit(0, 0, source=3)}
    monkeypatch.setattr(throttling, "LIMITS", few)
    list_sessions(world)
    visit = Visit(world)
    page = visit.get("/near")
    for _ in range(3):
        assert visit.send(page, "/near", place=TYPED).status == 200
    seen = visit.send(page, "/near", place="NR1")
    assert seen.status == 429
    assert "Too many tries" in seen.main
    world.later(minutes=15)
    assert look(visit).status == 200


def test_plain_words(world: World) -> None:
    """The page reads easily, and no word of the office is on it."""
    made = list_sessions(world, creche=[{"age": "under-2", "seats": 2}])
    visit = Visit(world)
    for seen in (
        visit.get("/near"),
        look(visit),
        look(visit, age="17"),
        visit.get(f"/near/{made['TS24']}"),
    ):
        words = "\n\n".join(
            each.text for each in seen.root.all("h1", "p", "dd", "label", "h2")
        )
        assert reading_age_index(words, HUBS.values()) <= 6, words
        assert not [word for word in STAFF_WORDS if word in seen.main.lower()]
