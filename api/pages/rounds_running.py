"""Freezing and running a round: the policy, how far it is, and ending it early."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.results import read_comparison
from api.actions.rounds import read_round
from api.actions.rounds_standing import count_proposals
from api.actions.runs import ask_run, cancel_run
from api.actions.schemes import read_scheme
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.rounds_policies import EFFORTS, given, options
from matcher.errors import Refused

router = APIRouter(prefix="/rounds/{id}")


class Running(Form):
    """A run to ask for."""

    policy: Literal[
        "scheme", "stable", "best", "fair", "needs-first", "assets-first"
    ] = Field(title="a policy")
    effort: Literal["10", "60", "600"] = Field(title="how long to look")
    frozen: str = Field(default="", max_length=64, pattern="^[0-9a-f]*$")


@page(router, "GET", "/run", read_round)
def run(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show how far a run is, what became of it, and how to ask for one."""
    seen = at.see(read_round, id)
    scheme = at.see(read_scheme, UUID(seen["scheme"]))
    return at.page(
        "rounds/run.html",
        round=seen,
        scheme=scheme,
        counts=at.see(count_proposals, id),
        policies=options(scheme["policy"]),
        efforts=EFFORTS,
        compared=compared(at, id),
    )


@page(router, "POST", "/run", ask_run, again=run)
def ask(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Freeze and run."""
    form = at.form(Running)
    return at.do(
        ask_run,
        id,
        then=f"/rounds/{id}/run",
        done="The run was asked for. It begins in a moment.",
        policy=given(form.policy),
        effort=float(form.effort),
        snapshot_sha256=form.frozen,
    )


@page(router, "POST", "/cancel", cancel_run, again=run)
def cancel(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask the run on its way to end."""
    live = at.see(read_round, id)["run"] or {}
    page_of = "compare" if live.get("kind") == "compare" else "run"
    return at.do(
        cancel_run,
        id,
        then=f"/rounds/{id}/{page_of}",
        done="The run was asked to end. Nothing of it is kept.",
    )


def compared(at: At, id: UUID) -> dict[str, Any] | None:  # noqa: A002
    """Return the latest comparison of a round; None where there is none to see."""
    try:
        found: dict[str, Any] | None = at.may_see(read_comparison, id)
    except Refused:
        return None
    return found
