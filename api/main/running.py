"""Running: the server and its worker, from start to a clean stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from importlib.metadata import version

import uvicorn

from api.actions import App
from api.jobs import Worker, duties_of
from api.main.application import create_app
from api.main.doctor import must_pass
from matcher.errors import Refused


def serve(app: App, *, host: str, port: int, ready: Callable[[], None] = print) -> None:
    """Serve until stopped; on SQLite the worker runs beside, in this one process.

    Raises
    ------
    Refused
        If another process has the SQLite file, or real data is not allowed yet.
    """
    must_pass(app)
    worker = worker_of(app) if app.settings.on_sqlite else None
    if worker is not None:
        worker.start()
    try:
        config = uvicorn.Config(
            create_app(app),
            host=host,
            port=port,
            access_log=False,  # an address may hold an id
            log_level="warning",
            server_header=False,
        )
        _Said(config, ready).run()
    finally:
        if worker is not None:
            worker.stop()
        app.database.close()


def work(app: App, *, ready: Callable[[], None] = print) -> None:
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


def worker_of(app: App) -> Worker:
    """Return this process's worker, under the version that is installed."""
    return Worker(app, duties=duties_of(app), version=version("acorns"))


class _Said(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready()
