"""Stock of a shelf: what came in, is looked over, is there, left, or was recalled."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.babybank import (
    list_stock,
    pull_piece,
    recall_offer,
    recall_piece,
    receive_items,
    shelve_items,
)
from api.actions.stock_asked import read_offer, read_shelf
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/shelf")
STATES = {
    "received": "To look over",
    "checked": "Looked over",
    "available": "On the shelf",
    "set_aside": "Set aside",
    "collected": "Collected",
    "pulled": "Taken off",
}
State = Annotated[
    Literal["", "received", "checked", "available", "set_aside", "collected", "pulled"],
    Query(),
]


class Receiving(Form):
    """What came in: equal pieces, or the pieces of one bundle."""

    item: str = Field(title="what came in", max_length=60)
    size: str = Field(title="a size", max_length=60)
    hub: str = Field(title="the hub", max_length=100)
    condition: Literal["", "new", "as-new", "good"] = ""
    quantity: int = Field(default=1, title="how many", ge=1, le=50)
    pieces: list[str] = Field(default=[], title="the pieces", max_length=50)
    giver: str = Field(default="", title="who gave it", max_length=100)


class Shelving(Form):
    """Which pieces of an offer passed their check."""

    asset: UUID
    passed: list[UUID] = Field(default=[], max_length=50)


class Pulling(Form):
    """Which piece is taken off, and why."""

    item: UUID
    asset: UUID
    reason: str = Field(title="why it is taken off", max_length=500)


class Recalling(Form):
    """One piece that is recalled, or the whole offer."""

    asset: UUID
    item: UUID | None = None


@page(router, "GET", "/{id}/stock", list_stock)
def stock(
    at: Asker,
    id: UUID,  # noqa: A002 - a path calls its id "id"
    after: After = None,
    state: State = "",
) -> Response:
    """List the pieces of the shelf, by state."""
    return at.page(
        "shelf/stock.html",
        shelf=at.see(read_shelf, id),
        stock=at.see(list_stock, id, state=state, after=after),
        state=state,
        states=STATES,
    )


@page(router, "GET", "/{id}/receive", receive_items)
def receive(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask what came in."""
    return at.page("shelf/receive.html", shelf=at.see(read_shelf, id))


@page(router, "POST", "/{id}/receive", receive_items, again=receive)
def take_in(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Receive it: it is looked over before it can be asked for."""
    form = at.form(Receiving)
    made = at.done_with(
        receive_items,
        id,
        more={"giver": form.giver} if form.giver else {},
        **form.model_dump(exclude={"giver"}),
    )
    return at.go(
        f"/shelf/{id}/offers/{made['id']}", done="It is received. Look it over next."
    )


@page(router, "GET", "/{id}/offers/{asset}", read_offer)
def offer(at: Asker, id: UUID, asset: UUID) -> Response:  # noqa: A002
    """Show one offer, piece by piece."""
    return at.page(
        "shelf/offer.html",
        shelf=at.see(read_shelf, id),
        offer=at.see(read_offer, id, asset_id=asset),
        states=STATES,
    )


def _again(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show the offer that a form was about."""
    return offer(at, id, UUID(str(at.sent.get("asset"))))


@page(router, "POST", "/{id}/shelve", shelve_items, again=_again)
def shelve(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Put on the shelf what passed its check; the rest is taken off."""
    form = at.form(Shelving)
    return at.do(
        shelve_items,
        id,
        then=f"/shelf/{id}/offers/{form.asset}",
        done="What passed is on the shelf.",
        asset_id=form.asset,
        passed=form.passed,
    )


@page(router, "POST", "/{id}/pull", pull_piece, again=_again)
def pull(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Take one piece off the shelf."""
    form = at.form(Pulling)
    return at.do(
        pull_piece,
        id,
        then=f"/shelf/{id}/offers/{form.asset}",
        done="It is off the shelf. Whoever waited for it is told.",
        item_id=form.item,
        reason=form.reason,
    )


@page(router, "POST", "/{id}/recall", recall_piece, again=_again)
def recall(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Recall one piece, or the whole offer: whoever has one is told today."""
    form = at.form(Recalling)
    if form.item:
        made = at.done_with(recall_piece, id, item_id=form.item)
    else:
        made = at.done_with(recall_offer, id, asset_id=form.asset)
    told = made["told"]
    families = "1 family is" if told == 1 else f"{told} families are"
    return at.go(
        f"/shelf/{id}/offers/{form.asset}",
        done=f"It is recalled. {families} told today.",
    )
