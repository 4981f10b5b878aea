"""Registering: one question a page, kept between visits, checked, then sent."""

from __future__ import annotations

from typing import Any

from sqlmodel import select
from support.visiting import Seen, Visit
from support.world import World

from api.records import Asset, Private, Staff

ANSWERS: dict[str, dict[str, Any]] = {
    "place": {"place": "OX4 1AA"},
    "travel_km": {"travel_km": "8"},
    "roles": {"roles": ["mentor"]},
    "slots": {"slots": ["tue-eve", "sat-am"], "slots__often": "weekly"},
    "most_children": {"most_children": "2"},
    "capabilities": {"capabilities": ["makaton", "outings"]},
}


def base(world: World, scheme: str = "oxfordshire-mentors") -> str:
    """Return where one registers for a scheme."""
    return f"/mine/register/{world.schemes[scheme]}"


def answer(world: World, visit: Visit, column: str, **typed: Any) -> Seen:
    """Answer one question by its page."""
    page = f"{base(world)}/question/{column}"
    return visit.send(page, page, **typed)


def test_one_question_a_page_and_back(world: World) -> None:
    """Each page has one question, its number, a way back and a way to stop."""
    visit = Visit(world, "holder-2")
    begin = visit.get(base(world))
    assert "We ask one thing at a time." in begin.main
    first = visit.get(next(each for each in begin.links() if "/question/" in each))
    assert "question 1 of" in first.main
    second = visit.get(f"{base(world)}/question/travel_km")
    assert f"{base(world)}/question/place" in second.links()
    assert "/mine" in second.links()
    assert len(list(second.root.all("h1"))) == 1


def test_answers_wait_between_visits_and_nobody_else_sees_them(world: World) -> None:
    """What was answered is there another day, sealed, and for that person alone."""
    visit = Visit(world, "holder-2")
    after = answer(world, visit, "travel_km", travel_km="8")
    assert after.path.endswith("/question/roles")
    world.later(days=3)
    again = Visit(world, "holder-2").get(base(world))
    assert "You have answered 1 of" in again.main
    page = Visit(world, "holder-2").get(f"{base(world)}/question/travel_km")
    field = page.root.by_id("travel_km")
    assert field is not None
    assert field.get("value") == "8"
    assert "You have answered" not in Visit(world, "holder").get(base(world)).main
    with world.app.database.reading() as session:
        kept = list(session.exec(select(Private)).all())
    drafts = [each for each in kept if each.field.startswith("draft:")]
    assert [each.subject_id for each in drafts] == [world.people["holder-2"].person_id]


def test_what_is_wrong_is_said_on_the_page_of_its_question(world: World) -> None:
    """A postcode that is none, and a required answer left out, stay on their page."""
    visit = Visit(world, "holder-2")
    wrong = answer(world, visit, "place", place="ZZ99")
    assert wrong.status == 422
    assert "is not a place we know" in wrong.main
    assert "acorns places" not in wrong.text
    assert answer(world, visit, "slots").status == 422


def test_checked_then_sent(world: World) -> None:
    """All answers on one page, each with a change; sent once, and the draft is gone."""
    visit = Visit(world, "holder-2")
    early = visit.send(f"{base(world)}/check", f"{base(world)}/check")
    assert "Nothing is answered yet." in early.main
    for column, typed in ANSWERS.items():
        answer(world, visit, column, **typed)
    check = visit.get(f"{base(world)}/check")
    assert "Tuesday evening; Saturday morning" in check.main
    changed = visit.send(
        f"{base(world)}/question/travel_km?to=check",
        f"{base(world)}/question/travel_km",
        travel_km="9",
    )
    assert changed.path == f"{base(world)}/check"
    sent = visit.send(changed, f"{base(world)}/check")
    assert sent.path.startswith("/mine/assets/")
    assert "Thank you. We have it." in sent.main
    assert "To do. References: 0 of 2." in sent.main
    assert "You have answered" not in visit.get(base(world)).main


def test_what_is_left_out_is_named(world: World) -> None:
    """Sending too early names every question that has to be answered, by its page."""
    visit = Visit(world, "holder-2")
    answer(world, visit, "travel_km", travel_km="8")
    seen = visit.send(f"{base(world)}/check", f"{base(world)}/check")
    assert seen.status == 422
    assert "#place" in seen.links()
    assert "#slots" in seen.links()
    with world.app.database.reading() as session:
        assert world.store(session).count(Asset) == 0


def test_answers_can_be_forgotten(world: World) -> None:
    """One click, and nothing of them is kept."""
    visit = Visit(world, "holder-2")
    answer(world, visit, "travel_km", travel_km="8")
    seen = visit.send(base(world), f"{base(world)}/drop")
    assert "We have forgotten your answers." in seen.main
    assert "You have answered" not in visit.get(base(world)).main


def test_nothing_but_ones_own_is_asked(world: World) -> None:
    """What the organisation judges has no page, and no forged form sets it."""
    visit = Visit(world, "holder-2")
    assert visit.get(f"{base(world)}/question/trained").status == 404
    answer(world, visit, "travel_km", travel_km="8", trained="Yes")
    assert "rained" not in visit.get(f"{base(world)}/check").main


def test_a_tutor_registers_as_one_who_leads(world: World) -> None:
    """Where a scheme has staff, whoever registers is one of them."""
    visit = Visit(world, "holder-2")
    place = base(world, "hartlepool-tutors")
    tutor: dict[str, Any] = {
        "place": {"place": "TS24 7AA"},
        "slots": {"slots": ["tue-am"]},
    }
    for column, typed in tutor.items():
        page = f"{place}/question/{column}"
        assert visit.send(page, page, **typed).status == 200
    sent = visit.send(f"{place}/check", f"{place}/check")
    assert sent.path.startswith("/mine/staff/"), sent.main
    with world.app.database.reading() as session:
        assert world.store(session).count(Staff) == 1


def test_only_somebody_who_gives_registers(world: World) -> None:
    """To a parent or a coordinator the pages are not there."""
    for name in ("parent", "coordinator", "young_person"):
        assert Visit(world, name).get(base(world)).status == 404
