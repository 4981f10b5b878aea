"""Journeys in a real browser: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

import pytest
from support.journeys import At
from support.populated import Populated

pytestmark = pytest.mark.xdist_group("browser")


def test_a_task_is_done(at: At) -> None:
    """A coordinator finds what is due, marks it as done, and finds it among those."""
    hands = at("coordinator")
    hands.go("/")
    hands.press("Tasks")
    hands.press("Mark as done")
    hands.sees("Success")
    hands.press("Tasks done")
    hands.sees("Done on 23 November 2026")


def test_a_worry_is_told_and_read(at: At) -> None:
    """A parent tells a worry from where they are; the lead reads it and closes it."""
    parent = at("parent")
    parent.go("/home")
    parent.press("Tell us about a worry")
    parent.press("Send it")
    parent.sees("There is a problem")
    parent.write("What worries you?", "Somebody waits at the gate.")
    parent.press("Send it")
    parent.sees("Thank you for telling us")
    lead = at("safeguarding_lead")
    lead.go("/home")
    lead.press("Concerns")
    lead.press("23 November 2026", within="tbody tr:first-child")
    lead.sees("Somebody waits at the gate.")
    lead.press("Close this concern")
    lead.sees("The concern is closed.")


def test_anybody_finds_what_is_on(at: At) -> None:
    """Without an account, somebody finds what is on; their postcode stays theirs."""
    nobody = at("")
    nobody.go("/")
    nobody.press("See what is on near you")
    nobody.write("Your postcode", "ZZ99 9ZZ")
    nobody.press("Show what is on")
    nobody.sees("We do not know this place.")
    nobody.write("Your postcode", "NR3")
    nobody.pick("Day", "Monday")
    nobody.press("Show what is on")
    nobody.sees("Up to 3 km away")
    assert "NR3" not in nobody.page.url


def test_one_pair_comes_together(at: At, there: Populated) -> None:
    """From a draft to the yes of the child's side: each on a page of their own."""
    pair = there.pairs["family"]
    assert pair.post("coordinator", "withdrawal").status_code == 200
    pair.draft()
    page = f"/proposals/{pair.proposal_id}"
    approver, worker = at("approver"), at("worker")
    coordinator, holder = at("coordinator"), at("holder")
    approver.go(page)
    approver.press("Approve this pair")
    approver.sees("Success")
    worker.go(page)
    worker.press("Yes, it may be offered")
    worker.sees("The child's side said that it may be offered.")
    coordinator.go(page)
    coordinator.press("See the message and the card, then offer it")
    coordinator.sees("What would be sent")
    coordinator.press("Offer it: send 1 message")
    coordinator.sees("Success")
    holder.go(page)
    holder.press("Send my answer")
    holder.sees("There is a problem")
    holder.choose("I would like to hear more")
    holder.press("Send my answer")
    holder.sees("You said you would like to hear more.")
    worker.go(page)
    worker.press("Look at what would be released")
    worker.press("Release exactly this")
    worker.sees("Success")
    holder.go(page)
    holder.press("We have met")
    holder.sees("Success")
    worker.go(page)
    worker.press("Write down that they have met")
    words = {"young_person": "Yes, I would like this", "parent": "Yes, I agree"}
    for name, word in words.items():
        one = at(name)
        one.go(page)
        one.press(word)
        one.sees("You said yes.")
    worker.go(page)
    worker.press("Say yes")
    worker.sees("You said yes.")
