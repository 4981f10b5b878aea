"""What people may ask about their own record: who read it, and that it be put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.pages import page_of
from api.actions.performing import acts, reads
from api.records import Person, Task, View
from api.steps import london_day
from api.store import keep


@acts("person.ask_correction", on=Person, adds=True)
def ask_correction(desk: Desk, person: Person, *, words: str) -> Done:
    """Ask for what is kept of somebody to be put right; staff do so, and are logged.

    The words are sealed under the person's own key.
    """
    number = desk.store.count(Task, Task.about_id == person.id, Task.kind == "correct")
    task = desk.store.new(
        Task,
        kind="correct",
        role="coordinator",
        about_table="person",
        about_id=person.id,
        due=london_day(desk.now),
        key=f"correct:{person.id}:{number}",
    )
    keep(desk.store, task, person.id, words=words)
    desk.record("person.ask_correction", task)
    return desk.done(task)


@reads("person.views", on=Person)
def list_views(
    desk: Desk, person: Person, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return who read somebody's record, when and through what: newest first."""
    return page_of(
        desk,
        View,
        View.identity_id == person.identity_id,
        show=lambda rows: [
            {
                "id": str(row.id),
                "account": str(row.account_id),
                "act": row.act,
                "at": row.created_at.isoformat(),
            }
            for row in rows
        ],
        after=after,
        limit=limit,
    )
