"""A baby bank: whoever asks is given what is there, and no piece twice."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from support.shelf import SCHEME, Shelf, make_shelf
from support.world import World

from api.actions.babybank import hand_over_item, set_aside_item
from api.actions.performing import perform
from api.actions.proposals import expire_due
from api.permissions import Who
from api.records import (
    Asset,
    Item,
    Match,
    Need,
    Outbox,
    Proposal,
    SchemeVersion,
    Task,
)
from api.snapshots import freeze_records
from api.store import more_seats, scheme_of
from matcher.errors import Refused
from matcher.model import Term


def test_a_piece_goes_from_the_door_to_a_family(world: World) -> None:
    """Received, looked over, shelved, asked for, set aside, collected: a match."""
    shelf = make_shelf(world)
    came = shelf.receive()
    assert came.status_code == 201, came.text
    body = came.json()
    assert shelf.states() == ["received"]
    assert shelf.free(body["id"]) == (0, 0)
    assert shelf.do("shelved", asset=body["id"], passed=body["pieces"]).status_code
    assert shelf.free(body["id"]) == (1, 0)
    [need] = shelf.ask()
    aside = shelf.do("set-aside", need=need, asset=body["id"])
    assert aside.status_code == 201, aside.text
    assert shelf.states() == ["set_aside"]
    [piece] = shelf.rows(Item)
    [row] = shelf.rows(Proposal)
    assert (row.kind, row.state, row.expires_at) == (
        "item",
        "offered",
        piece.kept_until,
    )
    assert str(piece.kept_until) == "2026-12-01 00:00:00+00:00"
    collected = shelf.step(str(row.id), "collected")
    assert collected.status_code == 200, collected.text
    assert shelf.states() == ["collected"]
    assert len(shelf.rows(Match)) == 1
    assert [row.state for row in shelf.rows(Need)] == ["matched"]


def test_what_nobody_collects_returns_to_stock(world: World) -> None:
    """After 7 London days, not before, a piece is on the shelf again, for the next."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    first, second = shelf.ask(quantity=2)
    shelf.do("set-aside", need=first, asset=asset)
    assert shelf.do("set-aside", need=second, asset=asset).status_code == 409
    work = Who(by="work", organisation_id=world.council)
    world.later(days=7)
    perform(world.app, work, expire_due, on=world.council)
    assert shelf.states() == ["set_aside"]
    world.later(hours=15)
    perform(world.app, work, expire_due, on=world.council)
    assert shelf.states() == ["available"]
    assert shelf.free(asset) == (1, 0)
    assert shelf.do("set-aside", need=second, asset=asset).status_code == 201


def test_a_hand_over_on_the_spot_is_both_at_once(world: World) -> None:
    """One act: set aside, collected and a match; refused, it leaves nothing."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    first, second = shelf.ask(quantity=2)
    done = shelf.do("handed-over", need=first, asset=asset)
    assert done.status_code == 201, done.text
    assert shelf.states() == ["collected"]
    refused = shelf.do("handed-over", need=second, asset=asset)
    assert (refused.status_code, "not available" in refused.text) == (409, True)
    assert len(shelf.rows(Proposal)) == len(shelf.rows(Match)) == 1


def test_a_piece_is_set_aside_and_never_asked_for_in_an_ask(world: World) -> None:
    """An ask would hold a seat with no piece behind it: it is refused."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    [need] = shelf.ask()
    body = {"need_id": need, "asset_ids": [asset], "how": "in_order"}
    path = f"/schemes/{world.schemes[SCHEME]}/asks"
    asked = shelf.call("coordinator", "POST", path, json=body, headers=world.write())
    assert (asked.status_code, "handed over" in asked.text) == (409, True)
    assert (shelf.rows(Proposal), shelf.free(asset)) == ([], (1, 0))


def test_a_quantity_is_a_need_for_each_piece(world: World) -> None:
    """Three asked for are three needs; the stock and the seats stay in step."""
    shelf = make_shelf(world)
    asset = shelf.stock(quantity=2)
    needs = shelf.ask(quantity=3)
    given = [shelf.do("handed-over", need=need, asset=asset) for need in needs]
    assert [answer.status_code for answer in given] == [201, 201, 409]
    assert shelf.free(asset) == (2, 2)
    people = {row.person_id for row in shelf.rows(Need)}
    assert len(people) == 1


