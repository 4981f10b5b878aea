"""A door: what is checked of every request before its route reads any of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.message import Message as Letter
from typing import Any
from urllib.parse import unquote

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.types import Message

from api.errors import Problem
from api.routes.strict_json import is_text, read_json

LARGEST_JSON = 1024 * 1024
LARGEST_FORM = 21 * 1024 * 1024
"""Bytes of a form: 20 MB of files, and what is written around them."""
_LONGEST = len(str(LARGEST_FORM))
JSON = "application/json"
FORM = "multipart/form-data"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Door(APIRoute):
    """A route that takes a body in one form alone, and reads it strictly."""

    def get_route_handler(self) -> Handler:
        """Return the handler, behind the checks."""
        handle = super().get_route_handler()
        wanted = self.body_field is not None
        form = bool(self.body_field and isinstance(self.body_field.field_info, Form))

        async def checked(request: Request) -> Response:
            _check_query(request)
            _bound(request, LARGEST_FORM if form else LARGEST_JSON)
            if not form:
                await _read_body(request, wanted=wanted)
            elif _form(request) != FORM:
                raise Problem(415, f"Send the files as {FORM}.")
            return await handle(request)

        return checked


def _check_query(request: Request) -> None:
    """Refuse text that no database keeps, and a name that is said twice.

    Raises
    ------
    Problem
        422, without the text.
    """
    if not is_text(unquote(request.url.query, errors="surrogateescape")):
        raise Problem(422, "The address holds a sign that is no text.")
    said = [name for name, _ in request.query_params.multi_items()]
    if len(said) != len(set(said)):
        raise Problem(422, "The address names something twice.")


def _bound(request: Request, most: int) -> None:
    """Refuse a body by the length it says, and else as soon as it is longer.

    Raises
    ------
    Problem
        413, and nothing more is read.
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and (len(said) > _LONGEST or int(said) > most):
        raise _too_large(most)
    receive, left = request.receive, most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _too_large(most)
        return message

    request._receive = counted  # noqa: SLF001 - what body() and form() read from


def _too_large(most: int) -> Problem:
    return Problem(413, f"The body is larger than {most // 1024 // 1024} MB.")


async def _read_body(request: Request, *, wanted: bool) -> None:
    """Read a JSON body strictly and leave it where the route looks for it.

    Raises
    ------
    Problem
        415 or 422; and 422 for a body that nobody would read.
    """
    content = await request.body()
    if not content:
        return
    if _form(request) != JSON:
        raise Problem(415, f"Send the body as {JSON}.")
    value = read_json(content)
    if not wanted and value not in ({}, None):
        raise Problem(422, "Nothing is to be said in a body here.")
    request._json = value  # noqa: SLF001 - what Request.json() gives from then on


def _form(request: Request) -> str:
    """Return the form a request says its body has, without its parameters."""
    message = Letter()
    message["content-type"] = request.headers.get("content-type", "")
    named = message.get_content_charset("utf-8") in {"utf-8", "us-ascii"}
    return message.get_content_type() if named else ""
