"""Courses on pages: seats, tutors, and what their hub says by the date."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session as Opened
from support.courses import Course, make_course
from support.visiting import Visit
from support.world import World

from api.records import Attendance, Closure, Match, Opening, Person, Session
from api.store import keep


def path_of(course: Course) -> str:
    """Return the address of a course."""
    return f"/openings/{course.opening_id}"


def test_a_course_is_listed_with_its_date(world: World) -> None:
    """Its hub and its coordinator find it, and by when it has to be decided."""
    course = make_course(world)
    for who in ("hub", "charity-hub", "coordinator"):
        seen = Visit(world, who).get("/openings")
        assert "Being a parent" in seen.main, who
        assert "Decide by 18 December 2026" in seen.main
        assert path_of(course) in seen.links()


def test_silence_is_red(world: World) -> None:
    """A day after its date a course that nobody decided is late, in red and words."""
    course = make_course(world)
    world.later(days=26)
    seen = Visit(world, "charity-hub").get(path_of(course))
    assert "Late: this had to be decided by 18 December 2026" in seen.main
    assert "app-red" in seen.text
    assert "Late: nobody decided" in Visit(world, "hub").get("/openings").main


def test_it_cannot_open_without_tutors(world: World) -> None:
    """Without tutors who said yes, what is missing is named, and it stays shut."""
    course = make_course(world, parents=8)
    visit = Visit(world, "charity-hub")
    seen = visit.get(path_of(course))
    assert "It cannot open yet" in seen.main
    refused = visit.send(seen, f"{path_of(course)}/open")
    assert refused.status == 409
    assert course.row(Opening, course.opening_id).state == "planned"


def test_proposals_become_matches_and_sessions_skip_half_term(world: World) -> None:
    """Open: eight parents come, and eight dates are listed, closed days left out."""
    course = make_course(world, parents=8).ready()

    def close(opened: Opened) -> None:
        world.store(opened, world.charity).new(
            Closure,
            kind="half_term",
            what="Half-term",
            starts=date(2027, 2, 15),
            ends=date(2027, 2, 19),
        )

    world.app.database.transaction(close)
    visit = Visit(world, "charity-hub")
    seen = visit.get(path_of(course))
    assert "Its 8 dates" in seen.main
    assert "Tuesday 16 February 2027" not in seen.main
    done = visit.send(seen, f"{path_of(course)}/open", starts="10:00")
    assert "opens with 8 parents" in done.main
    assert len(course.rows(Match)) == 8
    days = {each.starts_at.date() for each in course.rows(Session)}
    assert len(days) == 8
    assert date(2027, 2, 16) not in days


def test_under_eight_it_needs_a_reason(world: World) -> None:
    """Seven parents and no reason is refused; with a reason it opens."""
    course = make_course(world, parents=7).ready(parents=7)
    visit, path = Visit(world, "charity-hub"), path_of(course)
    refused = visit.send(path, f"{path}/open")
    assert refused.status == 409
    assert "Not yet. It waits for a reason." in refused.main
    assert "was asked" not in refused.main
    done = visit.send(path, f"{path}/open", reason="The next hub is far away.")
    assert "opens with 7 parents" in done.main


def test_not_starting_puts_parents_first_next_time(world: World) -> None:
    """Nobody is left waiting for it, and it is said what happens to whom."""
    course = make_course(world, parents=2).ready(parents=2)
    visit, path = Visit(world, "charity-hub"), path_of(course)
    assert "2 parents and 2 tutors" in visit.get(path).main
    done = visit.send(path, f"{path}/not-starting")
    assert "comes first next time" in done.main
    assert {course.state(name) for name in course.parents} == {"withdrawn"}


def test_seats_go_up_to_the_room(world: World) -> None:
    """More than the room holds is refused, with the number that it holds."""
    course = make_course(world)
    visit, path = Visit(world, "charity-hub"), path_of(course)
    assert (
        "14 seats can be booked" in visit.send(path, f"{path}/seats", bookable=14).main
    )
    over = visit.send(path, f"{path}/seats", bookable=15)
    assert over.status == 409
    assert "The room holds 14" in over.main


def test_the_reserve_holds_no_seat(world: World) -> None:
    """A parent who asked for this course is put on the reserve by their ref alone."""
    course = make_course(world)
    course.add_parent("p9", draft=False)
    visit, path = Visit(world, "charity-hub"), path_of(course)
    page = visit.get(path)
    assert "p9, asked on" in page.main
    assert "P9 Invented" not in page.main
    done = visit.send(page, f"{path}/reserve", need=course.needs["p9"])
    assert "on the reserve" in done.main
    assert "0 of 12 seats are held" in done.main


def test_another_tutor_is_found(world: World) -> None:
    """A tutor is let go and the next drafted; parents stay where they are."""
    course = make_course(world, parents=1)
    course.add_tutor("t3", draft=False)
    visit, path = Visit(world, "charity-hub"), path_of(course)
    page = visit.get(path)
    done = visit.send(page, f"{path}/tutors", proposal=course.tutors["t2"])
    assert "next tutor is drafted" in done.main
    assert "t3: not asked yet" in done.main


def test_a_certificate_for_who_came_to_most_of_it(world: World) -> None:
    """Six of eight sessions is a certificate to print; five of eight is none."""
    course = make_course(world, parents=8).ready()
    visit, path = Visit(world, "charity-hub"), path_of(course)
    visit.send(path, f"{path}/open", starts="10:00")

    def register(opened: Opened) -> None:
        store = world.store(opened, world.charity)
        people = [store_person(world, opened, name) for name in ("Ann", "Bea")]
        for number, session in enumerate(store.find(Session)):
            for person, most in zip(people, (6, 5), strict=True):
                store.new(
                    Attendance,
                    session_id=session.id,
                    person_id=person,
                    came=number < most,
                )
            store.change(session, state="held")

    world.app.database.transaction(register)
    seen = visit.get(f"{path}/certificates")
    assert "6 of 8" in seen.main
    assert "5 of 8" in seen.main
    assert seen.text.count("app-certificate") == 1
    assert Visit(world, "coordinator").get(f"{path}/certificates").status == 404


def store_person(world: World, opened: Opened, name: str) -> object:
    """Invent somebody who comes to a course, and return their id."""
    store = world.store(opened, world.charity)
    person = store.new(Person)
    keep(store, person, person.id, name=name)
    return person.id


def test_the_hub_says_that_a_seat_may_be_offered(world: World) -> None:
    """Before anything is sent the hub sees the course's side, and gives its word."""
    course = make_course(world, parents=1)
    visit, path = Visit(world, "hub"), f"/proposals/{course.parents['p1']}"
    page = visit.get(path)
    assert page.status == 200
    assert "nobody has heard of it" in page.main
    done = visit.send(page, f"{path}/hub/allow")
    assert "A coordinator sends it" in done.main
    course.offer("p1")
    course.say("p1")
    seen = visit.get(path)
    assert "A yes is still asked of: hub" in seen.main
    assert "P1 Invented" not in seen.main
