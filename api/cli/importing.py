"""``acorns import``: sheets into the database, all or nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.administration import AsSomebody, somebody
from api.cli.files import print_json
from api.cli.options import AsJson
from api.cli.serving import opened
from matcher.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from api.actions import App
    from api.permissions import Who

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help=".csv or .xlsx sheets.")
]
_MOST_ROWS = 20


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command("import")(import_)


def import_(
    scheme: Annotated[str, typer.Argument(help="A scheme in use in your database.")],
    files: Files,
    as_email: AsSomebody = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import sheets into the database: every row or, with any fault, none."""
    from api.actions import look, perform
    from api.actions.importing import (
        import_sheets,
        parse,
        preview_import,
        rules_for_import,
    )

    app = opened()
    who = somebody(app, as_email)
    scheme_id = scheme_named(app, who, scheme)
    rules = look(app, who, rules_for_import, on=scheme_id)
    parsed = parse(app, rules, files, _digest(files))
    if dry_run:
        shown = look(app, who, preview_import, on=scheme_id, parsed=parsed)
    else:
        shown = perform(app, who, import_sheets, on=scheme_id, parsed=parsed).facts
    if as_json:
        print_json(shown)
    else:
        _show(shown, dry_run=dry_run)


def scheme_named(app: App, who: Who, name: str) -> UUID:
    """Return the id of a scheme of the caller's organisation, or one it takes part in.

    Raises
    ------
    Refused
        If there is none of this name.
    """
    from api.actions import look
    from api.actions.schemes import list_schemes

    found = look(app, who, list_schemes, on=who.organisation_id)
    for row in found["items"]:
        if row["name"] == name:
            from uuid import UUID

            return UUID(row["id"])
    raise Refused(f"Your organisation has no scheme called {name}. Add it first.")


def _digest(files: list[Path]) -> str:
    try:
        contents = [path.read_bytes() for path in sorted(files)]
    except OSError as error:
        raise Refused(f"{error.filename} cannot be read: {error.strerror}.") from None
    return hashlib.sha256(b"".join(contents)).hexdigest()


def _show(shown: dict[str, Any], *, dry_run: bool) -> None:
    word = "would be" if dry_run else "were"
    for sheet, counts in shown["counts"].items():
        typer.echo(
            f"{sheet}: {counts['rows']} rows; {counts['new']} {word} added, "
            f"{counts['changed']} {word} changed, {counts['unchanged']} stay, "
            f"{counts['conflicts']} conflicts"
        )
    rows = shown.get("rows", shown.get("conflicts", ()))
    told = [row for row in rows if row["does"] == "changed" or row["conflicts"]]
    for row in told[:_MOST_ROWS]:
        typer.echo(_line(row))
    if len(told) > _MOST_ROWS:
        typer.echo(f"… and {len(told) - _MOST_ROWS} more; --json shows every one.")
    if dry_run:
        typer.echo("Nothing was changed.")


def _line(row: dict[str, Any]) -> str:
    parts = [f"{', '.join(row['columns'])} change"] if row["columns"] else []
    parts += [f"{c['column']} stays ({c['why']})" for c in row["conflicts"]]
    return f"  {row['sheet']} {row['ref']}: {'; '.join(parts)}"
