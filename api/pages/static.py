"""What stands beside the pages: styles, scripts, the mark. The same for everybody."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from api.pages.doors import PageDoor
from api.pages.rendering import STATIC, digest_of
from api.permissions import NotThere

router = APIRouter()
_FOR_EVER = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}


def static(request: Request, digest: str, name: str) -> Response:
    """Send one of the files; an address is good for one version of it alone.

    Raises
    ------
    NotThere
        There is no such file, or no longer.
    """
    if name not in _names() or digest != digest_of(name):
        raise NotThere
    plain, packed = _packed(name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = dict(_FOR_EVER)
    if "gzip" in request.headers.get("accept-encoding", ""):
        plain, headers["Content-Encoding"] = packed, "gzip"
    return Response(plain, headers=headers, media_type=kind)


router.add_api_route(
    STATIC + "/{digest}/{name}",
    static,
    methods=["GET"],
    route_class_override=PageDoor,
    response_model=None,
    include_in_schema=False,
)


@cache
def _names() -> frozenset[str]:
    folder = files("api.pages").joinpath("static")
    return frozenset(each.name for each in folder.iterdir() if each.is_file())


@cache
def _packed(name: str) -> tuple[bytes, bytes]:
    content = files("api.pages").joinpath("static", name).read_bytes()
    return content, gzip.compress(content, 9, mtime=0)
