"""``/schemes/{id}/import`` and ``/export``: sheets in, and out again."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile

from api.actions.importing import (
    MOST_BYTES,
    MOST_FILES,
    import_sheets,
    parse_files,
    preview_import,
)
from api.actions.sheets_out import export_sheet
from api.errors import Problem
from api.reports.rows_book import rows_book
from api.routes.calling import Caller, route

router = APIRouter(tags=["schemes"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Files = Annotated[list[UploadFile], File(min_length=1, max_length=MOST_FILES)]


@route(router, "POST", "/schemes/{id}/import", import_sheets)
def import_files(
    call: Caller,
    id: UUID,
    files: Files,
    *,
    dry_run: Annotated[bool, Query()] = False,
) -> Any:
    """Import .csv and .xlsx sheets, or with ``dry_run`` show what would change."""
    parsed = parse_files(call.app, call.who, id, _contents(files))
    if dry_run:
        return call.see(preview_import, id, parsed=parsed)
    return call.do(import_sheets, id, parsed=parsed)


@route(
    router,
    "GET",
    "/schemes/{id}/export",
    export_sheet,
    response_class=Response,
    responses={200: {"content": {_XLSX: {}}}},
)
def export(
    call: Caller,
    id: UUID,
    sheet: Annotated[Literal["needs", "assets", "staff"], Query()],
) -> Response:
    """Write a sheet's rows as .xlsx: neither names nor what holds a row back."""
    out = call.see(export_sheet, id, sheet=sheet)
    return Response(
        rows_book(out.title, out.heads, out.rows),
        media_type=_XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{sheet}.xlsx"',
            "Cache-Control": "no-store",
        },
    )


def _contents(files: list[UploadFile]) -> dict[str, bytes]:
    """Return the files by name, refused as soon as they are too large.

    Raises
    ------
    Problem
        413 above 20 MB; 422 where two have one name.
    """
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for file in files:
        content = file.file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Problem(413, "The files are larger than 20 MB altogether.")
        name = file.filename or "sheet.csv"
        if name in found:
            raise Problem(422, "Two files have one name. Give each its own.")
        found[name] = content
    return found
