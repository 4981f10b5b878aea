"""``acorns shortlist`` and ``acorns why-not``: one need today, and one pair."""

from __future__ import annotations

import json

import pytest
from support.cli_rounds import (
    APART,
    CHILDREN,
    DAY,
    HOUSEHOLDS,
    SHEETS,
    changed,
    write_rows,
)
from support.terminal import Terminal

SHORT = ("shortlist", "norfolk-carers")
WHY = ("why-not", "norfolk-carers")


def test_a_shortlist_is_ordered_as_the_need_prefers(terminal: Terminal) -> None:
    """Best for the child first, with both fits, reasons, gaps, distance and seats."""
    shown = terminal.done(*SHORT, "c4", *SHEETS, *DAY)
    assert "2 households could be asked for c4." in shown
    assert shown.index("1. f3") < shown.index("2. f1")
    for said in (
        "km (straight line), 1 seat free",
        "fit for the child 89, for the household 96 (of 100)",
        "+ for the child: f3 can support c4",
        "- f1 has nothing yet for family. > Training",
        "or not available.",
    ):
        assert said in " ".join(shown.split()), said


def test_a_shortlist_for_a_program(terminal: Terminal) -> None:
    """JSON has the same, as many as --top says, and how many there are."""
    words = (*SHORT, "c4", *SHEETS, *DAY, "--top", 1, "--json")
    data = json.loads(terminal.done(*words))
    assert [row["asset"] for row in data["listed"]] == ["f3"]
    assert data["of"] == 2


def test_brothers_and_sisters_are_listed_together(terminal: Terminal) -> None:
    """A household is listed for one of a group only where it could hold them all."""
    shown = terminal.done(*SHORT, "c1", *SHEETS, *DAY)
    assert "1 household could be asked for c1 together with c2." in shown
    one_seat = changed(terminal, HOUSEHOLDS, ["f1"], Vacancies="1", Siblings_up_to="")
    shown = terminal.done(*SHORT, "c1", CHILDREN, one_seat, APART, *DAY)
    assert "None of the households could be asked for c1 today." in shown


def test_a_seat_that_somebody_decided_on_is_not_free(terminal: Terminal) -> None:
    """What is pinned for another leaves no seat, and one's own pin is said."""
    decided = write_rows(
        terminal, "decisions.csv", [{"need": "c4", "asset": "f3", "decision": "pin"}]
    )
    shown = terminal.done(*SHORT, "c4", *SHEETS, decided, *DAY)
    assert "c4 goes to f3" in shown
    assert "1 seat free" in shown
    other = write_rows(
        terminal, "other.csv", [{"need": "c4", "asset": "f1", "decision": "pin"}]
    )
    shown = terminal.done(*SHORT, "c1", *SHEETS, other, *DAY)
    assert "no seat free beside what is decided (1 seat of 2)" in " ".join(
        shown.split()
    )


def test_siblings_may_be_more_than_the_seats(terminal: Terminal) -> None:
    """Where a household takes siblings beyond its seats, they are free for them."""
    one_seat = changed(terminal, HOUSEHOLDS, ["f1"], Vacancies="1")
    shown = terminal.done(*SHORT, "c1", CHILDREN, one_seat, APART, *DAY)
    assert "2 seats free" in shown


def test_nobody_to_ask_shows_the_nearest(terminal: Terminal) -> None:
    """Where no household passes, those with one rule in between are said."""
    shown = terminal.done(*SHORT, "c10", *SHEETS, *DAY)
    assert "None of the households could be asked for c10 today." in shown
    assert "f1: f1 is not approved for short breaks." in shown


def test_a_candidate_is_said_to_be_one(terminal: Terminal) -> None:
    """A pair that nothing stands between says so, with reasons."""
    shown = terminal.done(*WHY, "c4", "f3", *SHEETS, *DAY)
    assert "c4 with f3 is a candidate" in shown
    assert "NO " not in shown
    assert "+ for the child: f3 can support c4" in shown


def test_why_not_for_a_program(terminal: Terminal) -> None:
    """JSON has every gate, both fits, and whether the pair is a candidate."""
    shown = json.loads(terminal.done(*WHY, "c9", "f1", *SHEETS, *DAY, "--json"))
    assert not shown["candidate"]
    assert shown["gates"][-1]["name"] == "available"
    assert {gate["name"] for gate in shown["gates"] if not gate["passed"]} == {
        "approved-age"
    }


def test_every_rule_in_between_is_said_first(terminal: Terminal) -> None:
    """Failed rules come first, with how far off; those that pass follow."""
    shown = terminal.done(*WHY, "c9", "f1", *SHEETS, *DAY)
    assert "c9 with f1 is not possible" in shown
    assert "c9 is 15; f1 is approved for ages 5 to 14. Off by 1 year." in shown
    assert shown.rindex("NO   ") < shown.index("yes  ")
    assert "the floor is 45" in shown
    assert "+ for" not in shown


def test_kept_apart_reads_like_full(terminal: Terminal) -> None:
    """A pair kept apart reads, byte for byte, like one whose household is full."""
    apart = terminal.done(*WHY, "c10", "f8", *SHEETS, *DAY)
    full = changed(terminal, HOUSEHOLDS, ["f8"], Vacancies="0")
    assert apart == terminal.done(*WHY, "c10", "f8", CHILDREN, full, *DAY)
    assert "NO   not available" in apart
    lists = [
        terminal.done(*SHORT, "c10", CHILDREN, households, *more, *DAY)
        for households, more in ((HOUSEHOLDS, [APART]), (full, []))
    ]
    assert lists[0] == lists[1]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (
            (*SHORT, "C4"),
            'no child with the ref "C4" in these sheets. Did you mean "c4"',
        ),
        ((*SHORT, "zebra"), "There are, for example, c1, c10, c11."),
        ((*WHY, "f3", "c4"), 'no household with the ref "c4"'),
    ],
    ids=["capital", "strange", "swapped"],
)
def test_an_unknown_ref_gets_the_nearest(
    terminal: Terminal, words: tuple[str, ...], hint: str
) -> None:
    """A ref that nobody has is refused with one that somebody has."""
    assert hint in terminal.refused(*words, *SHEETS, *DAY)


def test_a_tutor_can_be_asked_about(terminal: Terminal) -> None:
    """Staff have rules of their own: a staff ref may stand for the need."""
    size = ("--needs", 12, "--assets", 4, "--seed", 7, "--out", "community")
    terminal.done("generate", "hartlepool-tutors", *size)
    book = terminal.folder / "community" / "hartlepool-tutors.xlsx"
    words = ("why-not", "hartlepool-tutors", "t1", "k1", book)
    shown = terminal.done(*words, "--as-of", "2026-11-23")
    assert "t1" in shown
    assert "tutor accredited" in shown
    assert "fit for" not in shown


@pytest.mark.parametrize("words", [(*SHORT, "c4"), (*WHY, "c4", "f3")], ids=" ".join)
def test_without_sheets_is_a_sentence(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    """These look at sheets, and say so."""
    assert "Name the sheets" in terminal.refused(*words)
