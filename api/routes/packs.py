"""Round packs: what an auditor can check, what is public, and each party's proof."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.packing import read_auditor_pack, read_proofs, read_public_pack
from api.routes.calling import Caller, route

router = APIRouter(tags=["packs"])
_ZIP = {"content": {"application/zip": {}}, "description": "A zip."}


@route(
    router,
    "GET",
    "/rounds/{id}/pack",
    read_auditor_pack,
    response_class=Response,
    responses={200: _ZIP},
)
def auditors(call: Caller, id: UUID) -> Response:
    """Give the auditor's pack; that it was given is logged."""
    return _zip(call.see(read_auditor_pack, id), "auditor-pack")


@route(
    router,
    "GET",
    "/rounds/{id}/pack/public",
    read_public_pack,
    response_class=Response,
    responses={200: _ZIP},
)
def public(call: Caller, id: UUID) -> Response:
    """Give the public pack."""
    return _zip(call.see(read_public_pack, id), "public-pack")


@route(router, "GET", "/proposals/{id}/proof", read_proofs)
def proofs(call: Caller, id: UUID) -> Any:
    """Show the proof that one's own side is under the published root."""
    return call.see(read_proofs, id)


def _zip(content: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)
