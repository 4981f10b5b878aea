"""A hub's pages: its week, series that skip closed days, registers, cancellations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session as Opened
from support.courses import make_course
from support.visiting import Seen, Visit
from support.world import World

from api.records import Asset, Attendance, Closure, Hub, Outbox, Private, Room, Session
from api.store import keep
from matcher.model import values_to_json

WHAT = {
    "title": "Stay and play",
    "starts": "10:00",
    "ends": "11:30",
    "places": "8",
    "first-day": "12",
    "first-month": "1",
    "first-year": "2027",
}


def rows(world: World, kind: type[Any]) -> list[Any]:
    """Return the council's rows of a table."""
    with world.app.database.reading() as opened:
        return list(world.store(opened).find(kind))


def hub_of(world: World, name: str = "hub") -> UUID:
    """Add a hub as somebody, and return its id."""
    home = world.people[name].organisation_id

    def make(opened: Opened) -> UUID:
        return world.store(opened, home).new(Hub, ref="h1", name="Seaton library").id

    return world.app.database.transaction(make)


def session_of(world: World, hub: UUID, home: UUID | None = None, **facts: Any) -> UUID:
    """List a session tomorrow, and return its id."""

    def make(opened: Opened) -> UUID:
        store = world.store(opened, home)
        starts = store.now + timedelta(days=1)
        listed: dict[str, Any] = {
            "hub_id": hub,
            "title": "Stay and play",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "places": 8,
        }
        return store.new(Session, **listed | facts).id

    return world.app.database.transaction(make)


def preview(visit: Visit, hub: UUID, **typed: Any) -> Seen:
    """Ask for the dates of a series."""
    page = visit.get(f"/sessions/new?hub={hub}")
    said = {name.replace("-", "__"): value for name, value in WHAT.items()}
    return visit.send(page, "/sessions/preview", **said | typed)


def test_a_series_skips_closed_days_and_shows_each_before(world: World) -> None:
    """Eight sessions at one time: half-term and closures are skipped, and said so.

    Nothing is listed until the dates were seen.
    """
    hub, visit = hub_of(world), Visit(world, "hub")
    visit.send(
        "/closures",
        "/closures",
        starts__day="15",
        starts__month="2",
        starts__year="2027",
        ends__day="19",
        ends__month="2",
        ends__year="2027",
        kind="half_term",
        what="February half-term",
    )
    assert len(rows(world, Closure)) == 1
    seen = preview(visit, hub, many="8")
    assert seen.status == 200
    assert "8 sessions" in seen.main
    assert "Tuesday 16 February 2027: February half-term" in seen.main
    assert "Tuesday 9 March 2027" in seen.main
    assert not rows(world, Session)
    done = visit.send(seen, "/sessions/new")
    assert "8 sessions are listed" in done.main
    days = {f"{each.starts_at:%d.%m}" for each in rows(world, Session)}
    assert len(days) == 8
    assert "16.02" not in days


def test_a_series_that_is_sent_twice_is_listed_once(world: World) -> None:
    """A double click lists eight sessions, not sixteen."""
    hub, visit = hub_of(world), Visit(world, "hub")
    seen = preview(visit, hub, many="8")
    visit.send(seen, "/sessions/new")
    visit.send(seen, "/sessions/new")
    assert len(rows(world, Session)) == 8


def test_a_sheet_of_closed_days_is_taken_whole_or_not_at_all(world: World) -> None:
    """Imported rows: one bad row and none is added; its number and fault are said."""
    hub_of(world)
    visit = Visit(world, "coordinator")
    head = b"from,to,kind,what,hub\n"
    bad = head + b"2027-02-15,2027-02-19,half-term,,\n2027-13-01,,closed,,h1\n"
    seen = visit.send(
        "/closures", "/closures/sheet", files={"file": ("days.csv", bad, "text/csv")}
    )
    assert "Row 3" in seen.main
    assert not rows(world, Closure)
    good = head + b"2027-02-15,2027-02-19,half-term,,\n2027-05-03,,closed,Roof,h1\n"
    seen = visit.send(
        "/closures", "/closures/sheet", files={"file": ("days.csv", good, "text/csv")}
    )
    assert "2 rows are added" in seen.main
    assert len(rows(world, Closure)) == 2


def test_a_room_is_never_over_filled_nor_given_twice(world: World) -> None:
    """More places than the room holds, and two sessions in it at once, are refused."""
    hub, visit = hub_of(world), Visit(world, "hub")
    visit.send(f"/hubs/{hub}", f"/hubs/{hub}/rooms", name="Blue room", holds="6")
    (room,) = rows(world, Room)
    full = visit.send(preview(visit, hub, room=room.id), "/sessions/new")
    assert full.status == 409
    assert "Blue room holds 6" in full.main
    assert 'value="Stay and play"' in full.text, "what was typed is kept"
    visit.send(preview(visit, hub, room=room.id, places="6"), "/sessions/new")
    again = visit.send(preview(visit, hub, room=room.id, places="6"), "/sessions/new")
    assert "something on in Blue room" in again.main
    assert len(rows(world, Session)) == 1


