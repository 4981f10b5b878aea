"""The worker: takes work from the outbox, and carries on what others left."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from api.actions import App
from api.database import faults
from api.jobs.alone import Alone
from api.jobs.dispatcher import Dispatcher
from api.jobs.duties import DUTIES
from api.jobs.duty import Duty
from api.jobs.engine import Engine
from api.jobs.hands import Hands
from api.jobs.heart import Heart
from api.jobs.patience import place
from api.jobs.rhythm import Rhythm
from api.jobs.schedules import SCHEDULES, Schedule, Ticks
from api.records import new_id
from api.store import work
from api.store.work import Job
from matcher import __version__

_LOG = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""So long is kept what DBOS knows of a job, and who worked here."""
_HOUR = 3_600.0
_AT_ONCE = 20
"""So many jobs of a silent process are taken over in one look."""


class Worker:
    """One process's durable work; there is at most one in a process.

    On SQLite it is the file's only one; on PostgreSQL there may be many, on many hosts.

    Parameters
    ----------
    app : App
        The application whose outbox it empties.
    duties : mapping
        What does a job, by its kind; other kinds stay in the outbox.
    version : str
        Of the application. Jobs begun under another are carried on too.
    schedules : tuple of Schedule
        What there is to do by the clock.
    """

    def __init__(
        self,
        app: App,
        *,
        duties: Mapping[str, Duty] = DUTIES,
        version: str = __version__,
        rhythm: Rhythm | None = None,
        schedules: tuple[Schedule, ...] = SCHEDULES,
    ) -> None:
        self.executor = str(new_id())
        self._app = app
        self._duties = duties
        self._rhythm = rhythm = rhythm or Rhythm()
        self._lock: Alone | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._dropped: dict[UUID, float] = {}
        self._engine = Engine(
            app.settings.work_database,
            executor=self.executor,
            version=version,
        )
        self._dispatcher = Dispatcher(
            app.database,
            executor=self.executor,
            duties=duties,
            rhythm=rhythm,
            now=app.now,
            begin=self._engine.begin,
        )
        self._hands = Hands(
            app,
            executor=self.executor,
            rhythm=rhythm,
            duties=duties,
            over=self._dispatcher.over,
        )
        self._ticks = Ticks(app, schedules)
        self._heart = Heart(
            app.database,
            executor=self.executor,
            version=version,
            rhythm=rhythm,
            now=app.now,
            alone=app.settings.on_sqlite,
        )

    def start(self) -> None:
        """Begin to work, in threads of its own; not from within an event loop.

        Raises
        ------
        Refused
            On SQLite, where another process works on the same file.
        """
        settings = self._app.settings
        faults.arm(os.environ, invented=settings.data == "invented")
        if settings.on_sqlite:
            self._lock = Alone(Path(settings.database.removeprefix("sqlite:///")))
        self._heart.beat()
        self._engine.start(self._hands.act)
        self._every(self._rhythm.beat, self._watch)
        self._every(self._rhythm.look, self._guard)
        self._every(self._rhythm.look, self._look)
        self._every(self._rhythm.look, self._tick)
        self._every(_HOUR, self._forget)

    def stop(self) -> None:
        """Leave every job as it is, and say so, so that another carries them on now."""
        self._stopping.set()
        self._hands.stop()
        for thread in self._threads:
            thread.join()
        self._engine.stop()
        self._heart.stop()
        if self._lock:
            self._lock.leave()

    def _watch(self) -> None:
        """Beat, and take over what nobody alive is doing."""
        self._heart.beat()
        living = self._heart.living()
        with self._app.database.reading() as session:
            left = work.work_without(session, living, kinds=self._duties, most=_AT_ONCE)
        for job in left:
            self._adopt(job)

    def _look_for_dropped(self, mine: Collection[UUID]) -> None:
        """Begin anew what is ours by the outbox and in nobody's hands.

        So it is where the answer to our taking it was lost on its way.
        """
        here = time.monotonic()
        dropped = [
            id_
            for id_ in mine
            if id_ not in self._hands and id_ not in self._dispatcher
        ]
        self._dropped = {id_: self._dropped.get(id_, here) for id_ in dropped}
        for id_, since in self._dropped.items():
            if here - since >= self._rhythm.silence:
                _LOG.warning("job %s was dropped, and is begun anew", id_)
                self._dispatcher.add(id_)

    def _adopt(self, job: Job) -> None:
        if self._app.database.transaction(
            lambda session: work.adopt_work(session, job, executor=self.executor)
        ):
            _LOG.warning("job %s is taken over from %s", job.id, job.executor)
            faults.here("work.adopted")
            self._dispatcher.add(job.id)

    def _guard(self) -> None:
        """Leave every job once others may take this process for dead."""
        if not self._heart.steady:
            self._hands.leave_all()

    def _look(self) -> None:
        if self._heart.steady:
            self._dispatcher.look()

    def _tick(self) -> None:
        if self._heart.steady:
            self._ticks.tick()

    def _forget(self) -> None:
        before = self._app.now() - KEPT
        self._engine.forget(before)
        self._app.database.transaction(
            lambda session: work.forget_workers(session, before)
        )

    def _every(self, seconds: float, act: Callable[[], None]) -> None:
        def go_on() -> None:
            while not self._stopping.is_set():
                try:
                    act()
                except Exception as error:  # noqa: BLE001 - a worker goes on
                    _LOG.error("%s: %s", act.__name__, place(error))
                self._stopping.wait(seconds)

        thread = threading.Thread(target=go_on, name=act.__name__, daemon=True)
        self._threads.append(thread)
        thread.start()
