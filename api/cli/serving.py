"""``acorns serve | worker | doctor``: the service, and whether it may run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.files import print_json
from api.cli.options import AsJson
from matcher.errors import Refused

if TYPE_CHECKING:
    import socket

    from api.actions import App


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command()(serve)
    app.command()(worker)
    app.command()(doctor)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: settings'.")] = 0,
) -> None:
    """Serve the API; on SQLite the work goes on in the same process."""
    from api.main.listening import listen
    from api.main.running import serve as run

    app = wired()
    where = host or app.settings.host
    bound = listen(where, port or app.settings.port)
    address = address_of(where, bound)
    run(app, bound=bound, host=where, ready=lambda: say_served(address))


def address_of(host: str, bound: socket.socket) -> str:
    """Return where the API of a server is."""
    from api.main.listening import port_of

    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{port_of(bound)}/api/v1"


def say_served(address: str) -> None:
    """Say where the API is, at once, also into a file."""
    typer.echo(f"Acorns listens on {address}")
    sys.stdout.flush()


def worker() -> None:
    """Do durable work beside other workers, on PostgreSQL."""
    from api.main import running

    def ready() -> None:
        typer.echo("This worker is at work.")
        sys.stdout.flush()

    running.work(wired(), ready=ready)


def doctor(
    migrate: Annotated[
        bool, typer.Option("--migrate", help="Bring the tables to this version first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check keys, address, backup, two-factor, tables, audit log and mail."""
    from dataclasses import asdict

    from api.database import migrate as bring
    from api.main.doctor import examine

    app = wired()
    if migrate:
        bring(app.database)
    found = examine(app)
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            mark = "ok  " if each.ok else "FAIL" if each.wanted else "none"
            typer.echo(f"{mark}  {each.name}: {each.said}")
    if not all(each.ok for each in found if each.wanted):
        raise Refused("Not ready for real data: see what is marked FAIL.")


def wired() -> App:
    """Return the application that the environment describes, whatever its tables.

    Raises
    ------
    Refused
        If a setting cannot be used, or the database does not answer.
    """
    from api.database import reach
    from api.main import wire
    from api.settings import read_settings

    app = wire(read_settings())
    reach(app.database)
    return app


def opened() -> App:
    """Return the application that the environment describes, ready for a command.

    Raises
    ------
    Refused
        If the database's tables are not this version's, or are not there yet.
    """
    from api.main.doctor import must_be_at_head

    app = wired()
    must_be_at_head(app)
    return app