def test_a_creche_has_no_more_seats_than_its_staff_may_look_after(
    world: World,
) -> None:
    """Seats above the ratio are refused; a booking never goes over the seats."""
    hub, visit = hub_of(world), Visit(world, "hub")
    many = {"under_2_seats": "4", "under_2_adults": "1", "under_2_each": "3"}
    seen = visit.send(preview(visit, hub, **many), "/sessions/new")
    assert "the adults there may look after 3 children" in seen.main
    fits = many | {"under_2_seats": "2"}
    visit.send(preview(visit, hub, **fits), "/sessions/new")
    (session,) = rows(world, Session)
    parent = Visit(world, "parent")
    path = f"/sessions/{session.id}"
    over = parent.send(path, f"{path}/book", under_2="3")
    assert over.status == 409
    assert "not so many seats left in the creche" in over.main
    assert not rows(world, Attendance)
    assert "You have a place" in parent.send(path, f"{path}/book", under_2="2").main
    other = Visit(world, "holder").send(path, f"{path}/book", under_2="1")
    assert other.status == 409


def test_the_week_shows_what_is_on_and_what_is_wrong(world: World) -> None:
    """A hub's own week: what needs somebody to lead it is marked, in words."""
    hub = hub_of(world)
    session_of(world, hub, state="needs_cover")
    seen = Visit(world, "hub").get("/sessions")
    assert "Needs somebody to lead" in seen.main
    assert "0 of 8 places booked" in seen.main
    assert "Seaton library" in seen.main


def test_somebody_else_is_found_to_lead(world: World) -> None:
    """A session without a leader is listed again once somebody leads it."""
    hub = hub_of(world)
    session = session_of(world, hub, state="needs_cover")
    visit, path = Visit(world, "hub"), f"/sessions/{session}"
    page = visit.get(f"{path}/leaders")
    assert "Helper Invented" in page.main
    helper = world.people["helper"].person_id
    done = visit.send(page, f"{path}/leaders", person=helper)
    assert "They lead it now" in done.main
    assert rows(world, Session)[0].state == "listed"


CRECHE = [{"group": "under-2", "seats": 3, "each": 3, "adults": 1}]


def test_what_a_creche_has_to_know_is_on_the_register_alone(world: World) -> None:
    """A parent says it, the hub asks again; who looks after them reads it, on paper."""
    path = f"/sessions/{session_of(world, hub_of(world), creche=CRECHE)}"
    parent, hub = Visit(world, "parent"), Visit(world, "hub")
    none = parent.send(path, f"{path}/book", care="No nuts.")
    assert "Say first how many children come" in none.main
    booked = parent.send(path, f"{path}/book", under_2="1", care="No nuts.")
    assert "You have a place" in booked.main
    assert "No nuts." not in booked.text + Visit(world, "coordinator").get(path).text
    page = hub.get(f"{path}/register")
    assert "To know: No nuts." in page.main
    assert Visit(world, "coordinator").get(f"{path}/register").status == 404
    person = world.people["parent"].person_id
    told = hub.send(page, f"{path}/care", person=person, care="No nuts, no eggs.")
    assert "To know: No nuts, no eggs." in told.main
    (sealed,) = (each for each in rows(world, Private) if each.field == "care")
    assert b"eggs" not in sealed.sealed
    parent.send(path, f"{path}/unbook")
    assert not [each for each in rows(world, Private) if each.field == "care"]


def test_for_a_course_it_is_asked_once(world: World) -> None:
    """Its sessions know who brings children; what is told counts for those to come."""
    course = make_course(world, tutors=0)
    home = world.people["charity-hub"].organisation_id
    (hub,) = course.rows(Hub)
    days = [session_of(world, hub.id, home, asset_id=course.asset_id) for _ in range(2)]
    person = world.people["parent"].person_id

    def book(opened: Opened) -> None:
        for day in days:
            booked = {"session_id": day, "person_id": person, "creche": {"under-2": 1}}
            world.store(opened, home).new(Attendance, **booked)

    world.app.database.transaction(book)
    visit, path = Visit(world, "charity-hub"), f"/sessions/{days[0]}"
    page = visit.get(f"{path}/register")
    visit.send(page, f"{path}/care", person=person, care="No milk.")
    for day in days:
        assert "No milk." in visit.get(f"/sessions/{day}/register").main


def check_of(world: World, name: str, issued: date) -> None:
    """Write down somebody's check, as a mentor's, in place of what was there."""

    def make(opened: Opened) -> None:
        store, person = world.store(opened), world.people[name].person_id
        mentors = world.schemes["oxfordshire-mentors"]
        there = store.one(Asset, Asset.person_id == person, Asset.ref == name)
        row = there or store.new(Asset, scheme_id=mentors, ref=name, person_id=person)
        cells: Any = {"check_issued": issued, "check_level": "enhanced-barred"}
        said = values_to_json(cells | {"check_outcome": "suitable"})
        keep(store, row, person, values=said)

    world.app.database.transaction(make)


