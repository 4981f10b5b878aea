"""The real server in a thread of this process, on a port of this computer's own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.actions import App
from api.main import create_app

SECONDS = 60


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def serving(app: App) -> Iterator[str]:
    """Serve an application; yield the address of its first page, without the slash."""
    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(app), log_level="warning", access_log=False)
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    try:
        assert server.listens.wait(SECONDS), "the server did not start"
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        bound.close()
