"""Whoever reads what is kept of somebody leaves a view: by whatever page they came."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

import pytest
from support.asking import post
from support.proposing import Pair, make_pair
from support.running import do_run, latest_run, load_harbourside
from support.world import World

from api.actions import perform
from api.actions.asking import explain_pair, list_for_need
from api.actions.asks import make_ask, read_ask
from api.actions.by_ref import answer_pair, shortlist_for
from api.actions.emergencies import (
    list_emergencies,
    read_emergency,
    record_emergency,
)
from api.actions.matches import read_match
from api.actions.results import read_explanations
from api.actions.reviews import hold_review, plan_review, read_review
from api.actions.rounds import open_round
from api.actions.runs import ask_run
from api.records import Asset, Match, Person, View
from matcher.model import Term

READER = "coordinator-2"


def seen(world: World, act: str, name: str = READER) -> set[UUID]:
    """Return whose records somebody is logged to have read, by one act."""
    with world.app.database.reading() as session:
        account = world.people[name].account_id
        views = world.store(session).find(
            View, View.account_id == account, View.act == act
        )
    return {view.identity_id for view in views}


def sides(pair: Pair, *assets: int) -> set[UUID]:
    """Return the identities of the child and of these holders."""
    world = pair.world
    wanted = [pair.asset_ids[number] for number in assets]
    ids = {pair.row(Asset, id_).person_id for id_ in wanted}
    people = {row.identity_id for row in pair.rows(Person) if row.id in ids}
    return people | {world.people["young_person"].identity_id}


def test_a_shortlist_is_a_read_of_everybody_on_it(world: World) -> None:
    """The holders whose reasons are shown are read, as the child is."""
    pair = make_pair(world, assets=2)
    world.see(READER, list_for_need, pair.need_id)
    assert seen(world, "need.shortlist") == sides(pair, 0, 1)
    world.see("coordinator", shortlist_for, pair.need_id, top=1)
    assert len(seen(world, "need.shortlist", "coordinator")) == 2
    world.see(READER, explain_pair, pair.need_id, asset_id=pair.asset_ids[1])
    assert seen(world, "need.why_not") == sides(pair, 1)
    world.see("coordinator", answer_pair, pair.need_id, asset_id=pair.asset_ids[0])
    assert seen(world, "need.why_not", "coordinator") == sides(pair, 0)


def test_an_ask_and_an_emergency_are_reads_of_both_sides(world: World) -> None:
    """How each holder stands, and where a child stays, is read of each of them."""
    pair = make_pair(world, assets=2)
    today = world.app.now().date()
    stayed = world.do(
        *("coordinator", record_emergency, pair.scheme_id),
        need_id=pair.need_id,
        asset_id=pair.asset_ids[0],
        starts=today,
    )
    asked = world.do(
        *("coordinator", make_ask, pair.scheme_id),
        need_id=pair.need_id,
        asset_ids=pair.asset_ids,
        how="at_once",
    )
    world.see(READER, read_ask, asked.id)
    assert seen(world, "ask.read") == sides(pair, 0, 1)
    world.see(READER, read_emergency, stayed.id)
    assert seen(world, "emergency.read") == sides(pair, 0)
    world.see(READER, list_emergencies, pair.scheme_id)
    assert seen(world, "emergency.list") == sides(pair, 0)


def test_a_match_and_its_reviews_are_reads(world: World) -> None:
    """Staff who read a match read both sides; outcomes alone are the child's."""
    pair = make_pair(world)
    pair.draft()
    pair.go("agreed")
    (match,) = pair.rows(Match)
    world.see(READER, read_match, match.id)
    assert seen(world, "match.read") == sides(pair, 0)
    world.see("holder", read_match, match.id)
    assert seen(world, "match.read", "holder") == set()
    day = world.app.now().date()
    dated = world.do("coordinator", plan_review, match.id, kind="meeting", due=day)
    world.see(READER, read_review, dated.id)
    assert seen(world, "review.read") == set()
    plan = world.do("coordinator", plan_review, match.id, kind="review", due=day)
    # What is hoped for stands on a review from the beginning, and is the child's.
    world.see(READER, read_review, plan.id)
    assert seen(world, "review.read") == sides(pair)
    world.do("coordinator", hold_review, plan.id, outcomes={"make-friends": "met"})
    world.see(READER, read_review, plan.id)
    assert seen(world, "review.read") == sides(pair)
    world.see("holder", read_review, plan.id)
    assert seen(world, "review.read", "holder") == set()


def test_explanations_are_reads_and_leave_out_the_near(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of why reads those whose refs stand on it; none of them is known."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "5a" * size)
    load_harbourside(world)
    opened = perform(
        world.app,
        world.who("coordinator"),
        open_round,
        on=world.schemes["norfolk-carers"],
        name="harbourside",
        as_of=date(2026, 11, 23),
        term=Term(date(2026, 12, 7), date(2027, 12, 7)),
    )
    world.do("coordinator", ask_run, opened.id)
    do_run(world, latest_run(world, str(opened.id)))
    page = world.see(READER, read_explanations, opened.id, kind="pair", limit=1)
    (line,) = page["items"]
    assert len(seen(world, "round.explanations")) == 2
    with world.app.database.reading() as session:
        (asset,) = world.store(session).find(Asset, Asset.ref == line["asset"])
    path = f"/people/{asset.person_id}/connections"
    assert post(world, READER, path).status_code == 201
    after = world.see(READER, read_explanations, opened.id, kind="pair", limit=200)
    assert line["asset"] not in {row["asset"] for row in after["items"]}
    assert after["items"]
