"""Feedback: what somebody says about the pages, as a task for whoever runs them."""

from __future__ import annotations

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.records import Account, Task, new_id
from api.steps import london_day
from api.store import col, keep
from matcher.errors import Refused

KIND = "read_feedback"
MOST = 10
"""So many of one account wait to be read at a time: nobody is buried by another."""


@acts("feedback.give")
def give_feedback(desk: Desk, *, words: str) -> Done:
    """Say something about the pages; a coordinator reads it.

    The words are sealed under the giver's own key, as everything that is theirs.

    Raises
    ------
    Refused
        Many of theirs wait to be read already.
    """
    who = desk.who
    assert who.account_id is not None
    account = desk.find(Account, who.account_id)
    waiting = desk.store.count(
        Task,
        Task.kind == KIND,
        Task.about_id == account.id,
        col(Task.done_at).is_(None),
    )
    if waiting >= MOST:
        raise Refused("You have told us a lot today. We read that first. Please call.")
    task = desk.store.new(
        Task,
        kind=KIND,
        role="coordinator",
        about_table="account",
        about_id=account.id,
        due=london_day(desk.now),
        key=f"{KIND}:{new_id()}",
    )
    keep(desk.store, task, account.person_id, words=words)
    desk.record("feedback.give", task)
    return desk.done(task)
