"""Stock: pieces that follow their proposal, in step with the seats of their asset.

An asset's free seats are what can be asked for: its available pieces, or one where
they are a bundle and all of it is there. A piece that is set aside is a held seat, and
so is one that was collected, until its match ends; then it is a seat no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.actions.desk import Desk
from api.actions.proposals_case import Case
from api.mail.kinds import items_of
from api.records import Asset, Item
from api.steps import (
    ITEM,
    ITEM_THEN,
    bundle_available,
    next_state,
    stock_kept_until,
)
from api.store import col, keep, more_seats, seats_of, value
from matcher.schemes import Scheme

AVAILABLE, SET_ASIDE = "available", "set_aside"


def hands_over(rules: Scheme) -> bool:
    """Tell whether a scheme hands over things: its offers are stock."""
    return bool(items_of(rules))


def pieces_of(desk: Desk, asset: Asset) -> Sequence[Item]:
    """Return the pieces of an asset, in the order they came."""
    within = (asset.organisation_id,)
    return desk.store.find(Item, Item.asset_id == asset.id, within=within)


def follow(case: Case, act: str) -> bool:
    """Have the pieces of a proposal's asset follow an act of the proposal.

    Returns
    -------
    bool
        False where there is none to set aside: the act must then not stand.
    """
    then = ITEM_THEN.get(act) if hands_over(case.rules) else None
    if then is None:
        return True
    if then == "set_aside":
        return _set_aside(case)
    for piece in _of_proposal(case):
        _step(case.desk, piece, then)
    return True


def leave(desk: Desk, rules: Scheme, asset: Asset, seats: int) -> None:
    """Take pieces off the shelf for good, once the match that held their seats ends.

    Elsewhere a seat that is free again can be given again; a piece that left cannot.
    """
    if hands_over(rules):
        more_seats(desk.store, asset, -seats)


def step_piece(desk: Desk, asset: Asset, piece: Item, act: str, *given: str) -> None:
    """Take a step of a piece by itself, and count the asset's free seats anew.

    Raises
    ------
    IllegalStep
        It is not open, or waits for something.
    """
    before = asked_for_at_once(pieces_of(desk, asset))
    _step(desk, piece, act, *given)
    after = asked_for_at_once(pieces_of(desk, asset))
    if after != before:
        more_seats(desk.store, asset, after - before)


def asked_for_at_once(pieces: Sequence[Item]) -> int:
    """Return how many can be asked for: the available pieces, or one whole bundle."""
    states = [piece.state for piece in pieces]
    if any(piece.bundle for piece in pieces):
        return int(bundle_available(states))
    return states.count(AVAILABLE)


def _set_aside(case: Case) -> bool:
    """Set aside the oldest piece that is there, or every piece of a bundle."""
    _count_in(case)
    pieces = pieces_of(case.desk, case.asset)
    there = [piece for piece in pieces if piece.state == AVAILABLE]
    if not there or not asked_for_at_once(pieces):
        return False
    wanted = there if there[0].bundle else there[: case.row.seats]
    if len(wanted) < case.row.seats:
        return False
    for piece in wanted:
        kept = {
            "proposal_id": case.row.id,
            "kept_until": stock_kept_until(case.desk.now),
        }
        _step(case.desk, piece, "set_aside", **kept)
    return True


def _of_proposal(case: Case) -> list[Item]:
    return [
        piece
        for piece in pieces_of(case.desk, case.asset)
        if piece.proposal_id == case.row.id and piece.state == SET_ASIDE
    ]


def _step(desk: Desk, piece: Item, act: str, *given: str, **changes: Any) -> None:
    state = next_state(ITEM, piece.state, act, given=given)
    if state == AVAILABLE:
        changes |= {"proposal_id": None, "kept_until": None}
    elif state in {"collected", "pulled"}:
        changes |= {"kept_until": None}
    desk.store.change(piece, state=state, **changes)
    desk.record(f"item.{act}", piece, state=state)


def _count_in(case: Case) -> None:
    """Make pieces of an offer that came by a sheet, which only says how many.

    The seat is held by now, so that no two requests count the same shelf.
    """
    desk, asset = case.desk, case.asset
    within = (asset.organisation_id,)
    if desk.store.count(Item, col(Item.asset_id) == asset.id, within=within):
        return
    what = str(case.values[asset.id].get("item", ""))
    seats = seats_of(desk.store, asset.id, asset.organisation_id)["seats"]
    for _ in range(seats.most):
        desk.store.new(
            Item,
            organisation_id=asset.organisation_id,
            asset_id=asset.id,
            what=what,
            state=AVAILABLE,
        )


def set_cells(desk: Desk, asset: Asset, **cells: Any) -> None:
    """Write cells of an asset; a sheet that says otherwise later is a conflict."""
    held = value(desk.store, asset, "values") or {}
    keep(desk.store, asset, asset.person_id, values={**held, **cells})
    when = dict.fromkeys(cells, desk.now.isoformat())
    desk.store.change(asset, edited={**asset.edited, **when})
