"""The jobs that this process has in hand, and the end of each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from api.actions import App
from api.database import faults
from api.jobs.duty import Duty
from api.jobs.facts import Facts
from api.jobs.patience import Patience, place
from api.jobs.rhythm import Rhythm
from api.jobs.task import Task
from api.store import work
from api.store.work import DONE, FAILED, Job

_LOG = logging.getLogger(__name__)
_LET_GO = 10.0
"""Seconds that a stopping process waits for its jobs to be left."""


class Hands:
    """Does jobs, each in the thread that asks for it.

    Parameters
    ----------
    duties : mapping
        What does a job, by its kind.
    over : callable
        Told of each job that is in hand no more, and whether it was left unended.
    """

    def __init__(
        self,
        app: App,
        *,
        executor: str,
        rhythm: Rhythm,
        duties: Mapping[str, Duty],
        over: Callable[[UUID, bool], None],
    ) -> None:
        self._app = app
        self._executor = executor
        self._rhythm = rhythm
        self._duties = duties
        self._over = over
        self._solving = threading.Semaphore(rhythm.solves)
        self._change = threading.Condition()
        self._held: dict[UUID, threading.Event] = {}
        self._stopping = False

    def __contains__(self, job_id: UUID) -> bool:
        return job_id in self._held

    def act(self, job_id: UUID) -> Facts:
        """Do a job, from wherever it is, and end its row.

        Raises
        ------
        Abandoned
            When this process had to leave it; it has not ended.
        """
        faults.here("job.begun")
        with self._hold(job_id) as left:
            patience = Patience(str(job_id), rhythm=self._rhythm, left=left)
            job = patience.until_done(lambda: self._own(job_id), tries=None)
            if job is None:
                return {"ended": "nothing"}
            return {"ended": self._do(job, patience)}

    def leave_all(self) -> None:
        """Have every job left, for another process or another time."""
        with self._change:
            for left in self._held.values():
                left.set()

    def stop(self) -> None:
        """Leave every job, begin none, and wait until they are left."""
        self._stopping = True
        self.leave_all()
        with self._change:
            self._change.wait_for(lambda: not self._held, _LET_GO)

    @contextmanager
    def _hold(self, job_id: UUID) -> Iterator[threading.Event]:
        left = threading.Event()
        with self._change:
            if job_id in self._held:  # handed to us anew: the older one ends
                self._held[job_id].set()
            self._held[job_id] = left
            if self._stopping:
                left.set()
        abandoned = True
        try:
            yield left
            abandoned = False
        finally:
            with self._change:
                newest = self._held.get(job_id) is left
                if newest:
                    del self._held[job_id]
                self._change.notify_all()
            if newest:
                self._over(job_id, abandoned)

    def _do(self, job: Job, patience: Patience) -> str:
        try:
            ended = self._by_duty(job, patience)
        except Exception as error:  # noqa: BLE001 - no job is left without an end
            _LOG.error("job %s failed: %s", job.id, place(error))
            ended = FAILED
        faults.here("job.done")
        state = FAILED if ended == FAILED else DONE
        patience.until_done(lambda: self._end(job.id, state), tries=None)
        faults.here("job.ended")
        return ended

    def _by_duty(self, job: Job, patience: Patience) -> str:
        duty = self._duties[job.kind]
        task = Task(
            self._app,
            job,
            executor=self._executor,
            rhythm=self._rhythm,
            patience=patience,
        )
        if not duty.solves:
            return duty.do(task)
        while not self._solving.acquire(timeout=self._rhythm.look):
            patience.wait(0)
        try:
            return duty.do(task)
        finally:
            self._solving.release()

    def _own(self, job_id: UUID) -> Job | None:
        return self._app.database.transaction(
            lambda session: work.own_work(session, job_id, executor=self._executor)
        )

    def _end(self, job_id: UUID, state: str) -> bool:
        now = self._app.now()
        return self._app.database.transaction(
            lambda session: work.end_work(
                session, job_id, executor=self._executor, state=state, now=now
            )
        )
