"""Running: the server and its worker, from start to a clean stop."""

from __future__ import annotations

import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from importlib.metadata import version
from types import FrameType

import uvicorn

from api.actions import App
from api.database import faults
from api.jobs import DUTIES, AlreadyServed, Rhythm, Worker
from api.main.application import create_app
from api.main.doctor import must_pass
from api.main.marking import is_demo
from api.settings import is_loopback
from api.store import work as work_rows
from matcher.errors import Refused

_LEFT = 5
"""Seconds that a stopping server waits for the answers it owes."""


def serve(
    app: App, *, bound: socket.socket, host: str, ready: Callable[[], None]
) -> None:
    """Serve until stopped; on SQLite the worker runs beside, in this one process.

    Parameters
    ----------
    bound : socket
        Where it listens (`listen`); closed at the end.
    host : str
        As it was named: a demo answers on this computer only.
    ready : callable
        Called once requests are answered.

    Raises
    ------
    Refused
        If another process has the SQLite file, if real data is not allowed yet, or if
        a demo would be seen from elsewhere.
    """
    try:
        must_pass(app)
        _stays_here(app, host)
        faults.arm(os.environ, invented=app.settings.data == "invented")
        with _until_stopped(), _working(app):
            _Said(_config(app), ready).run(sockets=[bound])
    finally:
        bound.close()
        app.database.close()


def work(app: App, *, ready: Callable[[], None]) -> None:
    """Do durable work until stopped, as one of several workers on PostgreSQL.

    Raises
    ------
    Refused
        On SQLite, where ``acorns serve`` does the work itself.
    """
    if app.settings.on_sqlite:
        raise Refused(
            "On SQLite acorns serve does the work itself. Set ACORNS_DATABASE to a "
            "PostgreSQL address to run workers apart."
        )
    must_pass(app)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker = worker_of(app)
    worker.start()
    ready()
    try:
        stop.wait()
    finally:
        worker.stop()
        app.database.close()


@contextmanager
def solved_by_somebody(app: App) -> Iterator[None]:
    """Have runs solved while this lasts: by us, or by whoever is at work already.

    On SQLite we do it ourselves unless a server has the file; nothing else that waits
    is done, so that no message leaves because somebody ran a round.

    Raises
    ------
    Refused
        On PostgreSQL, where no worker is at work.
    """
    if app.settings.on_sqlite:
        solving = {kind: duty for kind, duty in DUTIES.items() if duty.solves}
        worker = Worker(app, duties=solving, version=version("acorns"), schedules=())
        try:
            worker.start()
        except AlreadyServed:
            yield
            return
        try:
            yield
        finally:
            worker.stop()
        return
    since = app.now() - timedelta(seconds=Rhythm().silence)
    with app.database.reading() as session:
        if not work_rows.at_work(session, since=since):
            raise Refused("No worker is at work. Start one with acorns worker.")
    yield


def worker_of(app: App) -> Worker:
    """Return this process's worker, under the version that is installed."""
    return Worker(app, version=version("acorns"))


@contextmanager
def _working(app: App) -> Iterator[None]:
    if not app.settings.on_sqlite:
        yield
        return
    worker = worker_of(app)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


@contextmanager
def _until_stopped() -> Iterator[None]:
    """End quietly on a kill as on Ctrl-C: the server raises again what it was sent."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stays_here(app: App, host: str) -> None:
    if is_demo(app) and not is_loopback(host):
        raise Refused("A demo is served on this computer only: use --host 127.0.0.1.")


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(app),
        access_log=False,  # an address may hold an id
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_LEFT,
    )


class _Said(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # What was imported stays: no collection walks through it again, which
            # costs a page some 0.4 seconds whenever it happens to be due.
            gc.collect()
            gc.freeze()
            self._ready()
