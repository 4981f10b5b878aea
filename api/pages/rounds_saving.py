"""What a round came to: figures and pictures, and what can be saved of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.figures import read_figures, read_workbook
from api.actions.packing import read_auditor_pack, read_public_pack
from api.actions.rounds import read_round
from api.actions.schemes import read_scheme
from api.pages.calling import Asker, page
from api.pages.sending import archive, sheet

router = APIRouter(prefix="/rounds/{id}")


@page(router, "GET", "/results", read_figures)
def results(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what a round came to, in numbers and pictures; on paper too."""
    seen = at.see(read_round, id)
    return at.page(
        "rounds/results.html",
        round=seen,
        scheme=at.see(read_scheme, UUID(seen["scheme"])),
        found=at.see(read_figures, id),
    )


@page(router, "GET", "/workbook", read_workbook)
def workbook(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give the round as a spreadsheet, for staff."""
    return sheet(at.see(read_workbook, id), "round")


@page(router, "GET", "/pack", read_auditor_pack)
def auditors(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give the auditor's pack; that it was given is logged."""
    return archive(at.see(read_auditor_pack, id), "auditor-pack")


@page(router, "GET", "/pack/public", read_public_pack)
def public(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give the public pack."""
    return archive(at.see(read_public_pack, id), "public-pack")
