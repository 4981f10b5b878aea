"""DBOS, held to what we need of it: which job was begun, and which step is done.

Its tables hold the outbox row's id, names of steps and plain facts as JSON. Nothing
else in `api` knows of it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from api.jobs.facts import Facts, plain

NAME = "acorns"
SCHEMA = "work"
CONNECTIONS = 8
ACTIVE = {"PENDING", "ENQUEUED", "DELAYED"}


class Engine:
    """One process's DBOS; there can be only one at a time in a process.

    Parameters
    ----------
    address : str
        Of DBOS's own database, apart from the application's.
    executor : str
        This process, by a name that no other process ever has.
    version : str
        Of the application. Work that was begun under another is carried on too.
    """

    def __init__(
        self,
        address: str,
        *,
        executor: str,
        version: str,
    ) -> None:
        self._address = address
        self._executor = executor
        self._version = version

    def start(self, act: Callable[[UUID], Facts]) -> None:
        """Open DBOS's database, made and migrated where there is none.

        Parameters
        ----------
        act : callable
            Does the job of an outbox row; what it returns is kept.
        """
        _say_no_values()
        _make_private(self._address)
        DBOS(config=self._config())
        self._job = DBOS.workflow(name="job")(_doing(act))
        DBOS.launch()

    def stop(self) -> None:
        """Close it; work that has not ended stays pending."""
        DBOS.destroy(destroy_registry=True)

    def begin(self, job_id: UUID) -> None:
        """Start a job under its id, or carry it on where it was begun already."""
        status = DBOS.get_workflow_status(str(job_id))
        if status is not None:
            self._carry_on(str(job_id), status.status, status.app_version)
            return
        with SetWorkflowID(str(job_id)):
            DBOS.start_workflow(self._job, str(job_id))

    def _carry_on(self, job_id: str, status: str, version: str | None) -> None:
        if status in ACTIVE and version == self._version:
            DBOS.resume_workflow(job_id)  # steps that are done stay done
            return
        if status in ACTIVE:
            DBOS.cancel_workflow(job_id)
        DBOS.rewind_workflow(job_id, application_version=self._version)

    def forget(self, before: datetime, most: int = 500) -> int:
        """Delete what is kept of jobs that were begun before an instant; how many.

        One that has not ended by then is begun anew, from the outbox.
        """
        old = DBOS.list_workflows(
            end_time=before.astimezone(UTC).isoformat(),
            limit=most,
            load_input=False,
            load_output=False,
        )
        DBOS.delete_workflows([each.workflow_id for each in old])
        return len(old)

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name=NAME,
            system_database_url=self._address,
            dbos_system_schema=SCHEMA,
            application_version=self._version,
            executor_id=self._executor,
            # Never pickle: what is kept can be read, and cannot run.
            serializer=DBOSPortableJSONSerializer(),
            enable_otlp=False,
            log_level="WARNING",
            sys_db_pool_size=CONNECTIONS,
            use_listen_notify=False,
        )


def _doing(act: Callable[[UUID], Facts]) -> Callable[[str], Facts]:
    def job(job_id: str) -> Facts:
        return plain(act(UUID(job_id)))

    return job


def step(name: str, act: Callable[[], Facts]) -> Facts:
    """Do a part of a job once: a job that is carried on skips the parts it has done."""
    return DBOS.run_step({"name": name}, lambda: plain(act()))


def _make_private(address: str) -> None:
    if address.startswith("sqlite:///"):
        path = Path(address.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _say_no_values() -> None:
    """Let DBOS's log say where something went wrong, and never with what values."""
    log = logging.getLogger("dbos")
    log.setLevel(logging.WARNING)
    log.propagate = True
    if not any(isinstance(each, _Place) for each in log.filters):
        log.addFilter(_Place())
        log.addHandler(logging.NullHandler())


class _Place(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = f"durable work: {record.module}, line {record.lineno}"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True
