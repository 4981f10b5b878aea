"""What an act names beside the row it is done on is nobody whom its actor knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import post
from support.courses import make_course
from support.proposing import Pair, make_pair
from support.world import World

from api.actions import Action, Desk, perform
from api.actions.asking import explain_pair, list_for_need
from api.actions.asks import (
    close_ask,
    confirm_safe,
    list_asks,
    make_ask,
    read_ask,
    release_ask,
)
from api.actions.assets import list_assets
from api.actions.by_ref import answer_pair, shortlist_for
from api.actions.courses import reserve_parent
from api.actions.emergencies import (
    list_emergencies,
    read_emergency,
    record_emergency,
    settle_emergency,
)
from api.actions.matches import list_matches
from api.actions.needs import list_needs
from api.actions.proposals_offering import offer_one
from api.actions.rounds import open_round, rule_pair
from api.actions.staff import list_staff_rows
from api.permissions import NotThere
from api.records import Asset, Listed, Need, Proposal, Staff
from matcher.model import Term

SIDES = pytest.mark.parametrize("side", ["need", "asset", "beside"])


def declare(world: World, person_id: UUID) -> None:
    """Let the coordinator declare that they know somebody."""
    path = f"/people/{person_id}/connections"
    assert post(world, "coordinator", path).status_code == 201


def know(pair: Pair, side: str) -> None:
    """Let the coordinator know the child, the holder, or who stands beside them."""
    world = pair.world
    kind: type[Listed] = Need if side == "need" else Asset
    id_ = pair.need_id if side == "need" else pair.asset_ids[0]
    whom = pair.row(kind, id_).person_id
    if side == "beside":
        whom = world.people["holder-2"].person_id

        def stand(session: Session) -> None:
            store = world.store(session)
            store.change(store.find(Asset, Asset.id == id_)[0], beside_id=whom)

        world.app.database.transaction(stand)
    declare(world, whom)


def two(pair: Pair) -> dict[str, UUID]:
    """Return the need and the asset as an act names them."""
    return {"need_id": pair.need_id, "asset_id": pair.asset_ids[0]}


def refused(pair: Pair, *doing: tuple[Callable[..., Any], Action, UUID, Any]) -> None:
    """Each of these is not there for the coordinator."""
    for do, action, on, more in doing:
        with pytest.raises(NotThere):
            do("coordinator", action, on, **more)


@SIDES
def test_nothing_is_begun_about_the_near(world: World, side: str) -> None:
    """No ask, emergency or ruling names somebody known; another coordinator's does."""
    pair = make_pair(world)
    today = world.app.now().date()
    term = Term(today, today.replace(year=2027))
    opened = perform(
        world.app,
        world.who("coordinator-2"),
        open_round,
        on=pair.scheme_id,
        name="Invented",
        as_of=today,
        term=term,
    )
    asked = {"need_id": pair.need_id, "asset_ids": pair.asset_ids, "how": "at_once"}
    doing: list[tuple[Any, Action, UUID, Any]] = [
        (world.do, record_emergency, pair.scheme_id, two(pair) | {"starts": today}),
        (world.do, rule_pair, opened.id, two(pair) | {"kind": "pin"}),
        (world.do, make_ask, pair.scheme_id, asked),
    ]
    know(pair, side)
    refused(pair, *doing)
    for do, action, on, more in doing:
        do("coordinator-2", action, on, **more)


@SIDES
def test_nothing_is_read_or_ended_about_the_near(world: World, side: str) -> None:
    """An ask and an emergency that name somebody known are absent, listed or not."""
    pair = make_pair(world)
    today, scheme = world.app.now().date(), pair.scheme_id
    asked = world.do(
        *("coordinator-2", make_ask, scheme),
        need_id=pair.need_id,
        asset_ids=pair.asset_ids,
        how="at_once",
    )
    (row,) = pair.rows(Proposal)
    stayed = world.do(
        "coordinator-2", record_emergency, scheme, **two(pair), starts=today
    )
    know(pair, side)
    refused(
        pair,
        (world.see, read_ask, asked.id, {}),
        (world.do, release_ask, asked.id, {"previews": {}}),
        (world.do, confirm_safe, asked.id, {"proposal_id": row.id}),
        (world.do, close_ask, asked.id, {}),
        (world.see, read_emergency, stayed.id, {}),
        (world.do, settle_emergency, stayed.id, {}),
    )
    for lister in (list_asks, list_emergencies):
        assert world.see("coordinator", lister, scheme)["items"] == []
        assert len(world.see("coordinator-2", lister, scheme)["items"]) == 1


@SIDES
def test_lists_leave_out_the_near(world: World, side: str) -> None:
    """Needs, assets and matches of somebody known stand in no list of theirs."""
    pair = make_pair(world)
    pair.draft()
    pair.go("agreed")
    know(pair, side)
    of_side = list_needs if side == "need" else list_assets
    for lister in (of_side, list_matches):
        assert world.see("coordinator", lister, pair.scheme_id)["items"] == []
        assert len(world.see("coordinator-2", lister, pair.scheme_id)["items"]) == 1


def test_a_list_of_staff_leaves_out_the_near(world: World) -> None:
    """A tutor whom the coordinator knows is not listed for them."""
    course = make_course(world, parents=1)
    scheme = world.schemes["hartlepool-tutors"]
    tutor = next(iter(course.rows(Staff)))
    before = world.see("coordinator", list_staff_rows, scheme)["items"]
    same = {row.id for row in course.rows(Staff, Staff.person_id == tutor.person_id)}
    declare(world, tutor.person_id)
    after = world.see("coordinator", list_staff_rows, scheme)["items"]
    assert {row["id"] for row in before} - {row["id"] for row in after} == {
        str(id_) for id_ in same
    }


def test_a_shortlist_leaves_out_the_near(world: World) -> None:
    """A holder whom the coordinator knows is neither listed nor explained."""
    pair = make_pair(world, assets=2)
    know(pair, "asset")
    known, other = map(str, pair.asset_ids)
    seen = world.see("coordinator", list_for_need, pair.need_id)
    assert [row["asset_id"] for row in seen["listed"]] == [other]
    assert seen["of"] == 1
    by_ref = world.see("coordinator", shortlist_for, pair.need_id, top=5)
    assert [row.asset for row in by_ref.found.listed] == ["a2"]
    for reader in (explain_pair, answer_pair):
        with pytest.raises(NotThere):
            world.see("coordinator", reader, pair.need_id, asset_id=UUID(known))
        world.see("coordinator-2", reader, pair.need_id, asset_id=UUID(known))


def test_a_course_takes_nobody_near_on_its_reserve(world: World) -> None:
    """Somebody else puts a parent on the reserve whom the coordinator knows."""
    course = make_course(world, parents=1)
    need = course.add_parent("p9", draft=False)
    declare(world, course.row(Need, need).person_id)
    with pytest.raises(NotThere):
        world.do("coordinator", reserve_parent, course.opening_id, need_id=need)
    world.do("coordinator-2", reserve_parent, course.opening_id, need_id=need)


@SIDES
def test_a_release_offers_nothing_of_the_near(world: World, side: str) -> None:
    """Among the proposals of a release is none about somebody known."""
    pair = make_pair(world)
    pair.draft()
    know(pair, side)

    def release(session: Session) -> None:
        desk = Desk(world.app, world.store(session), world.who("coordinator"))
        offer_one(desk, desk.find(Proposal, pair.proposal_id), preview="")

    with pytest.raises(NotThere):
        world.app.database.transaction(release)
