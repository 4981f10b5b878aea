"""A message: made and sent in one step, again until it is taken, then written down.

Its Message-ID is the outbox row's id: what is sent twice, because a process died
between sending and writing that down, arrives once.
"""

from __future__ import annotations

from datetime import timedelta

from api.actions import look
from api.actions.messages import Ready, read_message, send_later, settle_message
from api.database import faults
from api.jobs.facts import Facts
from api.jobs.patience import GaveUp
from api.jobs.task import SYSTEM, Task

PATIENCE = timedelta(days=2)
"""So long a server that cannot take a message now is tried again."""


def send(task: Task) -> str:
    """Send a message, or write down why it was not sent."""
    try:
        sent = task.step("send", lambda: _sent(task))
    except GaveUp:
        sent = {"ended": "held", "tries": 0}  # a person sees to it
    if sent["ended"] == "nothing":
        return "nothing"
    task.step("settle", lambda: _settle(task, sent))
    return str(sent["ended"])


def _sent(task: Task) -> Facts:
    tries, pause = 0, task.rhythm.pause
    until = task.app.now() + PATIENCE
    while True:
        ready = task.patience.until_done(
            lambda: look(task.app, SYSTEM, read_message, on=task.job.id)
        )
        if ready.not_before:
            task.perform(
                "later", send_later, on=task.job.id, not_before=ready.not_before
            )
            return {"ended": "nothing", "tries": tries}
        faults.here("message.ready")
        tries += 1
        result = _result(ready)
        faults.here("message.sent")
        if result != "later" or task.app.now() > until:
            ended = "refused" if result == "later" else result
            return {"ended": ended, "tries": tries}
        task.patience.wait(pause)
        pause = min(pause * 2, task.rhythm.longest_pause)


def _result(ready: Ready) -> str:
    if ready.parcel is None or ready.post is None:
        return ready.end or "dropped"
    return ready.post.send(ready.parcel).result


def _settle(task: Task, sent: Facts) -> Facts:
    task.perform(
        "settle",
        settle_message,
        on=task.job.id,
        end=sent["ended"],
        tries=sent["tries"],
    )
    faults.here("message.settled")
    return sent
