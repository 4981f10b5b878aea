"""Journeys of those who are not at an office: by mouse, keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.courses import make_course
from support.databases import NewDatabase
from support.hands import Hands
from support.journeys import At
from support.populated import Populated
from support.post_office import PostOffice, post_office
from support.proposing import Pair, make_pair
from support.shelf import make_shelf
from support.world import World, make_world

from api.records import Opening

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
    pair.go_on("agreed")
    world.later(days=30)
    keeps_hours(at("holder"))


def keeps_hours(holder: Hands) -> None:
    """Write a visit down, and have an address for a calendar that names nobody."""
    holder.go("/home")
    holder.press("What you give")
    holder.press("Your hours")
    holder.press("Write it down")
    holder.sees("There is a problem", "Enter how long it was.")
    holder.day("When was it?", date(2026, 12, 20))
    holder.write("Hours", "1")
    holder.write("Minutes", "30")
    holder.press("Write it down")
    holder.sees("20 December 2026", "1 h 30 min")
    holder.press("Back")
    holder.press("Your calendar")
    holder.press("Make an address")
    address = holder.page.get_by_label("Your address").input_value()
    told = holder.page.request.get("/" + address.split("/", 3)[-1]).text()
    assert "Acorns: a meeting" in told
    assert "Young_Person" not in told
    holder.press("Stop this address")
    holder.sees("an address that is for you alone")


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
    new.write("What is your name?", "Nia Invented")
    new.press("Save and go on")
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
    new.sees("You have answered 5 of")
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
    new.sees("Thank you. We have it.", "To do. References: 0 of 2.", "Nia Invented")
    new.press("Have a pause")
    new.sees("You are having a pause.")
    new.press("Come back")
    new.sees("Welcome back.")


def test_a_young_person_says_it_and_says_no(at: At, world: World) -> None:
    """In their own words; an advocate asks for another look; a no needs no reason."""
    pair = make_pair(world)
    pair.draft()
    pair.go("introduced")
    young = at("young_person")
    young.go("/home")
    young.press("What happens next")
    young.press("Say what you want and what you are good at")
    young.press("Go through it again")
    young.write("In your own words", "A home with a dog.")
    young.press("Save and go on")
    young.write("In your own words", "I play the drums.")
    young.press("Save and go on")
    young.tick("Funny")
    young.press("Save and go on")
    young.tick("Garden")
    young.press("Save and go on")
    young.write("In your own words", "My aunt.")
    young.press("Save and go on")
    young.press("Save and go on")
    young.sees("Your worker will read this", "A home with a dog.", "My aunt.", "Funny")
    asks_again(at("advocate"))
    young.press("What happens next")
    young.press("Read it and say yes or no")
    young.sees("What happens next", "Who decides", "Saying no", "Whom to talk to")
    young.press("No", within="#answer ~ .govuk-button-group")
    young.sees("you do not have to say why")
    assert pair.row().state == "declined"
    worker = at("worker")
    worker.go("/children")
    worker.press("Young_Person Invented")
    worker.sees("I play the drums.")


def asks_again(somebody: Hands) -> None:
    """Read what was proposed, and ask for somebody else to look at it."""
    somebody.go("/home")
    somebody.press("What happens next")
    somebody.press("Read it")
    somebody.press("Ask for this to be looked at again")
    somebody.press("Send")
    somebody.sees("There is a problem")
    somebody.write("What would you like us to look at?", "It is far from school.")
    somebody.press("Send")
    somebody.sees("will look at it again")


def test_parents_ask_for_a_course_side_by_side(at: At, world: World) -> None:
    """With a creche seat and a friend alongside, by a code they share; then a yes."""
    world.invent("parent-2", "parent")
    first, friend = at("parent"), at("parent-2")
    asks_for_a_course(first)
    first.choose("Yes, and I will tell my friend our code")
    first.press("Ask for this")
    first.sees("What you asked for", "Tuesday morning", "Step free")
    code = first.page.locator("strong", has_text="with-").inner_text()
    asks_for_a_course(friend)
    friend.choose("Yes, and my friend gave me a code")
    friend.write("Your friend's code, if you have one", "with-nobody")
    friend.press("Ask for this")
    friend.sees("not a friends' code")
    friend.write("Your friend's code, if you have one", code)
    friend.press("Ask for this")
    friend.sees(code)
    first.press("Wait for now")
    first.sees("We will not ask you for now.")
    first.press("Look for me again")
    first.sees("We are looking for you again.")
    pair = make_pair(world, "hartlepool-tutors")
    pair.draft()
    pair.go("offered")
    asks_again(first)
    first.go("/ours")
    first.press("Read it and say yes or no")
    first.press("Yes, I would like this")
    first.sees("You said yes.")


def asks_for_a_course(parent: Hands) -> None:
    """Fill in what a parent is asked, up to whether a friend comes too."""
    parent.go("/home")
    parent.press("What happens next")
    parent.press("Ask for something")
    parent.press("Hartlepool parent tutors")
    parent.tick("Being a parent")
    parent.write("What is your postcode?", "TS24")
    parent.write("How old is your child?", "1")
    parent.tick("Tuesday morning")
    parent.tick("Step free")
    parent.write("How many under 2 would come to the creche?", "1")


def test_a_hub_runs_a_series(at: At, world: World, posts: PostOffice) -> None:
    """Half-term left out, a register ticked; who is booked hears of a cancellation."""
    hub = at("hub")
    hub.go("/home")
    hub.press("Hubs", within="main")
    hub.write("Name", "Seaton library")
    hub.write("Code", "h1")
    hub.write("First half of its postcode", "TS25")
    hub.press("Add the hub")
    hub.press("Days on which hubs are closed")
    hub.day("First day", date(2027, 2, 15))
    hub.day("Last day", date(2027, 2, 19))
    hub.pick("Kind", "Half-term")
    hub.write("What it is called", "February half-term")
    hub.press("Add the days")
    hub.sees("15 February 2027 to 19 February 2027")
    hub.press("Sessions")
    hub.press("Add a session or a series")
    hub.write("What it is called", "Stay and play")
    hub.day("First day", date(2027, 2, 9))
    hub.write("How many", "3")
    hub.write("Starts", "10:00")
    hub.write("Ends", "11:30")
    hub.write("Places", "8")
    hub.press("Show the dates")
    hub.sees("3 sessions", "Tuesday 16 February 2027: February half-term")
    hub.press("List all 3")
    hub.sees("3 sessions are listed")
    parent = at("parent")
    for number in (1, 2):
        parent.go("/home")
        parent.press("What is on")
        parent.press("Stay and play", within=f"main li:nth-child({number})")
        parent.press("Book a place")
        parent.sees("You have a place")
    world.later(days=78, hours=2)
    hub.press("Sessions")
    hub.press("Stay and play")
    hub.press("Register and who is booked")
    hub.tick("Parent Invented")
    hub.write("Name", "Bea Invented")
    hub.press("Keep the register")
    hub.sees("The register is kept.", "Bea Invented")
    posts.deliver()
    hub.go("/sessions?week=2027-02-22")
    hub.press("Stay and play")
    hub.press("Cancel it")
    hub.sees("1 person is told")
    hub.press("Cancel the session and tell 1")
    hub.sees("The session is cancelled. 1 person is told.")
    assert [each.to for each in posts.deliver()] == ["parent@invented.example"]


def test_a_hub_decides_by_the_date(at: At, world: World, posts: PostOffice) -> None:
    """A course with few parents opens for a reason; everybody in it hears of it."""
    course = make_course(world, parents=2).ready(parents=2)
    posts.deliver()
    hub = at("charity-hub")
    hub.go("/home")
    hub.press("Courses")
    hub.sees("Decide by 18 December 2026")
    hub.press("Being a parent")
    hub.write("Time of day", "10:00")
    hub.press("Open the course")
    hub.sees("There is a problem", "It waits for a reason.")
    hub.write("Why it opens with few parents", "The next hub is far away.")
    hub.press("Open the course")
    hub.sees("opens with 2 parents")
    told = {each.to for each in posts.deliver()}
    assert told == {f"{name}@invented.example" for name in ("p1", "p2", "t1", "t2")}
    assert course.row(Opening, course.opening_id).state == "open"


def test_somebody_at_the_desk_and_the_shelf(at: At, world: World) -> None:
    """Entered for them, read back, printed; a bundle comes, is asked for and given."""
    make_shelf(world)
    hub = at("hub")
    hub.go("/home")
    hub.press("At the desk")
    hub.press("They ask for something", within="li:has-text('Hartlepool baby bank')")
    hub.write("Child's first name", "Ann")
    hub.pick("Item", "Pram")
    hub.pick("Size", "One size")
    hub.press("Read it back")
    hub.sees("Read this back to them", "Ann")
    hub.press("They agree: send it")
    hub.sees("A slip to keep", "What happens next")
    assert "Ann" in hub.prints()
    helper = at("helper")
    helper.go("/home")
    helper.press("Baby bank")
    helper.press("Receive something")
    helper.pick("Item or bundle", "Clothes bundle")
    helper.pick("Size", "Newborn")
    helper.pick("Hub where it is", "Invented hub")
    helper.choose("Good")
    helper.unfold("It is a bundle")
    helper.tick("Coat")
    helper.tick("Shoes")
    helper.press("Receive it")
    helper.sees("The pieces of one bundle")
    helper.tick("Coat")
    helper.tick("Shoes")
    helper.press("Put these on the shelf")
    helper.sees("What passed is on the shelf.")
    gives(helper)


def gives(helper: Hands) -> None:
    """Write down what a family asks for by child, set it aside, and hand it over."""
    helper.press("Baby bank")
    helper.press("Ask for something")
    helper.write("Child's first name", "Bo")
    helper.pick("Item or bundle", "Clothes bundle")
    helper.pick("Size", "Newborn")
    helper.press("Write it down")
    helper.sees("The request is kept.", "Clothes bundle for Bo")
    helper.press("Set aside for 7 days")
    helper.sees("Set aside until 30 November 2026")
    assert "It was collected" not in helper.prints()
    helper.press("It was collected")
    helper.sees("It is collected.", "What became of it")
    helper.press("Baby bank")
    helper.press("Stock")
    helper.sees("Collected")
