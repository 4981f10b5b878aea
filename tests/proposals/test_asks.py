"""Asks: several holders for one need, in order or at once, and the first safe yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from support.proposing import Pair, make_pair
from support.world import World

from api.actions import perform
from api.actions.proposals import expire_proposal
from api.permissions import Who
from api.records import Ask, Claim, Outbox, Proposal, Seats


def _make(pair: Pair, how: str) -> UUID:
    """Make an ask, approved and allowed, and nothing more."""
    path = f"/api/v1/schemes/{pair.scheme_id}/asks"
    body = {
        "need_id": str(pair.need_id),
        "asset_ids": [str(id_) for id_ in pair.asset_ids],
        "how": how,
    }
    client = pair.client("coordinator")
    made = client.post(path, json=body, headers=pair.world.write())
    assert made.status_code == 201, made.text
    for row in pair.rows(Proposal):
        pair.proposal_id = row.id
        assert pair.approve().status_code == 200
        assert pair.post("worker", "may-be-offered").status_code == 200
    return UUID(made.json()["id"])


def _post(pair: Pair, ask: UUID, act: str, **body: Any) -> Any:
    version = pair.row(Ask, ask).version
    return pair.client("coordinator").post(
        f"/api/v1/asks/{ask}/{act}",
        json=body or None,
        headers=pair.world.write(version),
    )


def _release(pair: Pair, ask: UUID) -> Any:
    previews = {
        str(row.id): pair.get("coordinator", "/preview", row.id).json()["digest"]
        for row in pair.rows(Proposal)
    }
    return _post(pair, ask, "release", previews=previews)


def _states(pair: Pair) -> list[str]:
    rows = sorted(pair.rows(Proposal), key=lambda row: row.place_in_ask)
    return [row.state for row in rows]


def _stands(pair: Pair, ask: UUID) -> list[str]:
    seen = pair.client("coordinator").get(f"/api/v1/asks/{ask}").json()
    return [member["stands"] for member in seen["members"]]


def test_in_order_the_next_is_asked_when_the_one_before_says_no(world: World) -> None:
    """One holder at a time; the claim is the ask's, and no seat is held."""
    pair = make_pair(world, assets=3)
    ask = _make(pair, "in_order")
    assert _stands(pair, ask) == ["not asked yet"] * 3
    assert _release(pair, ask).status_code == 200
    assert _states(pair) == ["offered", "approved", "approved"]
    assert [row.holder_id for row in pair.rows(Claim)] == [ask]
    _answer(pair, 0, "no", why="not_now")
    assert _states(pair) == ["declined", "offered", "approved"]
    world.later(days=4)
    due = next(row for row in pair.rows(Proposal) if row.state == "offered")
    _expire(pair, due.id)
    assert _states(pair) == ["declined", "lapsed", "offered"]
    assert {row.held for row in pair.rows(Seats)} == {0}
    _answer(pair, 2, "no", why="not_now")
    assert pair.row(Ask, ask).state == "closed"
    assert pair.rows(Claim) == []


def test_at_once_the_first_safe_yes_lets_the_others_go(world: World) -> None:
    """All are asked; a yes holds nothing until the coordinator confirms it as safe."""
    pair = make_pair(world, assets=3)
    ask = _make(pair, "at_once")
    assert _release(pair, ask).status_code == 200
    assert _states(pair) == ["offered"] * 3
    _answer(pair, 1, "yes")
    assert {row.held for row in pair.rows(Seats)} == {0}
    first = _proposal(pair, 0)
    refused = _post(pair, ask, "confirmation", proposal_id=str(first.id))
    assert refused.status_code == 409  # that one has not said yes
    yes = _proposal(pair, 1)
    pair.proposal_id = yes.id
    assert pair.post("worker", "details").status_code == 409  # not confirmed yet
    done = _post(pair, ask, "confirmation", proposal_id=str(yes.id))
    assert done.status_code == 200, done.text
    assert _states(pair) == ["withdrawn", "interested", "withdrawn"]
    assert _stands(pair, ask) == [
        "no longer needed",
        "confirmed safe",
        "no longer needed",
    ]
    held = [
        row.asset_id for row in pair.rows(Seats) if row.name == "seats" and row.held
    ]
    assert held == [yes.asset_id]
    kinds = sorted(
        row.ids["message"] for row in pair.rows(Outbox) if row.kind == "message"
    )
    assert kinds == ["ask", "ask", "ask", "no_longer_needed", "no_longer_needed"]
    world.later(minutes=1)
    assert pair.post("worker", "details").status_code == 200
    world.later(minutes=1)
    pair.who["holder"] = "holder-2"
    pair.go_on("agreed")
    assert pair.rows(Claim) == []


def test_a_need_has_one_round_offer_or_one_ask(world: World) -> None:
    """While one of them is out, the other is refused, and free again after its end."""
    pair = make_pair(world, assets=2)
    pair.draft()
    pair.go("approved")
    assert pair.post("worker", "may-be-offered").status_code == 200
    round_offer = pair.proposal_id
    ask = _make_second(pair)
    assert pair.offer().status_code == 409  # the ask has the claim
    assert _post(pair, ask, "closing").status_code == 200
    pair.proposal_id = round_offer
    assert pair.offer().status_code == 200
    path = f"/api/v1/schemes/{pair.scheme_id}/asks"
    body = {
        "need_id": str(pair.need_id),
        "asset_ids": [str(pair.asset_ids[1])],
        "how": "in_order",
    }
    client = pair.client("coordinator")
    assert client.post(path, json=body, headers=world.write()).status_code == 409


def _make_second(pair: Pair) -> UUID:
    path = f"/api/v1/schemes/{pair.scheme_id}/asks"
    before, kept = {row.id for row in pair.rows(Proposal)}, pair.proposal_id
    body = {
        "need_id": str(pair.need_id),
        "asset_ids": [str(pair.asset_ids[1])],
        "how": "in_order",
    }
    client = pair.client("coordinator")
    made = client.post(path, json=body, headers=pair.world.write())
    assert made.status_code == 201, made.text
    (row,) = (row for row in pair.rows(Proposal) if row.id not in before)
    pair.proposal_id = row.id
    assert pair.approve().status_code == 200
    assert pair.post("worker", "may-be-offered").status_code == 200
    digest = pair.get("coordinator", "/preview").json()["digest"]
    ask = UUID(made.json()["id"])
    assert (
        _post(pair, ask, "release", previews={str(row.id): digest}).status_code == 200
    )
    pair.proposal_id = kept
    return ask


def _proposal(pair: Pair, place: int) -> Any:
    return next(row for row in pair.rows(Proposal) if row.place_in_ask == place)


def _answer(pair: Pair, place: int, answer: str, **more: str) -> None:
    row = _proposal(pair, place)
    holders = dict(
        zip(pair.asset_ids, ("holder", "holder-2", "charity-holder"), strict=True)
    )
    pair.proposal_id = row.id
    said = pair.say(holders[row.asset_id], answer, **more)
    assert said.status_code == 200, said.text


def _expire(pair: Pair, proposal: UUID) -> None:
    for _ in range(2):  # however often
        perform(pair.world.app, Who(by="work"), expire_proposal, on=proposal)
