"""Files that a page sends: never kept on the way, always saved and not opened."""

from __future__ import annotations

from fastapi import Response

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(content: bytes, name: str) -> Response:
    """Return a workbook to save."""
    return saved(content, f"{name}.xlsx", _XLSX)


def archive(content: bytes, name: str) -> Response:
    """Return a zip to save."""
    return saved(content, f"{name}.zip", "application/zip")


def saved(content: bytes, name: str, kind: str) -> Response:
    """Return a file to save, under a plain name."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=kind, headers=headers)
