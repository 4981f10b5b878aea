"""A child's worker: what goes to whom, who speaks, who is kept apart."""

from __future__ import annotations

import pytest
from support.proposing import CANARY, Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.records import Decision, Disclosure, Need, Speaker, View

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a child and a home that came together, and have yet to go any step."""
    made = make_pair(world)
    made.draft()
    return made


def page(pair: Pair, more: str = "", name: str = "worker") -> Seen:
    """Return the pair's page as the child's worker sees it."""
    return Visit(pair.world, name).get(f"/proposals/{pair.proposal_id}{more}")


def press(pair: Pair, act: str, more: str = "", **fields: str) -> Seen:
    """Press a button on the pair's page as the worker."""
    path = f"/proposals/{pair.proposal_id}"
    return Visit(pair.world, "worker").send(path + more, f"{path}/{act}", **fields)


def test_a_worker_finds_their_own_children_by_name(pair: Pair) -> None:
    """Whose worker one is stands there by name, and reading it is logged."""
    world = pair.world
    world.invent("worker-2", "worker")
    seen = Visit(world, "worker").get("/children")
    assert "Young_Person Invented" in seen.main
    assert f"/children/{pair.need_id}" in seen.links()
    assert f"/proposals/{pair.proposal_id}" in seen.links()
    assert "There is nobody here yet" in Visit(world, "worker-2").get("/children").main
    views = [row for row in pair.rows(View) if row.act == "need.mine"]
    assert [row.account_id for row in views] == [world.people["worker"].account_id]


def test_a_child_is_only_there_for_their_worker(pair: Pair) -> None:
    """The pages about a child's people are nobody else's."""
    for more in ("/apart", "/change", "/speakers"):
        path = f"/children/{pair.need_id}{more}"
        for name in ("parent", "advocate", "young_person", "coordinator", "hub"):
            assert Visit(pair.world, name).get(path).status == 404, (name, more)
        assert Visit(pair.world, "worker").get(path).status == 200, more


def test_the_worker_says_that_it_may_be_offered(pair: Pair) -> None:
    """Until they do it may not be; saying it sends nothing."""
    assert "It names nobody" in page(pair).main
    assert "Nothing has been sent" in press(pair, "allow").main
    assert "said that it may be offered" in page(pair).main
    assert pair.row().worker_agreed_at is not None
    assert "Holder Invented" not in page(pair).text


def test_what_goes_to_whom_is_read_before_it_is_released(pair: Pair) -> None:
    """The list before the button is the holder's, value by value; then it is logged."""
    pair.go("interested")
    seen = page(pair, "/release")
    told = " ".join(seen.main.split())
    for word in ("May 2014", "Communication: 1", "Kind, Musical", "Make friends"):
        assert word in told, word
    for word in (CANARY, "NR1", "section-20", "Young_Person"):
        assert word not in seen.main, word
    before = len(pair.rows(Disclosure))
    assert "released" in press(pair, "release", "/release").main
    rows = pair.rows(Disclosure)[before:]
    assert {row.to for row in rows} == {"holder", "child_side"}
    assert {row.account_id for row in rows} == {pair.world.people["worker"].account_id}
    details = pair.get("holder").json()["details"][0]
    assert set(details) == {*rows[0].fields} & set(details)
    assert pair.row().state == "disclosed"


def test_a_list_that_changed_since_is_not_released(pair: Pair) -> None:
    """What is released is what was read; another list is read again first."""
    pair.go("interested")
    visit, path = Visit(pair.world, "worker"), f"/proposals/{pair.proposal_id}"
    seen = visit.get(f"{path}/release")
    change = f"/children/{pair.need_id}/change"
    visit.send(change, change, outcomes=["feel-safe"])
    late = visit.send(seen, f"{path}/release")
    assert late.status == 409
    assert "has changed since you read it" in late.main
    assert pair.row().state == "interested"


def test_nobody_else_releases(pair: Pair) -> None:
    """A parent, an advocate or the holder finds no such page."""
    pair.go("interested")
    for name in ("parent", "advocate", "holder", "young_person", "coordinator"):
        assert page(pair, "/release", name).status == 404


def test_how_a_child_was_asked_is_written_down(pair: Pair) -> None:
    """For a child who cannot say it; a no that they show ends it at once."""
    pair.go("introduced")
    fields = {"how": "With pictures", "shown": "Turned away", "answer": "no"}
    seen = press(pair, "shown", "/shown", cannot_say="true", **fields)
    assert seen.status == 200
    said = [row for row in pair.rows(Decision) if row.capacity == "child-shown"]
    assert [row.answer for row in said] == ["no"]
    assert pair.row().state == "declined"


def test_nobody_enters_a_childs_yes_as_the_child(pair: Pair) -> None:
    """A child who says it themselves is asked themselves: the page says so."""
    pair.go("introduced")
    fields = {"how": "At home", "shown": "Smiled", "answer": "yes"}
    seen = press(pair, "shown", "/shown", **fields)
    assert seen.status == 409
    assert "says yes or no for themselves" in seen.main
    assert "Smiled" in seen.main


