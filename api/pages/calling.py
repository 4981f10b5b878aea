"""What every page shares: who may open it, and what comes of what they sent."""

from __future__ import annotations

import hmac
import inspect
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.actions import Action, App, Stale
from api.actions.sign_ins import signed_in
from api.errors import Problem
from api.pages import cookies
from api.pages.at import At
from api.pages.doors import PageDoor
from api.pages.forms import Unfilled
from api.permissions import NotThere, Who
from matcher.errors import FaultsFound, Refused

OPEN, SIGNED_IN = "open", "signed in"
"""What guards a page that reads nothing of anybody: no account, or any."""
WAITS = {"second": "/sign-in/second-factor", "code": "/sign-in/code"}
"""Where a sign-in goes on that still waits for something."""
After = Annotated[UUID | None, Query(alias="cursor")]


def asker(request: Request) -> At:
    """Return who asks for a page.

    Raises
    ------
    Problem
        403 for a form that this sign-in's pages did not make.
    """
    app: App = request.app.state.acorns
    at = At(request, app, _who(app, request))
    request.state.at = at
    if request.method == "POST" and at.signed_in:
        sent = str(at.sent.get("csrf", ""))
        if not hmac.compare_digest(sent.encode(), at.csrf.encode()):
            raise Problem(403, "This form is not from a page of yours.")
    return at


Asker = Annotated[At, Depends(asker)]
Page = Callable[..., Response]


def page(
    router: APIRouter,
    method: str,
    path: str,
    action: Action | str,
    *,
    again: Page | None = None,
) -> Callable[[Page], Page]:
    """Declare a page with the act that guards it; the walk over the pages reads it.

    Parameters
    ----------
    again : callable, optional
        The page that is drawn again, with what is wrong, where a form is not met.
    """

    def declare(endpoint: Page) -> Page:
        router.add_api_route(
            path,
            _answering(endpoint, action, again),
            methods=[method],
            route_class_override=PageDoor,
            response_model=None,
            include_in_schema=False,
            openapi_extra={"x-act": action if isinstance(action, str) else action.act},
        )
        return endpoint

    return declare


def _answering(endpoint: Page, action: Action | str, again: Page | None) -> Page:
    @wraps(endpoint)
    def answer(at: At, **given: Any) -> Response:
        if action != OPEN and at.who.waits == "second" and not at.proving:
            return at.go(WAITS["second"])
        try:
            return endpoint(at=at, **given)
        except NotThere:
            if not at.signed_in or not at.who.waits:
                raise
            return at.go(WAITS[at.who.waits])
        except (Unfilled, FaultsFound, Refused, Stale) as error:
            if again is None:
                raise
            at.fail(error)
            wanted = inspect.signature(again).parameters
            kept = {name: value for name, value in given.items() if name in wanted}
            return again(at=at, **kept)

    return answer


def _who(app: App, request: Request) -> Who | None:
    secret = cookies.secret_of(request, app.settings)
    if not secret:
        return None
    return signed_in(app, secret=secret, loopback=is_from_here(request))


def is_from_here(request: Request) -> bool:
    """Tell whether a request comes from this computer."""
    try:
        return ip_address(request.client.host).is_loopback if request.client else False
    except ValueError:
        return False
