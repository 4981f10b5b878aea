"""A worker in a process of its own, with toys among its duties.

`toy` leaves two traces in a file, `toy_wait` one, once the test says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.actions import App
from api.database import Database
from api.jobs import DUTIES, SCHEDULES, Duty, Rhythm, Task, Worker
from api.jobs.facts import Facts
from api.keys import Keys
from api.settings import Settings
from api.store.work import count_open
from matcher.errors import Refused

QUICK = Rhythm(look=0.02, beat=0.1, progress=0.05, pause=0.02)


def labour(told: dict[str, Any], line: Connection) -> None:
    """Work until the outbox is empty, or until the test hangs up.

    Called in a process of its own, which has nothing else to do.
    """
    os.environ["CRASH_AT"] = told["crash_at"]
    database = Database(told["database"])
    settings = Settings(
        database=told["database"],
        work_database=told["work_database"],
        mailbox=Path(told["folder"]) / "mail",
    )
    app = App(settings, database, Keys.read(told["keys"]), lambda: told["now"])
    worker = Worker(
        app,
        duties={**DUTIES, **toys(told, line)},
        version=told["version"],
        rhythm=replace(QUICK, silence=told["silence"]),
        schedules=SCHEDULES if told["by_the_clock"] else (),
    )
    try:
        worker.start()
    except Refused as refused:
        line.send(["refused", refused.message])
        os._exit(1)
    line.send(["works", worker.executor])
    if not told["until_empty"]:
        line.poll(None)
        worker.stop()
        os._exit(0)  # a thread that DBOS parked would be waited for
    while _open(database):
        line.poll(0.02)
    os._exit(0)


def _open(database: Database) -> int:
    with database.reading() as session:
        return count_open(session)


def toys(told: dict[str, Any], line: Connection) -> dict[str, Duty]:
    """Return duties that leave their traces in a file."""
    log = Path(told["folder"]) / "log"

    def note(job: Task, what: str) -> Callable[[], Facts]:
        def act() -> Facts:
            line = f"{job.job.id} {what} {os.getpid()}\n"
            with log.open("a") as file:
                file.write(line)
            return {"pid": os.getpid()}

        return act

    def toy(task: Task) -> str:
        task.step("one", note(task, "one"))
        task.step("two", note(task, "two"))
        return "done"

    def toy_wait(task: Task) -> str:
        def wait() -> Facts:
            line.send(["waits", str(task.job.id)])
            while not log.with_name("go").exists():
                task.patience.wait(0.02)
            return note(task, "waited")()

        task.step("wait", wait)
        return "done"

    return {"toy": Duty(toy), "toy_wait": Duty(toy_wait, solves=True)}
