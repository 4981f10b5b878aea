"""A suspension stops somebody everywhere, at once; a home goes on; a lead lifts it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.proposing import Pair, another_need, make_pair
from support.world import World

from api.actions import suspending
from api.actions.proposals_ending import lapse_one
from api.records import (
    Asset,
    AuditRow,
    Emergency,
    Hub,
    Leader,
    Match,
    Need,
    Outbox,
    Person,
    Seats,
    Speaker,
    Suspension,
)
from api.records import Session as HubSession
from api.store import Stale

LEAD = "safeguarding_lead"
WHY = "zzreason of a suspension"


def suspend(world: World, whom: str, by: str = LEAD) -> Any:
    """Suspend somebody, as a lead."""
    person_id = world.people[whom].person_id
    return post(world, by, f"/people/{person_id}/suspension", why=WHY)


def lift(world: World, answer: Any, by: str = LEAD) -> Any:
    """Lift a suspension."""
    seen = get(world, LEAD, f"/suspensions/{answer.json()['id']}").json()
    return post(world, by, f"/suspensions/{seen['id']}/lift", seen["version"])


def held(pair: Pair) -> int:
    """Return how many seats the pair's first asset has held."""
    rows = pair.rows(Seats, Seats.asset_id == pair.asset_ids[0], Seats.name == "seats")
    return int(rows[0].held)


def at(world: World, scheme: str, state: str) -> Pair:
    """Return a pair of a scheme, taken to a state."""
    pair = make_pair(world, scheme)
    pair.draft()
    return pair if state == "drafted" else pair.go(state)


@pytest.mark.parametrize("state", ["drafted", "offered"])
def test_drafted_and_offered_proposals_lapse(world: World, state: str) -> None:
    """What has gone no further than an offer lapses, and gives back its seat."""
    pair = at(world, "norfolk-carers", state)
    answer = suspend(world, "holder")
    assert answer.status_code == 201, answer.text
    assert pair.row().state == "lapsed"
    assert held(pair) == 0
    assert pair.row(Need, pair.need_id).state == "waiting"


@pytest.mark.parametrize("state", ["interested", "introduced"])
def test_later_proposals_freeze_until_a_person_unholds_them(
    world: World, state: str
) -> None:
    """What has gone further is held as any other is; lifted, it waits for a person."""
    pair = at(world, "norfolk-carers", state)
    answer = suspend(world, "holder")
    row = pair.row()
    assert (row.state, row.frozen) == (state, True)
    assert pair.get("coordinator").json()["available"] is False
    assert "not available" in pair.post("coordinator", "retry").text
    assert lift(world, answer).is_success
    row = pair.row()
    assert (row.state, row.frozen, row.available) == (state, False, False)
    assert "not available" in pair.post("coordinator", "retry").text
    free_again(pair)
    assert pair.post("coordinator", "retry").is_success
    assert pair.row().available


def free_again(pair: Pair) -> None:
    """Take the asset off its hold, as its coordinator does."""

    def change(session: Session) -> None:
        store = pair.world.store(session)
        store.change_where(Asset, Asset.id == pair.asset_ids[0], state="live")

    pair.world.app.database.transaction(change)


def test_matches_pause_and_stay_paused(world: World) -> None:
    """A match that is no home pauses, keeps its seat, and is resumed by a person."""
    pair = at(world, "oxfordshire-mentors", "agreed")
    answer = suspend(world, "holder")
    [match] = pair.rows(Match)
    assert match.state == "paused"
    assert held(pair) == 1
    lift(world, answer)
    [match] = pair.rows(Match)
    assert match.state == "paused"


def test_a_live_home_is_never_touched(world: World) -> None:
    """A home keeps match and seat; the child's worker is asked to speak to a lead."""
    pair = at(world, "norfolk-carers", "agreed")
    [before] = pair.rows(Match)
    answer = suspend(world, "holder")
    assert answer.status_code == 201
    [after] = pair.rows(Match)
    assert (after.state, after.version) == (before.state, before.version)
    assert held(pair) == 1
    assert not pair.row().frozen
    [task] = get(world, "worker", "/tasks").json()["items"]
    assert task["words"] == "Speak to the safeguarding lead."
    assert task["due"] == world.app.now().date().isoformat()
    assert WHY not in str(task)
    assert get(world, "council", "/tasks").json()["items"] == []
    suspend(world, "holder")
    assert len(get(world, "worker", "/tasks").json()["items"]) == 1


