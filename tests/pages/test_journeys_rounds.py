"""Journeys of a coordinator in a real browser: a round, and one found today."""

from __future__ import annotations

import csv
import secrets
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.browser import path_of
from support.hands import Hands
from support.journeys import At
from support.pages_rounds import agree, id_of
from support.populated import Populated
from support.proposing import NEEDS, Pair, make_pair
from support.running import HARBOURSIDE, do_run, latest_run
from support.world import World

from api.records import Asset, Proposal

pytestmark = pytest.mark.xdist_group("browser")
KEPT = {"children": {"c3", "c4", "c5"}, "households": {"f2", "f3", "f4", "f5"}}
"""Of the example that can be solved by eye: one tie, and two who have one home."""


@pytest.fixture
def there(bare: Populated) -> Populated:
    """Give a world of people and schemes, and nothing else."""
    return bare


def _some(folder: Path) -> list[Path]:
    """Write a part of the example as sheets, and return them."""
    for name, refs in KEPT.items():
        with (HARBOURSIDE / f"{name}.csv").open(newline="") as whole:
            head, *rows = csv.reader(whole)
        with (folder / f"{name}.csv").open("w", newline="") as part:
            kept = [row for row in rows if row[0] in refs]
            csv.writer(part).writerows([head, *kept])
    return [folder / f"{name}.csv" for name in KEPT]


def _bring_in(hands: Hands, sheets: list[Path]) -> None:
    hands.go("/home")
    hands.press("Schemes")
    hands.press("Norfolk")
    hands.press("Bring in data")
    hands.press("See what would change")
    hands.sees("Choose at least one sheet.")
    hands.attach("Sheets to look at", *sheets)
    hands.press("See what would change")
    hands.sees("What would change", "The sheets were read and not kept.")
    hands.attach("The same sheets", *sheets)
    hands.press("Bring them in")
    hands.sees("The sheets are in")


def _open(hands: Hands) -> str:
    """Open a round, and return its address."""
    hands.press("Go to the rounds")
    hands.press("Open a round")
    hands.write("Name of the round", "Spring 2027")
    hands.day("Matches start", date(2027, 1, 4))
    hands.day("Matches end, at the earliest", date(2027, 4, 2))
    hands.press("Open the round")
    hands.sees("Before the run", "Not started")
    return path_of(hands.page)


def _ask(hands: Hands) -> None:
    hands.press("Freeze and run")
    hands.sees("Waiting to begin")


def _run(hands: Hands, world: World, home: str) -> None:
    """Have a run done, and see it come to its end, by itself or by looking again."""
    do_run(world, latest_run(world, id_of(home)))
    if hands.way != "mouse":
        hands.press("See how far it is now")
    hands.sees("The run is done.")


def _look_and_pin(hands: Hands) -> None:
    hands.press("Review 3 proposals")
    hands.pick("Outcode", "NR31")
    hands.press("Show these")
    hands.sees("1 to 1 of 1")
    hands.press("for you to choose")
    hands.sees("c5 could equally well go to")
    other = hands.page.get_by_role("radio").and_(
        hands.page.locator(":not([aria-describedby])")
    )
    hands.choose(other.first.locator("xpath=..").inner_text().strip())
    hands.press("Pin this choice for c5")
    hands.sees("Pinned. It counts from the next run.")
    hands.press("run the round again")


def _see_the_difference(hands: Hands) -> None:
    hands.press("What this run changed")
    hands.sees("stay as they were", "c5")


def _approve_each(hands: Hands, count: int) -> None:
    """Approve one after the other; each leads to the next, reasons first."""
    hands.go("/home")
    hands.press("Approvals")
    hands.press(" with ", within="tbody tr:first-child")
    for _ in range(count):
        pair = hands.page.locator("h1").inner_text()
        hands.sees("Gaps, and what would fill them")
        hands.press("Approve this pair")
        expect(hands.page.locator("h1")).not_to_have_text(pair)
    hands.sees("Nothing waits for you.")


