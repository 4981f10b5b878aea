"""A calendar's secret address: one's own dates, and nothing that names anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session
from support.proposing import Pair, make_pair
from support.visiting import Visit
from support.world import World

from api.actions.accounts import close_account
from api.actions.calendar import read_feed
from api.actions.suspensions import suspend_person
from api.records import Feed, Hub, Leader, Match, Review
from api.records import Session as Meeting


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a mentor's match with a review ahead, and a session that they lead."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("agreed")

    def add(session: Session) -> None:
        store = world.store(session)
        match = store.one(Match)
        assert match is not None
        store.new(Review, match_id=match.id, kind="meeting", due=date(2027, 3, 30))
        hub = store.new(Hub, ref="h9", name="Invented hub")
        start = world.app.now().replace(hour=9, minute=0) + timedelta(days=200)
        meeting = store.new(
            Meeting,
            hub_id=hub.id,
            title="Invented secret title",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            places=9,
        )
        holder = world.people["holder"]
        store.new(Leader, session_id=meeting.id, person_id=holder.person_id)

    world.app.database.transaction(add)
    return pair


def address(world: World, name: str = "holder") -> str:
    """Return the address that somebody's page gives them."""
    page = Visit(world, name).send("/mine/calendar", "/mine/calendar/renew")
    assert page.status == 200
    path = f"/feeds/{world.see(name, read_feed)['secret']}.ics"
    assert path in page.text
    return path


def opened(world: World, path: str) -> Any:
    """Open an address as a calendar program does: nobody is signed in."""
    return world.client().get(path)


def test_ones_own_dates_with_neutral_titles(pair: Pair) -> None:
    """A day for what has one, London's time for what has a time; no name, no place."""
    answer = opened(pair.world, address(pair.world))
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar: Any = Calendar.from_ical(answer.content)
    events = list(calendar.walk("VEVENT"))
    assert {str(event["summary"]) for event in events} <= {
        "Acorns: a meeting",
        "Acorns: a talk",
        "Acorns: a session",
    }
    assert date(2027, 3, 30) in {event["dtstart"].dt for event in events}
    timed = [e for e in events if str(e["summary"]) == "Acorns: a session"]
    assert [e["dtstart"].params["TZID"] for e in timed] == ["Europe/London"]
    assert timed[0]["dtstart"].dt.hour == 10, "nine in UTC is ten in summer"
    assert list(calendar.walk("VTIMEZONE"))
    for hidden in ("Invented", "Young_Person", "hub", "mentor", "h9"):
        assert hidden not in answer.text


def test_anothers_dates_are_not_in_it(pair: Pair) -> None:
    """Somebody who is no party has an empty calendar."""
    answer = opened(pair.world, address(pair.world, "holder-2"))
    assert answer.status_code == 200
    assert "BEGIN:VEVENT" not in answer.text


def test_a_new_address_ends_the_old_one(pair: Pair) -> None:
    """The old address opens nothing from the moment there is a new one, or none."""
    world = pair.world
    old = address(world)
    new = address(world)
    assert opened(world, old).status_code == 404
    assert opened(world, new).status_code == 200
    Visit(world, "holder").send("/mine/calendar", "/mine/calendar/end")
    assert opened(world, new).status_code == 404


def test_a_guess_opens_nothing(world: World) -> None:
    """What is not an address is not there, and says no more."""
    for guess in ("x", "a" * 43, "a" * 500):
        answer = opened(world, f"/feeds/{guess}.ics")
        assert (answer.status_code, answer.text) == (404, "There is nothing here.")


def test_a_suspended_persons_address_opens_nothing(pair: Pair) -> None:
    """From the moment of a suspension, the address is not there."""
    world, path = pair.world, address(pair.world)
    holder = world.people["holder"].person_id
    world.do("safeguarding_lead", suspend_person, holder, why="Invented.")
    assert opened(world, path).status_code == 404


def test_a_closed_accounts_address_opens_nothing(pair: Pair) -> None:
    """Nor is that of somebody who left."""
    world, path = pair.world, address(pair.world)
    world.do("administrator", close_account, world.people["holder"].account_id)
    assert opened(world, path).status_code == 404


def test_the_secret_is_kept_nowhere(pair: Pair) -> None:
    """The database holds its hash alone."""
    world = pair.world
    secret = address(world).removeprefix("/feeds/").removesuffix(".ics")
    with world.app.database.reading() as session:
        feed = world.store(session).one(Feed)
    assert feed is not None
    assert len(secret) >= 43
    assert secret.encode() not in feed.digest


def test_the_file_is_the_same(pair: Pair) -> None:
    """Whoever wants no address saves the dates as a file."""
    answer = Visit(pair.world, "holder").client.get("/mine/calendar/acorns.ics")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "BEGIN:VEVENT" in answer.text