def test_a_home_without_a_recorded_worker_is_for_a_lead(world: World) -> None:
    """Where nobody is the child's worker, a lead is asked to find who is."""
    pair = at(world, "norfolk-carers", "agreed")

    def forget(session: Session) -> None:
        world.store(session).delete_where(Speaker, Speaker.capacity == "worker")

    world.app.database.transaction(forget)
    suspend(world, "holder")
    words = [task["words"] for task in get(world, LEAD, "/tasks").json()["items"]]
    assert words == ["No worker is recorded for this child. Find who it is."]
    assert pair.rows(Match)[0].state == "active"


def test_an_emergency_raises_the_same_task(world: World) -> None:
    """An emergency placement with somebody suspended is somebody's home."""
    pair = make_pair(world)
    by = world.people["coordinator"].account_id

    def make(session: Session) -> None:
        world.store(session).new(
            Emergency,
            scheme_id=pair.scheme_id,
            need_id=pair.need_id,
            asset_id=pair.asset_ids[0],
            starts=date(2026, 11, 20),
            overdue_from=date(2026, 11, 30),
            recorded_by=by,
        )

    world.app.database.transaction(make)
    suspend(world, "holder")
    [task] = get(world, "worker", "/tasks").json()["items"]
    assert task["words"] == "Speak to the safeguarding lead."
    assert pair.rows(Emergency)[0].settled_at is None


def test_it_reaches_every_organisation_and_scheme(world: World) -> None:
    """All rows of one human being stop, wherever they are kept."""
    first = make_pair(world, "norfolk-carers")
    first.draft()
    second = make_pair(world, "oxfordshire-mentors", assets=3)
    second.draft(asset=2)
    second.go("offered")

    def same(session: Session) -> None:
        world.store(session, world.charity).change_where(
            Person,
            Person.id == world.people["charity-holder"].person_id,
            identity_id=world.people["holder"].identity_id,
        )

    world.app.database.transaction(same)
    suspend(world, "holder")
    assert {first.row().state, second.row().state} == {"lapsed"}
    for name in ("holder", "charity-holder"):
        assert get(world, name, "/tasks").status_code == 401


def test_sign_in_ends_at_once_and_does_not_come_back(world: World) -> None:
    """Who is suspended reads nothing more with any token; lifted, they sign in anew."""
    pair = at(world, "norfolk-carers", "disclosed")
    assert pair.get("holder").is_success
    answer = suspend(world, "holder")
    assert pair.get("holder").status_code == 401
    lift(world, answer)
    assert pair.get("holder").status_code == 401


def test_sessions_they_lead_ask_for_somebody_else(world: World) -> None:
    """Sessions to come need cover, and their hub hears of it; past ones stay."""
    now = world.app.now()

    def make(session: Session) -> list[UUID]:
        store = world.store(session)
        hub = store.new(Hub, ref="h9", name="Invented hub")
        found = []
        for days in (-1, 1):
            row = store.new(
                HubSession,
                hub_id=hub.id,
                title="Stay and play",
                starts_at=now + timedelta(days=days),
                ends_at=now + timedelta(days=days, hours=1),
                places=4,
            )
            person = world.people["holder"].person_id
            store.new(Leader, session_id=row.id, person_id=person)
            found.append(row.id)
        return found

    ids = world.app.database.transaction(make)
    suspend(world, "holder")
    with world.app.database.reading() as session:
        store = world.store(session)
        assert [store.get(HubSession, id_).state for id_ in ids] == [  # type: ignore[union-attr]
            "listed",
            "needs_cover",
        ]
        posted = store.find(Outbox, Outbox.kind == "message")
    to_hub = [
        row.ids["person"]
        for row in posted
        if row.ids["message"] == "session_replacement"
    ]
    assert to_hub == [str(world.people["hub"].person_id)]


