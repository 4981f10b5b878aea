"""A young person, a parent, an advocate: what comes next, and each one's own word."""

from __future__ import annotations

import pytest
from support.proposing import Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.actions.needs import read_need
from api.records import Again, Task

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
FAMILY = ("young_person", "parent", "advocate")
HIDDEN = ("Holder Invented", "NR3", "52.6", "section-20", "Coordinator Invented")


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a child and a home that came together, and have yet to go any step."""
    made = make_pair(world)
    made.draft()
    return made


def page(pair: Pair, name: str, more: str = "") -> Seen:
    """Return the pair's page as somebody sees it."""
    return Visit(pair.world, name).get(f"/proposals/{pair.proposal_id}{more}")


def press(pair: Pair, name: str, act: str, **fields: str) -> Seen:
    """Press a button on the pair's page."""
    path = f"/proposals/{pair.proposal_id}"
    return Visit(pair.world, name).send(path, f"{path}/{act}", **fields)


def test_nothing_is_there_before_the_details_are_released(pair: Pair) -> None:
    """Until then the family's page says they keep looking, and nothing of any home."""
    pair.go("interested")
    for name in FAMILY:
        assert page(pair, name).status == 404
        home = Visit(pair.world, name).get("/ours")
        assert "We keep looking" in home.main or name != "young_person"
        assert str(pair.proposal_id) not in home.text


def test_each_reads_what_comes_next_who_decides_and_how_to_say_no(pair: Pair) -> None:
    """What is released is a card and four plain answers: no name, no place."""
    pair.go("disclosed")
    for name in FAMILY:
        seen = page(pair, name)
        for heading in (
            *("What happens next", "Who decides", "Saying no", "Whom to talk to"),
        ):
            assert heading in seen.main, (name, heading)
        assert "Dogs" in seen.main
        assert "Leave this page" in seen.text
        for word in HIDDEN:
            assert word not in seen.text, (name, word)


def test_a_yes_is_each_persons_own(pair: Pair) -> None:
    """A young person's yes and a parent's are two; an advocate has none to give."""
    pair.go("introduced")
    assert "say-yes" not in page(pair, "advocate").text
    assert "waits" in Visit(pair.world, "parent").get("/ours").text
    assert "You said yes" in press(pair, "young_person", "say-yes").main
    assert "What do you say?" in page(pair, "parent").main
    assert "You said yes" not in page(pair, "parent").main
    assert pair.row().state == "introduced"


def test_a_no_is_honoured_at_once_and_nobody_asks_why(pair: Pair) -> None:
    """One press ends it for all; the page asks for no reason, and only once."""
    pair.go("introduced")
    assert 'name="why"' not in page(pair, "young_person").text
    seen = press(pair, "young_person", "say-no")
    assert seen.status == 200
    assert "you do not have to say why" in seen.main
    assert pair.row().state == "declined"
    assert "This has ended" in page(pair, "parent").main
    ended = Visit(pair.world, "parent").get("/ours").main
    assert "declined" not in ended
    assert "What has ended" in ended


def test_a_no_after_all_agreed_asks_the_worker_to_speak_to_them(pair: Pair) -> None:
    """It ends nothing by itself: it is a task for the child's worker, due today."""
    pair.go("agreed")
    seen = press(pair, "young_person", "say-no")
    assert "Your worker will talk with you today" in seen.main
    assert [
        t.role for t in pair.rows(Task) if t.due == pair.world.app.now().date()
    ] == ["worker"]
    assert pair.row().state == "agreed"
    assert "say-no" not in page(pair, "parent").text


def test_a_stale_no_is_still_one_press_away(pair: Pair) -> None:
    """Where something changed meanwhile, the page says so and the button is there."""
    pair.go("disclosed")
    path = f"/proposals/{pair.proposal_id}"
    visit = Visit(pair.world, "young_person")
    before = visit.get(path)
    pair.post("holder", "meeting")
    seen = visit.send(before, f"{path}/say-no")
    assert seen.status == 409
    assert "changed this" in seen.main
    assert pair.row().state != "declined"
    assert visit.send(seen, f"{path}/say-no").status == 200
    assert pair.row().state == "declined"


def test_everybody_may_ask_for_a_second_look(pair: Pair) -> None:
    """Each may ask once, in their own words; somebody else looks."""
    pair.go("disclosed")
    path = f"/proposals/{pair.proposal_id}/again"
    for name in FAMILY:
        visit = Visit(pair.world, name)
        assert visit.send(path, path).status == 422
        assert "will look at it again" in visit.send(path, path, words="Please").main
        again = visit.send(path, path, words="Please")
        assert again.status == 409
    assert len(pair.rows(Again)) == len(FAMILY)


def test_a_match_too_is_looked_at_again(pair: Pair) -> None:
    """What was agreed can be asked about as well."""
    pair.go("agreed")
    match = pair.get("worker").json()["match_id"]
    path = f"/matches/{match}/again"
    Visit(pair.world, "parent").send(path, path, words="Please")
    assert len(pair.rows(Again)) == 1


