"""The one place where settings, database, keys, doors and work meet."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from api.actions import App
from api.database import Database
from api.errors import install
from api.keys import Keys
from api.routes import ROUTERS
from api.settings import Settings

PREFIX = "/api/v1"
LARGEST_BODY = 20 * 1024 * 1024


def wire(settings: Settings) -> App:
    """Return the application that the settings describe; nothing is started."""
    return App(settings, Database(settings.database), Keys.load(settings))


def create_app(app: App) -> FastAPI:
    """Return the ASGI application of an Acorns application."""
    web = FastAPI(
        title="Acorns",
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST_BODY,
    )
    web.state.acorns = app
    install(web)
    everything = APIRouter(prefix=PREFIX)
    for router in ROUTERS:
        everything.include_router(router)
    web.include_router(everything)
    return web