def test_only_a_lead_suspends_lifts_and_reads(world: World) -> None:
    """To everybody else a suspension and its reason are absent."""
    for name in world.people:
        if name not in {LEAD, "lead-2"}:
            assert suspend(world, "holder-2", by=name).status_code == 404, name
    answer = suspend(world, "holder-2")
    id_ = answer.json()["id"]
    for name in world.people:
        if name in {LEAD, "lead-2", "holder-2"}:
            continue
        assert get(world, name, f"/suspensions/{id_}").status_code == 404, name
        assert lift(world, answer, by=name).status_code == 404, name
    assert get(world, "lead-2", f"/suspensions/{id_}").json()["why"] == WHY
    assert suspend(world, "holder-2").status_code == 409
    assert suspend(world, LEAD).status_code == 404
    assert lift(world, answer, by="lead-2").is_success
    assert lift(world, answer, by="lead-2").status_code == 409


def test_one_of_a_household_suspended_stops_its_assets(world: World) -> None:
    """The second adult of a household stands for it."""
    pair = at(world, "norfolk-carers", "drafted")

    def join(session: Session) -> None:
        world.store(session).change_where(
            Asset,
            Asset.id == pair.asset_ids[0],
            beside_id=world.people["holder-2"].person_id,
        )

    world.app.database.transaction(join)
    suspend(world, "holder-2")
    assert pair.row().state == "lapsed"


def test_another_child_of_the_same_home_is_not_stopped_by_a_lapse(
    world: World,
) -> None:
    """What lapses for one need leaves another need's record as it was, but its own."""
    pair = make_pair(world, "norfolk-carers", assets=2)
    pair.draft()
    other = another_need(pair, "n2")
    other.draft(asset=1)
    suspend(world, "holder")
    assert pair.row().state == "lapsed"
    assert other.row().state == "drafted"


def test_a_childs_no_after_agreement_raises_the_same_task(world: World) -> None:
    """A child's no in a live home ends nothing: the worker is asked, today."""
    pair = at(world, "norfolk-carers", "agreed")
    assert pair.say("young_person", "no").is_success
    words = [task["words"] for task in get(world, "worker", "/tasks").json()["items"]]
    assert words == ["Speak to the safeguarding lead."]
    assert pair.rows(Match)[0].state == "active"


def test_lifting_leaves_what_another_suspension_holds(world: World) -> None:
    """A proposal that two suspensions hold stays frozen until both are lifted."""
    pair = at(world, "oxfordshire-mentors", "interested")
    first = suspend(world, "holder")
    second = suspend(world, "young_person")
    lift(world, first)
    assert pair.row().frozen
    lift(world, second)
    assert not pair.row().frozen


def test_nothing_is_lost_from_the_log(world: World) -> None:
    """The lead's own log says who suspended whom by the suspension's id, not why."""
    answer = suspend(world, "holder")
    with world.app.database.reading() as session:
        rows = world.store(session).find(AuditRow, AuditRow.act == "person.suspend")
        there = world.store(session).find(Suspension)
    assert [str(row.record_id) for row in rows] == [answer.json()["id"]]
    assert WHY not in str(rows)
    assert len(there) == 1
    assert there[0].lifted_at is None


def test_a_suspension_begins_again_where_a_record_moved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proposal that somebody moves at the same moment does not stop a suspension."""
    pair = at(world, "norfolk-carers", "offered")
    tries = []

    def moved_once(desk: Any, row: Any) -> Any:
        tries.append(row.id)
        if len(tries) == 1:
            raise Stale
        return lapse_one(desk, row)

    monkeypatch.setattr(suspending, "lapse_one", moved_once)
    assert suspend(world, "holder").status_code == 201
    assert len(tries) == 2
    assert pair.row().state == "lapsed"


def test_no_log_but_the_leads_says_who_began_it(world: World) -> None:
    """What a suspension stops is recorded as the work does it, by no role at all."""
    at(world, "norfolk-carers", "offered")
    assert suspend(world, "holder").status_code in {200, 201}
    with world.app.database.reading() as session:
        rows = world.store(session).find(AuditRow)
    stopped = [row for row in rows if row.act in {"asset.hold", "proposal.lapse"}]
    assert {(row.actor, *row.roles) for row in stopped} == {("work", "work")}
