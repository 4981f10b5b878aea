"""What is to be done by the clock: a tick posts it once, whoever ticks, however often.

Each act looks at what is due by now, so that one period missed, or a week of them, is
made good by the next tick alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from api.actions import Action, App
from api.actions.checks import warn_due
from api.actions.courses_planning import mark_due_openings
from api.actions.emergencies import mark_overdue
from api.actions.proposals_ending import expire_due, expire_proposal
from api.actions.retention import rewrap_all, run_retention
from api.actions.reviews import remind_due
from api.jobs.task import Task
from api.outbox import post
from api.permissions import NotThere
from api.store import Session, Store
from api.store.work import organisations
from matcher.errors import Refused

LONDON = ZoneInfo("Europe/London")
MOST = 1_000
"""So often one act is repeated in one period."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """An act that is done for every organisation, once a period.

    Parameters
    ----------
    act : Action
        On an organisation, by the work itself.
    at : time or None
        Daily from this London time on; None is once an hour.
    more : str
        A fact of what was done: the act is repeated until it is nothing.
    """

    act: Action
    at: time | None = None
    more: str = ""

    @property
    def name(self) -> str:
        """Return the schedule's name, in its key and in the outbox."""
        return self.act.__name__

    def period(self, now: datetime) -> str:
        """Return the latest period that has begun: a London day, or an hour in UTC."""
        if self.at is None:
            return f"{now:%Y-%m-%dT%H}"
        local = now.astimezone(LONDON)
        begun = local.time() >= self.at
        return (local.date() - timedelta(days=not begun)).isoformat()


SCHEDULES = (
    Schedule(expire_due, more="lapsed"),
    Schedule(mark_overdue, time(0, 10)),
    Schedule(mark_due_openings, time(0, 20)),
    Schedule(run_retention, time(2, 0)),
    Schedule(rewrap_all, time(3, 0), more="left"),
    Schedule(warn_due, time(6, 30)),
    Schedule(remind_due, time(7, 0)),
)
_BY_NAME = {schedule.name: schedule for schedule in SCHEDULES}


class Ticks:
    """Posts what has become due, for each organisation under a key of its own.

    Parameters
    ----------
    schedules : tuple of Schedule
        What there is to do by the clock.
    """

    def __init__(self, app: App, schedules: tuple[Schedule, ...] = SCHEDULES) -> None:
        self._app = app
        self._schedules = schedules
        self._posted: dict[str, str] = {}

    def tick(self) -> None:
        """Post every period that has begun; one that was posted is left alone."""
        now = self._app.now()
        for schedule in self._schedules:
            period = schedule.period(now)
            if self._posted.get(schedule.name) != period:
                self._post(schedule.name, period, now)
                self._posted[schedule.name] = period

    def _post(self, name: str, period: str, now: datetime) -> None:
        with self._app.database.reading() as session:
            ids = organisations(session)
        for organisation_id in ids:
            self._app.database.transaction(
                partial(self._post_one, organisation_id, name, period, now)
            )

    def _post_one(
        self, id_: UUID, name: str, period: str, now: datetime, session: Session
    ) -> None:
        store = Store(session, keys=self._app.keys, organisation_id=id_, now=now)
        post(store, "schedule", once=f"{name}:{period}:{id_}", schedule=name)


def keep_date(task: Task) -> str:
    """Do what a schedule says, for one organisation."""
    schedule = _BY_NAME.get(task.job.ids["schedule"])
    if schedule is None:
        return "nothing"
    for number in range(MOST):
        done = task.perform(
            f"{schedule.name}:{number}", schedule.act, on=task.job.organisation_id
        )
        if not (schedule.more and done.facts[schedule.more]):
            break
    return "done"


def expire(task: Task) -> str:
    """Let one offer lapse at its end."""
    try:
        task.perform("expire", expire_proposal, on=task.id("proposal"))
    except (NotThere, Refused):
        return "nothing"
    return "done"
