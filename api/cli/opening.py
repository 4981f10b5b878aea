"""From files to a frozen snapshot: what every command over sheets begins with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.files import print_json
from api.cli.options import day, today
from api.cli.places import gazetteer
from matcher.errors import FaultsFound, Refused

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer
    from matcher.intake import Intake
    from matcher.model import Snapshot, Term
    from matcher.schemes import Scheme

Sheets = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE]...", help=".csv or .xlsx sheets."),
]
Starts = Annotated[
    date | None,
    typer.Option(
        parser=day, metavar="DAY", help="The first day of the matches, not today."
    ),
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A scheme, what was read for it, and the snapshot frozen from that."""

    scheme: Scheme
    intake: Intake
    snapshot: Snapshot


def open_sheets(
    name: str,
    files: list[Path] | None,
    *,
    as_of: date | None,
    starts: date | None,
    as_json: bool = False,
    places: Gazetteer | None = None,
    cells: bool = False,
) -> Opened:
    """Read the sheets of a scheme and freeze them.

    Places are those that ship and those imported on this machine, unless given. What
    the cells held is kept beside only with `cells`, for an import into a database.

    Raises
    ------
    Refused
        If no file is given.
    FaultsFound
        Every fault at once; with `as_json` they are printed for a program first.
    """
    from matcher.schemes import find_scheme

    scheme = find_scheme(name)
    if not files:
        raise Refused(
            f"No sheets were given. Name the files of {scheme.title}: .csv or .xlsx."
        )
    from matcher.intake import freeze, read_sheets

    now = as_of or today()
    known = places or gazetteer()
    intake = read_sheets(scheme, files, gazetteer=known, as_of=now, given=cells)
    faults = (*intake.faults, *intake.lacking)
    if faults:
        if as_json:
            print_json({"faults": [asdict(fault) for fault in faults], **read(intake)})
        raise FaultsFound(faults)
    term = term_of(scheme, starts or now)
    snapshot = freeze(intake, scheme, round=now.isoformat(), as_of=now, term=term)
    return Opened(scheme, intake, snapshot)


def read(intake: Intake) -> dict[str, Any]:
    """Return how many rows came in, and what is worth showing, for a program."""
    return {
        "counts": {name: asdict(count) for name, count in intake.counts.items()},
        "notes": [asdict(note) for note in intake.notes],
    }


def read_lines(intake: Intake) -> list[str]:
    """Return how many rows came in, were taken and were refused, and every note."""
    lines = [
        f"{name}: {count.rows} rows, {count.accepted} accepted, {count.refused} refused"
        for name, count in intake.counts.items()
    ]
    return [*lines, *(f"note: {note}" for note in intake.notes)]


def term_of(scheme: Scheme, starts: date) -> Term:
    """Return the dates of the matches: as many months as the scheme says."""
    from matcher.candidates.checks import months_before
    from matcher.model import Term

    after = months_before(starts, -scheme.steps.term_months)
    return Term(starts, after - timedelta(days=1))
