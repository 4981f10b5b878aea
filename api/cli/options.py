"""Options and arguments that more than one command takes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer


def _hex(text: str) -> str:
    salt = text.strip().lower()
    if not salt or set(salt) - set("0123456789abcdef"):
        raise typer.BadParameter("a salt is written in the digits 0-9 and a-f")
    return salt


def today() -> date:
    """Return the civil day in this country: the only clock of the command line."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def day(text: str) -> date:
    """Read a day as 2026-11-30."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a day is written as 2026-11-30") from None


class PolicyName(StrEnum):
    """The policies there are."""

    STABLE = "stable"
    BEST = "best"
    FAIR = "fair"
    NEEDS_FIRST = "needs-first"
    ASSETS_FIRST = "assets-first"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Salt = Annotated[
    str | None,
    typer.Option(metavar="HEX", parser=_hex, help="The secret of the published draw."),
]
Effort = Annotated[
    float,
    typer.Option(min=0.001, max=1e6, help="Deterministic work; 1 is about a second."),
]
Out = Annotated[
    Path | None, typer.Option(dir_okay=False, help="Write here; replaced as a whole.")
]
AsOf = Annotated[
    date | None,
    typer.Option(parser=day, metavar="DAY", help="The day to reckon from, not today."),
]
SchemeName = Annotated[
    str, typer.Argument(metavar="SCHEME", help="A scheme's name, or a .toml file.")
]