def _release(hands: Hands, home: str) -> None:
    hands.go(home)
    hands.sees("3 ready")
    hands.press("Release")
    hands.sees("3 proposals, 3 messages", "A message that was sent cannot be taken")
    hands.press("Release these proposals")
    hands.sees("3 proposals are released", "Ends in 3 days")


def _says_no(at: At, world: World, ref: str) -> None:
    """Have a household of the sheet say no, in a browser of its own."""
    with world.app.database.reading() as session:
        row = world.store(session).one(Asset, Asset.ref == ref)
    assert row
    world.invent(ref, "holder", person_id=row.person_id)
    household = at(ref)
    household.go("/home")
    household.press("A question for you")
    household.choose("No, thank you")
    household.choose("I have no room just now")
    household.press("Send my answer")
    household.sees("Thank you for telling us.")


def _follow_and_close(hands: Hands, home: str) -> None:
    hands.go(home)
    hands.press("Follow the answers")
    hands.press("declined")
    hands.press("Draft the next best for c5")
    hands.sees("c5 with f4", "Nothing is sent until you release it.")
    hands.go(home)
    hands.press("Close the round")
    hands.sees("Every proposal was released.")
    hands.press("Close the round")
    hands.sees("The round is closed")


def test_a_round_from_sheets_to_its_close(
    at: At, there: Populated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coordinator brings in, runs, pins, runs again; another approves; it is over."""
    # The same salt in every way, so that equal inputs are solved once.
    monkeypatch.setattr(secrets, "token_hex", lambda size: "5a" * size)
    world, hands = there.world, at("coordinator")
    _bring_in(hands, _some(tmp_path))
    home = _open(hands)
    hands.press("Freeze and run")
    _ask(hands)
    if hands.way == "keyboard":
        hands.keeps("See how far it is now")
    _run(hands, world, home)
    _look_and_pin(hands)
    _ask(hands)
    _run(hands, world, home)
    _see_the_difference(hands)
    agree(world, home)
    _approve_each(at("approver"), 3)
    _release(hands, home)
    _says_no(at, world, "f5")
    _follow_and_close(hands, home)


def _allowed(pair: Pair) -> None:
    """Have each who is asked approved, and allowed by the child's side."""
    for row in pair.rows(Proposal):
        pair.proposal_id = row.id
        assert pair.approve().status_code == 200
        assert pair.post("worker", "may-be-offered").status_code == 200


def _answers(holder: Hands, answer: str) -> None:
    holder.go("/home")
    holder.press("A question for you")
    holder.choose(answer)
    if answer.startswith("No"):
        holder.choose("I have no room just now")
    holder.press("Send my answer")
    holder.sees("Success")


def test_one_is_found_today(
    at: At, there: Populated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shortlist with reasons, two asked in order; the first safe yes is confirmed."""
    asked = NEEDS["norfolk-carers"] | {"wishes": ("garden", "pets")}
    monkeypatch.setitem(NEEDS, "norfolk-carers", asked)
    pair = make_pair(there.world, assets=2)
    hands = at("coordinator")
    hands.go("/home")
    hands.press("Find for one today")
    hands.press("Norfolk")
    hands.press("n1")
    hands.sees("2 could be asked today", "a1 can support n1 with communication.")
    hands.sees("Gap: n1 asked for pets.")
    hands.press("Draft the ask")
    hands.sees("Choose whom to ask.")
    hands.tick("a1")
    hands.tick("a2")
    hands.choose("One after the other")
    hands.press("Draft the ask")
    hands.sees("Nobody has been asked yet.", "It waits for approval.")
    ask = path_of(hands.page)
    _allowed(pair)
    hands.go(ask)
    hands.sees("Before it is sent: 2 messages", "Only the first is sent now.")
    hands.press("Send the first, then the next in turn")
    hands.sees("It is sent when it is their turn.")
    _answers(at("holder"), "No, thank you")
    _answers(at("holder-2"), "I would like to hear more")
    hands.press("Look for answers now")
    hands.press("Confirm as safe")
    hands.sees("The seat is held")
