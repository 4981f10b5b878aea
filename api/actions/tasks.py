"""Tasks: what is for whom to do by when, in words that never say why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.safeguarding_tasks import LEAD, NO_LEAD, NO_WORKER, SPEAK
from api.actions.tasks_about import About, abouts, refs
from api.actions.views import viewed
from api.permissions import NotThere, shown
from api.records import Person, Task
from api.steps import TASK_WORDS, london_day
from api.store import col, or_, value
from matcher.errors import Refused

WORDS = {
    SPEAK: TASK_WORDS,
    NO_WORKER: "No worker is recorded for this child. Find who it is.",
    NO_LEAD: "Name a deputy of the safeguarding lead.",
    "read_a_concern": "Read a concern.",
    "find_cover": "Find somebody else to lead this session.",
    "look_again": "Look at a decision again.",
    "correct": "Somebody asks for what is kept about them to be corrected.",
    "bulk_reading": "An account read very many people's records in one hour.",
    "next_best": "Decide who comes next.",
    "review_due": "Hold a look back at a match.",
    "match_past_its_end": "Extend a match that is past its planned end, or end it.",
    "emergency_overdue": "Settle an emergency placement: it is past its sixth day.",
    "reach_by_hand": "Reach somebody by hand: a message could not be sent.",
    "check_60": "A check runs out in 60 days or less. Start its renewal.",
    "check_30": "A check runs out in 30 days or less. Ask how its renewal stands.",
    "check_7": "A check runs out in 7 days or less. Speak with them today.",
    "check_0": "A check has run out. Nothing new is offered until it is renewed.",
    "partner_check_60": "A second adult's check runs out in 60 days or less.",
    "partner_check_30": "A second adult's check runs out in 30 days or less.",
    "partner_check_7": "A second adult's check runs out in 7 days or less.",
    "partner_check_0": "A second adult's check has run out.",
    "stand_in": "Stand in for somebody who is away.",
    "read_feedback": "Read what somebody says about these pages.",
    "read_what_a_child_said": "A child has said something new. Read it with them.",
}
"""What a task says, by its kind; a kind that is not here says itself."""


@reads("task.list")
def list_tasks(
    desk: Desk, *, done: bool = False, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return one's own tasks and those of one's roles: what is due first comes first.

    Of those done, what was due last comes first.
    """
    state = col(Task.done_at).is_not(None) if done else col(Task.done_at).is_(None)
    rows = desk.store.find(
        Task,
        _mine(desk),
        state,
        after=after,
        limit=limit + 1,
        newest_first=done,
        by=col(Task.due),
    )
    page = rows[:limit]
    lines = _lines(desk, page)
    items = [shown("task", desk.audiences, "", lines[row.id]) for row in page]
    return {"items": items, "next": items[-1]["id"] if rows[limit:] else None}


@reads("task.read", on=Task)
def read_task(desk: Desk, task: Task) -> dict[str, Any]:
    """Return one of one's tasks.

    Raises
    ------
    NotThere
        It is somebody else's.
    """
    _require_mine(desk, task)
    said = value(desk.store, task, "words")
    if said and task.about_table == "person":
        # Somebody's words about their own record are read as the record is.
        person = desk.find(Person, task.about_id)
        viewed(desk, "task.read", task, person.identity_id)
    line = _lines(desk, [task])[task.id]
    return shown("task", desk.audiences, "", line | {"said": said})


@acts("task.finish", on=Task)
def finish_task(desk: Desk, task: Task) -> Done:
    """Write that a task was done.

    Raises
    ------
    NotThere
        It is somebody else's.
    Refused
        It was done before.
    """
    _require_mine(desk, task)
    if task.done_at is not None:
        raise Refused("This task was done before.")
    desk.store.change(task, done_at=desk.now, done_by=desk.who.account_id)
    desk.record("task.finish", task)
    return desk.done(task)


def _mine(desk: Desk) -> Any:
    """Return the condition: given to this account, or to a role that it holds."""
    who = desk.who
    for_all = {role for role, scheme in who.roles if scheme is None}
    given = [col(Task.account_id) == who.account_id]
    # A lead's deputy has tasks of their own: what is about them is not for them.
    given += [
        (col(Task.account_id) == away) & (col(Task.role) == role)
        for away, role in sorted(who.stands_in, key=str)
        if role != LEAD
    ]
    unnamed = col(Task.account_id).is_(None)
    given.append(unnamed & col(Task.role).in_(for_all))
    given += [
        unnamed & (col(Task.role) == role) & (col(Task.scheme_id) == scheme)
        for role, scheme in sorted(who.roles, key=str)
        if scheme is not None
    ]
    return or_(*given)


def _require_mine(desk: Desk, task: Task) -> None:
    own = desk.who.organisation_id == task.organisation_id
    if not own or desk.store.one(Task, Task.id == task.id, _mine(desk)) is None:
        raise NotThere


def _lines(desk: Desk, tasks: Sequence[Task]) -> dict[UUID, dict[str, Any]]:
    """Return the lines of tasks, in a constant number of queries."""
    found = abouts(desk, tasks)
    named = refs(desk, tasks, found)
    return {
        task.id: _line(desk, task)
        | _about(found.get(task.id))
        | {"refs": named.get(task.id, [])}
        for task in tasks
    }


def _about(found: About | None) -> dict[str, Any]:
    if found is None:
        return {"about": None, "message": ""}
    about = {"kind": found.kind, "id": str(found.id)}
    return {"about": about, "message": found.message}


def _line(desk: Desk, task: Task) -> dict[str, Any]:
    return {
        "id": str(task.id),
        "version": task.version,
        "kind": task.kind,
        "words": WORDS.get(task.kind, task.kind.replace("_", " ").capitalize() + "."),
        "due": task.due.isoformat(),
        "late": task.done_at is None and task.due < london_day(desk.now),
        "done_at": task.done_at.isoformat() if task.done_at else None,
    }
