"""One matching, five pages: each holds its own version, and no fact from another's."""

from __future__ import annotations

import pytest
from support.proposing import CANARY, Pair, make_pair
from support.visiting import Visit
from support.world import World

from matcher.schemes import find_scheme

VERSIONS = ("staff", "approver", "holder", "family", "young_person")
READS = {
    "coordinator": {"staff"},
    "approver": {"staff"},
    "holder": {"holder"},
    "parent": {"family"},
    "advocate": {"family"},
    "worker": {"family"},
    "young_person": {"young_person"},
}
"""Whose version somebody may read: staff's own facts are both staff roles'."""
KNOWN = {
    "coordinator": {"summary", "factor", "gap"},
    "approver": {"summary", "factor", "gap"},
}
"""Which facts behind the versions somebody reads too: nobody outside reads any."""
FACTS = ("summary", "factor", "gap", "support", "told", "other", "near", "change")


def canary(name: str) -> str:
    """Return a word that stands in one field alone."""
    return f"zz{name.replace('_', '')}zz"


def why() -> dict[str, object]:
    """Return an explanation with a word of its own in every field that has words."""
    factor = {
        "name": "interests",
        "side": "need",
        "points": 71,
        "weight": 4,
        "sentence": canary("factor"),
        "gap": canary("gap"),
        "support": canary("support"),
        "paths": [],
        "told": {"family": canary("told")},
    }
    return {
        "summary": canary("summary"),
        "fits": {"need_fit": 71, "asset_fit": 73, "fit": 72},
        "factors": [factor],
        "nearest": [{"ref": canary("near"), "sentence": canary("near")}],
        "changes": [{"sentence": canary("change"), "kinds": [], "asset": ""}],
        "equal": [canary("other")],
        "versions": {
            name: [{"heading": "Why this could be good", "lines": [canary(name)]}]
            for name in VERSIONS
        },
    }


def leaks(text: str, reader: str) -> list[str]:
    """Return which words on a page belong to somebody else's version."""
    mine = READS[reader] | KNOWN.get(reader, set())
    if reader in KNOWN:
        mine |= {"support", "other", "approver"}
    words = {name: canary(name) for name in (*VERSIONS, *FACTS)}
    return [name for name, word in words.items() if word in text and name not in mine]


def read(pair: Pair, reader: str) -> str:
    """Return all that somebody's pages say of a pair."""
    visit = Visit(pair.world, reader)
    paths = (f"/proposals/{pair.proposal_id}", "/ours", "/home", "/matches", "/tasks")
    return " ".join(visit.get(path).text for path in paths)


@pytest.fixture
def database_kind() -> str:
    """Return one kind of database: what a page says is the same on both."""
    return "sqlite"


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a pair whose every version and fact has a word of its own."""
    made = make_pair(world, "oxfordshire-mentors", assets=2)
    made.draft(asset=1, why=why())
    made.go("offered")
    declined = made.say("holder-2", "no", why="too_far", words="zzdeclinedzz")
    assert declined.status_code == 200
    made.draft(why=why())
    return made


@pytest.mark.parametrize("state", ["offered", "disclosed", "agreed"])
def test_each_reads_their_own_version_and_no_other(pair: Pair, state: str) -> None:
    """At each step every page has its own words, and none that are for another."""
    pair.go(state)
    late = {"parent", "advocate", "young_person", "worker"}
    for reader, versions in READS.items():
        text = read(pair, reader)
        assert leaks(text, reader) == [], (reader, state)
        if reader not in KNOWN and (state != "offered" or reader not in late):
            assert all(canary(name) in text for name in versions), (reader, state)
    assert canary("factor") in read(pair, "coordinator")


def test_nobody_on_the_outside_meets_a_count_a_fit_or_a_decline(pair: Pair) -> None:
    """Neither points, nor who else was asked, nor that somebody declined, nor why."""
    pair.go("introduced")
    for reader in ("holder", "parent", "advocate", "young_person"):
        text = Visit(pair.world, reader).get(f"/proposals/{pair.proposal_id}").main
        for word in ("71", "72", "73", "of 100", "zzdeclinedzz", "declined"):
            assert word not in text, (reader, word)
        home = Visit(pair.world, reader).get("/ours").main.lower()
        assert "declined" not in home


def test_what_nobody_tells_is_on_no_page(pair: Pair) -> None:
    """What no card lists, a name and a place are nobody's on the other side."""
    pair.go("disclosed")
    hidden = {
        "holder": ("Young_Person", "52.6", "NR3", CANARY),
        "parent": ("Holder Invented", "holder@", "52.6", CANARY),
        "young_person": ("Holder Invented", "holder@", "52.6", CANARY),
    }
    for reader, words in hidden.items():
        text = read(pair, reader)
        for word in words:
            assert word not in text, (reader, word)


def test_each_reads_the_schemes_words_for_them(pair: Pair) -> None:
    """Who decides and how to say no are in the scheme's own words for each reader."""
    pair.go("disclosed")
    words = find_scheme("oxfordshire-mentors").words
    for reader, mine in (("young_person", "young_person"), ("parent", "family")):
        said = Visit(pair.world, reader).get(f"/proposals/{pair.proposal_id}").main
        for name in ("next", "decides", "no", "talk"):
            assert words[mine][name] in said, (reader, name)
        for name in ("next", "decides"):
            assert words["staff"][name] not in said


@pytest.mark.parametrize("reader", READS)
def test_a_planted_leak_is_caught(reader: str) -> None:
    """One word of somebody else's version on a page is named."""
    other = "holder" if reader != "holder" else "young_person"
    assert leaks(f"<p>{canary(other)}</p>", reader) == [other]
    assert leaks("<p>Nothing.</p>", reader) == []
