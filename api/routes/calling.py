"""What every route shares: the caller, the key, the version, the declared act."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.actions import Action, App, Done, look, perform, show
from api.auth import who_of_token
from api.errors import Problem
from api.permissions import Who
from api.routes.describing import changes, described
from api.routes.doors import Door

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_SEEN = re.compile(r'(?:W/)?"?(\d{1,18})"?', re.ASCII)
_bearer = HTTPBearer(auto_error=False, description="A token of `acorns admin`.")


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
        seen = changes(action)
        if seen and self.version is None:
            raise Problem(428, "Send If-Match with the version that you saw.")
        done = doing(
            self.app,
            self.who,
            on=on,
            key=self.key,
            version=self.version if seen else None,
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
    token: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Call:
    """Return the call of a request.

    Raises
    ------
    Problem
        401 where the token is for nobody; 400 where a header cannot be read.
    """
    app: App = request.app.state.acorns
    who = _who(app, request, token.credentials if token else "")
    return Call(
        app,
        who,
        response,
        _key(request.headers.get("idempotency-key")),
        _version(request.headers.get("if-match")),
    )


Caller = Annotated[Call, Depends(caller)]
After = Annotated[UUID | None, Query(alias="cursor")]
Limit = Annotated[int, Query(ge=1, le=200)]


def route(
    router: APIRouter, method: str, path: str, action: Action, **options: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a route with the act that its action needs; the walk reads it there."""

    def declare(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            route_class_override=Door,
            **described(method, action, endpoint, options),
        )
        return endpoint

    return declare


def _who(app: App, request: Request, secret: str) -> Who:
    if secret:
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


def _key(said: str | None) -> str | None:
    if said is None or _KEY.fullmatch(said):
        return said
    raise Problem(400, "An Idempotency-Key is 1 to 200 letters, digits and signs.")


def _version(said: str | None) -> int | None:
    if said is None:
        return None
    seen = _SEEN.fullmatch(said)
    if seen is None:
        raise Problem(400, 'If-Match is a version, such as "3".')
    return int(seen[1])
