"""Subject access: everything about the one who asks, and nothing about anybody else."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.proposing import Pair, make_pair
from support.world import World

from api.records import Need, Person, Private, View
from api.store import keep

NAMES = {
    "young_person": "Zzchild Invented",
    "holder": "Zzcarer Canary",
    "parent": "Zzparent Canary",
    "worker": "Zzworker Canary",
    "advocate": "Zzadvocate Canary",
}


def named(world: World) -> Pair:
    """Return a pair whose people have names that stand nowhere else."""
    pair = make_pair(world, "oxfordshire-mentors")

    def name(session: Session) -> None:
        store = world.store(session)
        for who, called in NAMES.items():
            person = store.get(Person, world.people[who].person_id)
            assert person is not None
            keep(store, person, person.id, name=called, contact=f"zz{who}@invented")
        need = store.get(Need, pair.need_id)
        assert need is not None
        keep(
            store,
            need,
            need.person_id,
            own_words="I like zzfootball with zzcarer and my ZZPARENT.",
        )

    world.app.database.transaction(name)
    pair.draft()
    return pair


def export(world: World, whose: str, by: str = "auditor", form: str = "json") -> Any:
    """Ask for an export."""
    path = f"/people/{world.people[whose].person_id}/export?form={form}"
    return get(world, by, path)


def test_it_holds_what_is_kept_of_them(world: World) -> None:
    """Names, cells, own words, decisions and dates are all there."""
    pair = named(world).go("agreed")
    answer = export(world, "young_person")
    assert answer.status_code == 200
    kinds = {record["kind"] for record in answer.json()["records"]}
    assert {"person", "need", "proposal", "match", "decision"} <= kinds
    for said in ("Zzchild Invented", "zzfootball", "zzyoung_person@invented"):
        assert said in answer.text
    assert pair.row(Need, pair.need_id).ref in answer.text


def test_nobody_else_is_in_it(world: World) -> None:
    """No name or contact of anybody else gets in, not even out of free text."""
    named(world).go("agreed")
    for whose, form in product(("young_person", "holder", "parent"), ("json", "text")):
        text = export(world, whose, form=form).text.casefold()
        for who, called in NAMES.items():
            first = called.split()[0].casefold()
            assert (first in text) == (who == whose), (whose, who)
            assert (f"zz{who}@invented" in text) == (who == whose), (whose, who)


def test_a_planted_leak_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the redaction, the child's words about the carer would be seen."""
    named(world).go("agreed")
    monkeypatch.setattr("api.actions.exporting._hidden", lambda value, hide: value)
    assert "zzcarer" in export(world, "young_person").text.casefold()


def test_what_one_has_not_heard_of_is_not_told(world: World) -> None:
    """An export tells nobody of a proposal that their side has not heard of."""
    pair = named(world)
    assert '"proposal"' not in export(world, "holder").text
    pair.go("offered")
    assert '"proposal"' in export(world, "holder").text
    assert '"proposal"' not in export(world, "young_person").text


def test_safety_is_kept_back_in_the_same_words_for_all(world: World) -> None:
    """Suspended, kept apart or neither: what is kept back reads the same."""
    named(world)
    before = export(world, "holder").json()["kept_back"]
    holder, child = (world.people[n].person_id for n in ("holder", "young_person"))
    post(
        world,
        "safeguarding_lead",
        f"/people/{child}/kept-apart",
        other=str(holder),
        why="zzwhy",
    )
    post(world, "safeguarding_lead", f"/people/{holder}/suspension", why="zzwhy")
    for whose in ("holder", "young_person"):
        get(world, "safeguarding_lead", f"/people/{child}/kept-apart")
        answer = export(world, whose)
        assert "zzwhy" not in answer.text
        assert "suspen" not in answer.text.replace("suspensions", "")
        assert "apart" not in answer.text
        assert answer.json()["kept_back"] == before


def test_only_they_and_the_officer_ask(world: World) -> None:
    """An export is for the person and the data protection officer alone."""
    named(world)
    for name in world.people:
        allowed = name in {"auditor", "holder"}
        answer = export(world, "holder", by=name)
        assert answer.status_code == (200 if allowed else 404), name


def test_reading_is_logged_and_the_log_is_the_officers(world: World) -> None:
    """Each export leaves a view that the officer can read; one's own leaves none."""
    named(world)
    person = world.people["holder"]
    export(world, "holder", by="holder")
    export(world, "holder")
    export(world, "holder")
    path = f"/people/{person.person_id}/views"
    items = get(world, "auditor", path).json()["items"]
    assert [item["act"] for item in items] == ["person.export"] * 2
    assert {item["account"] for item in items} == {
        str(world.people["auditor"].account_id)
    }
    assert get(world, "coordinator", path).status_code == 404
    with world.app.database.reading() as session:
        rows = world.store(session).find(View, View.act == "person.export")
    assert len(rows) == 2


def test_a_correction_is_asked_for_in_sealed_words(world: World) -> None:
    """Who asks for a correction raises a task; the words are sealed as theirs."""
    named(world)
    person = world.people["holder"]
    path = f"/people/{person.person_id}/corrections"
    assert post(world, "holder-2", path, words="zzwrong").status_code == 404
    assert post(world, "holder", path, words="zzwrong").status_code == 201
    [task] = get(world, "coordinator", "/tasks").json()["items"]
    assert task["kind"] == "correct"
    with world.app.database.reading() as session:
        rows = world.store(session).find(Private, Private.record_id == UUID(task["id"]))
    assert [row.subject_id for row in rows] == [person.person_id]
