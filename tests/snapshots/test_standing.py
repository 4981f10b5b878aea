"""What people did since the sheets came in: in a snapshot, never with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.communities import Community, community, frozen, load
from support.world import World, make_world

from api.records import (
    Account,
    Asset,
    Claim,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    Round,
    Ruling,
    Seats,
    Suspension,
)
from api.snapshots.loading import apply_plan, plan_import
from api.store import Store, keep, read
from matcher.model import Snapshot

CARERS = "norfolk-carers"
BANK = "hartlepool-babybank"


def loaded(world: World, name: str = CARERS) -> Community:
    """Load a small community, and return it."""
    there = community(name, needs=30, assets=20)
    load(world, there.scheme, there.intake)
    return there


def after(world: World, name: str, act: Callable[[Store], Any]) -> Snapshot:
    """Return the snapshot after something was done to the records."""
    there = community(name, needs=30, assets=20)

    def doing(session: Session) -> None:
        act(world.store(session))

    world.app.database.transaction(doing)
    return frozen(world, there.scheme, there.as_of).snapshot


def named(store: Store, kind: Any, ref: str) -> Any:
    """Return a row by its ref."""
    row = store.one(kind, kind.ref == ref)
    assert row is not None
    return row


def suspend(store: Store, person_id: UUID) -> None:
    """Suspend a person, as a lead's action does to the record."""
    person = store.get(Person, person_id)
    assert person is not None
    store.new(
        Suspension,
        identity_id=person.identity_id,
        suspended_by=store.find(Account)[0].id,
    )


def propose(
    world: World, store: Store, need: Need, asset: Asset, **facts: Any
) -> Proposal:
    """Add a proposal for a need, as it stands in the records."""
    row = store.new(
        Proposal,
        scheme_id=need.scheme_id,
        scheme_version_id=world.versions[CARERS],
        asset_id=asset.id,
        **facts,
    )
    store.new(ProposalNeed, proposal_id=row.id, need_id=need.id)
    return row


@pytest.mark.parametrize("name", [CARERS, "oxfordshire-mentors", BANK])
def test_suspended_is_on_hold_byte_for_byte(
    new_database: Any, tmp_path: Any, name: str
) -> None:
    """A suspended holder's asset stands in a snapshot as one on hold, same bytes."""
    texts = []
    for number, how in enumerate(("hold", "suspend", "pause")):
        world = make_world(new_database("sqlite"), tmp_path / str(number))
        loaded(world, name)

        def act(store: Store, how: str = how) -> None:
            asset = named(store, Asset, _first(name))
            if how == "suspend":
                suspend(store, asset.person_id)
            else:
                state = {"hold": "on_hold", "pause": "paused"}[how]
                store.change(asset, state=state)

        texts.append(after(world, name, act).to_json())
    assert len(set(texts)) == 1
    assert texts[0] != community(name, needs=30, assets=20).snapshot().to_json()


def _first(name: str) -> str:
    return community(name, needs=30, assets=20).intake.assets[0].ref


def test_held_seats_are_taken(world: World) -> None:
    """A seat held by an offer or a match is no vacancy in the next snapshot."""
    there = loaded(world)
    before = next(r for r in there.intake.assets if r.get("vacancies"))

    def hold(store: Store) -> None:
        asset = named(store, Asset, before.ref)
        (seats,) = store.find(Seats, Seats.asset_id == asset.id, Seats.name == "seats")
        (rooms,) = store.find(
            Seats, Seats.asset_id == asset.id, Seats.name == "bedrooms"
        )
        store.change(seats, held=1, units=1)
        if rooms.most:
            store.change(rooms, held=1, units=1)

    snapshot = after(world, CARERS, hold)
    row = next(r for r in snapshot.assets if r.ref == before.ref)
    assert row.get("vacancies") == before.get("vacancies") - 1
    assert row.get("placed") == before.get("placed") + 1
    assert row.get("bedrooms_free") == max(0, before.get("bedrooms_free") - 1)


def test_only_needs_that_wait_are_frozen(world: World) -> None:
    """Paused, closed, matched, offered and suspended needs are not in a snapshot."""
    there = loaded(world)
    refs = [record.ref for record in there.intake.needs]

    def act(store: Store) -> None:
        for ref, state in zip(refs, ("paused", "closed", "matched"), strict=False):
            store.change(named(store, Need, ref), state=state)
        store.new(Claim, need_id=named(store, Need, refs[3]).id, holder_id=UUID(int=1))
        suspend(store, named(store, Need, refs[4]).person_id)

    snapshot = after(world, CARERS, act)
    assert [record.ref for record in snapshot.needs] == refs[5:]
    named_there = {ref for pair in snapshot.apart for ref in pair}
    assert not named_there & set(refs[:5])


def test_what_was_declined_and_drafted_is_remembered(world: World) -> None:
    """A declined pair stays declined, a drafted one is the previous choice."""
    there = loaded(world)
    one, two = there.intake.needs[:2]
    home, other = there.intake.assets[:2]

    def act(store: Store) -> None:
        for need, asset, state in (
            (one, home, "declined"),
            (one, other, "drafted"),
            (two, other, "lapsed"),
        ):
            propose(
                world,
                store,
                named(store, Need, need.ref),
                named(store, Asset, asset.ref),
                state=state,
            )

    found = {(r.need, r.asset): r.kind for r in after(world, CARERS, act).rulings}
    assert found[one.ref, home.ref] == "declined"
    assert found[one.ref, other.ref] == "previous"
    assert (two.ref, other.ref) not in found


