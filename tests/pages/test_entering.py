"""Somebody at the desk: what they say is read back, sent, and printed for them."""

from __future__ import annotations

from typing import Any

import pytest
from support.shelf import SCHEME, Shelf, make_shelf
from support.visiting import Seen, Visit
from support.world import World

from api.records import Need


@pytest.fixture
def shelf(world: World) -> Shelf:
    """Return a baby bank to ask something of."""
    return make_shelf(world)


def ask(visit: Visit, shelf: Shelf, **typed: Any) -> Seen:
    """Answer the questions, and have them read back."""
    path = f"/enter/{shelf.world.schemes[SCHEME]}/needs"
    said = {"child_name": "Ann", "item": "pram", "size": "one-size"}
    return visit.send(path, f"{path}/check", **said | typed)


def test_it_is_read_back_sent_and_printed(shelf: Shelf) -> None:
    """Nothing is sent before it was read back; the slip says what happens next."""
    visit = Visit(shelf.world, "hub")
    path = f"/enter/{shelf.world.schemes[SCHEME]}/needs"
    seen = ask(visit, shelf)
    assert "Read this back" in seen.main
    assert "Pram" in seen.main
    assert "One size" in seen.main
    assert "Ann" in seen.main
    assert not shelf.rows(Need)
    slip = visit.send(seen, path)
    assert "A slip to keep" in slip.main
    assert "Ann" in slip.main
    assert "What happens next" in slip.main
    assert "It waits for you" not in slip.main
    assert "We keep your request" in slip.main
    assert "The helpers at the hub" in slip.main
    assert len(shelf.rows(Need)) == 1
    assert "/agreed-code" in slip.links()


def test_what_is_wrong_is_changed_and_kept(shelf: Shelf) -> None:
    """Going back to change one answer keeps the others."""
    visit = Visit(shelf.world, "helper")
    path = f"/enter/{shelf.world.schemes[SCHEME]}/needs"
    again = visit.send(ask(visit, shelf), f"{path}/change")
    assert 'value="Ann"' in again.text
    assert not shelf.rows(Need)
    missing = ask(visit, shelf, item="")
    assert missing.status == 422


def test_the_slip_is_theirs_who_entered_it(shelf: Shelf) -> None:
    """A slip is read by who entered it, and by no other hub."""
    visit = Visit(shelf.world, "hub")
    path = f"/enter/{shelf.world.schemes[SCHEME]}/needs"
    slip = visit.send(ask(visit, shelf), path)
    assert Visit(shelf.world, "charity-hub").get(slip.path).status == 404
    assert Visit(shelf.world, "parent").get("/enter").status == 404
    assert "They ask for something" in visit.get("/enter").main