def test_a_piece_that_left_is_not_stock_again_when_its_match_ends(
    world: World,
) -> None:
    """A match that ends gives back no seat: there is no piece behind it."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    [need] = shelf.ask()
    shelf.do("handed-over", need=need, asset=asset)
    [match] = shelf.rows(Match)
    path = f"/matches/{match.id}/end"
    headers = world.write(match.version)
    ended = shelf.call("coordinator", "POST", path, json={}, headers=headers)
    assert ended.status_code == 200, ended.text
    assert shelf.free(asset) == (0, 0)


def test_a_bundle_is_asked_for_whole(world: World) -> None:
    """All of its pieces or none: one that fails its check leaves it off the shelf."""
    shelf = make_shelf(world)
    more: Any = {"item": "new-baby-pack", "pieces": ["bedding", "clothes-bundle"]}
    came = shelf.receive(**more).json()
    shelf.do("shelved", asset=came["id"], passed=came["pieces"][:1])
    assert shelf.states() == ["available", "pulled"]
    assert shelf.free(came["id"]) == (0, 0)
    whole = shelf.stock(**more)
    assert shelf.free(whole) == (1, 0)
    [need] = shelf.ask(item="new-baby-pack")
    shelf.do("set-aside", need=need, asset=whole)
    pieces = shelf.rows(Item, Item.asset_id == UUID(whole))
    assert [piece.state for piece in pieces] == ["set_aside", "set_aside"]
    [row] = shelf.rows(Proposal)
    assert shelf.step(str(row.id), "put-back").status_code == 200
    assert shelf.free(whole) == (1, 0)
    shelf.do("recalled", item=str(pieces[0].id))
    assert shelf.free(whole) == (0, 0)


@pytest.mark.parametrize("item", ["new-car-seat", "new-cot-mattress", "new-bottles"])
def test_what_is_never_taken_second_hand_stays_at_the_door(
    world: World, item: str
) -> None:
    """The scheme's list is refused unless it is new; nothing of it is written down."""
    shelf = make_shelf(world)
    for condition in ("good", "as-new", ""):
        refused = shelf.receive(item=item, condition=condition)
        assert (refused.status_code, "second-hand" in refused.text) == (409, True)
    bundle = shelf.receive(item="new-baby-pack", pieces=["bedding", item])
    assert bundle.status_code == 409
    assert shelf.rows(Item) == []
    assert shelf.receive(item=item, condition="new").status_code == 201


def test_a_recall_pulls_every_piece_and_tells_who_has_one(world: World) -> None:
    """Available, set aside and collected: all are pulled at once; two are told."""
    shelf = make_shelf(world)
    asset = shelf.stock(quantity=3)
    first, second, third = shelf.ask(quantity=3, contact="ann@invented.example")
    shelf.do("set-aside", need=first, asset=asset)
    shelf.do("handed-over", need=second, asset=asset)
    done = shelf.do("recalled-offers", asset=asset)
    assert (done.status_code, done.json()["told"]) == (200, 2), done.text
    assert shelf.states() == ["pulled"] * 3
    told = [row.ids for row in shelf.rows(Outbox, Outbox.kind == "message")]
    recalled = [ids for ids in told if ids["message"] == "recalled_item"]
    assert [ids["item"] for ids in recalled] == ["pram", "pram"]
    assert shelf.rows(Task, Task.kind == "tell_taker") == []
    assert shelf.free(asset) == (1, 1)
    assert shelf.do("set-aside", need=third, asset=asset).status_code == 409


def test_a_pull_needs_a_reason_and_frees_who_waits(world: World) -> None:
    """Pulled while set aside, it is free again for another; a taken one is refused."""
    shelf = make_shelf(world)
    asset = shelf.stock(quantity=2)
    [first] = shelf.ask()
    shelf.do("set-aside", need=first, asset=asset)
    [piece] = shelf.rows(Item, Item.state == "set_aside")
    assert shelf.do("pulled", item=str(piece.id), reason=" ").status_code == 422
    assert shelf.do("pulled", item=str(piece.id), reason="torn").status_code == 200
    assert shelf.free(asset) == (1, 0)
    shelf.do("handed-over", need=first, asset=asset)
    [gone] = shelf.rows(Item, Item.state == "collected")
    assert shelf.do("pulled", item=str(gone.id), reason="torn").status_code == 409


def test_the_wrong_thing_is_not_available(world: World) -> None:
    """Another item, or another size, is refused in the same words."""
    shelf = make_shelf(world)
    asset = shelf.stock(item="shoes", size="2-3-years")
    for more in ({}, {"item": "shoes", "size": "3-4-years"}):
        [need] = shelf.ask(**more)
        refused = shelf.do("set-aside", need=need, asset=asset)
        assert (refused.status_code, "not available" in refused.text) == (409, True)


