"""Where a server listens: taken before anything starts, so that what is said holds."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress

from matcher.errors import Refused

_LAST_PORT = 65_535
_TRIED = 100
_TAKEN = {errno.EADDRINUSE, errno.EACCES}


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address; port 0 takes any free one.

    Raises
    ------
    Refused
        If something else has it, or this computer has no such address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Refused(f"{host} is no address of this computer.") from None
    family, kind, protocol, _, address = found[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        bound.close()
        if error.errno in _TAKEN:
            raise PortTaken(
                f"Port {port} of {host} is taken. Name another with --port."
            ) from None
        raise Refused(f"{host} is no address of this computer.") from None
    return bound


class PortTaken(Refused):
    """Something else listens there."""


def listen_from(host: str, port: int) -> socket.socket:
    """Return a socket on the next free port, from one on.

    Raises
    ------
    Refused
        If the next hundred are all taken.
    """
    for one in range(port, min(port + _TRIED, _LAST_PORT + 1)):
        with suppress(PortTaken):
            return listen(host, one)
    raise Refused(f"No port from {port} on is free. Name another with --port.")


def port_of(bound: socket.socket) -> int:
    """Return the port that a socket is bound to."""
    return int(bound.getsockname()[1])
