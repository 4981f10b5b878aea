"""What can be saved of a round: the packs that others replay it by."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.packing import read_auditor_pack, read_public_pack
from api.pages.calling import Asker, page
from api.pages.sending import archive

router = APIRouter(prefix="/rounds/{id}")


@page(router, "GET", "/pack", read_auditor_pack)
def auditors(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Give the auditor's pack; that it was given is logged."""
    return archive(at.see(read_auditor_pack, id), "auditor-pack")


@page(router, "GET", "/pack/public", read_public_pack)
def public(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give the public pack."""
    return archive(at.see(read_public_pack, id), "public-pack")