def test_only_the_shelf_gives(world: World) -> None:
    """Helpers, hubs and the coordinator; to everybody else there is no shelf."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    [need] = shelf.ask()
    for name in ("parent", "holder", "worker", "approver", "auditor"):
        answer = shelf.do("set-aside", name, need=need, asset=asset)
        assert answer.status_code == 404
        assert shelf.call(name, "GET", shelf.path).status_code == 404
    for name in ("helper", "hub", "charity-hub"):
        listed = shelf.call(name, "GET", shelf.path).json()["items"]
        assert [(row["what"], row["state"]) for row in listed] == [
            ("pram", "available")
        ]
    elsewhere = f"/schemes/{world.schemes['norfolk-carers']}/stock/received"
    body = {"item": "pram", "size": "one-size", "hub": "h1"}
    answer = shelf.call("helper", "POST", elsewhere, json=body, headers=world.write())
    assert answer.status_code == 404


def test_a_round_sees_what_is_on_the_shelf(world: World) -> None:
    """The snapshot's quantity is what can be asked for now, whatever a sheet said."""
    shelf = make_shelf(world)
    asset = shelf.stock(quantity=3)
    first, second, _ = shelf.ask(quantity=3)
    assert _quantity(world) == 3
    shelf.do("set-aside", need=first, asset=asset)
    shelf.do("handed-over", need=second, asset=asset)
    assert _quantity(world) == 1


def test_a_members_hub_keeps_its_own_shelf(world: World) -> None:
    """Its pieces are its own; the proposal is the running organisation's."""
    shelf = make_shelf(world)
    body = {"item": "cot", "size": "one-size", "hub": "h2", "condition": "good"}
    came = shelf.do("received", "charity-hub", **body)
    assert came.status_code == 201, came.text
    asset = came.json()["id"]
    pieces = came.json()["pieces"]
    shelved = shelf.do("shelved", "charity-hub", asset=asset, passed=pieces)
    assert shelved.status_code == 200, shelved.text
    asked = {"first_name": "Ann", "age_months": 2, "item": "cot", "size": "one-size"}
    [need] = shelf.do("asked", "charity-hub", **asked).json()["needs"]
    aside = shelf.do("set-aside", "charity-hub", need=need, asset=asset)
    assert aside.status_code == 201, aside.text
    [row] = shelf.rows(Proposal)
    assert row.organisation_id == world.council
    assert {piece.organisation_id for piece in shelf.rows(Item)} == {world.charity}
    recalled = shelf.do("recalled", item=pieces[0])
    assert recalled.json()["told"] == 1, recalled.text
    assert shelf.states() == ["pulled"]
    assert shelf.rows(Proposal)[0].state == "withdrawn"


def race(world: World, shelf: Shelf, needs: list[str], asset: str) -> int:
    """Have every need grab at one offer at the same instant; return how many got it."""
    start, got = Barrier(len(needs)), []
    who = world.who("helper")
    acts = (set_aside_item, hand_over_item)

    def grab(number: int) -> None:
        start.wait()
        try:
            perform(
                world.app,
                who,
                acts[number % 2],
                on=world.schemes[SCHEME],
                need_id=UUID(needs[number]),
                asset_id=UUID(asset),
            )
            got.append(number)
        except Refused:
            pass

    threads = [Thread(target=grab, args=(n,)) for n in range(len(needs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(got)


def test_many_race_for_the_last_piece_and_one_gets_it(world: World) -> None:
    """Six at once for two pieces: two are given, and nothing is given twice."""
    shelf = make_shelf(world)
    asset = shelf.stock(quantity=2)
    assert race(world, shelf, shelf.ask(quantity=6), asset) == 2
    given = [p for p in shelf.rows(Item) if p.state in {"set_aside", "collected"}]
    assert len({piece.proposal_id for piece in given}) == len(given) == 2
    assert shelf.free(asset) == (2, 2)


def test_a_planted_seat_without_a_piece_gives_nothing(world: World) -> None:
    """Where the count of seats is made wrong, the missing piece still refuses."""
    shelf = make_shelf(world)
    asset = shelf.stock()
    first, second = shelf.ask(quantity=2)
    with_one_more = UUID(asset)

    def plant(session: Any) -> None:
        store = world.store(session)
        row = store.get(Asset, with_one_more)
        assert row is not None
        assert more_seats(store, row, 1)

    world.app.database.transaction(plant)
    assert shelf.do("handed-over", need=first, asset=asset).status_code == 201
    assert shelf.do("handed-over", need=second, asset=asset).status_code == 409
    assert shelf.free(asset) == (2, 1)


def _quantity(world: World) -> int:
    with world.app.database.reading() as session:
        store = world.store(session)
        version = store.get(SchemeVersion, world.versions[SCHEME])
        assert version is not None
        frozen = freeze_records(
            store,
            scheme_of(version),
            scheme_id=world.schemes[SCHEME],
            round="today",
            as_of=date(2026, 11, 23),
            term=Term(date(2026, 11, 23), date(2026, 12, 23)),
        )
    [asset] = frozen.snapshot.assets
    return int(str(asset.values["quantity"]))
