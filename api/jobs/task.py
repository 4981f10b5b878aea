"""One job while it is done: its ids, its steps and its actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from api.actions import Action, App, Done, perform
from api.jobs import engine
from api.jobs.facts import Facts
from api.jobs.patience import GaveUp, Patience
from api.jobs.rhythm import Rhythm
from api.permissions import Who
from api.store.work import Job

SYSTEM = Who(by="work")
"""Who does what nobody asked for at this moment."""


class Task:
    """A job in the hands of this process.

    Parameters
    ----------
    app : App
        Whose actions it does.
    job : Job
        Its outbox row.
    executor : str
        This process.
    patience : Patience
        How it tries again, and when it must be left.
    """

    def __init__(
        self,
        app: App,
        job: Job,
        *,
        executor: str,
        rhythm: Rhythm,
        patience: Patience,
    ) -> None:
        self.app = app
        self.job = job
        self.executor = executor
        self.rhythm = rhythm
        self.patience = patience

    def id(self, name: str) -> UUID:
        """Return one of the job's ids."""
        return UUID(self.job.ids[name])

    def step(self, name: str, act: Callable[[], Facts]) -> Facts:
        """Do a part of the job, and remember that it is done.

        A job that is carried on skips the parts it has done.

        Raises
        ------
        GaveUp
            When it failed. What DBOS keeps of that is this word alone.
        """
        return engine.step(name, lambda: self._guarded(act))

    def _guarded(self, act: Callable[[], Facts]) -> Facts:
        try:
            return act()
        except GaveUp:
            raise
        except Exception as error:  # noqa: BLE001 - its text stays out of the tables
            self.patience.log(error)
            raise GaveUp from None

    def perform(self, step: str, action: Action, **arguments: Any) -> Done:
        """Do an action as the system, with patience, once for this job and step.

        Raises
        ------
        AcornsError
            What the action says.
        GaveUp
            When it failed for no known reason, several times.
        """
        key = f"{self.job.id}:{step}"
        return self.patience.until_done(
            lambda: perform(self.app, SYSTEM, action, key=key, **arguments)
        )