def test_a_young_person_says_it_in_their_own_words(pair: Pair) -> None:
    """One question a page; what is said is for them and their worker."""
    world, start = pair.world, f"/ours/{pair.need_id}/say"
    visit = Visit(world, "young_person")
    assert start in visit.get("/ours").links()
    seen = visit.get(f"{start}/want")
    assert seen.main.count("Question 1 of") == 1
    seen = visit.send(seen, f"{start}/want", words="zzdog")
    seen = visit.send(seen, f"{start}/good_at", words="zzdrums")
    assert "friend describe you" in seen.main
    seen = visit.send(seen, f"{start}/strengths", ticked=["funny", "musical"])
    seen = visit.send(seen, f"{start}/wishes", ticked=["garden", "own-room"])
    seen = visit.send(seen, f"{start}/trust", words="zzaunt")
    seen = visit.send(seen, f"{start}/more")
    assert "zzdog" in seen.main
    assert "Garden, Own room" in seen.main
    assert "Your worker will read this" in seen.main
    need = world.see("worker", read_need, pair.need_id)
    assert need["said"]["trust"] == "zzaunt"
    assert need["values"]["wishes"] == "garden; own-room"
    tasks = [t.kind for t in pair.rows(Task)]
    assert tasks == ["read_what_a_child_said"]
    for name in ("coordinator", "parent", "advocate"):
        shown = str(world.see(name, read_need, pair.need_id))
        for word in ("zzdog", "zzdrums", "zzaunt"):
            assert word not in shown, name


def test_nobody_says_it_for_them(pair: Pair) -> None:
    """A worker, a parent or a stranger finds no such page, and no such question."""
    path = f"/ours/{pair.need_id}/say"
    for name in ("worker", "parent", "advocate", "coordinator", "holder"):
        assert Visit(pair.world, name).get(path).status == 404
    assert Visit(pair.world, "young_person").get(f"{path}/levels").status == 404


def test_a_parent_says_yes_to_a_course(world: World) -> None:
    """What waits for a parent stands first, with its day; a yes is theirs alone."""
    pair = make_pair(world, "hartlepool-tutors")
    pair.draft()
    pair.go("offered")
    visit = Visit(world, "parent")
    home = visit.get("/ours")
    assert "A course you could join" in home.main
    assert "Please say by" in home.main
    assert "You said yes" in press(pair, "parent", "say-yes").main
    assert "Others are still asked" in visit.get("/ours").main


def test_a_parent_asks_for_a_course_in_plain_words(world: World) -> None:
    """A creche seat, good times, a friend beside them: asked once, and shown again."""
    visit = Visit(world, "parent")
    choose = visit.get("/ours/ask")
    path = f"/ours/ask/{world.schemes['hartlepool-tutors']}"
    assert path in choose.links()
    assert str(world.schemes["norfolk-carers"]) not in choose.text
    asked = {"course": ["being-a-parent"], "slots": ["tue-am"], "place": "TS24"}
    creche = {"child_age": "1", "creche_under_2": "1", "access": ["step-free"]}
    assert visit.send(path, path, **asked | {"place": ""}).status == 422
    seen = visit.send(path, path, friend="make", **asked, **creche)
    assert "Step free" in seen.main
    assert "Tuesday morning" in seen.main
    code = seen.main.split("with-")[1][:8]
    world.invent("parent-2", "parent")
    other = Visit(world, "parent-2")
    guess = other.send(path, path, friend="code", code="g1", **asked)
    assert guess.status == 409
    assert "not a friends' code" in guess.main
    beside = other.send(path, path, friend="code", code=f"with-{code}", **asked)
    assert f"with-{code}" in beside.main
    assert seen.path in visit.get("/ours").links()
    assert other.get(seen.path).status == 404


def test_a_parent_changes_waits_and_takes_back(world: World) -> None:
    """What one asked for is one's own to change, to pause and to take back."""
    visit = Visit(world, "parent")
    path = f"/ours/ask/{world.schemes['hartlepool-tutors']}"
    asked = {"course": ["being-a-parent"], "slots": ["tue-am"], "place": "TS24"}
    seen = visit.send(path, path, child_age="1", **asked)
    change = f"{seen.path}/change"
    seen = visit.send(change, change, hopes=["sleep"])
    assert "Sleep" in seen.main
    assert "will not ask you" in visit.send(seen, f"{seen.path}/move", act="pause").main
    assert (
        "looking for you"
        in visit.send(seen.path, f"{seen.path}/move", act="return").main
    )
    assert (
        "taken this back"
        in visit.send(seen.path, f"{seen.path}/move", act="close").main
    )


def test_a_childs_request_is_nobodys_own(pair: Pair) -> None:
    """A parent of a child in care finds no form that speaks for the child."""
    for name in ("parent", "advocate", "worker", "coordinator"):
        assert Visit(pair.world, name).get(f"/ours/{pair.need_id}").status == 404
    scheme = pair.world.schemes["norfolk-carers"]
    assert Visit(pair.world, "parent").get(f"/ours/ask/{scheme}").status == 404
