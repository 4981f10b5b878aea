"""Pin, forbid, take back, swap: what a coordinator rules about a pair."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.reporting import read_report
from api.actions.reviewing_choices import read_choices
from api.actions.reviewing_others import read_others
from api.actions.reviewing_runs import swap_pair
from api.actions.rounds import rule_pair
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.review import review

router = APIRouter(prefix="/rounds/{id}")
others = APIRouter(prefix="/proposals/{id}")
DONE = {
    "pin": "Pinned. It counts from the next run.",
    "forbid": "Forbidden. It counts from the next run.",
    "none": "Taken back. It counts from the next run.",
}


class Ruling(Form):
    """What is ruled about a pair, and where it was ruled from."""

    need: UUID
    asset: UUID = Field(title="one of them")
    kind: Literal["pin", "forbid", "none"] = Field(title="what to do")
    proposal: UUID | None = None


class Swap(Form):
    """A need, and whom it goes to instead."""

    need: UUID
    asset: UUID = Field(title="whom it goes to instead")


@page(router, "POST", "/rulings", rule_pair, again=review)
def rule(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Pin or forbid a pair, or take a ruling back."""
    form = at.form(Ruling)
    proposed = form.proposal and f"/proposals/{form.proposal}"
    return at.do(
        rule_pair,
        id,
        then=proposed or f"/rounds/{id}/review?part=choose",
        done=DONE[form.kind],
        need_id=form.need,
        asset_id=form.asset,
        kind=form.kind,
    )


@page(others, "GET", "/swap", read_others)
def swaps(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show whom else a need could go to by what the round froze, best first."""
    return at.page(
        "proposals/swap.html",
        report=at.see(read_report, id),
        choices=at.see(read_choices, id),
        found=at.see(read_others, id),
    )


@page(router, "POST", "/swap", swap_pair, again=review)
def swap(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Pin a need to another asset and ask for a run; nothing settled moves."""
    form = at.form(Swap)
    return at.do(
        swap_pair,
        id,
        then=f"/rounds/{id}/run",
        done="Swapped. The run was asked for: see the difference when it is done.",
        need_id=form.need,
        asset_id=form.asset,
    )
