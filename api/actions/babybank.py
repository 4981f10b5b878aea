"""A baby bank's shelf: what comes in, what is asked for, what is recalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.actions.babybank_giving import (
    collect_item,
    hand_over_item,
    put_back_item,
    set_aside_item,
)
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.proposals_case import Case, case_of, within_scheme
from api.actions.proposals_moving import take_back
from api.actions.proposals_tasks import task
from api.actions.proposals_telling import tell
from api.actions.rows_writing import add_row
from api.actions.schemes_in_use import in_use
from api.actions.stock import hands_over, pieces_of, set_cells, step_piece
from api.permissions import NotThere, shown
from api.records import Asset, Item, Need, Proposal, Scheme, new_id
from api.steps import london_day, never_taken, takers_told
from api.store import col, keep, scheme_of
from matcher.errors import Refused

MOST = 50
"""At most so many pieces at once."""
NEW = "new"
"""The condition of what nobody has used."""

__all__ = [
    "ask_for_item",
    "collect_item",
    "hand_over_item",
    "list_stock",
    "pull_piece",
    "put_back_item",
    "recall_offer",
    "recall_piece",
    "receive_items",
    "set_aside_item",
    "shelf_version",
    "shelve_items",
]


@acts("stock.ask", on=Scheme, adds=True)
def ask_for_item(
    desk: Desk,
    scheme: Scheme,
    *,
    first_name: str,
    age_months: int,
    item: str,
    size: str,
    quantity: int = 1,
    more: Mapping[str, str] | None = None,
) -> Done:
    """Write down what a family asks for: one need for each piece.

    A first name and an age are enough; nobody is asked whether they may ask.

    Parameters
    ----------
    more : mapping of str to str
        Further cells, such as a contact, a postcode, or the family's own code.
    """
    shelf_version(desk, scheme)
    if not 1 <= quantity <= MOST:
        raise Refused(f"Ask for 1 to {MOST} pieces at once.")
    cells = {
        "holder": f"f-{new_id().hex[-10:]}",
        "asked_on": london_day(desk.now).isoformat(),
        **(more or {}),
        "child_name": first_name,
        "child_age_months": str(age_months),
        "item": item,
        "size": size,
    }
    rows = [add_row(desk, scheme, Need, cells) for _ in range(quantity)]
    for row in rows:
        desk.record("stock.ask", row)
    if (more or {}).get("contact"):
        _confirm(desk, scheme, rows[0])
    return desk.done(rows[0], needs=[str(row.id) for row in rows])


@acts("stock.receive", on=Scheme, adds=True)
def receive_items(
    desk: Desk,
    scheme: Scheme,
    *,
    item: str,
    size: str,
    hub: str,
    condition: str = "",
    quantity: int = 1,
    pieces: Sequence[str] = (),
    more: Mapping[str, str] | None = None,
) -> Done:
    """Receive equal pieces, or the pieces of one bundle; nothing is on the shelf yet.

    Parameters
    ----------
    pieces : sequence of str
        The items that a bundle is made of; it is asked for whole. Empty for equal ones.
    more : mapping of str to str
        Further cells, such as who gave it.

    Raises
    ------
    Refused
        The scheme never takes one of them second-hand.
    """
    rules = scheme_of(shelf_version(desk, scheme))
    refused, second_hand = rules.steps.never_second_hand, condition != NEW
    listed = rules.sheets["assets"].column("item").values
    for what in (item, *pieces):
        if what not in listed:
            raise Refused("This is no item of the scheme's list.")
        if never_taken(what, second_hand=second_hand, refused=refused):
            raise Refused(f"Never taken second-hand: {', '.join(refused)}.")
    if not 1 <= quantity <= MOST or len(pieces) > MOST or (pieces and quantity != 1):
        raise Refused(f"Receive 1 to {MOST} equal pieces, or one bundle.")
    cells = {
        **(more or {}),
        "item": item,
        "size": size,
        "hub": hub,
        "quantity": "0",
        "checked": "no",
    }
    given = {"condition": condition} if condition else {}
    asset = add_row(desk, scheme, Asset, cells | given)
    for what in pieces or [item] * quantity:
        desk.store.new(
            Item,
            organisation_id=asset.organisation_id,
            asset_id=asset.id,
            what=what,
            bundle=bool(pieces),
            second_hand=second_hand,
        )
    desk.record("stock.receive", asset, pieces=len(pieces) or quantity)
    return desk.done(asset, pieces=[str(p.id) for p in pieces_of(desk, asset)])


@acts("stock.shelve", on=Scheme, adds=True)
def shelve_items(
    desk: Desk, scheme: Scheme, *, asset_id: UUID, passed: Sequence[UUID]
) -> Done:
    """Put on the shelf what passed its check; what did not is pulled.

    Parameters
    ----------
    passed : sequence of UUID
        The pieces that a helper looked over and found good, of those received.
    """
    asset = _offer(desk, scheme, asset_id)
    waiting = [p for p in pieces_of(desk, asset) if p.state in {"received", "checked"}]
    if not {*passed} <= {piece.id for piece in waiting}:
        raise Refused("One of these pieces does not wait for its check here.")
    for piece in waiting:
        if piece.id not in passed:
            step_piece(desk, asset, piece, "pull", "reason")
            continue
        if piece.state == "received":
            step_piece(desk, asset, piece, "check", "passed_check")
        step_piece(desk, asset, piece, "make_available")
    if passed:
        set_cells(desk, asset, checked=True)
    desk.record("stock.shelve", asset, passed=len(passed), of=len(waiting))
    return desk.done(asset)


@acts("stock.pull", on=Scheme, adds=True)
def pull_piece(desk: Desk, scheme: Scheme, *, item_id: UUID, reason: str) -> Done:
    """Pull one piece, for a reason that is sealed; who waits for it is told.

    Raises
    ------
    Refused
        There is no reason, or a family has it already: that is a recall.
    """
    asset, piece = _piece(desk, scheme, item_id)
    if not reason.strip():
        raise Refused("Say why it is pulled.")
    _free(desk, piece, "withdrawn")
    step_piece(desk, asset, piece, "pull", "reason")
    keep(desk.store, piece, asset.organisation_id, reason=reason)
    desk.record("stock.pull", piece)
    return desk.done(piece)


@acts("stock.recall", on=Scheme, adds=True)
def recall_piece(desk: Desk, scheme: Scheme, *, item_id: UUID) -> Done:
    """Recall one piece: pulled at once, and whoever has it or waits for it is told."""
    asset, piece = _piece(desk, scheme, item_id)
    told = _recall(desk, asset, piece)
    return desk.done(piece, told=int(told))


@acts("stock.recall", on=Scheme, adds=True)
def recall_offer(desk: Desk, scheme: Scheme, *, asset_id: UUID) -> Done:
    """Recall every piece of an offer; it is offered to nobody any more."""
    asset = _offer(desk, scheme, asset_id)
    pieces = [p for p in pieces_of(desk, asset) if p.state != "pulled"]
    told = sum(_recall(desk, asset, piece) for piece in pieces)
    set_cells(desk, asset, recalled=True)
    desk.record("stock.recall", asset, pieces=len(pieces), told=told)
    return desk.done(asset, told=told)


@reads("stock.list", on=Scheme)
def list_stock(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return the pieces of a scheme's shelf, in the order they came."""
    within = within_scheme(desk, scheme.id)
    wanted: list[Any] = [col(Item.state) == state] if state else []
    rows = desk.store.find(Item, *wanted, within=within, after=after, limit=limit + 1)
    ids = {row.asset_id for row in rows}
    assets = desk.store.find(Asset, col(Asset.id).in_(ids), within=within)
    here = {asset.id: asset for asset in assets if asset.scheme_id == scheme.id}
    items = list(_lines(desk, rows[:limit], here))
    return {"items": items, "next": str(rows[limit - 1].id) if rows[limit:] else None}


