"""Rounds: a scheme's, a new one, and one of them as a list of what there is to do."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.rounds import close_round, list_rounds, open_round, read_round
from api.actions.rounds_standing import count_proposals
from api.actions.schemes import read_scheme
from api.pages.calling import After, Asker, page
from api.pages.forms import Form
from api.pages.rounds_tasks import tasks_of
from matcher.model import Term

router = APIRouter()


class Opening(Form):
    """A round to open."""

    name: str = Field(min_length=1, max_length=100, title="a name")
    as_of: date = Field(title="the day that ages and checks are read by")
    term_start: date = Field(title="the day that matches start")
    term_end: date = Field(title="the day that matches end")


@page(router, "GET", "/schemes/{id}/rounds", list_rounds)
def rounds(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """List a scheme's rounds, newest first."""
    return at.page(
        "rounds/list.html",
        scheme=at.see(read_scheme, id),
        rounds=at.see(list_rounds, id, after=after, limit=25),
    )


@page(router, "GET", "/schemes/{id}/rounds/new", open_round)
def new_round(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask what a new round needs: a name, a day, a term."""
    scheme = at.see(read_scheme, id)
    return at.page("rounds/new.html", scheme=scheme, today=at.app.now().date())


@page(router, "POST", "/schemes/{id}/rounds", open_round, again=new_round)
def open_(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Open a round; the hash of its salt is shown before anything is frozen."""
    form = at.form(Opening)
    done = at.done_with(
        open_round,
        id,
        name=form.name,
        as_of=form.as_of,
        term=Term(form.term_start, form.term_end),
    )
    return at.go(f"/rounds/{done['id']}", done="The round is open.")


@page(router, "GET", "/rounds/{id}", read_round)
def round_(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show a round as a list of tasks, each with how far it is."""
    seen = at.see(read_round, id)
    counts = at.see(count_proposals, id)
    scheme = at.see(read_scheme, UUID(seen["scheme"]))
    tasks = tasks_of(seen, counts, brings=at.holds("coordinator"))
    return at.page(
        "rounds/tasks.html", round=seen, scheme=scheme, counts=counts, tasks=tasks
    )


@page(router, "GET", "/rounds/{id}/close", close_round)
def closing(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say what closing does, before it is done."""
    seen = at.see(read_round, id)
    return at.page("rounds/close.html", round=seen, counts=at.see(count_proposals, id))


@page(router, "POST", "/rounds/{id}/close", close_round, again=closing)
def close(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Close a round."""
    return at.do(close_round, id, then=f"/rounds/{id}", done="The round is closed.")
