"""The dispatcher: one workflow for each outbox row, under the row's own id."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from api.database import Database, faults
from api.jobs.duty import Duty
from api.jobs.patience import place
from api.jobs.rhythm import Rhythm
from api.store import work

_LOG = logging.getLogger(__name__)


class Dispatcher:
    """Takes no more waiting rows than this process has room for, and begins them.

    A row is marked as this process's before its workflow is begun: whatever happens
    between the two, a row that is marked is carried on by whoever finds it.

    Parameters
    ----------
    begin : callable
        Begins the workflow of a row, or carries it on; the same twice is once.
    """

    def __init__(
        self,
        database: Database,
        *,
        executor: str,
        duties: Mapping[str, Duty],
        rhythm: Rhythm,
        now: Callable[[], datetime],
        begin: Callable[[UUID], None],
    ) -> None:
        self._database = database
        self._executor = executor
        self._lanes = [
            (frozenset(kind for kind in duties if duties[kind].solves is solves), most)
            for solves, most in ((True, rhythm.solves), (False, rhythm.others))
        ]
        self._now = now
        self._begin = begin
        self._lock = threading.Lock()
        self._in_hand: dict[UUID, frozenset[str]] = {}
        self._to_begin: set[UUID] = set()

    def look(self) -> None:
        """Take what there is room for, and begin what is to be begun."""
        for kinds, most in self._lanes:
            self._take(kinds, most)
        with self._lock:
            to_begin = sorted(self._to_begin)
        for job_id in to_begin:
            self._start(job_id)

    def __contains__(self, job_id: UUID) -> bool:
        return job_id in self._to_begin

    def add(self, job_id: UUID) -> None:
        """Have a job begun that this process has already, such as a taken-over one."""
        with self._lock:
            self._to_begin.add(job_id)

    def over(self, job_id: UUID, left: bool) -> None:
        """Make room for another; a job that was left is begun again."""
        with self._lock:
            self._in_hand.pop(job_id, None)
            if left:
                self._to_begin.add(job_id)

    def _take(self, kinds: frozenset[str], most: int) -> None:
        with self._lock:
            room = most - sum(lane is kinds for lane in self._in_hand.values())
        if room <= 0 or not kinds:
            return
        now = self._now()
        taken = self._database.transaction(
            lambda session: work.take_work(
                session, executor=self._executor, now=now, kinds=kinds, most=room
            )
        )
        with self._lock:
            self._in_hand |= dict.fromkeys((job.id for job in taken), kinds)
            self._to_begin |= {job.id for job in taken}
        if taken:
            faults.here("work.taken")

    def _start(self, job_id: UUID) -> None:
        with self._database.reading() as session:
            ours = job_id in work.work_of(session, self._executor)
        try:
            if ours:
                self._begin(job_id)
                faults.here("work.begun")
        except Exception as error:  # noqa: BLE001 - the next look tries again
            _LOG.error("job %s was not begun: %s", job_id, place(error))
            return
        with self._lock:
            self._to_begin.discard(job_id)
            if not ours:
                self._in_hand.pop(job_id, None)
