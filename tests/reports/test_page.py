"""The page of a round: self-contained, accessible, and nothing on it too many."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.html import Element, page_faults, read_page, rows_of
from support.reported import CANARY, CROMER, HOSTILE, LYNN, NORWICH, Round

from api.reports import write_page
from api.reports.small_counts import FEWER
from matcher.model import Record, Snapshot
from matcher.verifying import CheckDone, Verification


def written(each: Round, folder: Path) -> str:
    """Return the page of a round."""
    path = folder / "round.html"
    write_page(path, each.result, each.snapshot, each.scheme, each.gazetteer)
    assert [file.name for file in folder.iterdir()] == ["round.html"]
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def text(a_round: Round, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page as it is written."""
    return written(a_round, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    """The page as it is read."""
    return read_page(text)[0]


def test_the_page_is_sound(text: str) -> None:
    """Well formed, asks nobody, and every reader finds a way through it."""
    assert page_faults(text) == []


PLANTS = {
    "open": ("</main>", "", "closes"),
    "address": ("<body>", '<body><a href="https://example.test/">x</a>', "outside"),
    "script": ("<body>", "<body><script></script>", "not for this page"),
    "handler": ("<h1>", '<h1 onclick="x()">', "a script in"),
    "import": ("<style>", "<style>@import 'x';", "asks for something"),
    "id": ("<h1>", '<h1 id="main">', "twice"),
    "skip": ('href="#main"', 'href="#empty"', "does not skip"),
    "label": ('aria-labelledby="about-h"', 'aria-labelledby="none-h"', "nothing has"),
    "order": ("<h2", "<h3", "follows"),
    "language": ('lang="en-GB"', "", "language"),
    "landmark": ("<nav ", "<div ", "<nav>"),
    "title": ('<title id="coverage-t">', '<title id="coverage-x">', "no title"),
    "desc": ("<desc ", "<text ", "no desc"),
    "role": ('role="img"', 'role="none"', "no role"),
    "table": ('id="coverage-table"', "", "no table"),
    "caption": ("<caption>", "<p>", "no caption"),
    "scope": ('scope="col"', "", "no scope"),
    "cells": ('<th scope="col">Finding</th>', "", "differ in length"),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_found(plant: str, text: str) -> None:
    """Each kind of fault that the page could have is found where it is planted."""
    old, new, said = PLANTS[plant]
    assert old in text
    assert any(said in fault for fault in page_faults(text.replace(old, new, 1)))


def test_what_is_confidential_is_not_there(text: str) -> None:
    """No cell of a column that is not allowed, no coordinate, no draft of a choice."""
    assert CANARY not in text
    for place in (NORWICH, LYNN, CROMER):
        assert str(place.lat)[:6] not in text
        assert str(place.lon)[:5] not in text
    choose = read_page(text)[0].by_id("choose")
    assert choose is not None
    assert "f3 or f4" in choose.text
    assert "c3 with f3" not in text


def test_a_planted_cell_would_be_seen(a_round: Round, tmp_path: Path) -> None:
    """The canary sings: what the page does show of a snapshot is found in it."""
    scheme = replace(a_round.scheme, about=f"{CANARY} about")
    assert CANARY in written(replace(a_round, scheme=scheme), tmp_path)


def test_words_are_never_markup(text: str) -> None:
    """A ref that looks like markup is shown as it is."""
    assert HOSTILE[5] not in text
    assert "&lt;b&gt;bold&lt;/b&gt;&amp;amp;" in text


def test_the_map_shows_what_its_table_shows(page: Element) -> None:
    """Tile by tile the same words, with small counts hidden, and one more with them."""
    table = rows_of(by_id(page, "places-needs-table"))
    assert table == [
        ["NR3", "Norwich north", "11"],
        ["NR27", "Cromer", FEWER],
        ["PE30", "King's Lynn", FEWER],
    ]
    drawn = texts(svg_of(page, "places-needs-table"))
    short = {FEWER: "<5", "not shown": "\N{EN DASH}"}
    for code, _, count in table:
        assert code in drawn
        assert short.get(count, count) in drawn
    assert [row[2] for row in rows_of(by_id(page, "places-assets-table"))] == [
        "6",
        "0",
        "0",
    ]


def test_the_fits_are_those_of_the_round(page: Element) -> None:
    """Possible and proposed pairs by tens of points, as counted by hand."""
    rows = rows_of(by_id(page, "fits-need-table"))
    assert [int(row[1]) for row in rows] == [0, 0, 0, 0, 12, 12, 18, 12, 18, 12]
    assert [int(row[3]) for row in rows] == [0, 0, 0, 0, 0, 0, 0, 2, 0, 0]
    assert len(list(svg_of(page, "fits-need-table").all("path"))) > len(rows)


def test_coverage_shows_what_its_table_shows(page: Element) -> None:
    """Each rule with its share; under five with a match, all are taken together."""
    rows = rows_of(by_id(page, "coverage-table"))
    drawn = texts(svg_of(page, "coverage-table"))
    assert ["Kind of home", "100 %"] in rows
    for rule, *shares in rows:
        assert rule in drawn
        assert all(share.removesuffix(" %") in drawn for share in shares)
    heads = [cell.text for cell in by_id(page, "coverage-table").all("th")]
    assert "All children" in heads


def test_a_graph_shows_what_its_table_says(page: Element) -> None:
    """Every box of a pair's graph is in the sentences beside it, and the reverse."""
    drawn = texts(svg_of(page, "graph-2-table"))
    said = by_id(page, "graph-2-table").text
    assert {"c1", "health", "health care", "medication", "p1", "f1"} <= drawn
    assert all(text in said for text in drawn)
    assert (
        "c1 asks for health, helped by health care, such as medication, held by p1, "
        "who gives f1." in said
    )
    assert "c1 trusts p1, who gives f1." in said


def test_every_part_of_the_round_is_told(page: Element) -> None:
    """Reasons, gaps with support, other choices, changes, empty seats, who decides."""
    whole = page.text
    for said in (
        "f1 can support c1 with health. 80 of 100, weight 6",
        "Nothing yet for feelings. Training for feelings.",
        "1 fewer child matched and total fit 20 points lower. c2 would lose f2",
        "f6: not possible in this round.",
        "@SUM(A1): train for signing.",
        "No change that we know of on the other side would do it.",
        f"Language: {FEWER}",
        "Kind of home: 9",
        "150 points of fit, 180 at best (the solver's word)",
        "c4 and f5",
        "c9 together with c10",
        "People decide. Nothing is sent by the round.",
        "Verified: all 2 checks hold.",
    ):
        assert said in whole, said


def test_a_round_that_did_not_verify_shows_no_pair(
    a_round: Round, tmp_path: Path
) -> None:
    """It says so, names what failed, and names nobody who is kept apart."""
    done = CheckDone("apart", False, f"c1 and {CANARY} are both at f1.")
    failed = a_round.with_result(verification=Verification(False, (done,)))
    text = written(failed, tmp_path)
    assert page_faults(text) == []
    assert "Not verified: apart. Do not use this round." in text
    assert CANARY not in text
    assert not re.search(r"\bc1\b", text)
    assert "<svg" not in text


def test_the_same_round_gives_the_same_bytes(
    text: str, a_round: Round, tmp_path: Path
) -> None:
    """Nothing on the page depends on when or in what order it was made."""
    whys = tuple(reversed(a_round.result.whys))
    assert written(a_round.with_result(whys=whys), tmp_path) == text


def test_a_round_without_places_has_no_map(a_round: Round, tmp_path: Path) -> None:
    """Where no place is known there is nothing to draw, and the page is sound."""
    bare = Snapshot(
        a_round.snapshot.scheme,
        a_round.snapshot.round,
        a_round.snapshot.as_of,
        a_round.snapshot.term,
        needs=(Record("c1"),),
        assets=(Record("f1"),),
    )
    text = written(replace(a_round, snapshot=bare), tmp_path)
    assert page_faults(text) == []
    assert 'id="places"' not in text


def by_id(page: Element, name: str) -> Element:
    """Return the element with an id, which has to be there."""
    found = page.by_id(name)
    assert found is not None, name
    return found


def svg_of(page: Element, table: str) -> Element:
    """Return the picture of a table."""
    return next(svg for svg in page.all("svg") if svg.get("data-table") == table)


def texts(svg: Element) -> set[str]:
    """Return what is written in a picture."""
    words = {"asks for", "helped by", "such as", "held by", "trusts", "who gives"}
    return {each.text for each in svg.all("text")} - words
