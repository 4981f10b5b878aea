"""Problem details (RFC 9457). No detail repeats what the request held."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.database import Busy, OutcomeUnknown
from api.permissions import NotThere
from api.store import Stale
from matcher.errors import Fault, FaultsFound, Refused

log = logging.getLogger("acorns")
MEDIA = "application/problem+json"
TITLES = {
    400: "The request is not right",
    401: "Sign in first",
    404: "Not found",
    405: "Not done this way",
    409: "This cannot be done now",
    412: "Somebody changed it since",
    413: "Too large",
    415: "Not in this form",
    422: "Something in it is not right",
    428: "Say which version you saw",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Try again in a moment",
}


HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer of the API says to browsers and caches: nothing is kept."""


SIMPLE: tuple[tuple[type[Exception], int, str], ...] = (
    (NotThere, 404, "There is nothing here, or it is not yours to see."),
    (Stale, 412, "It has changed since you saw it. Read it again, then decide."),
    (Busy, 503, "The database is busy. Nothing was changed; try again."),
    (
        OutcomeUnknown,
        503,
        (
            "The connection was lost while saving. Send the same request again "
            "with the same Idempotency-Key."
        ),
    ),
)
"""Errors that need no more said than what they are, with their status codes."""


def status_of(error: Exception) -> int:
    """Return the status code of an error: 500 where nobody foresaw it."""
    for kind, status, _ in SIMPLE:
        if isinstance(error, kind):
            return status
    if isinstance(error, HTTPException):
        return error.status_code
    return 409 if isinstance(error, Refused) else 500


class Problem(HTTPException):
    """A problem that a door itself finds: its status code and a sentence."""


def problem(
    status: int,
    detail: str,
    *,
    allow: str = "",
    **more: Any,
) -> JSONResponse:
    """Return a problem as a response; `allow` names the methods that there are."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "The request could not be met"),
        "status": status,
        "detail": detail,
    }
    headers = dict(HEADERS)
    if allow:
        headers["Allow"] = allow
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "1"
    return JSONResponse(body | more, status, headers, media_type=MEDIA)


def install(app: FastAPI) -> None:
    """Make every error of an application a problem."""
    for kind, status, detail in SIMPLE:
        app.add_exception_handler(kind, _always(status, detail))
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(FaultsFound, _faults)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, no_route)
    app.add_exception_handler(Exception, _last)


def _always(status: int, detail: str) -> Callable[[Request, Exception], JSONResponse]:
    def handle(_request: Request, _error: Exception) -> JSONResponse:
        return problem(status, detail)

    return handle


def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem(error.status_code, error.detail)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return problem(409, error.message)


def _faults(_request: Request, error: Exception) -> JSONResponse:
    """Say in which rows the faults are; a heading, too, is the request's own text."""
    assert isinstance(error, FaultsFound)
    places = [_place(fault) for fault in error.faults]
    return problem(422, f"{len(places)} faults were found.", faults=places)


def _place(fault: Fault) -> dict[str, int | str]:
    """Return where a fault is: in a form every column is the scheme's own word."""
    return {"column": fault.column} if fault.file == "form" else {"row": fault.row}


def _invalid(request: Request, error: Exception) -> JSONResponse:
    """Name the fields and what they should be, never what they held.

    A name is said only if it is one of the API's own: the rest is the request's text.
    """
    assert isinstance(error, RequestValidationError)
    ours = _words(request.app)
    fields = [
        {
            "field": ".".join(
                str(part)
                for part in fault["loc"]
                if isinstance(part, int) or part in ours
            ),
            "kind": fault["type"],
        }
        for fault in error.errors()
    ]
    return problem(422, "Some fields are missing or not right.", fields=fields)


def _words(app: FastAPI) -> frozenset[str]:
    """Return every name that the API's description uses for a field."""
    known: frozenset[str] | None = getattr(app.state, "words", None)
    if known is None:
        known = app.state.words = frozenset(_named(app.openapi())) | _PLACES
    return known


_PLACES = frozenset({"body", "query", "path", "header"})


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("name"), str) and "in" in part:
            yield part["name"]
        if isinstance(part.get("properties"), dict):
            yield from part["properties"]
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner)


def no_route(request: Request, error: Exception) -> JSONResponse:
    """Return the problem of an address or a method that there is not."""
    assert isinstance(error, HTTPException)
    detail = TITLES.get(error.status_code, "The request could not be met") + "."
    allow = _methods(request) if error.status_code == 405 else ""
    return problem(error.status_code, detail, allow=allow)


def _methods(request: Request) -> str:
    """Return the methods of every route at this address, not of the first alone."""
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        matched, _ = route.matches(request.scope)
        if matched is not Match.NONE:
            found |= set(route.methods or ())
    return ", ".join(sorted(found))


def _last(request: Request, error: Exception) -> JSONResponse:
    # Message and address may hold anything; the kind and the route are enough.
    route = getattr(request.scope.get("route"), "path", "no route")
    log.error("unforeseen %s at %s", type(error).__name__, route)
    return problem(500, "Something went wrong on our side. Nothing was changed.")
