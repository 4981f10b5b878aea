"""What every route shares: the caller, the key, the version, the declared act."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from api.actions import Action, App, Done, look, perform, show
from api.auth import who_of_token
from api.errors import Problem
from api.permissions import Who

_MOST = 200


@dataclass(frozen=True)
class Call:
    """One request: who makes it, with what key and version."""

    app: App
    who: Who
    response: Response
    key: str | None
    version: int | None

    def do(self, action: Action, on: UUID | None = None, **arguments: Any) -> Any:
        """Do an action and return what it came to, as far as the caller may see it.

        Raises
        ------
        Problem
            No Idempotency-Key; or no If-Match where something is changed.
        """
        doing = partial(perform, action=action)
        return self.do_through(doing, action, on, **arguments)

    def do_through(
        self,
        doing: Callable[..., Done],
        action: Action,
        on: UUID | None = None,
        **arguments: Any,
    ) -> Any:
        """Do an action by way of a function that prepares it, as `do` does.

        Raises
        ------
        Problem
            As `do`.
        """
        if self.key is None:
            raise Problem(400, "Send an Idempotency-Key with every write.")
        changes = action.on is not None and not action.adds
        if changes and self.version is None:
            raise Problem(428, "Send If-Match with the version that you saw.")
        done = doing(
            self.app,
            self.who,
            on=on,
            key=self.key,
            version=self.version if changes else None,
            **arguments,
        )
        return self._tagged(show(self.app, self.who, done))

    def see(self, reader: Action, on: UUID | None = None, **arguments: Any) -> Any:
        """Return what a reader shows the caller."""
        return self._tagged(look(self.app, self.who, reader, on=on, **arguments))

    def secret(self, purpose: str) -> str:
        """Return a code that only this request, or a repeat of it, comes to.

        It is made of the master key, the caller and their Idempotency-Key, so that a
        repeated request has the same answer and no code is kept.
        """
        digest = self.app.keys.blind(purpose, f"{self.who.actor} {self.key}")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _tagged(self, seen: Any) -> Any:
        if isinstance(seen, dict) and "version" in seen:
            self.response.headers["ETag"] = f'"{seen["version"]}"'
        return seen


def caller(
    request: Request,
    response: Response,
    authorization: Annotated[str | None, Header()] = None,
    idempotency_key: Annotated[str | None, Header(max_length=_MOST)] = None,
    if_match: Annotated[str | None, Header(max_length=20)] = None,
) -> Call:
    """Return the call of a request.

    Raises
    ------
    Problem
        401 where the token is for nobody; 400 where a header cannot be read.
    """
    app: App = request.app.state.acorns
    return Call(
        app,
        _who(app, request, authorization),
        response,
        idempotency_key,
        _version(if_match),
    )


Caller = Annotated[Call, Depends(caller)]
After = Annotated[UUID | None, Query(alias="cursor")]
Limit = Annotated[int, Query(ge=1, le=200)]


def route(
    router: APIRouter, method: str, path: str, action: Action, **options: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a route with the act that its action needs; the walk reads it there."""
    return router.api_route(
        path,
        methods=[method],
        openapi_extra={"x-act": action.act},
        operation_id=options.pop("operation_id", action.__name__),
        **options,
    )


def _who(app: App, request: Request, authorization: str | None) -> Who:
    kind, _, secret = (authorization or "").partition(" ")
    if kind.lower() == "bearer" and secret:
        with app.database.reading() as session:
            who = who_of_token(
                session,
                keys=app.keys,
                now=app.now(),
                secret=secret.strip(),
                loopback=_loopback(request),
            )
        if who is not None:
            return who
    raise Problem(401, "The token is missing, has expired, or is not known.")


def _loopback(request: Request) -> bool:
    try:
        return ip_address(request.client.host).is_loopback if request.client else False
    except ValueError:
        return False


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    try:
        return int(if_match.removeprefix("W/").strip('"'))
    except ValueError:
        raise Problem(400, 'If-Match is a version, such as "3".') from None
