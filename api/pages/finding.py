"""Find for one today: a shortlist with reasons, whom to ask, and the first safe yes."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.asking import explain_pair, list_for_need
from api.actions.asks import (
    MOST,
    close_ask,
    confirm_safe,
    list_asks,
    make_ask,
    read_ask,
    release_ask,
)
from api.actions.by_ref import id_of_ref
from api.actions.needs import list_needs, read_need
from api.actions.proposals import preview_offer
from api.actions.schemes import list_schemes, read_scheme
from api.pages.at import At
from api.pages.calling import SIGNED_IN, After, Asker, page
from api.pages.forms import Form
from api.steps import WAITS

router = APIRouter()
Top = Annotated[int, Query(ge=1, le=50)]
SHOWN = 10
NOT_YET = "not asked yet"


class Asking(Form):
    """Whom to ask, in which order, and how."""

    asset: list[UUID] = Field(title="whom to ask", min_length=1, max_length=MOST)
    how: Literal["in_order", "at_once"] = Field(title="how to ask")


class Safe(Form):
    """Whose yes is safe."""

    proposal: UUID = Field(title="whose yes is safe")


class Other(Form):
    """Somebody who is not on the shortlist."""

    ref: str = Field(title="the reference", max_length=100)


@page(router, "GET", "/find", SIGNED_IN)
def find(at: Asker) -> Response:
    """Say for which scheme; where there is one, go on with it."""
    found = at.see(list_schemes, at.who.organisation_id)["items"]
    if len(found) == 1:
        return at.go(f"/schemes/{found[0]['id']}/find")
    return at.page("finding/schemes.html", schemes=found)


@page(router, "GET", "/schemes/{id}/find", list_needs)
def waiting(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """List who waits, to find somebody for one of them."""
    return at.page(
        "finding/waiting.html",
        scheme=at.see(read_scheme, id),
        needs=at.see(list_needs, id, state="waiting", after=after),
    )


@page(router, "POST", "/schemes/{id}/find", list_needs, again=waiting)
def find_by_ref(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Go to one by its reference."""
    need = at.see(id_of_ref, id, kind="need", ref=at.form(Other).ref)
    return at.go(f"/needs/{need}/shortlist")


@page(router, "GET", "/needs/{id}/shortlist", list_for_need)
def shortlist(at: Asker, id: UUID, top: Top = SHOWN) -> Response:  # noqa: A002
    """Show who could be asked today, best for the need first, with reasons."""
    need = at.see(read_need, id)
    found = at.see(list_for_need, id, top=top)
    return at.page(
        "finding/shortlist.html",
        need=need,
        scheme=at.see(read_scheme, UUID(need["scheme_id"])),
        found=found,
        top=top,
        most=MOST,
    )


@page(router, "POST", "/needs/{id}/ask", make_ask, again=shortlist)
def ask(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Draft an ask; nobody hears of it yet."""
    form = at.form(Asking)
    scheme_id = UUID(at.see(read_need, id)["scheme_id"])
    made = at.done_with(
        make_ask, scheme_id, need_id=id, asset_ids=form.asset, how=form.how
    )
    return at.go(f"/asks/{made['id']}", done="Drafted. Nobody has been asked yet.")


@page(router, "POST", "/needs/{id}/why-not", list_for_need, again=shortlist)
def find_other(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Go to why somebody is, or is not, on the list."""
    scheme_id = UUID(at.see(read_need, id)["scheme_id"])
    asset = at.see(id_of_ref, scheme_id, kind="asset", ref=at.form(Other).ref)
    return at.go(f"/needs/{id}/why-not/{asset}")


@page(router, "GET", "/needs/{id}/why-not/{asset}", explain_pair)
def why_not(at: Asker, id: UUID, asset: UUID) -> Response:  # noqa: A002
    """Show every rule's word on one pair."""
    need = at.see(read_need, id)
    return at.page(
        "finding/why_not.html",
        need=need,
        scheme=at.see(read_scheme, UUID(need["scheme_id"])),
        found=at.see(explain_pair, id, asset_id=asset),
    )


@page(router, "GET", "/schemes/{id}/asks", list_asks)
def asks(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """List a scheme's asks, the newest first."""
    return at.page(
        "finding/asks.html",
        scheme=at.see(read_scheme, id),
        asks=at.see(list_asks, id, after=after),
    )


@page(router, "GET", "/asks/{id}", read_ask)
def show(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show an ask, how each stands, and every message before it is sent."""
    return at.page("finding/ask.html", **_ask(at, id))


@page(router, "POST", "/asks/{id}/release", release_ask, again=show)
def release(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Send what was previewed."""
    prefix = "preview-"
    previews = {
        name.removeprefix(prefix): str(digest)
        for name, digest in at.sent.items()
        if name.startswith(prefix)
    }
    then, done = f"/asks/{id}", "Sent. Answers show here as they come."
    return at.do(release_ask, id, then=then, done=done, previews=previews)


@page(router, "POST", "/asks/{id}/confirmation", confirm_safe, again=show)
def confirm(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Confirm a yes as safe."""
    done = at.done_with(confirm_safe, id, proposal_id=at.form(Safe).proposal)
    if done.get("available") is False:
        return at.go(f"/asks/{id}", done="Not available any more. Nothing was held.")
    then = "Confirmed. The seat is held, and the others are no longer needed."
    return at.go(f"/asks/{id}", done=then)


@page(router, "POST", "/asks/{id}/closing", close_ask, again=show)
def close(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Close an ask."""
    return at.do(close_ask, id, then=f"/asks/{id}", done="The ask is closed.")


def _ask(at: At, id_: UUID) -> dict[str, Any]:
    found = at.see(read_ask, id_)
    waits = [m for m in found["members"] if m["stands"] == NOT_YET]
    still = {m["waits_for"] for m in waits if m["available"]}
    if still == {"turn"}:  # Released as they were seen: nothing is sent by hand.
        waits = []
    previews = {
        m["proposal"]: at.may_see(preview_offer, UUID(m["proposal"])) for m in waits
    }
    return {
        "ask": found,
        "need": at.may_see(read_need, UUID(found["need_id"])),
        "scheme": at.see(read_scheme, UUID(found["scheme_id"])),
        "previews": {each: seen for each, seen in previews.items() if seen},
        "ready": still <= {"turn", "release"},
        "waits": WAITS,
    }
