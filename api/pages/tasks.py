"""Tasks: what is for one to do, and by when."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.tasks import finish_task, list_tasks
from api.pages.calling import After, Asker, page

router = APIRouter(prefix="/tasks")


@page(router, "GET", "", list_tasks)
def tasks(at: Asker, after: After = None, *, done: bool = False) -> Response:
    """List one's tasks: those to do, or those done."""
    found = at.see(list_tasks, done=done, after=after)
    return at.page("tasks/list.html", tasks=found, done=done)


@page(router, "POST", "/{id}/finish", finish_task, again=tasks)
def finish(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Write that a task was done."""
    return at.do(finish_task, id, then="/tasks", done="The task is done.")
