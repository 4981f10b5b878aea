"""Tasks: what is for one to do, by when, and where what it is about stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.tasks import finish_task, list_tasks, read_task
from api.pages.calling import After, Asker, page

router = APIRouter(prefix="/tasks")
PLACES = {
    "again": "again",
    "ask": "asks",
    "asset": "assets",
    "concern": "concerns",
    "emergency": "emergencies",
    "match": "matches",
    "need": "needs",
    "opening": "openings",
    "proposal": "proposals",
    "review": "reviews",
    "round": "rounds",
    "session": "sessions",
    "staff": "staff",
}
"""Where a row of a table has its page."""
ALONE = {"speak_to_safeguarding_lead"}
"""Tasks that say all there is to say: what they grew from is the lead's to tell."""


@page(router, "GET", "", list_tasks)
def tasks(at: Asker, after: After = None, *, done: bool = False) -> Response:
    """List one's tasks: those to do, or those done."""
    found = at.see(list_tasks, done=done, after=after)
    places = {each["id"]: place_of(each) for each in found["items"]}
    return at.page("tasks/list.html", tasks=found, places=places, done=done)


@page(router, "GET", "/{id}", read_task)
def task(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show one task, and the words that came with it."""
    seen = at.see(read_task, id)
    return at.page("tasks/task.html", task=seen, place=place_of(seen))


@page(router, "POST", "/{id}/finish", finish_task, again=tasks)
def finish(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write that a task was done."""
    return at.do(finish_task, id, then="/tasks", done="The task is done.")


def place_of(task: dict[str, Any]) -> str:
    """Return where what a task is about has its page, or nothing."""
    about = task["about"]
    if not about or task["kind"] in ALONE or about["kind"] not in {*PLACES, "deputy"}:
        return ""
    if about["kind"] == "deputy":
        return "/account/deputy"
    return f"/{PLACES[about['kind']]}/{about['id']}"
