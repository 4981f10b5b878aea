"""Journeys of those who are not at an office: by mouse, keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.databases import NewDatabase
from support.hands import Hands
from support.journeys import At
from support.populated import Populated
from support.post_office import PostOffice, post_office
from support.proposing import Pair, make_pair
from support.world import World, make_world

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def posts(new_database: NewDatabase, tmp_path: Path) -> Iterator[PostOffice]:
    """Give a world with a real mail server."""
    with post_office(make_world(new_database("sqlite"), tmp_path)) as posts:
        yield posts


@pytest.fixture
def there(posts: PostOffice) -> Populated:
    """Give the world in which people sit down."""
    return Populated(posts.world)


@pytest.fixture
def world(posts: PostOffice) -> World:
    """Give the same world to what sets something up in it."""
    return posts.world


def mentor(world: World) -> Pair:
    """Return a mentor's pair, offered to the mentor."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    return pair.go("offered")


def ask_link(hands: Hands, posts: PostOffice, address: str) -> str:
    """Ask for a link as somebody does, and return where the letter leads."""
    hands.go("/")
    hands.press("Sign in")
    hands.write("Your e-mail address or mobile number", address)
    hands.press("Send me a link")
    hands.sees("Look for your link")
    (letter,) = [each for each in posts.deliver() if each.to == address]
    return letter.link


def test_a_volunteer_signs_in_and_answers(
    at: At, world: World, posts: PostOffice
) -> None:
    """By a link that works once and a code agreed in person; then a card, and a yes."""
    pair = mentor(world)
    posts.deliver()
    worker = at("worker")
    worker.go("/home")
    worker.press("Agree a code")
    worker.write("Their e-mail address", "holder@invented.example")
    worker.write("The code", "blue kettle")
    worker.press("Keep it")
    worker.sees("Success")
    holder, scanner = at(""), at("")
    link = ask_link(holder, posts, "holder@invented.example")
    scanner.go(link)
    scanner.sees("Press the button to sign in.")
    holder.go(link)
    holder.press("Sign in")
    holder.sees("Your code")
    scanner.go(link)
    scanner.sees("This link has ended", "It was used, or it is too old.")
    holder.press("go on without it")
    holder.press("What you give")
    holder.sees("Your offers")
    holder.go(f"/proposals/{pair.proposal_id}")
    holder.write("Your code", "red kettle")
    holder.press("Go on")
    holder.sees("not the code that was agreed")
    holder.write("Your code", "Blue  Kettle")
    holder.press("Go on")
    holder.press("What you give")
    holder.press("A child you could mentor")
    holder.sees("This names nobody.", "Football, Music", "Please answer by")
    assert "Young_Person" not in holder.page.content()
    holder.choose("I would like to hear more")
    holder.press("Send my answer")
    holder.sees("We have your yes")
    assert pair.row().state == "interested"


def join(new: Hands, posts: PostOffice) -> Hands:
    """Join as a mentor, by a link that comes by mail."""
    new.go("/join")
    new.choose("I want to help: Oxfordshire mentors")
    new.write("Your e-mail address", "new@invented.example")
    new.press("Send me a link")
    new.sees("Look for your link")
    (letter,) = posts.deliver()
    new.go(letter.link)
    new.press("Sign in")
    new.press("go on without it")
    return new


def test_somebody_new_registers(at: At, posts: PostOffice) -> None:
    """Joins by a link, is asked one thing a page, checks it, sends it, has a pause."""
    new = join(at(""), posts)
    new.press("What you give")
    new.sees("You have not offered anything yet.")
    new.press("Oxfordshire mentors")
    new.press("Start")
    new.sees("question 1 of")
    new.write("What is your postcode?", "OX4 1AA")
    new.press("Save and go on")
    new.write("How far can you go, in km?", "8")
    new.press("Save and go on")
    new.press("Save and go on")
    new.sees("There is a problem")
    new.tick("Mentor")
    new.press("Save and go on")
    new.tick("Tuesday evening")
    new.tick("Saturday morning")
    new.press("Save and go on")
    new.press("Stop for now")
    new.press("Oxfordshire mentors")
    new.sees("You have answered 4 of")
    new.press("See my answers so far")
    new.sees("Tuesday evening; Saturday morning")
    new.press("Change your answer to: What can you do?")
    if new.way != "no script":
        new.write("Find in this list", "makaton")
        new.sees("1 shown")
        assert not new.page.get_by_label("British sign language").is_visible()
    new.tick("Makaton")
    new.press("Save and go on")
    new.sees("Check your answers", "Makaton")
    new.press("Send")
    new.press("Answer: How many children could you see at one time?")
    new.press("Change your answer to: How many children could you see at one time?")
    new.write("How many children could you see at one time?", "2")
    new.press("Save and go on")
    new.press("Send")
    new.sees("Thank you. We have it.", "To do. References: 0 of 2.")
    new.press("Have a pause")
    new.sees("You are having a pause.")
    new.press("Come back")
    new.sees("Welcome back.")
