"""``/schemes/{id}/stock``: a baby bank's shelf, from the door to a family."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.babybank import (
    ask_for_item,
    collect_item,
    hand_over_item,
    list_stock,
    pull_piece,
    put_back_item,
    recall_offer,
    recall_piece,
    receive_items,
    set_aside_item,
    shelve_items,
)
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["stock"])
Word = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
State = Literal[
    "", "received", "checked", "available", "set_aside", "collected", "pulled"
]


class AskBody(Body):
    """What a family asks for; a first name and an age are enough."""

    first_name: Name
    age_months: int = Field(ge=-9, le=84)
    item: Word
    size: Word
    quantity: int = Field(default=1, ge=1, le=50)
    urgent: bool = False
    family: str = Field(default="", max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")
    contact: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=10)

    def more(self) -> dict[str, str]:
        """Return the further cells that were given."""
        given = {
            "holder": self.family,
            "contact": self.contact,
            "place": self.postcode,
            "urgent": "yes" if self.urgent else "",
        }
        return {name: text for name, text in given.items() if text}


class ReceiveBody(Body):
    """What came in: equal pieces, or the pieces of one bundle."""

    item: Word
    size: Word
    hub: Word
    condition: Literal["", "new", "as-new", "good"] = ""
    quantity: int = Field(default=1, ge=1, le=50)
    pieces: list[Word] = Field(default=[], max_length=50)
    giver: str = Field(default="", max_length=100)


class ShelveBody(Body):
    """Which of an offer's pieces passed their check."""

    asset: UUID
    passed: list[UUID] = Field(max_length=50)


class PullBody(Body):
    """Which piece to pull, and why."""

    item: UUID
    reason: str = Field(min_length=1, max_length=500)


class PieceBody(Body):
    """Which piece."""

    item: UUID


class OfferBody(Body):
    """Which offer."""

    asset: UUID


class GiveBody(Body):
    """What is given to whom."""

    need: UUID
    asset: UUID


@route(router, "GET", "/schemes/{id}/stock", list_stock)
def list_(
    call: Caller, id: UUID, state: State = "", after: After = None, limit: Limit = 50
) -> Any:
    """Show the pieces of the shelf."""
    return call.see(list_stock, id, state=state, after=after, limit=limit)


@route(router, "POST", "/schemes/{id}/stock/asked", ask_for_item, status_code=201)
def ask(call: Caller, id: UUID, body: AskBody) -> Any:
    """Write down what a family asks for, a need for each piece."""
    return call.do(
        ask_for_item,
        id,
        first_name=body.first_name,
        age_months=body.age_months,
        item=body.item,
        size=body.size,
        quantity=body.quantity,
        more=body.more(),
    )


@route(router, "POST", "/schemes/{id}/stock/received", receive_items, status_code=201)
def receive(call: Caller, id: UUID, body: ReceiveBody) -> Any:
    """Receive pieces at a hub."""
    return call.do(
        receive_items,
        id,
        item=body.item,
        size=body.size,
        hub=body.hub,
        condition=body.condition,
        quantity=body.quantity,
        pieces=body.pieces,
        more={"giver": body.giver} if body.giver else {},
    )


@route(router, "POST", "/schemes/{id}/stock/shelved", shelve_items)
def shelve(call: Caller, id: UUID, body: ShelveBody) -> Any:
    """Put on the shelf what passed its check."""
    return call.do(shelve_items, id, asset_id=body.asset, passed=body.passed)


@route(router, "POST", "/schemes/{id}/stock/pulled", pull_piece)
def pull(call: Caller, id: UUID, body: PullBody) -> Any:
    """Pull a piece."""
    return call.do(pull_piece, id, item_id=body.item, reason=body.reason)


@route(router, "POST", "/schemes/{id}/stock/recalled", recall_piece)
def recall(call: Caller, id: UUID, body: PieceBody) -> Any:
    """Recall one piece."""
    return call.do(recall_piece, id, item_id=body.item)


@route(router, "POST", "/schemes/{id}/stock/recalled-offers", recall_offer)
def recall_all(call: Caller, id: UUID, body: OfferBody) -> Any:
    """Recall every piece of an offer."""
    return call.do(recall_offer, id, asset_id=body.asset)


@route(router, "POST", "/schemes/{id}/stock/set-aside", set_aside_item, status_code=201)
def set_aside(call: Caller, id: UUID, body: GiveBody) -> Any:
    """Set a piece aside for 7 days."""
    return call.do(set_aside_item, id, need_id=body.need, asset_id=body.asset)


@route(
    router, "POST", "/schemes/{id}/stock/handed-over", hand_over_item, status_code=201
)
def hand_over(call: Caller, id: UUID, body: GiveBody) -> Any:
    """Hand a piece over on the spot."""
    return call.do(hand_over_item, id, need_id=body.need, asset_id=body.asset)


@route(router, "POST", "/proposals/{id}/collected", collect_item)
def collect(call: Caller, id: UUID) -> Any:
    """Record that a family collected what was set aside."""
    return call.do(collect_item, id)


@route(router, "POST", "/proposals/{id}/put-back", put_back_item)
def put_back(call: Caller, id: UUID) -> Any:
    """Put what was set aside back on the shelf."""
    return call.do(put_back_item, id)
