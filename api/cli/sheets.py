"""``acorns check | scheme check | generate``: schemes, and the sheets they ask for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.administration import add_scheme
from api.cli.files import print_json
from api.cli.opening import read, read_lines
from api.cli.options import AsJson, AsOf, SchemeName, today
from api.cli.places import gazetteer
from matcher.errors import FaultsFound

if TYPE_CHECKING:
    from matcher.intake import Intake

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help=".csv or .xlsx sheets.")
]


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command()(check)
    app.command()(generate)
    family = typer.Typer(no_args_is_help=True, help="The rules of a programme.")
    family.command("check")(check_scheme)
    family.command("add")(add_scheme)
    app.add_typer(family, name="scheme")


def check(
    scheme: SchemeName, files: Files, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Read sheets, and show every fault with its sheet, row and column."""
    from matcher.intake import read_sheets
    from matcher.schemes import find_scheme

    rules = find_scheme(scheme)
    intake = read_sheets(rules, files, gazetteer=gazetteer(), as_of=as_of or today())
    if as_json:
        print_json(
            {
                "faults": [asdict(fault) for fault in intake.faults],
                "lacking": [asdict(fault) for fault in intake.lacking],
                **read(intake),
            }
        )
    else:
        _show(intake)
    if intake.faults:
        raise FaultsFound(intake.faults)


def _show(intake: Intake) -> None:
    for line in read_lines(intake):
        typer.echo(line)
    for fault in intake.lacking:
        typer.echo(f"before a round: {fault}")
    if not intake.faults:
        typer.echo("No faults.")


def check_scheme(
    file: Annotated[Path, typer.Argument(help="A scheme, as .toml.")],
    as_json: AsJson = False,
) -> None:
    """Say what is wrong in a scheme file, by line; or what it holds."""
    from matcher.schemes import read_scheme

    try:
        scheme = read_scheme(file)
    except FaultsFound as found:
        if as_json:
            print_json({"faults": [asdict(fault) for fault in found.faults]})
        raise
    if as_json:
        print_json({"faults": [], "name": scheme.name, "title": scheme.title})
        return
    typer.echo(
        f"{file.name}: {scheme.title} ({scheme.name}) holds together: "
        f"{len(scheme.sheets)} sheets, {len(scheme.gates)} gates, "
        f"{len(scheme.criteria)} criteria, policy {scheme.policy.name}, "
        f"ties settled by {scheme.policy.ties}."
    )


def generate(
    scheme: SchemeName,
    needs: Annotated[int, typer.Option(min=1, max=200_000, help="How many needs.")],
    assets: Annotated[int, typer.Option(min=1, max=200_000, help="How many assets.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="The folder to fill.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same rows.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Invent a community for a scheme, as a workbook; nobody in it is real."""
    from matcher.communities import generate as invent
    from matcher.gazetteer import load_gazetteer
    from matcher.schemes import find_scheme

    rules, places = find_scheme(scheme), load_gazetteer()
    path = invent(
        rules, needs=needs, assets=assets, seed=seed, out=out, gazetteer=places
    )
    if as_json:
        print_json({"written": [str(path)]})
    else:
        typer.echo(str(path))
