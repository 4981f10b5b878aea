"""The demo's server: on this computer alone, with a token for every role."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli.serving import address_of

if TYPE_CHECKING:
    from api.main.demonstration import Loaded
    from api.main.inventing import Somebody

HOST = "127.0.0.1"
"""The one address a demo is served on: no option names another."""
_TRY = {
    "administrator": "organisations/{organisation}/accounts",
    "coordinator": "rounds/{round}",
    "approver": "schemes/{scheme}/proposals?limit=3",
    "auditor": "schemes/{scheme}/rounds",
    "worker": "proposals",
    "holder": "proposals",
    "parent": "proposals",
    "young_person": "proposals",
    "advocate": "proposals",
}
"""What each role may look at first; any other at its scheme, in the scheme's words."""


def serve_demo(folder: Path, loaded: Loaded, *, port: int) -> None:
    """Serve a demo's database on the next free port until Ctrl-C.

    Raises
    ------
    Refused
        If no port is free, or another process serves it.
    """
    from api.main.demonstration import app_in
    from api.main.listening import listen_from
    from api.main.running import serve

    bound = listen_from(HOST, port)
    address = address_of(HOST, bound)

    def ready() -> None:
        typer.echo("\n".join(said(address, loaded)))
        sys.stdout.flush()

    app = app_in(folder, port=bound.getsockname()[1])
    serve(app, bound=bound, host=HOST, ready=ready)


def said(address: str, loaded: Loaded) -> Iterator[str]:
    """Yield the address, a table of tokens, and a request for every role."""
    from api.main.inventing import in_order

    people = list(in_order(loaded.people))
    firsts = {one.role: one for one in reversed(people)}
    yield f"\n{'=' * 80}\nThe app\n\nAcorns listens on {address}; Ctrl-C ends it.\n"
    yield f"Open {address.partition('/api')[0]}/ in a browser: everybody is on the"
    yield "first page, one click each, with what to try first as that person.\n"
    yield "Everybody who signs in is invented. Each token answers this computer alone,"
    yield "for a day; the database keeps its hash.\n"
    yield f"  {'role':<18} {'scheme':<20} {'name':<25} token"
    for one in people:
        yield f"  {one.role:<18} {one.scheme:<20} {one.name:<25} {one.token}"
    yield "\nWhat each may look at first:\n"
    for one in people:
        if one is firsts[one.role]:
            yield f"  # {one.role}\n  {_curl(address, one, loaded)}"


def _curl(address: str, one: Somebody, loaded: Loaded) -> str:
    path = _TRY.get(one.role, "schemes/{scheme}").format(
        organisation=one.organisation_id,
        scheme=loaded.schemes[one.scheme],
        round=loaded.rounds[one.scheme],
    )
    return f"curl -H 'Authorization: Bearer {one.token}' '{address}/{path}'"
