"""The same bounds on a real server, over a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn
from support.populated import Populated
from support.world import web

from api.errors import HEADERS, MEDIA
from api.routes.doors import LARGEST_FORM, LARGEST_JSON

PATCH = "PATCH /api/v1/organisations/{id} HTTP/1.1"
IMPORT = "POST /api/v1/schemes/{id}/import HTTP/1.1"


@pytest.fixture
def port(populated: Populated) -> Iterator[int]:
    """Return where a real server answers on this computer."""
    config = uvicorn.Config(
        web(populated.world.app), log_level="critical", server_header=False
    )
    server, ready = uvicorn.Server(config), threading.Event()
    begin = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await begin(sockets)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]
    bound = socket.create_server(("127.0.0.1", 0))
    running = threading.Thread(target=server.run, args=([bound],))
    running.start()
    assert ready.wait(30)
    yield bound.getsockname()[1]
    server.should_exit = True
    running.join(30)
    bound.close()


def _talk(port: int, head: str, pieces: Iterator[bytes]) -> bytes:
    """Send a request piece by piece until it is answered, and return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as there:
        said = b""
        # Answered and closed before all of it was sent: what was said counts.
        with suppress(ConnectionResetError, BrokenPipeError):
            there.sendall(head.encode("latin-1"))
            for piece in pieces:
                there.sendall(piece)
        with suppress(ConnectionResetError):
            while part := there.recv(65_536):
                said += part
        return said


def _head(populated: Populated, line: str, *headers: str) -> str:
    name = "coordinator" if "schemes" in line else "administrator"
    kind = "schemes" if "schemes" in line else "organisations"
    lines = [
        line.replace("{id}", str(populated.ids[kind])),
        "Host: 127.0.0.1",
        "Connection: close",
        f"Authorization: Bearer {populated.world.people[name].token}",
        "Idempotency-Key: a",
        'If-Match: "1"',
        *headers,
    ]
    return "\r\n".join(lines) + "\r\n\r\n"


def _refused(said: bytes) -> None:
    status, _, rest = said.partition(b"\r\n")
    assert b" 413 " in status, status
    head = rest.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    assert f"content-type: {MEDIA}" in head
    for name, value in HEADERS.items():
        assert f"{name}: {value}".lower() in head, name


@pytest.mark.parametrize(
    ("line", "form", "most"),
    [
        (PATCH, "application/json", LARGEST_JSON),
        (IMPORT, "multipart/form-data; boundary=b", LARGEST_FORM),
    ],
)
def test_a_body_too_large_is_refused_however_it_is_sent(
    populated: Populated, port: int, line: str, form: str, most: int
) -> None:
    """By the length it says before a byte is read; in chunks, once it is above."""
    said = _head(
        populated, line, f"Content-Type: {form}", f"Content-Length: {most + 1}"
    )
    _refused(_talk(port, said, iter(())))
    head = _head(populated, line, f"Content-Type: {form}", "Transfer-Encoding: chunked")
    first = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
    start = first + b"\r\n" if "form" in form else b'{"name":"'
    chunk = b"a" * 65_536

    def chunks() -> Iterator[bytes]:
        for piece in (start, *[chunk] * (most // len(chunk) + 1)):
            yield b"%x\r\n%s\r\n" % (len(piece), piece)

    _refused(_talk(port, head, chunks()))


def test_endless_headers_are_refused(populated: Populated, port: int) -> None:
    """A head of a megabyte is not read to its end, and says nothing back."""
    said = _talk(
        port,
        _head(populated, PATCH, "X-Long: " + "zzcanary" * 131_072),
        iter(()),
    )
    assert said.startswith(b"HTTP/1.1 4") or said == b""
    assert b"zzcanary" not in said


def test_a_server_names_no_software(populated: Populated, port: int) -> None:
    """Neither the server's name nor its version is told."""
    head = _head(populated, PATCH.replace("PATCH", "GET"))
    said = _talk(port, head, iter(()))
    assert said.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in said.lower()
