"""Courses: open or not is the hub's word, by a day; nobody's seat is over-booked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from support.courses import SCHEME, Course, make_course
from support.world import World

from api.actions.courses import mark_due_openings
from api.actions.performing import perform
from api.permissions import Who
from api.records import (
    Attendance,
    Leader,
    Match,
    Need,
    Opening,
    Outbox,
    Proposal,
    SchemeVersion,
    Session,
    Suspension,
    Task,
)
from api.snapshots import freeze_records
from api.store import scheme_of, value
from matcher.model import Slot, Term


def test_a_hub_opens_a_course_and_its_parents_have_matches(world: World) -> None:
    """With tutors, checks and enough parents, open makes a match of every yes."""
    course = make_course(world, parents=9).ready(parents=8)
    course.offer("p9")
    seen = course.see()
    assert (seen["reads"], seen["missing"]) == ("planned", [])
    assert seen["parents"] == {"reserve": 0, "asked": 1, "said_yes": 8, "coming": 0}
    sessions = {"starts": "09:30", "closed": ["2027-02-16"]}
    opened = course.do("charity-hub", "open", sessions=sessions)
    assert (opened.status_code, opened.json()["parents"]) == (200, 8), opened.text
    assert {course.state(f"p{n}") for n in range(1, 9)} == {"agreed"}
    assert course.state("p9") == "offered"
    assert len(course.rows(Match)) == 8
    assert {need.state for need in course.rows(Need, Need.ref != "p9")} == {"matched"}
    listed = course.rows(Session)
    days = [session.starts_at.date().isoformat() for session in listed]
    assert len(days) == 8
    assert days[0] == "2027-01-12"
    assert "2027-02-16" not in days
    assert {session.starts_at.hour for session in listed[:4]} == {9}
    assert len(course.rows(Leader)) == 16
    assert len(course.rows(Attendance)) == 64
    course.say("p9")
    world.later(minutes=1)
    taken = course.do("charity-hub", "take-in")
    assert (taken.status_code, course.state("p9")) == (200, "agreed")
    told = [row.ids for row in course.rows(Outbox, Outbox.kind == "message")]
    opened_to = [ids for ids in told if ids["message"] == "course_open"]
    assert len(opened_to) == 8 + 1 + 2
    assert {ids["day"] for ids in opened_to} == {"2027-01-12"}


def test_under_eight_parents_a_reason_is_wanted_and_sealed(world: World) -> None:
    """Seven parents and no reason is refused; with a reason the course opens."""
    course = make_course(world, parents=2).ready(parents=2)
    refused = course.do("charity-hub", "open")
    assert (refused.status_code, "a reason" in refused.text) == (409, True)
    assert course.state("p1") == "offered"
    words = "zzcanary: the hub is far from anywhere"
    opened = course.do("charity-hub", "open", reason=words)
    assert opened.status_code == 200
    assert "zzcanary" not in opened.text
    with world.app.database.reading() as session:
        row = course.row(Opening, course.opening_id)
        assert value(world.store(session), row, "reason") == words


def test_open_is_refused_without_both_tutors(world: World) -> None:
    """One tutor, two without experience, or one who is suspended: not open."""
    course = make_course(world, parents=1)
    course.offer("t1", "t2", "p1")
    course.say("p1", "t2")
    assert course.see()["missing"] == ["tutors"]
    refused = course.do("charity-hub", "open", reason="few")
    assert (refused.status_code, "its tutors" in refused.text) == (409, True)
    course.say("t1")
    assert course.see()["missing"] == []
    _suspend(course, "t1")
    assert course.see()["missing"] == ["tutors"]
    refused = course.do("charity-hub", "open", reason="few")
    assert (refused.status_code, "its tutors" in refused.text) == (409, True)
    assert "suspen" not in refused.text


def test_open_is_refused_with_a_check_that_ran_out(world: World) -> None:
    """A tutor whose check is too old leaves the course waiting for it, by name."""
    course = make_course(world, parents=1, tutors=1)
    course.add_tutor("t2", check_issued=date(2024, 1, 15))
    course.ready(1)
    assert course.see()["missing"] == []
    world.later(days=70)
    assert course.see()["missing"] == ["checks"]
    refused = course.do("charity-hub", "open", reason="few")
    assert (refused.status_code, "the checks" in refused.text) == (409, True)


def test_children_in_the_creche_need_the_hubs_word(world: World) -> None:
    """Where a child comes to the creche, open waits for enough staff there."""
    course = make_course(world)
    course.add_parent("p1", creche_under_2=1)
    course.ready(1)
    refused = course.do("charity-hub", "open", reason="few")
    assert (refused.status_code, "enough staff" in refused.text) == (409, True)
    opened = course.do("charity-hub", "open", reason="few", creche_staffed=True)
    assert opened.status_code == 200


def test_the_creche_is_never_over_booked(world: World) -> None:
    """One creche seat and two children: the second offer is not available."""
    course = make_course(world, tutors=0, seats=12)
    course.add_parent("p1", creche_under_2=1)
    course.add_parent("p2", creche_under_2=1)
    course.offer("p1", "p2")
    assert [course.state(name) for name in ("p1", "p2")] == ["offered", "drafted"]
    assert not course.row(Proposal, course.parents["p2"]).available


def test_a_course_that_is_not_starting_puts_its_parents_first(world: World) -> None:
    """Everybody is told and taken back; those who were told come first next time."""
    course = make_course(world, parents=3)
    course.offer("t1", "p1", "p2")
    course.say("t1", "p1")
    given_up = course.do("charity-hub", "not-starting")
    assert given_up.status_code == 200, given_up.text
    states = {name: course.state(name) for name in ("p1", "p2", "p3", "t2")}
    assert set(states.values()) == {"withdrawn"}
    first = {need.ref: need.first_waiting for need in course.rows(Need)}
    assert first == {"p1": True, "p2": True, "p3": False}
    assert _priorities(course) == {"p1": True, "p2": True, "p3": None}
    told = [
        row.ids["person"]
        for row in course.rows(Outbox, Outbox.kind == "message")
        if row.ids["message"] == "course_not_starting"
    ]
    names = ("t1", "p1", "p2")
    assert sorted(told) == sorted(str(world.people[n].person_id) for n in names)
    again = course.do("charity-hub", "open", reason="after all")
    assert again.status_code == 409


def test_silence_is_a_task_for_the_hub_and_no_answer(world: World) -> None:
    """On the day it is due, the day after it is red; nothing is decided by it."""
    course = make_course(world, parents=1)
    work = Who(by="work", organisation_id=world.council)

    def mark() -> int:
        done = perform(world.app, work, mark_due_openings, on=world.council)
        return int(done.facts["raised"])

    assert mark() == 0
    decide_by = course.row(Opening, course.opening_id).decide_by
    world.later(days=(decide_by - world.app.now().date()).days)
    assert (mark(), mark()) == (1, 0)
    assert course.see()["reads"] == "due"
    world.later(days=1)
    assert course.see()["reads"] == "red"
    assert course.see()["state"] == "planned"
    [task] = course.rows(Task, Task.kind == "decide_opening")
    assert (task.role, task.organisation_id) == ("hub", world.charity)
    assert course.do("charity-hub", "not-starting").status_code == 200
    assert course.row(Task, task.id).done_at is not None


def test_a_tutors_decline_is_refilled_without_moving_parents(world: World) -> None:
    """The next tutor is drafted from today's records; the parents' rows stay as is."""
    course = make_course(world, parents=2)
    course.add_tutor("green", draft=False)
    course.add_tutor(
        "unchecked", draft=False, traits=("experienced",), check_outcome="no"
    )
    course.add_tutor(
        "late", draft=False, traits=("experienced",), slots=(Slot("thu", "am"),)
    )
    wanted = course.add_tutor("next", draft=False, traits=("experienced",))
    course.offer("t1", "t2", "p1", "p2")
    course.say("p1", "t2")
    before = [course.row(Proposal, id_) for id_ in course.parents.values()]
    course.say("t1", answer="no", why="not_now")
    after = [course.row(Proposal, id_) for id_ in course.parents.values()]
    assert before == after
    drafted = course.rows(
        Proposal, Proposal.kind == "assignment", Proposal.state == "drafted"
    )
    assert [row.staff_id for row in drafted] == [wanted]
    assert len(course.rows(Task, Task.kind == "next_tutor")) == 1


def test_where_nobody_can_lead_a_coordinator_is_asked_to_look(world: World) -> None:
    """Without another who brings what is missing a decline leaves a task alone."""
    course = make_course(world)
    course.add_tutor("green", draft=False)
    course.offer("t1")
    course.say("t1", answer="no", why="not_now")
    assert len(course.rows(Task, Task.kind == "find_tutor")) == 1
    assert len(course.rows(Proposal, Proposal.kind == "assignment")) == 2


def test_a_tutor_who_agreed_can_be_replaced_before_it_opens(world: World) -> None:
    """The hub lets one go: the next is drafted, and that yes counts no more."""
    course = make_course(world)
    wanted = course.add_tutor("next", draft=False, traits=("experienced",))
    course.offer("t1", "t2")
    course.say("t1", "t2")
    replaced = course.do("hub", "tutors", proposal=str(course.tutors["t1"]))
    assert replaced.status_code == 200, replaced.text
    seen = course.see()
    assert seen["missing"] == ["tutors"]
    assert {row["ref"]: row["state"] for row in seen["tutors"]} == {
        "t2": "agreed",
        "next": "drafted",
    }
    new = course.row(Proposal, UUID(replaced.json()["proposal"]))
    assert new.staff_id == wanted


def test_seats_can_be_raised_to_the_rooms_limit(world: World) -> None:
    """12 seats become 14 in a room of 14, not 15; and never fewer than are held."""
    course = make_course(world, parents=2, tutors=0)
    assert course.do("charity-hub", "seats", bookable=15).status_code == 409
    assert course.do("charity-hub", "seats", bookable=14).status_code == 200
    course.offer("p1", "p2")
    assert course.see()["seats"] == {"most": 14, "held": 2}
    assert course.do("charity-hub", "seats", bookable=1).status_code == 409


def test_a_reserve_holds_no_seat_until_one_is_free(world: World) -> None:
    """A parent on the reserve of a full course is offered when a seat frees."""
    course = make_course(world, parents=1, tutors=0, seats=1)
    need = course.add_parent("p2", draft=False)
    course.offer("p1")
    put = course.do("coordinator", "reserve", need=str(need))
    assert put.status_code == 200, put.text
    assert course.see()["seats"] == {"most": 1, "held": 1}
    assert course.do("coordinator", "reserve", need=str(need)).status_code == 409
    [reserve] = course.rows(Proposal, Proposal.kind == "next_best")
    course.parents["p2"] = reserve.id
    course.say("p1", answer="no")
    course.offer("p2")
    assert course.state("p2") == "offered"
    assert course.see()["seats"] == {"most": 1, "held": 1}


def test_only_its_hub_decides_and_nobody_else_sees_it(world: World) -> None:
    """Coordinators look and do not open; parents, tutors and strangers see nothing."""
    course = make_course(world, parents=1)
    assert course.see("coordinator")["state"] == "planned"
    for name in ("coordinator", "parent", "p1", "t1", "helper", "charity-holder"):
        assert course.do(name, "open", reason="x").status_code == 404
        assert course.do(name, "not-starting").status_code == 404
    for name in ("p1", "t1", "worker"):
        assert course.see(name)["status"] == 404
    path = f"/schemes/{world.schemes['hartlepool-tutors']}/openings"
    for name in ("charity-hub", "hub", "coordinator"):
        items = course.call(name, "GET", path).json()["items"]
        assert [row["id"] for row in items] == [str(course.opening_id)]
    other = f"/schemes/{world.schemes['hartlepool-babybank']}/openings"
    assert course.call("hub", "GET", other).json()["items"] == []


def _suspend(course: Course, name: str) -> None:
    world = course.world

    def make(session: Any) -> None:
        world.store(session).new(
            Suspension,
            identity_id=world.people[name].identity_id,
            suspended_by=world.people["safeguarding_lead"].account_id,
        )

    world.app.database.transaction(make)


def _priorities(course: Course) -> dict[str, Any]:
    """Return, by parent, whether the next round would put them first."""
    world = course.world
    with world.app.database.reading() as session:
        store = world.store(session)
        version = store.get(SchemeVersion, world.versions[SCHEME])
        assert version is not None
        frozen = freeze_records(
            store,
            scheme_of(version),
            scheme_id=world.schemes[SCHEME],
            round="next",
            as_of=date(2026, 11, 23),
            term=Term(date(2027, 1, 5), date(2027, 4, 1)),
        )
    return {
        need.ref: need.values.get("course_did_not_open")
        for need in frozen.snapshot.needs
    }
