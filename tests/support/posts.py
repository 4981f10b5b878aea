"""Servers on loopback that take messages, and can refuse or fail as told."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support.letters import ALL

from api.mail import Channel, Parcel

ID = UUID("01234567-89ab-7def-8123-456789abcdef")
AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
LETTER = next(
    case for case in ALL if case.name == "norfolk-carers:offer:holder"
).letter()


def parcel(
    to: str = "carer@example.org", channel: Channel = "email", at: Any = AT
) -> Parcel:
    """Return a parcel to somebody invented."""
    return Parcel(ID, channel, to, LETTER, at)


class Inbox:
    """A receiving mail server that drops a Message-ID it has had.

    ``answers`` gives its answer at RCPT or DATA; ``hang_up`` makes it vanish after it
    has taken a message, before it says so.
    """

    def __init__(self) -> None:
        self.arrived: list[bytes] = []
        self.kept: dict[str, bytes] = {}
        self.sessions: list[Any] = []
        self.answers: dict[str, str] = {}
        self.hang_up = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Answer a receiver."""
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message."""
        answer = self.answers.get("DATA", "250 OK")
        self.sessions.append(session)
        if answer.startswith("250"):
            self.arrived.append(envelope.content)
            name = email.message_from_bytes(envelope.content)["Message-ID"]
            self.kept.setdefault(name, envelope.content)
        if self.hang_up:
            server.transport.close()
        return answer


@contextmanager
def serving(
    make: Callable[[], asyncio.Protocol], context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve a protocol on a port of loopback that is free, and yield the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def there(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    async def begin() -> asyncio.Server:
        return await loop.create_server(make, "127.0.0.1", 0, ssl=context)

    async def end() -> None:
        server.close()
        mine = asyncio.current_task()
        rest = [task for task in asyncio.all_tasks() if task is not mine]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    server = there(begin())
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        there(end())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def smtp_server(
    inbox: Inbox, *, context: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """Serve SMTP into an inbox; `context` encrypts from the first byte."""
    with serving(lambda: SMTP(inbox, hostname="sink", **options), context) as port:
        yield port


class Raw(asyncio.Protocol):
    """A server that says one thing, whatever it is asked; None: nothing at all."""

    def __init__(self, says: bytes | None, *, close: bool = False) -> None:
        self.says, self.close = says, close

    def connection_made(self, transport: Any) -> None:
        """Say it."""
        if self.says is not None:
            transport.write(self.says)
        if self.close:
            transport.close()


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """Return an authenticator that knows one name and password."""

    def check(
        server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        known = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context for 127.0.0.1, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))


class TextService:
    """A text message service that drops a key it has had."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        self.path = ""
        self.bodies: list[bytes] = []
        self.sent: dict[str, Any] = {}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Take a request; send the message once where the status is a yes."""
        self.path, self.headers = path, headers
        self.bodies.append(body)
        if self.status < 300:
            self.sent.setdefault(headers["Idempotency-Key"], json.loads(body))


@contextmanager
def text_server(
    service: TextService, context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve a text message service on loopback and yield its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.take(self.path, dict(self.headers), body)
            self.send_response(service.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
