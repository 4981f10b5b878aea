"""One proposal, as the child's worker sees it: their word, and what they release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.proposals import (
    allow_offer,
    disclose_proposal,
    preview_details,
    read_proposal,
    record_shown,
    withdraw_proposal,
)
from api.actions.schemes import read_titles
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.wording import lines_of, parts_of, words_of

router = APIRouter(prefix="/proposals")
BEFORE = ("drafted", "approved")


class Seen(Form):
    """The digest of the list that was read before it is released."""

    seen: str = Field(min_length=64, max_length=64)


class Shown(Form):
    """How a child was asked, and what they showed."""

    need: UUID = Field(title="the child")
    answer: Literal["yes", "no"] = Field(title="yes or no")
    how: str = Field(max_length=4_000, title="how they were asked")
    shown: str = Field(max_length=4_000, title="what they showed")
    cannot_say: bool = False


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    scheme = seen["scheme_id"]
    return at.page(
        "proposals/worker.html",
        proposal=seen,
        words=words_of(at, scheme, "staff"),
        parts=parts_of(seen.get("why", ()), {}),
        cards=[lines_of(at, scheme, "needs", card) for card in seen.get("card", ())],
        holder=lines_of(at, scheme, "assets", seen.get("holder_card", {})),
        early=seen["state"] in BEFORE and "holder_card" not in seen,
    )


def again(at: At, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show it as it stands, with what went wrong."""
    return view(at, at.see(read_proposal, id))


@page(router, "POST", "/{id}/allow", allow_offer, again=again)
def allow(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say, for the child, that it may be offered."""
    done = "You said that this may be offered. Nothing has been sent."
    return at.do(allow_offer, id, then=f"/proposals/{id}", done=done)


@page(router, "GET", "/{id}/release", preview_details)
def release(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show exactly what would be released, and to whom."""
    seen = at.see(preview_details, id)
    scheme = seen["scheme_id"]
    titles = at.see(read_titles, UUID(scheme))["assets"]
    return at.page(
        "proposals/release.html",
        proposal=seen,
        lists=[lines_of(at, scheme, "needs", each) for each in seen["details"]],
        holder=[titles.get(name, name) for name in seen["holder_card"]],
        words=words_of(at, scheme, "staff"),
    )


@page(router, "POST", "/{id}/release", disclose_proposal, again=again)
def release_details(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Release exactly the list that was read."""
    form = at.form(Seen)
    done = "The list was released, and it is written down that you released it."
    return at.do(
        disclose_proposal, id, then=f"/proposals/{id}", done=done, seen=form.seen
    )


@page(router, "GET", "/{id}/shown", record_shown)
def ask_shown(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask how a child was asked, and what they showed."""
    return at.page("proposals/shown.html", proposal=at.see(read_proposal, id))


@page(router, "POST", "/{id}/shown", record_shown, again=ask_shown)
def keep_shown(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down what a child showed who does not say it themselves."""
    form = at.form(Shown)
    return at.do(
        record_shown,
        id,
        then=f"/proposals/{id}",
        done="What the child showed is written down.",
        need_id=form.need,
        answer=form.answer,
        how=form.how,
        shown=form.shown,
        cannot_say=form.cannot_say,
    )


@page(router, "POST", "/{id}/take-back", withdraw_proposal, again=again)
def take_back(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Withdraw it: all that it held or showed goes back at once."""
    done = "It was withdrawn. What it showed is shown no more."
    return at.do(withdraw_proposal, id, then=f"/proposals/{id}", done=done)
