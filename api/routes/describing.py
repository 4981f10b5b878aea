"""What OpenAPI says of every route: its act, its headers, its problems."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from api.actions import Action
from api.errors import MEDIA, TITLES

PROBLEM = "Problem"
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "fields": {"type": "array", "items": {"type": "object"}},
        "faults": {"type": "array", "items": {"type": "object"}},
    },
}
_READS = (400, 401, 404, 409, 422, 503)
_WRITES = (*_READS, 413, 415)
_OBJECT = {"type": "object"}
_LIST = {
    "type": "object",
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "integer", "null"]},
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Yours: the same key with the same request is done once.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
}
_SEEN = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The version that you saw, such as "3": an ETag.',
    "schema": {"type": "string", "pattern": r'^(W/)?"?[0-9]{1,18}"?$'},
}


def described(
    method: str,
    action: Action,
    endpoint: Callable[..., Any],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a route's options with all that its description needs."""
    status = options.get("status_code", 200)
    shape = _LIST if "limit" in inspect.signature(endpoint).parameters else _OBJECT
    answer = {
        "description": "What it came to, as far as the caller may see it.",
        "content": {"application/json": {"schema": shape}},
    }
    problems = _problems(method, action)
    return {
        "operation_id": action.__name__,
        "response_model": None,
        **options,
        "responses": {status: answer, **problems, **options.get("responses", {})},
        "openapi_extra": {
            "x-act": action.act,
            "parameters": _headers(method, action),
        },
    }


def changes(action: Action) -> bool:
    """Tell whether an action changes the row it is done on."""
    return action.on is not None and not action.adds


def _headers(method: str, action: Action) -> list[dict[str, Any]]:
    if method == "GET":
        return []
    return [_KEY, _SEEN] if changes(action) else [_KEY]


def _problems(method: str, action: Action) -> dict[int, dict[str, Any]]:
    statuses = {*(_READS if method == "GET" else _WRITES)}
    if method != "GET" and changes(action):
        statuses |= {412, 428}
    schema = {"$ref": f"#/components/schemas/{PROBLEM}"}
    return {
        status: {
            "description": f"{TITLES[status]}.",
            "content": {MEDIA: {"schema": schema}},
        }
        for status in sorted(statuses)
    }