def test_whose_check_ran_out_leads_no_session(world: World) -> None:
    """It says until when it was good; renewed, they lead; where none is, look."""
    path = f"/sessions/{session_of(world, hub_of(world), state='needs_cover')}"
    visit = Visit(world, "hub")
    assert "No check is written down here." in visit.get(f"{path}/leaders").main
    check_of(world, "helper", date(2023, 5, 3))
    page = visit.get(f"{path}/leaders")
    assert "Helper Invented : their check is good until 3 May 2026 only." in page.main
    helper = world.people["helper"].person_id
    refused = visit.send(page, f"{path}/leaders", person=helper)
    assert refused.status == 409
    assert "They cannot lead it on 24 November 2026: their check is" in refused.main
    assert rows(world, Session)[0].state == "needs_cover"
    check_of(world, "helper", date(2026, 5, 3))
    done = visit.send(f"{path}/leaders", f"{path}/leaders", person=helper)
    assert "They lead it now" in done.main


def test_a_course_is_led_by_its_schemes_tutors_alone(world: World) -> None:
    """Who is no tutor, leads other courses or lacks a check is named with why."""
    course = make_course(world, tutors=0)
    course.add_tutor("able", draft=False)
    course.add_tutor("late", draft=False, check_issued=date(2023, 5, 3))
    course.add_tutor("other", draft=False, courses=("baby-and-us",))
    home = world.people["charity-hub"].organisation_id
    (hub,) = course.rows(Hub)
    made = session_of(world, hub.id, home, asset_id=course.asset_id)
    visit, path = Visit(world, "charity-hub"), f"/sessions/{made}/leaders"
    page = visit.get(path)
    for said in (
        "Late Invented : their check is good until 3 May 2026 only.",
        "Other Invented : this course is not one that they lead.",
        ": they are not a tutor of",
    ):
        assert said in page.main
    able, late = (world.people[name].person_id for name in ("able", "late"))
    assert visit.send(page, path, person=late).status == 409
    assert "They lead it now" in visit.send(page, path, person=able).main


def test_the_register_is_one_tick_a_line_and_prints(world: World) -> None:
    """Booked people stand by name; who came is ticked, who joined is added."""
    hub = hub_of(world)
    session = session_of(world, hub)
    visit, path = Visit(world, "hub"), f"/sessions/{session}"
    visit.send(f"{path}/book", f"{path}/book-for", name="Ann Invented")
    world.later(days=1, hours=1)
    page = visit.get(f"{path}/register")
    assert "Ann Invented" in page.main
    assert "app-print-only" in page.text
    (booked,) = rows(world, Attendance)
    done = visit.send(
        page,
        f"{path}/register",
        came=booked.person_id,
        joined=["Bea Invented", ""],
    )
    assert "The register is kept" in done.main
    assert [each.came for each in rows(world, Attendance)] == [True, True]
    assert "Bea Invented" in done.main
    assert rows(world, Session)[0].state == "held"


def test_a_place_needs_somebody(world: World) -> None:
    """Whoever books for somebody says for whom; it is never for themselves."""
    session = session_of(world, hub_of(world))
    path = f"/sessions/{session}"
    seen = Visit(world, "hub").send(f"{path}/book", f"{path}/book-for")
    assert seen.status == 422
    assert "Choose somebody, or enter a name" in seen.main
    assert not rows(world, Attendance)


def test_a_cancellation_is_previewed_and_everybody_is_told(world: World) -> None:
    """The notice and the count are seen first; booked people and leaders are told."""
    session = session_of(world, hub_of(world))
    path = f"/sessions/{session}"
    Visit(world, "parent").send(path, f"{path}/book")
    visit = Visit(world, "hub")
    page = visit.get(f"{path}/cancel")
    assert "1 person is told" in page.main
    assert "is off" in page.main
    assert not rows(world, Outbox)
    done = visit.send(page, f"{path}/cancel")
    assert "cancelled. 1 person is told" in done.main
    (message,) = rows(world, Outbox)
    assert message.ids["message"] == "session_cancelled"
    assert message.ids["person"] == str(world.people["parent"].person_id)


def test_another_hubs_people_are_never_seen(world: World) -> None:
    """A hub of another organisation reads no register, and cannot plan here."""
    hub = hub_of(world)
    session = session_of(world, hub)
    path = f"/sessions/{session}"
    Visit(world, "hub").send(f"{path}/book", f"{path}/book-for", name="Ann Invented")
    other = Visit(world, "charity-hub")
    for page in ("register", "leaders", "cancel", "change"):
        assert other.get(f"{path}/{page}").status == 404, page
    assert "Ann Invented" not in other.get(f"{path}/book").main
    assert str(hub) not in other.get(f"/sessions/new?hub={hub}").text
    assert other.get(path).status == 200, "it is listed for everybody"
