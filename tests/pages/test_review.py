"""A round looked through on pages: its parts, its filters, what a rerun changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import event
from support.asking import post
from support.html import read_page
from support.reviewing import Reviewed
from support.visiting import Seen, Visit

from api.records import Asset, Document, Need, Ruling, View

PARTS = ("proposed", "choose", "waiting", "empty")


def rows(page: Seen) -> list[str]:
    """Return the first cell of each row of a page's tables."""
    return [each.text for each in page.root.all("th") if each.get("scope") == "row"]


@contextmanager
def queries(reviewed: Reviewed) -> Iterator[list[str]]:
    """Collect the statements that the database is asked."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    engine = reviewed.world.app.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_review_has_what_was_argued(reviewed: Reviewed) -> None:
    """Pairs, ties, who waits and what is empty stand where the example argues them."""
    assert rows(reviewed.get("/review")) == ["c1, c2", "c3", "c4", "c7"]
    choose = reviewed.get("/review?part=choose").main
    assert "c5 could equally well go to f4 or f5" in choose
    assert rows(reviewed.get("/review?part=waiting")) == [
        "c10",
        "c11",
        "c12",
        "c8",
        "c9",
    ]
    assert rows(reviewed.get("/review?part=empty")) == ["f7", "f8", "f9"]


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ("state=drafted", ["c1, c2", "c3", "c4", "c7"]),
        ("state=offered", []),
        ("waits=approval", ["c1, c2", "c3", "c4", "c7"]),
        ("waits=holder", []),
        ("priority=1", ["c1, c2", "c3"]),
        ("fit=80-100", ["c1, c2", "c3", "c4", "c7"]),
        ("fit=0-39", []),
        ("gap=yes", []),
        ("outcode=NR31", ["c4"]),
        ("outcode=NR30&priority=0&state=drafted", ["c7"]),
    ],
)
def test_a_list_is_narrowed(reviewed: Reviewed, narrowed: str, left: list[str]) -> None:
    """Each filter leaves what it says, alone and together with others."""
    assert rows(reviewed.get(f"/review?{narrowed}")) == left


LEFT_OVER = {
    "waiting&gate=language": ["c11"],
    "waiting&priority=0&outcode=NR30": ["c11", "c12", "c8"],
    "waiting&priority=1&outcode=NR30": ["c9"],
    "empty&outcode=NR30": ["f7", "f9"],
    "empty&gate=language&outcode=NR31": ["f8"],
    "choose&outcode=NR31": [],
}


def test_every_part_is_narrowed(reviewed: Reviewed) -> None:
    """Who waits and what is empty: by the rule in the way, priority and outcode."""
    for narrowed, left in LEFT_OVER.items():
        seen = reviewed.get(f"/review?part={narrowed}")
        assert rows(seen) == left, narrowed
        assert ("Nothing here is like that" in seen.main) == (not left), narrowed
    offered = {e.get("name") for e in seen.root.all("select")}
    assert offered == {"priority", "fit", "gap", "outcode"}


@pytest.mark.parametrize("part", PARTS)
def test_a_review_is_sound_and_for_staff_who_decide(
    reviewed: Reviewed, part: str
) -> None:
    """Coordinator and approver look through a round; to others it is not there."""
    for name in ("coordinator", "approver"):
        seen = reviewed.get(f"/review?part={part}", name)
        assert (seen.status, read_page(seen.text)[1]) == (200, [])
    for name in ("auditor", "holder", "worker", "charity-coordinator"):
        assert reviewed.get(f"/review?part={part}", name).status == 404


def test_no_page_of_a_review_grows_its_queries(reviewed: Reviewed) -> None:
    """However long the list, a page asks as often: four lines, one line, or none."""
    counts = set()
    # What a run left is read once a process.
    assert reviewed.get("/review").status == 200
    for narrowed in ("", "fit=80-100", "outcode=NR31"):
        visit = Visit(reviewed.world, "coordinator")
        with queries(reviewed) as asked:
            assert visit.get(f"{reviewed.home}/review?{narrowed}").status == 200
        counts.add(len(asked))
    assert len(counts) == 1


def test_why_somebody_waits_is_said_with_what_would_change_it(
    reviewed: Reviewed,
) -> None:
    """A page says which rule shuts how many out, who came nearest, what would help."""
    need = reviewed.row(Need, "c9")
    seen = reviewed.get(f"/needs/{need.id}")
    assert read_page(seen.text)[1] == []
    assert "What would change it" in seen.main
    gates = reviewed.get(f"/needs/{reviewed.row(Need, 'c10').id}").main
    assert "What stood in the way" in gates
    assert "How many are not available is never counted." in gates


def test_an_empty_seat_is_explained(reviewed: Reviewed) -> None:
    """A seat that stays empty says so on a page of its own."""
    asset = reviewed.row(Asset, "f7")
    assert "f7 has nobody proposed" in reviewed.get(f"/seats/{asset.id}").main


def test_a_referral_sheet_names_nobody(reviewed: Reviewed) -> None:
    """The sheet for others holds the card alone: no ref, no name, no place."""
    need = reviewed.row(Need, "c9")
    seen = reviewed.get(f"/needs/{need.id}/sheet")
    assert "Kind of home" in seen.main
    for hidden in ("c9", "Invented", "NR30", "NR31", str(need.person_id)):
        assert hidden not in seen.main


def test_one_who_is_matched_has_no_such_page(reviewed: Reviewed) -> None:
    """Who has a pair is not explained as waiting; the page is not there."""
    need = reviewed.row(Need, "c4")
    assert reviewed.get(f"/needs/{need.id}").status == 404
    assert reviewed.get(f"/needs/{need.id}/sheet").status == 404


def test_before_a_second_run_there_is_nothing_to_compare(reviewed: Reviewed) -> None:
    """The page of a difference says so, and leads back."""
    seen = reviewed.get("/difference")
    assert seen.status == 200
    assert "run once" in seen.main


def test_pinning_settles_a_tie_in_the_next_run(changing: Reviewed) -> None:
    """A person chooses among equals; the rerun follows, and says what it changed."""
    visit = Visit(changing.world, "coordinator")
    page, path = f"{changing.home}/review?part=choose", f"{changing.home}/rulings"
    now = next(pair for pair in changing.proposals() if pair.startswith("c5"))
    wanted = "f5" if now == "c5 f4" else "f4"
    chosen = visit.send(page, path, asset=changing.row(Asset, wanted).id)
    assert "Pinned." in chosen.main
    visit.send(f"{changing.home}/run", f"{changing.home}/run")
    changing.rerun()
    assert f"c5 {wanted}" in changing.proposals("drafted")
    seen = visit.get(f"{changing.home}/difference")
    assert rows(seen) == ["c5", "c6"]
    assert "5 stay as they were" in seen.main


def test_a_choice_that_was_not_made_is_said(changing: Reviewed) -> None:
    """A ruling without one of the choices changes nothing, and says what lacks."""
    visit = Visit(changing.world, "coordinator")
    page, path = f"{changing.home}/review?part=choose", f"{changing.home}/rulings"
    answer = visit.send(page, path, asset="")
    assert answer.status == 422
    assert "There is a problem" in answer.main
    with changing.world.app.database.reading() as session:
        assert not changing.world.store(session).count(Ruling)


def test_lines_that_were_not_kept_are_made_again(changing: Reviewed) -> None:
    """A run saved before lines were kept beside it reads the same."""
    before = changing.get("/review").main

    def forget(session: object) -> None:
        store = changing.world.store(session)  # type: ignore[arg-type]
        assert store.delete_where(Document, Document.kind == "result-lines") == 1

    changing.world.app.database.transaction(forget)
    forget_open()
    assert changing.get("/review").main == before


def forget_open() -> None:
    """Close the runs that this process keeps open."""
    from api.actions import kept_runs  # noqa: PLC0415

    vars(kept_runs)["_open"].clear()


def test_whose_documents_are_gone_is_not_shown_from_memory(changing: Reviewed) -> None:
    """What is past its keeping is not looked through, though a process had it open."""
    assert rows(changing.get("/review"))

    def forget(session: object) -> None:
        changing.world.store(session).delete_where(Document)  # type: ignore[arg-type]

    changing.world.app.database.transaction(forget)
    seen = changing.get("/review")
    assert not rows(seen)
    assert "past their keeping" in seen.main


def test_the_api_says_the_same(reviewed: Reviewed) -> None:
    """What the pages list, the API lists."""
    answer = reviewed.world.client("coordinator").get(f"/api/v1{reviewed.home}/review")
    needs = [line["needs"] for line in json.loads(answer.text)["items"]]
    assert needs == [["c1", "c2"], ["c3"], ["c4"], ["c7"]]


def test_what_was_chosen_is_seen_before_it_counts(changing: Reviewed) -> None:
    """A pin shows in the list of ties as chosen, until the next run settles it."""
    visit = Visit(changing.world, "coordinator")
    page, path = f"{changing.home}/review?part=choose", f"{changing.home}/rulings"
    wanted = str(changing.row(Asset, "f4").id)
    seen = visit.send(page, path, asset=wanted)
    chosen = [each for each in seen.root.all("input") if "checked" in each.attributes]
    assert [each.get("value") for each in chosen] == [wanted]
    assert "It counts from the next run." in seen.main


@pytest.mark.parametrize(
    ("kind", "ref", "gone"), [(Need, "c4", "c4"), (Asset, "f2", "c3")]
)
def test_nobody_looks_through_whom_they_know(
    changing: Reviewed, kind: type[Need | Asset], ref: str, gone: str
) -> None:
    """Whoever declared that they know somebody finds no line about them."""
    world, row = changing.world, changing.row(kind, ref)
    declared = f"/people/{row.person_id}/connections"
    assert post(world, "coordinator", declared).status_code == 201
    mine = rows(changing.get("/review"))
    assert gone not in mine
    assert mine
    theirs = rows(changing.get("/review", "approver"))
    assert gone in theirs


def test_whom_they_know_is_not_explained_as_waiting(changing: Reviewed) -> None:
    """Why somebody waits, and the sheet, are not there for who knows them."""
    world, row = changing.world, changing.row(Need, "c9")
    post(world, "coordinator", f"/people/{row.person_id}/connections")
    assert "c9" not in rows(changing.get("/review?part=waiting"))
    assert changing.get(f"/needs/{row.id}").status == 404
    assert changing.get(f"/needs/{row.id}/sheet").status == 404
    assert changing.get(f"/needs/{row.id}", "approver").status == 200


def test_who_reads_reasons_is_logged(changing: Reviewed) -> None:
    """A list logs nobody; opening why somebody waits, or a pair, is a read of them."""
    world = changing.world
    for part in PARTS:
        changing.get(f"/review?part={part}")
    assert views(changing) == set()
    waits = changing.row(Need, "c9")
    changing.get(f"/needs/{waits.id}")
    assert views(changing) == {waits.id}
    pair = changing.proposals()["c4 f3"]
    Visit(world, "coordinator").get(f"/proposals/{pair.id}")
    assert views(changing) >= {changing.row(Need, "c4").id, pair.asset_id}


def views(changing: Reviewed) -> set[UUID]:
    """Return the rows whose reads were logged."""
    with changing.world.app.database.reading() as session:
        return {each.record_id for each in changing.world.store(session).find(View)}