def test_the_worker_records_the_meeting_and_their_own_yes(pair: Pair) -> None:
    """One press each; the table says who has said what."""
    pair.go("disclosed")
    pair.post("holder", "meeting")
    press(pair, "we-met")
    assert pair.row().state == "introduced"
    seen = press(pair, "say-yes", capacity="worker")
    assert "You said yes" in seen.main
    assert "still asked of" in seen.main


def test_the_worker_takes_it_back(pair: Pair) -> None:
    """Withdrawn, it shows nothing more to anybody, and no why."""
    pair.go("offered")
    assert "withdrawn" in press(pair, "take-back").main
    assert pair.row().state == "withdrawn"


def test_who_speaks_for_a_child_is_written_down_and_ends(pair: Pair) -> None:
    """By an address or a ref; from a day, to a day; never oneself."""
    world, path = pair.world, f"/children/{pair.need_id}/speakers"
    visit = Visit(world, "worker")
    day = {"starts__day": "23", "starts__month": "11", "starts__year": "2026"}
    seen = visit.get(path)
    assert "Advocate Invented" in seen.main
    add = {"capacity": "advocate", **day}
    refused = visit.send(path, path, known_as="nobody@invented.example", **add)
    assert refused.status == 409
    assert "Nobody here is known" in refused.main
    mine = visit.send(path, path, known_as="worker@invented.example", **add)
    assert "Somebody else has to record" in mine.main
    seen = visit.send(path, path, known_as="helper@invented.example", **add)
    assert "Helper Invented" in seen.main
    visit.send(seen, f"{path}/end")
    ended = [row for row in pair.rows(Speaker) if row.ends]
    assert len(ended) == 1


def test_who_is_kept_apart_is_seen_nowhere_else(pair: Pair) -> None:
    """The reason is on this page alone; to others it is only "not available"."""
    world, path = pair.world, f"/children/{pair.need_id}/apart"
    visit = Visit(world, "worker")
    seen = visit.send(path, path, known_as="a1", why="zzreason")
    assert "zzreason" in seen.main
    assert "Kept apart from a1" in seen.main
    away = {"postcode": "NR3 1AB", "km": "2", "why": "zzplace"}
    assert "zzplace" in visit.send(path, f"{path[:-5]}away", **away).main
    others = [
        Visit(world, name).get(where)
        for name in ("coordinator", "approver", "holder", "parent", "young_person")
        for where in ("/ours", "/home", f"/proposals/{pair.proposal_id}", path)
    ]
    mine = [visit.get("/children"), visit.get(f"/children/{pair.need_id}"), page(pair)]
    for each in (*others, *mine):
        assert "zzreason" not in each.text, each.path
        assert "zzplace" not in each.text, each.path
    assert "zzreason" not in visit.send(path, f"{path}/end").main
    the_lead_does_the_same(pair)


def the_lead_does_the_same(pair: Pair) -> None:
    """The lead finds somebody by a ref, reads both with reasons, adds and ends them."""
    world = pair.world
    lead = Visit(world, "safeguarding_lead")
    found = lead.send("/people", "/people", ref=pair.row(Need, pair.need_id).ref)
    path = f"/people/{world.people['young_person'].person_id}/apart"
    assert path in found.links()
    assert "zzplace" in lead.get(path).main
    assert "zzlead" in lead.send(path, path, known_as="a1", why="zzlead").main
    assert (
        "zzlead" in Visit(world, "worker").get(f"/children/{pair.need_id}/apart").main
    )
    assert "zzlead" not in lead.send(path, f"{path}/end").main
    for name in ("coordinator", "auditor", "worker", "administrator"):
        assert Visit(world, name).get(path).status == (200 if name == "worker" else 404)


def test_a_worker_adds_a_child_and_speaks_for_them(world: World) -> None:
    """They fill in what they know; from that day they speak for the child."""
    visit = Visit(world, "worker")
    choose = visit.get("/children/new")
    path = f"/children/new/{world.schemes['oxfordshire-mentors']}"
    assert path in choose.links()
    assert str(world.schemes["hartlepool-tutors"]) not in choose.text
    missing = visit.send(path, path)
    assert missing.status in {409, 422}
    seen = visit.send(
        *(path, path),
        name="Ash Invented",
        birth__month="5",
        birth__year="2014",
        place="OX4 1AA",
        role="mentor",
        interests=["music"],
        waiting_since__day="1",
        waiting_since__month="6",
        waiting_since__year="2026",
        own_words="zzwords",
        slots=["tue-eve"],
    )
    assert seen.status == 200, seen.main
    assert "Ash Invented" in seen.main
    assert "Ash Invented" in visit.get("/children").main


def test_a_child_is_paused_and_returned(pair: Pair) -> None:
    """Paused, nobody is proposed; it is a press to return it."""
    visit, path = Visit(pair.world, "worker"), f"/children/{pair.need_id}"
    assert "Paused" in visit.send(path, f"{path}/move", act="pause").main
    assert pair.row(Need, pair.need_id).state == "paused"
    assert "Returned" in visit.send(path, f"{path}/move", act="return").main
