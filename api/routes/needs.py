"""``/needs``: added, listed, shown, changed, paused, returned, closed."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.becoming import list_becoming, record_spoken
from api.actions.needs import (
    add_need,
    change_need,
    close_need,
    list_needs,
    my_needs,
    pause_need,
    read_need,
    return_need,
)
from api.actions.needs_said import read_own_words, say_for_myself
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route
from api.routes.cells import CellsBody

router = APIRouter(tags=["needs"])
_WORDS = 4_000
Words = Annotated[str, Field(max_length=_WORDS)]
State = Annotated[Literal["", "waiting", "matched", "paused", "closed"], Query()]


class Said(Body):
    """What a child said, and what they chose of the lists on their own card."""

    words: dict[Literal["want", "good_at", "trust", "more"], Words] = Field(
        default_factory=dict
    )
    ticked: dict[str, list[str]] = Field(default_factory=dict)


class Spoken(Body):
    """What was said when somebody was spoken to."""

    words: str = Field(min_length=1, max_length=_WORDS)


@route(router, "GET", "/schemes/{id}/becoming", list_becoming)
def becoming(call: Caller, id: UUID, after: After = None, limit: Limit = 100) -> Any:
    """List who asked to hear about becoming staff, and what step is missing."""
    return call.see(list_becoming, id, after=after, limit=limit)


@route(router, "POST", "/needs/{id}/spoken", record_spoken)
def spoken(call: Caller, id: UUID, body: Spoken) -> Any:
    """Write down that somebody was spoken to about it."""
    return call.do(record_spoken, id, words=body.words)


@route(router, "GET", "/schemes/{id}/needs", list_needs)
def list_all(
    call: Caller,
    id: UUID,
    state: State = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """List a scheme's needs: refs and states."""
    return call.see(list_needs, id, state=state, after=after, limit=limit)


@route(router, "GET", "/needs", my_needs)
def mine(call: Caller, cursor: After = None, limit: Limit = 50) -> Any:
    """List one's own needs, and those of whom one speaks for."""
    return call.see(my_needs, after=cursor, limit=limit)


@route(router, "POST", "/schemes/{id}/needs", add_need, status_code=201)
def add(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Add one: staff for somebody, anybody else for themselves."""
    return call.do(add_need, id, cells=body.values)


@route(router, "GET", "/needs/{id}", read_need)
def read(call: Caller, id: UUID) -> Any:
    """Show one, as far as the caller may see it."""
    return call.see(read_need, id)


@route(router, "PATCH", "/needs/{id}", change_need)
def change(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Change cells by column; a lone dash clears one."""
    return call.do(change_need, id, cells=body.values)


@route(router, "GET", "/needs/{id}/said", read_own_words)
def own_words(call: Caller, id: UUID) -> Any:
    """Show a child what they have said."""
    return call.see(read_own_words, id)


@route(router, "POST", "/needs/{id}/said", say_for_myself)
def say(call: Caller, id: UUID, body: Said) -> Any:
    """Keep what a child says about themselves."""
    return call.do(say_for_myself, id, **body.model_dump())


@route(router, "POST", "/needs/{id}/pause", pause_need)
def pause(call: Caller, id: UUID) -> Any:
    """Pause it."""
    return call.do(pause_need, id)


@route(router, "POST", "/needs/{id}/return", return_need)
def take_back(call: Caller, id: UUID) -> Any:
    """Return it from a pause."""
    return call.do(return_need, id)


@route(router, "POST", "/needs/{id}/close", close_need)
def close(call: Caller, id: UUID) -> Any:
    """Close it for good."""
    return call.do(close_need, id)
