"""The baby bank's pages: asked by child, looked over, given, recalled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from support.shelf import SCHEME, Shelf, make_shelf
from support.visiting import Seen, Visit
from support.world import World

from api.actions import Action
from api.actions.stock_asked import find_offers, list_asked, read_asked, read_offer
from api.permissions import NotThere
from api.records import Need, Outbox


@pytest.fixture
def shelf(world: World) -> Shelf:
    """Return a shelf at the council's hub."""
    return make_shelf(world)


def path_of(shelf: Shelf) -> str:
    """Return the address of the shelf's pages."""
    return f"/shelf/{shelf.world.schemes[SCHEME]}"


def ask(visit: Visit, shelf: Shelf, **typed: Any) -> Seen:
    """Ask for a pram for Ann, two months old."""
    said = {
        "first_name": "Ann",
        "months": "2",
        "item": "pram",
        "size": "one-size",
    }
    path = f"{path_of(shelf)}/ask"
    return visit.send(path, path, **said | typed)


def receive(visit: Visit, shelf: Shelf, **typed: Any) -> Seen:
    """Have a pram come in."""
    said = {"item": "pram", "size": "one-size", "hub": "h1", "condition": "good"}
    path = f"{path_of(shelf)}/receive"
    return visit.send(path, path, **said | typed)


def look_over(visit: Visit, shelf: Shelf, page: Seen) -> Seen:
    """Put every piece on the shelf that waits to be looked over."""
    action = f"{path_of(shelf)}/shelve"
    boxes = page.form(action).all("input")
    passed = [box.get("value") for box in boxes if box.get("name") == "passed"]
    return visit.send(page, action, passed=passed)


def test_from_the_door_to_a_family(shelf: Shelf) -> None:
    """Received, looked over, asked for by child, set aside for 7 days, collected."""
    visit, path = Visit(shelf.world, "helper"), path_of(shelf)
    page = receive(visit, shelf)
    assert "To look over" in page.main
    assert "On the shelf" in look_over(visit, shelf, page).main
    request = ask(visit, shelf)
    assert "The request is kept" in request.main
    assert "Pram for Ann" in request.main
    aside = visit.send(request, f"{path}/set-aside")
    assert "It is set aside for 7 days" in aside.main
    assert "Set aside until 30 November 2026" in aside.main
    done = visit.send(aside, f"{path}/collected")
    assert "It is collected" in done.main
    assert "Given" in done.main
    assert shelf.states() == ["collected"]
    assert "Collected" in visit.get(f"{path}/stock").main


def test_what_is_not_collected_is_put_back(shelf: Shelf) -> None:
    """Put back early, it is on the shelf again, and its story stays to be read."""
    visit, path = Visit(shelf.world, "hub"), path_of(shelf)
    look_over(visit, shelf, receive(visit, shelf))
    aside = visit.send(ask(visit, shelf), f"{path}/set-aside")
    back = visit.send(aside, f"{path}/put-back")
    assert "back on the shelf" in back.main
    assert "Put back" in back.main
    assert shelf.states() == ["available"]


def test_a_hand_over_on_the_spot(shelf: Shelf) -> None:
    """Handed over at the desk: set aside and collected in one."""
    visit, path = Visit(shelf.world, "helper"), path_of(shelf)
    look_over(visit, shelf, receive(visit, shelf))
    done = visit.send(ask(visit, shelf), f"{path}/hand-over")
    assert "It is handed over" in done.main
    assert shelf.states() == ["collected"]


def test_a_quantity_is_a_request_for_each_piece(shelf: Shelf) -> None:
    """Three asked for are three requests, each given by itself."""
    seen = ask(Visit(shelf.world, "helper"), shelf, quantity="3")
    assert "3 requests are kept" in seen.main
    assert len(shelf.rows(Need)) == 3


def test_a_bundle_is_one_thing(shelf: Shelf) -> None:
    """A bundle is received by its pieces, and given whole."""
    visit, path = Visit(shelf.world, "helper"), path_of(shelf)
    page = receive(
        visit,
        shelf,
        item="clothes-bundle",
        size="newborn",
        pieces=["coat", "shoes"],
    )
    assert "The pieces of one bundle" in page.main
    look_over(visit, shelf, page)
    request = ask(visit, shelf, item="clothes-bundle", size="newborn")
    visit.send(request, f"{path}/hand-over")
    assert shelf.states() == ["collected", "collected"]


def test_what_is_never_taken_is_named_and_refused(shelf: Shelf) -> None:
    """The page names it from the scheme; used, it is refused at the door."""
    visit = Visit(shelf.world, "helper")
    assert "car seat" in visit.get(f"{path_of(shelf)}/receive").main
    seen = receive(visit, shelf, item="new-car-seat")
    assert seen.status == 409
    assert "Never taken second-hand" in seen.main
    assert shelf.states() == []


def test_a_recall_tells_whoever_has_it(shelf: Shelf) -> None:
    """Recalled by its maker: off the shelf at once, and its taker is told today."""
    visit, path = Visit(shelf.world, "helper"), path_of(shelf)
    offer = look_over(visit, shelf, receive(visit, shelf))
    visit.send(ask(visit, shelf), f"{path}/hand-over")
    seen = visit.send(visit.get(offer.path), f"{path}/recall")
    assert "1 family is told today" in seen.main
    assert shelf.states() == ["pulled"]


def test_a_piece_is_taken_off_for_a_reason(shelf: Shelf) -> None:
    """Without a reason it stays; with one it is off."""
    visit, path = Visit(shelf.world, "helper"), path_of(shelf)
    offer = look_over(visit, shelf, receive(visit, shelf))
    assert visit.send(offer, f"{path}/pull").status == 422
    assert shelf.states() == ["available"]
    assert "off the shelf" in visit.send(offer, f"{path}/pull", reason="Torn").main
    assert shelf.states() == ["pulled"]


def test_whoever_left_a_contact_is_told_that_it_is_kept(shelf: Shelf) -> None:
    """A confirmation goes to who can be reached; the page confirms it to all."""
    visit = Visit(shelf.world, "helper")
    ask(visit, shelf)
    assert not shelf.rows(Outbox)
    ask(visit, shelf, contact="ann@invented.example")
    (message,) = shelf.rows(Outbox)
    assert message.ids["message"] == "request_kept"


def test_only_the_shelf_sees_who_asks(shelf: Shelf) -> None:
    """A parent, a volunteer and an auditor find no shelf; nobody knows it is there."""
    ask(Visit(shelf.world, "helper"), shelf)
    for who in ("parent", "holder", "auditor", "worker"):
        visit = Visit(shelf.world, who)
        assert visit.get(path_of(shelf)).status == 404, who
        assert visit.get(f"/shelf/{UUID(int=7)}").status == 404
    assert "Ann" in Visit(shelf.world, "charity-hub").get(path_of(shelf)).main


@pytest.mark.parametrize("reader", [list_asked, read_asked, find_offers, read_offer])
def test_a_scheme_without_a_shelf_has_none(shelf: Shelf, reader: Action) -> None:
    """Whoever stands at a shelf reads no child who asks for a home by its pages."""
    more: dict[str, dict[str, Any]] = {
        "read_asked": {"need_id": UUID(int=7)},
        "find_offers": {"item": "pram", "size": "one-size"},
        "read_offer": {"asset_id": UUID(int=7)},
    }
    given = more.get(reader.__name__, {})
    with pytest.raises(NotThere):
        shelf.world.see(
            "helper", reader, shelf.world.schemes["norfolk-carers"], **given
        )
