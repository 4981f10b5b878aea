"""What a run's process says of itself while it solves, and what it is told."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self
from uuid import UUID

from api.actions.runs import note_progress
from api.database import Busy, OutcomeUnknown
from api.jobs.task import Task

_GLANCE = 0.1


class Pulse:
    """Writes a run's progress now and then, and stops it when it should end.

    It should where this process must leave the job, where somebody cancelled the run,
    and where another process holds its fence.

    Attributes
    ----------
    stop : threading.Event
        Set when the run's process should end.
    """

    def __init__(self, task: Task, run_id: UUID, fence: int) -> None:
        self.stop = threading.Event()
        self._task = task
        self._run_id = run_id
        self._fence = fence
        self._said = ("", 0.0)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="pulse", daemon=True)

    def progress(self, doing: str, share: float) -> None:
        """Remember what is being done; called as often as the solver likes."""
        self._said = (doing, share)

    def __enter__(self) -> Self:
        """Begin to write."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write no more."""
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        last = time.monotonic()
        while not self._over.wait(_GLANCE):
            due = time.monotonic() - last >= self._task.rhythm.progress
            if self._task.patience.left.is_set() or (due and self._should_end()):
                self.stop.set()
                return
            if due:
                last = time.monotonic()

    def _should_end(self) -> bool:
        doing, share = self._said
        try:
            return note_progress(
                self._task.app,
                self._run_id,
                organisation_id=self._task.job.organisation_id,
                fence=self._fence,
                doing=doing,
                share=share,
            )
        except (Busy, OutcomeUnknown):
            return False  # the heartbeat knows how long that may go on
