"""Work for toy workers: an outbox to fill, processes to start and kill, traces."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, col, select
from support.databases import command
from support.labourer import labour

from api.database import Database
from api.keys import Keys
from api.records import Organisation, Outbox, new_id
from api.settings import work_beside

# A worker takes a second to import and a moment to fork.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["support.labourer"])
PATIENCE = 120
"""Seconds after which a test that waits for a worker fails."""
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""The workers' clock: it stands still, and every row is due."""


@cache
def load_libraries() -> None:
    """Start the process that workers are forked from, able to find our helpers."""
    here = str(Path(__file__).parents[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", here)
        forkserver.ensure_running()


@dataclass
class Labourer:
    """A worker process, and the line it is heard on."""

    process: ForkServerProcess
    line: Connection

    def hears(self, word: str) -> str:
        """Wait until it says this word, and return what it said with it."""
        while True:
            assert self.line.poll(PATIENCE), f"it never said {word!r}"
            said, more = self.line.recv()
            if said == word:
                return str(more)

    def ends(self) -> int | None:
        """Wait until it has ended of itself, and return its exit code."""
        self.process.join(PATIENCE)
        return self.process.exitcode

    def kill(self) -> None:
        """Kill it, as a power cut would."""
        self.process.kill()
        self.process.join()

    def stop(self) -> int | None:
        """Ask it to stop as on an upgrade, and wait until it has."""
        self.line.send("stop")
        return self.ends()


@dataclass
class Yard:
    """One database, one outbox, and the workers that empty it."""

    database: Database
    folder: Path
    stack: ExitStack
    organisation: UUID = field(default_factory=new_id)
    keys: str = field(default_factory=Keys.make)
    now: datetime = NOW

    @property
    def work_database(self) -> str:
        """Return the address of DBOS's own database."""
        return work_beside(self.database.address)

    def post(self, kind: str, *, number: int = 1, **ids: object) -> list[UUID]:
        """Put rows into the outbox."""
        rows = [
            Outbox(
                organisation_id=self.organisation,
                created_at=NOW,
                kind=kind,
                ids={name: str(value) for name, value in ids.items()},
                once=str(new_id()),
                not_before=NOW,
            )
            for _ in range(number)
        ]
        self.database.transaction(lambda session: session.add_all(rows))
        return [row.id for row in rows]

    def labourer(
        self,
        *,
        crash_at: str = "",
        version: str = "1",
        until_empty: bool = True,
        by_the_clock: bool = False,
    ) -> Labourer:
        """Start a worker."""
        told = {
            "database": self.database.address,
            "work_database": self.work_database,
            "keys": self.keys,
            "folder": str(self.folder),
            "now": self.now,
            # On SQLite a worker is alone and waits for nobody's silence.
            "silence": 2.0 if self.database.kind == "postgresql" else 60.0,
            "by_the_clock": by_the_clock,
            "crash_at": crash_at,
            "version": version,
            "until_empty": until_empty and not crash_at,
        }
        load_libraries()
        ours, theirs = FORKS.Pipe()
        process = FORKS.Process(target=labour, args=(told, theirs))
        process.start()
        theirs.close()
        self.stack.callback(ours.close)
        self.stack.callback(process.join)
        self.stack.callback(process.kill)
        return Labourer(process, ours)

    def go(self) -> None:
        """Let every waiting toy go on."""
        (self.folder / "go").touch()

    def traces(self) -> Counter[tuple[str, str]]:
        """Return how often each step of each job was done."""
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        return Counter((line.split()[0], line.split()[1]) for line in lines)

    def states(self) -> dict[UUID, str]:
        """Return the state of every outbox row."""
        with self.database.reading() as session:
            rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
        return {row.id: row.state for row in rows}


@pytest.fixture
def yard(database: Database, tmp_path: Path) -> Iterator[Yard]:
    """Return an outbox on each database in turn."""
    with ExitStack() as stack:
        yard = Yard(database, tmp_path, stack)
        database.transaction(lambda session: _seed(session, yard.organisation))
        yield yard
    drop_work(database)


def drop_work(database: Database) -> None:
    """Drop DBOS's own database, where it is not a file in the test's folder."""
    if database.kind == "postgresql":
        name = work_beside(database.address).partition("?")[0].rpartition("/")[2]
        command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _seed(session: Session, id: UUID) -> None:  # noqa: A002 - as everywhere
    session.add(
        Organisation(id=id, organisation_id=id, created_at=NOW, name="Invented")
    )
