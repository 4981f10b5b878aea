"""``acorns serve | worker | doctor``: the service, and whether it may run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.files import print_json
from api.cli.options import AsJson
from matcher.errors import Refused

if TYPE_CHECKING:
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
    from api.main import running

    app = opened()
    where = host or app.settings.host, port or app.settings.port

    def ready() -> None:
        typer.echo(f"Acorns listens on http://{where[0]}:{where[1]}/api/v1")

    running.serve(app, host=where[0], port=where[1], ready=ready)


def worker() -> None:
    """Do durable work beside other workers, on PostgreSQL."""
    from api.main import running

    running.work(opened(), ready=lambda: typer.echo("This worker is at work."))


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

    app = opened()
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


def opened() -> App:
    """Return the application that the environment describes."""
    from api.main import wire
    from api.settings import read_settings

    return wire(read_settings())
