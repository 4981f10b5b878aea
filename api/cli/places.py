"""``acorns places``: more places than the few that ship."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.files import print_json
from api.cli.options import AsJson
from matcher.errors import Refused

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer


def places_file() -> Path:
    """Return where imported places are: ``ACORNS_PLACES``, or the user's folder."""
    named = os.environ.get("ACORNS_PLACES")
    return Path(named) if named else Path(typer.get_app_dir("acorns")) / "places.sqlite"


def gazetteer() -> Gazetteer:
    """Return the places we know, with what was imported on this machine."""
    from matcher.gazetteer import load_gazetteer

    return load_gazetteer(places_file())


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    family = typer.Typer(no_args_is_help=True, help="Postcodes that we know.")
    family.command("import")(import_)
    app.add_typer(family, name="places")


def import_(
    file: Annotated[
        Path,
        typer.Argument(help="Code-Point Open, ONSPD, NSPL, or a CSV of outcodes."),
    ],
    as_json: AsJson = False,
) -> None:
    """Import places, in the place of those imported before."""
    from matcher.gazetteer import import_places

    target = places_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        counts = import_places(file, target)
    except sqlite3.Error as error:
        raise Refused(f"{target} cannot be written: {error}.") from None
    except OSError as error:
        name = error.filename or target
        raise Refused(f"{name} cannot be used: {error.strerror}.") from None
    if as_json:
        print_json(asdict(counts) | {"refused": counts.refused})
        return
    typer.echo(
        f"{counts.rows} rows: {counts.taken} taken, {counts.ended} no longer in use, "
        f"{counts.without_place} without a place we can read. Kept in {target}."
    )