def _lines(
    desk: Desk, rows: Sequence[Item], here: Mapping[UUID, Asset]
) -> Iterable[dict[str, Any]]:
    for row in rows:
        asset = here.get(row.asset_id)
        if asset is None:
            continue
        yield show_piece(desk, asset, row)


def show_piece(desk: Desk, asset: Asset, row: Item) -> dict[str, Any]:
    """Return a piece of the shelf as far as who asks may see it."""
    values = {
        "id": str(row.id),
        "version": row.version,
        "asset": {"id": str(asset.id), "ref": asset.ref},
        "what": row.what,
        "bundle": row.bundle,
        "second_hand": row.second_hand,
        "state": row.state,
        "kept_until": row.kept_until.isoformat() if row.kept_until else None,
        "proposal_id": str(row.proposal_id) if row.proposal_id else None,
    }
    return shown("piece", desk.audiences, row.state, values)


def _confirm(desk: Desk, scheme: Scheme, need: Need) -> None:
    """Tell a family who left a way to reach them that their request is kept."""
    desk.post(
        "message",
        once=f"request_kept:{need.id}",
        message="request_kept",
        person=need.person_id,
        audience="family",
        scheme_version=in_use(desk, scheme).id,
        about_table="need",
        about=need.id,
    )


def shelf_version(desk: Desk, scheme: Scheme) -> Any:
    """Return the version in use of a scheme that hands things over.

    Raises
    ------
    NotThere
        It hands over nothing.
    """
    version = in_use(desk, scheme)
    if not hands_over(scheme_of(version)):
        raise NotThere
    return version


def _offer(desk: Desk, scheme: Scheme, asset_id: UUID) -> Asset:
    shelf_version(desk, scheme)
    asset = desk.find(Asset, asset_id, within=within_scheme(desk, scheme.id))
    if asset.scheme_id != scheme.id:
        raise NotThere
    return asset


def _piece(desk: Desk, scheme: Scheme, item_id: UUID) -> tuple[Asset, Item]:
    piece = desk.find(Item, item_id, within=within_scheme(desk, scheme.id))
    return _offer(desk, scheme, piece.asset_id), piece


def _recall(desk: Desk, asset: Asset, piece: Item) -> bool:
    """Pull a recalled piece; return whether somebody has it or waited for it."""
    told, case = takers_told(piece.state, "recall"), _taker(desk, piece)
    _free(desk, piece, "")
    step_piece(desk, asset, piece, "recall")
    if told and case is not None:
        if any(voice.capacity == "parent" for voice in case.voices):
            tell(case, "recalled_item", ("parent",), item=piece.what)
        else:
            task(case, "tell_taker", "hub")
    return told


def _taker(desk: Desk, piece: Item) -> Case | None:
    row = desk.store.get(Proposal, piece.proposal_id)
    return None if row is None else case_of(desk, row)


def _free(desk: Desk, piece: Item, kind: str) -> None:
    """Take back what a piece was set aside for; where `kind` is "" nothing is told."""
    case = _taker(desk, piece)
    if piece.state == "set_aside" and case is not None:
        take_back(case, "withdraw", tells=bool(kind), kind=kind)
