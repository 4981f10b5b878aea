"""The one place where settings, database, keys, doors and work meet."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.actions import App
from api.database import Database
from api.errors import HEADERS, install, no_route
from api.feeds import router as feeds
from api.keys import Keys
from api.pages import ROUTERS as PAGES
from api.pages import unmet
from api.routes import PROBLEM, PROBLEM_SCHEMA, ROUTERS
from api.settings import Settings

PREFIX = "/api/v1"


def wire(settings: Settings) -> App:
    """Return the application that the settings describe; nothing is started."""
    return App(settings, Database(settings.database), Keys.load(settings))


def create_app(app: App) -> FastAPI:
    """Return the ASGI application of an Acorns application."""
    web = _Web(
        title="Acorns",
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        # A redirect would repeat the request's own Host.
        redirect_slashes=False,
    )
    web.state.acorns = app
    install(web)
    web.add_middleware(_Safe)
    everything = APIRouter(prefix=PREFIX)
    for router in ROUTERS:
        everything.include_router(router)
    web.include_router(everything)
    web.include_router(feeds)
    for pages in PAGES:
        web.include_router(pages)
    web.add_exception_handler(HTTPException, _no_page)
    return web


async def _no_page(request: Request, error: Exception) -> Response:
    """Answer where there is no route: in problem details, or with a page."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return no_route(request, error)
    return await run_in_threadpool(unmet, request, error.status_code)


class _Web(FastAPI):
    """The application, whose description knows problem details."""

    def openapi(self) -> dict[str, Any]:
        """Return the description; its problems are in one place."""
        said = super().openapi()
        said.setdefault("components", {}).setdefault("schemas", {})[PROBLEM] = (
            PROBLEM_SCHEMA
        )
        return said


class _Safe:
    """Gives every answer the headers by which nothing of it is kept or embedded."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, safely)
