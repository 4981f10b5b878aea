"""Staff signing in with their work account: off to the provider, and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from api.actions.sign_in_providing import begin_with_provider, sign_in_by_provider
from api.pages import cookies
from api.pages.calling import OPEN, Asker, page
from api.pages.sign_in import let_in, sign_in

router = APIRouter(prefix="/sign-in/work")
Said = Annotated[str, Query(max_length=4_000)]


@page(router, "GET", "", OPEN, again=sign_in)
def leave(at: Asker) -> Response:
    """Lead to the provider."""
    handshake, there = begin_with_provider(at.app)
    response = RedirectResponse(there, 303)
    cookies.keep_handshake(response, at.app.settings, handshake)
    return response


@page(router, "GET", "/back", OPEN, again=sign_in)
def back(at: Asker, state: Said = "", code: Said = "") -> Response:
    """Take what the provider says of whoever comes back."""
    secret = sign_in_by_provider(
        at.app,
        handshake=cookies.handshake_of(at.request, at.app.settings),
        state=state,
        code=code,
        source=at.source,
    )
    response = let_in(at, secret)
    cookies.end_handshake(response, at.app.settings)
    return response
