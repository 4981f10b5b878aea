"""One API for many askers: its routes are made once, its world and token put in."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient
from support.world import World

_CLIENT: list[TestClient] = []


def ask(world: World, name: str, method: str, path: str, **more: Any) -> Any:
    """Ask the API something as somebody."""
    if not _CLIENT:
        _CLIENT.append(world.client())
    web: Any = _CLIENT[0].app
    web.state.acorns = world.app
    token = world.people[name].token
    headers = {"Authorization": f"Bearer {token}"} | more.pop("headers", {})
    return _CLIENT[0].request(method, f"/api/v1{path}", headers=headers, **more)


def get(world: World, name: str, path: str) -> Any:
    """Read something as somebody."""
    return ask(world, name, "GET", path)


def post(
    world: World, name: str, path: str, version: int | None = None, **body: Any
) -> Any:
    """Do something as somebody."""
    return ask(
        world, name, "POST", path, json=body or None, headers=world.write(version)
    )
