"""The shelf of a baby bank: what is asked for, and giving it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.babybank import (
    ask_for_item,
    collect_item,
    hand_over_item,
    put_back_item,
    set_aside_item,
)
from api.actions.schemes import list_schemes
from api.actions.stock_asked import find_offers, list_asked, read_asked, read_shelf
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/shelf")


class Asking(Form):
    """What a family asks for; a first name and an age are enough."""

    first_name: str = Field(title="a first name", max_length=100)
    years: int = Field(default=0, title="years", ge=0, le=7)
    months: int = Field(default=0, title="months", ge=0, le=84)
    unborn: bool = False
    item: str = Field(title="what is asked for", max_length=60)
    size: str = Field(title="a size", max_length=60)
    quantity: int = Field(default=1, title="how many", ge=1, le=50)
    urgent: bool = False
    contact: str = Field(default="", title="the contact", max_length=200)
    postcode: str = Field(default="", title="the postcode", max_length=10)
    family: str = Field(
        default="",
        title="the family's code",
        max_length=60,
        pattern=r"^[A-Za-z0-9_.-]*$",
    )

    def age(self) -> int:
        """Return the child's age in months; below nothing before it is born."""
        months = self.years * 12 + self.months
        return -months if self.unborn else months

    def more(self) -> dict[str, str]:
        """Return the further cells that were given."""
        given = {
            "holder": self.family,
            "contact": self.contact,
            "place": self.postcode,
            "urgent": "yes" if self.urgent else "",
        }
        return {name: text for name, text in given.items() if text}


class Giving(Form):
    """What is given to whom."""

    need: UUID
    asset: UUID = Field(title="what is given")


class Kept(Form):
    """What was set aside, and for which request."""

    need: UUID
    proposal: UUID


@page(router, "GET", "", list_schemes)
def shelves(at: Asker) -> Response:
    """Lead to the shelf, or list them where there are several."""
    schemes = at.see(list_schemes, at.who.organisation_id)["items"]
    found = [at.may_see(read_shelf, UUID(each["id"])) for each in schemes]
    there = [shelf for shelf in found if shelf]
    if len(there) == 1:
        return at.go(f"/shelf/{there[0]['id']}")
    return at.page("shelf/shelves.html", shelves=there)


@page(router, "GET", "/{id}", list_asked)
def asked(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """Show what is asked for and not given yet."""
    shelf = at.see(read_shelf, id)
    found = at.see(list_asked, id, after=after)
    return at.page("shelf/asked.html", shelf=shelf, asked=found)


@page(router, "GET", "/{id}/ask", ask_for_item)
def ask(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask for whom, and for what."""
    return at.page("shelf/ask.html", shelf=at.see(read_shelf, id))


@page(router, "POST", "/{id}/ask", ask_for_item, again=ask)
def keep(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write the request down, and lead to its confirmation."""
    form = at.form(Asking)
    made = at.done_with(
        ask_for_item,
        id,
        first_name=form.first_name,
        age_months=form.age(),
        item=form.item,
        size=form.size,
        quantity=form.quantity,
        more=form.more(),
    )
    first, count = made["needs"][0], len(made["needs"])
    said = "The request is kept." if count == 1 else f"{count} requests are kept."
    return at.go(f"/shelf/{id}/requests/{first}", done=said)


@page(router, "GET", "/{id}/requests/{need}", read_asked)
def request(
    at: Asker,
    id: UUID,  # noqa: A002
    need: UUID,
    after: After = None,
) -> Response:
    """Show a request: for whom, what there is for it, what became of it."""
    found = at.see(read_asked, id, need_id=need)
    open_ = found["state"] == "waiting" and not found["aside"]
    wanted = {"item": found["item"], "size": found["size"]}
    offers = at.see(find_offers, id, **wanted, after=after) if open_ else None
    shelf = at.see(read_shelf, id)
    return at.page("shelf/request.html", shelf=shelf, asked=found, offers=offers)


def _again(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show the request that a form was about."""
    need: Any = at.sent.get("need")
    return request(at, id, UUID(str(need)))


@page(router, "POST", "/{id}/set-aside", set_aside_item, again=_again)
def set_aside(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Set something aside for 7 days."""
    form = at.form(Giving)
    return at.do(
        set_aside_item,
        id,
        then=f"/shelf/{id}/requests/{form.need}",
        done="It is set aside for 7 days.",
        need_id=form.need,
        asset_id=form.asset,
    )


@page(router, "POST", "/{id}/hand-over", hand_over_item, again=_again)
def hand_over(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Hand something over on the spot."""
    form = at.form(Giving)
    return at.do(
        hand_over_item,
        id,
        then=f"/shelf/{id}/requests/{form.need}",
        done="It is handed over.",
        need_id=form.need,
        asset_id=form.asset,
    )


@page(router, "POST", "/{id}/collected", collect_item, again=_again)
def collected(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Record that what was set aside was collected."""
    form = at.form(Kept)
    then = f"/shelf/{id}/requests/{form.need}"
    return at.do(collect_item, form.proposal, then=then, done="It is collected.")


@page(router, "POST", "/{id}/put-back", put_back_item, again=_again)
def put_back(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Put what nobody collected back on the shelf."""
    form = at.form(Kept)
    then = f"/shelf/{id}/requests/{form.need}"
    done = "It is back on the shelf. The request waits again."
    return at.do(put_back_item, form.proposal, then=then, done=done)
