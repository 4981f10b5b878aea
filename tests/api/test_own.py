"""One's own lists: what is listed is what one may read, page by page."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select
from support.asking import ask
from support.proposing import make_pair
from support.world import World

from api.records import Match, Proposal

NAMES = "holder hub worker young_person parent advocate".split()


def test_what_is_listed_as_ones_own_is_what_one_may_read(world: World) -> None:
    """At every step, in pages of one: what one may read one by one, and no more."""
    open_ = make_pair(world, "hartlepool-tutors")
    open_.draft()
    pair = make_pair(world, "norfolk-carers")
    pair.draft()
    listed = 0
    for state in ("", "offered", "interested", "disclosed", "introduced", "agreed"):
        if state:
            pair.go_on(state)
        for noun in ("proposals", "matches"):
            every = _all(world, noun)
            listed += sum(_hold_equal(world, name, noun, every) for name in NAMES)
    assert listed > 20


def _hold_equal(world: World, name: str, noun: str, every: list[str]) -> int:
    listed = _pages(world, name, f"/{noun}")
    readable = {
        each
        for each in every
        if ask(world, name, "GET", f"/{noun}/{each}").status_code == 200
    }
    assert len(listed) == len(set(listed))
    assert set(listed) <= readable, name
    # A hub may also read what it runs without being a party.
    assert name == "hub" or readable <= set(listed), name
    return len(listed)


def _pages(world: World, name: str, path: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        answer = ask(world, name, "GET", f"{path}?limit=1{cursor}").json()
        found += [line["id"] for line in answer["items"]]
        if answer["next"] is None:
            return found
        assert answer["next"] == found[-1]
        cursor = f"&cursor={answer['next']}"


def _all(world: World, noun: str) -> list[str]:
    table: Any = Proposal if noun == "proposals" else Match
    with Session(world.app.database.engine) as session:
        return [str(row) for row in session.exec(select(table.id)).all()]
