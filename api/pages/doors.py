"""A page's door: what is checked of a request first, and what a person is told last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.errors import Problem, status_of
from api.pages.refusing import unmet
from matcher.errors import Refused

log = logging.getLogger("acorns")
LARGEST = 21 * 1024 * 1024
"""Bytes of a form: 20 MB of files, and what is written around them."""
MOST_FILES, MOST_FIELDS, LARGEST_FIELD = 20, 2_000, 256 * 1024
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SignInFirst(Exception):
    """A page that only somebody who is signed in may see."""


class PageDoor(APIRoute):
    """A route that answers with a page, whatever happens."""

    def get_route_handler(self) -> Handler:
        """Return the handler, behind the checks."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            try:
                await _check(request)
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - a person is told, in a page
                return await run_in_threadpool(_answer, request, error)
            finally:
                await request.close()  # with the files of its form

        return checked


async def _check(request: Request) -> None:
    """Read a form, if it comes from a page of ours.

    Raises
    ------
    Problem
        413, 415, 422, or 403 where another site sent it.
    """
    text = unquote(request.url.query, errors="surrogateescape")
    if not _is_text(text):
        raise Problem(422, "The address holds a sign that is no text.")
    request.state.sent = FormData()
    if request.method == "POST":
        _same_origin(request)
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            raise Problem(411, "The form does not say how long it is.")
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            raise Problem(413, "The form is larger than 20 MB.")
        request.state.sent = await request.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
        )
        _readable(request.state.sent)


def _same_origin(request: Request) -> None:
    """Refuse a form that a page of another site sent (CSRF, ASVS 3.5.1)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    ours = request.headers.get("host", "")
    if site is not None and site != "same-origin":
        raise Problem(403, "This form came from somewhere else.")
    if origin is not None and urlsplit(origin).netloc != ours:
        raise Problem(403, "This form came from somewhere else.")
    if site is None and origin is None:
        raise Problem(403, "This form does not say where it came from.")


def _readable(sent: FormData) -> None:
    for name, value in sent.multi_items():
        if not _is_text(name) or (isinstance(value, str) and not _is_text(value)):
            raise Problem(422, "The form holds a sign that is no text.")


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _answer(request: Request, error: Exception) -> Response:
    """Return the page that says what happened."""
    if isinstance(error, SignInFirst):
        return unmet(request, 401)
    status = 404 if isinstance(error, RequestValidationError) else status_of(error)
    if status != 500:
        return unmet(request, status, _said(error))
    # Message and address may hold anything; the kind and the route are enough.
    route = getattr(request.scope.get("route"), "path", "no route")
    log.error("unforeseen %s at %s", type(error).__name__, route)
    return unmet(request, 500)


def _said(error: Exception) -> str:
    """Return what an error says to a person, where it says something."""
    if isinstance(error, Problem):
        return error.detail
    return error.message if isinstance(error, Refused) else ""
