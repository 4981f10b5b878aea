"""One request for a page: who is there, what they sent, and how it is answered."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.actions import Action, App, Done, Stale, look, perform, show
from api.actions.sign_in_starting import Source
from api.errors import Problem
from api.pages import cookies
from api.pages.doors import SignInFirst
from api.pages.failing import why_not_met
from api.pages.forms import Form, Wrong, read_form, said_in
from api.pages.menu import Entry, menu_for
from api.pages.rendering import render
from api.pages.saying import LONDON
from api.permissions import PUBLIC, NotThere, Who

F = TypeVar("F", bound=Form)
FAMILY = {"young_person", "parent", "advocate", "holder"}


class At:
    """One request for a page: who asks, what they sent, and what went wrong with it.

    Parameters
    ----------
    who : Who or None
        None where nobody is signed in.
    """

    def __init__(self, request: Request, app: App, who: Who | None) -> None:
        self.request, self.app, self._who = request, app, who
        self.sent = request.state.sent
        self.said: dict[str, Any] = {}
        self.wrong: tuple[Wrong, ...] = ()
        self.stale = False
        self.status = 200

    @property
    def who(self) -> Who:
        """Return who is signed in.

        Raises
        ------
        SignInFirst
            Nobody is.
        """
        if self._who is None:
            raise SignInFirst
        return self._who

    @property
    def signed_in(self) -> bool:
        """Tell whether somebody is signed in."""
        return self._who is not None

    @property
    def roles(self) -> frozenset[str]:
        """Return the names of the roles of whoever is signed in."""
        return (
            frozenset(role for role, _ in self._who.roles) if self._who else frozenset()
        )

    def holds(self, *roles: str) -> bool:
        """Tell whether somebody of one of these roles is signed in."""
        return bool(self.roles & {*roles})

    @property
    def audience(self) -> str:
        """Return for whom a page is said: the public, a family, or staff."""
        if self._who is None:
            return "public"
        return "family" if self.roles <= FAMILY else "staff"

    @property
    def menu(self) -> tuple[Entry, ...]:
        """Return the menu of whoever is there."""
        if self._who is None or self._who.waits == "second":
            return ()
        return menu_for(self._who.roles)

    @property
    def path(self) -> str:
        """Return where this page is."""
        return self.request.url.path

    @property
    def proving(self) -> bool:
        """Tell whether this page is one on which a sign-in goes on."""
        return self.path.startswith(("/sign-in/", "/sign-out", "/set-up"))

    @property
    def source(self) -> Source:
        """Return where the request comes from, for counting tries."""
        return Source(self.request.client.host if self.request.client else "")

    @property
    def demo(self) -> bool:
        """Tell whether everything here is a demo."""
        return self.app.settings.demo

    @property
    def invented(self) -> bool:
        """Tell whether everybody here is invented."""
        return self.app.settings.data == "invented"

    @property
    def today(self) -> str:
        """Return the civil day in London, as ISO writes it."""
        return self.app.now().astimezone(LONDON).date().isoformat()

    @property
    def done(self) -> str:
        """Return the sentence of what was just done."""
        return cookies.take_done(self.request, self.app.settings)

    @property
    def key(self) -> str:
        """Return a fresh key, by which a form that is sent twice acts once."""
        return str(uuid4())

    @property
    def csrf(self) -> str:
        """Return what a form of this sign-in carries, and no other site can know."""
        secret = cookies.secret_of(self.request, self.app.settings)
        digest = self.app.keys.blind("form", secret) if secret else b""
        return base64.urlsafe_b64encode(digest).decode()

    def secret(self, purpose: str) -> str:
        """Return a code that only this form, however often it is sent, comes to.

        It is made of the master key, the sender and the form's key: it is kept nowhere.
        """
        digest = self.app.keys.blind(purpose, f"{self.who.actor} {self._key()}")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def signed_in_anew(self, secret: str) -> None:
        """Make the forms of this page those of the sign-in that follows."""
        self.request.cookies[cookies.signed_in(self.app.settings)] = secret

    def error(self, name: str) -> str:
        """Return the sentence beside a field, or nothing."""
        return next((each.text for each in self.wrong if each.name == name), "")

    def value(self, name: str, now: Any = "") -> Any:
        """Return what a field holds: what was typed, else what it is now."""
        return self.said.get(name, now) if self.said else now

    def form(self, kind: type[F]) -> F:
        """Return the form that was sent.

        Raises
        ------
        Unfilled
            With a sentence for every field that is not right.
        """
        return read_form(kind, self.sent)

    def see(self, reader: Action, on: UUID | None = None, **arguments: Any) -> Any:
        """Return what a reader shows them."""
        return look(self.app, self.who, reader, on=on, **arguments)

    def may_see(self, reader: Action, on: UUID | None = None, **arguments: Any) -> Any:
        """Return what a reader shows them, or None where it is not there for them."""
        with suppress(NotThere):
            return self.see(reader, on, **arguments)
        return None

    def look_in(self, reader: Action, on: UUID | None = None, **arguments: Any) -> Any:
        """Return what a reader shows anybody, whoever is signed in."""
        return look(self.app, PUBLIC, reader, on=on, **arguments)

    def done_with(
        self,
        action: Action,
        on: UUID | None = None,
        *,
        by: Callable[..., Done] = perform,
        **arguments: Any,
    ) -> dict[str, Any]:
        """Do an action with the form's key and version; return what it came to.

        Parameters
        ----------
        by : callable, optional
            What performs it, where one try is not enough.
        """
        changes = action.on is not None and not action.adds
        done = by(
            self.app,
            self.who,
            action,
            on=on,
            key=self._key(),
            version=self._version() if changes else None,
            **arguments,
        )
        return show(self.app, self.who, done)

    def done_through(
        self, doing: Callable[..., Done], on: UUID, **arguments: Any
    ) -> dict[str, Any]:
        """Do a change by way of a function that prepares it, as `done_with` does."""
        done = doing(
            self.app,
            self.who,
            on=on,
            key=self._key(),
            version=self._version(),
            **arguments,
        )
        return show(self.app, self.who, done)

    def do(
        self,
        action: Action,
        on: UUID | None = None,
        *,
        then: str,
        done: str = "",
        **arguments: Any,
    ) -> Response:
        """Do an action, then lead to another page, which says what was done."""
        self.done_with(action, on, **arguments)
        return self.go(then, done=done)

    def go(self, then: str, *, done: str = "") -> Response:
        """Lead to another page."""
        response = RedirectResponse(then, 303)
        if done:
            cookies.say_done(response, self.app.settings, done)
        return response

    def page(self, template: str, **values: Any) -> HTMLResponse:
        """Return a page."""
        response = render(self.request, template, status=self.status, **values)
        if self.done:
            cookies.end_done(response, self.app.settings)
        return response

    def fail(self, error: Exception) -> None:
        """Remember why a form was not met, for the page that is drawn again."""
        self.said = said_in(self.sent)
        self.status, self.wrong = why_not_met(error)
        self.stale = isinstance(error, Stale)

    def _key(self) -> str:
        key = str(self.sent.get("key", ""))
        if not 1 <= len(key) <= 64 or not key.isascii():
            raise Problem(400, "The form has no key.")
        return f"page:{key}"

    def _version(self) -> int | None:
        said = str(self.sent.get("version", ""))
        if not said.isdecimal() or len(said) > 18:
            raise Problem(400, "The form does not say which version you saw.")
        return int(said)