def test_a_rounds_rulings_come_first(world: World) -> None:
    """What was ruled for this round stands before what the last run chose."""
    there = loaded(world)
    one, home = there.intake.needs[0], there.intake.assets[0]
    made: list[Ruling] = []

    def act(session: Session) -> None:
        store = world.store(session)
        need, asset = named(store, Need, one.ref), named(store, Asset, home.ref)
        propose(world, store, need, asset, state="drafted")
        round_ = store.new(
            Round,
            scheme_id=need.scheme_id,
            scheme_version_id=world.versions[CARERS],
            name="r",
            as_of=there.as_of,
            term_start=there.as_of,
            term_end=there.as_of,
            salt_digest="",
        )
        made.append(
            store.new(
                Ruling,
                round_id=round_.id,
                need_id=need.id,
                asset_id=asset.id,
                kind="forbid",
                ruled_by=world.people["coordinator"].account_id,
            )
        )

    world.app.database.transaction(act)
    snapshot = frozen(world, there.scheme, there.as_of, rulings=tuple(made)).snapshot
    found = {(r.need, r.asset): r.kind for r in snapshot.rulings}
    assert found[one.ref, home.ref] == "forbid"


def test_kept_apart_follows_the_person_and_names_no_reason(world: World) -> None:
    """Said in another scheme, by nobody's ref, it is a pair of refs here."""
    there = loaded(world)
    one, home = there.intake.needs[0], there.intake.assets[-1]

    def act(store: Store) -> None:
        need, asset = named(store, Need, one.ref), named(store, Asset, home.ref)
        person, other = (store.get(Person, row.person_id) for row in (need, asset))
        assert person is not None
        assert other is not None
        entry = {"identity": str(other.identity_id), "why": "canary"}
        there_now = list(read(store, [person]).get((person.id, "apart"), ()))
        keep(store, person, person.id, apart=[*there_now, entry])

    snapshot = after(world, CARERS, act)
    pair = tuple(sorted((one.ref, home.ref)))
    assert set(snapshot.apart) == {*there.snapshot().apart, pair}
    assert "canary" not in snapshot.to_json()
    assert replace(snapshot, apart=there.snapshot().apart) == there.snapshot()


def test_who_holds_a_seat_keeps_others_out(world: World) -> None:
    """A child kept apart from one who is placed is kept from that home."""
    there = loaded(world)
    one, two = there.intake.needs[:2]
    home = there.intake.assets[-1]

    def act(store: Store) -> None:
        placed, waits = (named(store, Need, record.ref) for record in (one, two))
        asset = named(store, Asset, home.ref)
        propose(world, store, placed, asset, state="agreed", holds=True)
        store.change(placed, state="matched")
        person, other = (store.get(Person, row.person_id) for row in (placed, waits))
        assert person is not None
        assert other is not None
        entry = {"identity": str(other.identity_id)}
        keep(store, person, person.id, apart=[entry])

    snapshot = after(world, CARERS, act)
    assert tuple(sorted((two.ref, home.ref))) in snapshot.apart
    assert one.ref not in {ref for pair in snapshot.apart for ref in pair}


def test_kept_away_uses_true_points_and_leaves_none(world: World) -> None:
    """A home within the distance of a true point is dropped; one beyond is not."""
    there = loaded(world)
    one = there.intake.needs[0]
    near, far = there.intake.assets[:2]

    def act(store: Store) -> None:
        need = named(store, Need, one.ref)
        for record, lat in ((near, 52.0), (far, 52.03)):
            asset = named(store, Asset, record.ref)
            keep(store, asset, asset.person_id, points={"place": [lat, 1.0]})
        person = store.get(Person, need.person_id)
        assert person is not None
        spot = {"lat": 52.001, "lon": 1.0, "km": 2}
        keep(store, person, person.id, away=[spot])

    snapshot = after(world, CARERS, act)
    assert set(snapshot.apart) - set(there.snapshot().apart) == {
        tuple(sorted((one.ref, near.ref)))
    }
    assert "52.001" not in snapshot.to_json()


def test_a_pair_alone_freezes_in_a_few_queries(world: World) -> None:
    """Testing one pair reads that pair, whatever else there is."""
    there = loaded(world)
    one, home = there.intake.needs[0], there.intake.assets[0]
    with world.app.database.reading() as session:
        store = world.store(session)
        need, asset = named(store, Need, one.ref), named(store, Asset, home.ref)
    found = frozen(world, there.scheme, there.as_of, needs=[need.id], assets=[asset.id])
    assert [row.ref for row in found.snapshot.needs] == [one.ref]
    assert [row.ref for row in found.snapshot.assets] == [home.ref]
    assert found.ref_of(need) == one.ref
    assert found.snapshot.needs[0] == there.snapshot().needs[0]
    assert there.as_of < (world.app.now() + timedelta(days=1)).date()


def test_a_members_rows_join_under_refs_of_their_own(world: World) -> None:
    """Two organisations with one ref are two rows, the member's marked throughout."""
    there = loaded(world)

    def act(session: Session) -> None:
        store = world.store(session, world.charity)
        plan = plan_import(store, there.scheme, world.schemes[CARERS], there.intake)
        apply_plan(store, plan, entered_by=None)

    world.app.database.transaction(act)
    found = frozen(world, there.scheme, there.as_of)
    assert len(found.snapshot.needs) == 2 * len(there.intake.needs)
    theirs = [r for r in found.snapshot.needs if r.ref.endswith(world.charity.hex[-6:])]
    assert len(theirs) == len(there.intake.needs)
    groups = {r.get("group") for r in theirs} - {None}
    assert not groups & {r.get("group") for r in there.intake.needs}
