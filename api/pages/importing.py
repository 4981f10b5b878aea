"""Sheets in and out: what an import would change, then the change; rows as a sheet.

Between the two steps nothing is kept here, of whoever is in the sheets: the same files
are chosen again, and what was seen is known by its hash.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from api.actions.importing import (
    MOST_BYTES,
    Parsed,
    import_sheets,
    parse_files,
    preview_import,
    rules_for_import,
)
from api.actions.schemes import read_scheme
from api.actions.sheets_out import export_sheet
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form, Unfilled, Wrong
from api.pages.sending import sheet
from api.reports.rows_book import rows_book
from matcher.errors import FaultsFound, Refused

router = APIRouter(prefix="/schemes/{id}")
_SHOWN = 200
"""Rows and faults on one page; the counts are of all of them."""


class Seen(Form):
    """Which files were previewed, and what an import of them would do."""

    digest: str = Field(pattern="^[0-9a-f]{64}$", title="the sheets")
    seen: str = Field(pattern="^[0-9a-f]{64}$", title="the sheets")


@page(router, "GET", "/import", rules_for_import)
def import_(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask for sheets, and say what each holds."""
    return _page(at, id)


@page(router, "POST", "/import/preview", preview_import, again=import_)
def preview(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show what an import would change, row by row, or every fault of the sheets."""
    try:
        parsed = _parsed(at, id)
        plan = at.see(preview_import, id, parsed=parsed)
    except FaultsFound as error:
        return _faulty(at, id, error)
    return _page(at, id, plan=plan, digest=parsed.digest, shown=_SHOWN)


@page(router, "POST", "/import", import_sheets, again=import_)
def confirm(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Import the sheets that were previewed: every row or none."""
    form = at.form(Seen)
    try:
        parsed = _parsed(at, id)
        if parsed.digest != form.digest:
            raise Refused(
                "These are not the sheets you looked at. Look at these first, or "
                "choose the same ones again."
            )
        done = at.done_with(import_sheets, id, parsed=parsed, seen=form.seen)
    except FaultsFound as error:
        return _faulty(at, id, error)
    return at.page("schemes/imported.html", scheme=at.see(read_scheme, id), done=done)


@page(router, "GET", "/export/{name}", export_sheet)
def export(
    at: Asker,
    id: UUID,  # noqa: A002
    name: Literal["needs", "assets", "staff"],
) -> Response:
    """Write a sheet's rows as .xlsx: neither names nor what holds a row back."""
    out = at.see(export_sheet, id, sheet=name)
    return sheet(rows_book(out.title, out.heads, out.rows), name)


def _page(at: At, id: UUID, **values: Any) -> Response:  # noqa: A002
    rules = at.see(rules_for_import, id)
    return at.page(
        "schemes/import.html",
        scheme=at.see(read_scheme, id),
        sheets=rules.sheets,
        **values,
    )


def _faulty(at: At, id: UUID, error: FaultsFound) -> Response:  # noqa: A002
    at.fail(Unfilled([Wrong("files", "The sheets have faults. Nothing was changed.")]))
    return _page(at, id, faults=error.faults, shown=_SHOWN)


def _parsed(at: At, id: UUID) -> Parsed:  # noqa: A002
    """Read the sheets that were sent.

    Raises
    ------
    Unfilled
        If none was chosen, or two have one name.
    Refused
        If they are too large.
    """
    sent = [file for file in at.sent.getlist("files") if isinstance(file, UploadFile)]
    files = [file for file in sent if file.filename]
    if not files:
        raise Unfilled([Wrong("files", "Choose at least one sheet.")])
    names = [file.filename or "" for file in files]
    if len({*names}) < len(names):
        raise Unfilled([Wrong("files", "Two files have one name. Give each its own.")])
    contents = {
        name: file.file.read(MOST_BYTES + 1)
        for name, file in zip(names, files, strict=True)
    }
    return parse_files(at.app, at.who, id, contents)
