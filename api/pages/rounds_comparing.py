"""Comparing policies: totals of each on the same records, before one is chosen."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.figures import read_figures
from api.actions.rounds import read_round
from api.actions.runs import ask_comparison
from api.actions.schemes import read_scheme
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.rounds_compared import (
    compared_rows,
    frontiers,
    given_up,
    named,
    titles,
)
from api.pages.rounds_policies import EFFORTS, choices
from api.pages.rounds_running import compared

router = APIRouter(prefix="/rounds/{id}")
Name = Literal["stable", "best", "fair", "needs-first", "assets-first"]
_FEWEST = 2


class Comparing(Form):
    """Policies to compare."""

    policies: Annotated[
        list[Name], Field(min_length=_FEWEST, title="at least two policies")
    ]
    effort: Literal["10", "60", "600"] = Field(title="how long to look")


@page(router, "GET", "/compare", read_round)
def compare(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what each policy came to, what is given up for what, and how to ask."""
    seen = at.see(read_round, id)
    scheme = at.see(read_scheme, UUID(seen["scheme"]))
    found, words = compared(at, id), scheme["words"].get("staff", {})
    figures = at.see(read_figures, id, kind="compare") if found else None
    return at.page(
        "rounds/compare.html",
        round=seen,
        scheme=scheme,
        found=found,
        headings=titles(found) if found else (),
        rows=compared_rows(found, words) if found else (),
        given_up=given_up(found, words) if found else (),
        frontiers=frontiers(found) if found else (),
        picture=named(figures, "policies"),
        policies=choices(),
        efforts=EFFORTS,
    )


@page(router, "POST", "/compare", ask_comparison, again=compare)
def ask(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask what several policies would come to."""
    form = at.form(Comparing)
    return at.do(
        ask_comparison,
        id,
        then=f"/rounds/{id}/compare",
        done="The comparison was asked for. It begins in a moment.",
        policies=[{"name": name} for name in dict.fromkeys(form.policies)],
        effort=float(form.effort),
    )
