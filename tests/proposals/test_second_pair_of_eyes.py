"""Approval and release: by different people, of what they saw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.proposing import Pair, make_pair
from support.world import World

from api.records import Account, Asset, Membership, Message, Need, Outbox
from api.store import keep, read


def _give(world: World, name: str, role: str) -> None:
    """Give an account one more role."""

    def give(session: Session) -> None:
        store = world.store(session)
        account = store.get(Account, world.people[name].account_id)
        assert account is not None
        store.new(Membership, account_id=account.id, role=role)

    world.app.database.transaction(give)


def _change(world: World, kind: Any, id_: UUID, **cells: Any) -> None:
    """Change what a row's columns hold."""

    def change(session: Session) -> None:
        store = world.store(session)
        row: Any = store.get(kind, id_)
        values = read(store, [row], ["values"])[row.id, "values"]
        keep(store, row, row.person_id, values=values | cells)

    world.app.database.transaction(change)


def test_whoever_drafted_pinned_or_released_never_approves(world: World) -> None:
    """A coordinator who is an approver too approves what somebody else drafted."""
    pair = make_pair(world)
    pair.draft()
    _give(world, "coordinator-2", "approver")  # who asked for the run
    pair.who["approver"] = "coordinator-2"
    refused = pair.approve()
    assert refused.status_code == 409
    assert "Somebody else" in refused.json()["detail"]
    pair.who.pop("approver")
    assert pair.approve().status_code == 200


def test_whoever_approved_never_releases(world: World) -> None:
    """An approver who is a coordinator too leaves the release to another."""
    pair = make_pair(world)
    pair.draft()
    _give(world, "approver", "coordinator")
    pair.go("approved")
    pair.post("worker", "may-be-offered")
    refused = pair.offer("approver")
    assert refused.status_code == 409
    assert "Somebody else" in refused.json()["detail"]
    assert pair.offer().status_code == 200


def test_whoever_released_never_approves_after_the_meeting(world: World) -> None:
    """Where approval stands after the introduction, the releaser is the first pair."""
    pair = make_pair(world, "oxfordshire-mentors")
    pair.draft()
    pair.go("introduced")
    _give(world, "coordinator", "approver")
    pair.who["approver"] = "coordinator"
    assert pair.approve().status_code == 409
    pair.who.pop("approver")
    assert pair.approve().status_code == 200


def test_an_approval_is_of_the_reasons_that_were_read(world: World) -> None:
    """Another digest than the one of the reasons approves nothing."""
    pair = make_pair(world)
    pair.draft()
    refused = pair.post("approver", "approval", reasons_digest="0" * 64)
    assert refused.status_code == 409
    assert "reasons to have been read" in refused.json()["detail"]
    assert pair.row().state == "drafted"


def test_nothing_is_released_but_what_was_previewed(world: World) -> None:
    """A card that changed, another day, another digest: preview again first."""
    pair = make_pair(world)
    pair.draft()
    pair.go("approved")
    pair.post("worker", "may-be-offered")
    seen = pair.get("coordinator", "/preview").json()["digest"]
    _change(world, Need, pair.need_id, wishes={"list": ["town"]})
    assert pair.post("coordinator", "offer", preview=seen).status_code == 409
    seen = pair.get("coordinator", "/preview").json()["digest"]
    world.later(days=1)
    late = pair.post("coordinator", "offer", preview=seen)
    assert late.status_code == 409
    assert "Preview it again" in late.json()["detail"]
    assert pair.offer().status_code == 200


def test_no_message_about_a_proposal_before_its_release(world: World) -> None:
    """Until the release nobody outside is written to; then the holder alone."""
    pair = make_pair(world)
    pair.draft()
    pair.go("approved")
    pair.post("worker", "may-be-offered")
    assert _letters(pair) == []
    pair.offer()
    holder = str(world.people["holder"].person_id)
    assert _letters(pair) == [("offer", holder)]
    assert pair.rows(Message) == []  # made when it is sent, from where it stands then


@pytest.mark.parametrize("state", ["approved", "interested", "disclosed", "introduced"])
def test_a_failed_gate_holds_this_proposal_alone(world: World, state: str) -> None:
    """Before each step that matters an asset on hold leaves it where it is."""
    pair = make_pair(world)
    pair.draft()
    pair.go(state)
    for name in ("young_person", "parent", "worker") if state == "introduced" else ():
        pair.say(name)
    pair.post("worker", "may-be-offered")
    pair.post("holder", "meeting")
    asset = pair.asset_ids[0]
    _change(world, Asset, asset, on_hold=True)
    assert _next(pair, state).status_code == 200
    row = pair.row()
    assert (row.state, row.available) == (state, False)
    assert pair.get("coordinator").json()["available"] is False
    again = _next(pair, state)
    assert again.status_code == 409
    assert "not available" in again.json()["detail"]
    _change(world, Asset, asset, on_hold=False)
    assert pair.post("coordinator", "retry").status_code == 200
    assert _next(pair, state).status_code == 200
    assert pair.row().state != state


def _next(pair: Pair, state: str) -> Any:
    if state == "approved":
        return pair.offer()
    if state == "interested":
        return pair.post("worker", "details")
    return (
        pair.post("worker", "meeting") if state == "disclosed" else pair.say("holder")
    )


def _letters(pair: Pair) -> list[tuple[str, str]]:
    return [
        (row.ids["message"], row.ids["person"])
        for row in pair.rows(Outbox)
        if row.kind == "message"
    ]
