"""Hubs: where they are, their rooms, and the days on which they are closed."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from api.actions.closures import (
    KINDS,
    add_closure,
    import_closures,
    list_closures,
    remove_closure,
)
from api.actions.hubs import add_hub, change_hub, list_hubs, read_hub
from api.actions.rooms import add_room, list_rooms
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.forms import Form, Unfilled, Wrong

router = APIRouter()
OWN = 200
"""One's own hubs that a form offers."""


class NewHub(Form):
    """A hub to add."""

    name: str = Field(title="the name", max_length=200)
    ref: str = Field(
        title="the code", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64
    )
    outcode: str = Field(
        default="", title="the first half of the postcode", max_length=8
    )


class Room(Form):
    """A room to add."""

    name: str = Field(title="the room's name", max_length=100)
    holds: int = Field(title="how many people it holds", ge=1, le=1_000)


class Closure(Form):
    """Days on which a hub has no sessions."""

    starts: date = Field(title="the first day")
    ends: date | None = Field(default=None, title="the last day")
    kind: Literal["closed", "half_term", "holiday"] = "closed"
    what: str = Field(default="", max_length=100, title="what it is called")
    hub: UUID | None = None


class Sheet(Form):
    """A sheet of closed days."""

    file: Any = Field(title="a file")


def own_hubs(at: At) -> list[dict[str, Any]]:
    """Return the hubs of one's own organisation: others' are not theirs to plan."""
    hubs = at.see(list_hubs, limit=OWN)["items"]
    home = str(at.who.organisation_id)
    return [hub for hub in hubs if hub["organisation_id"] == home]


@page(router, "GET", "/hubs", list_hubs)
def hubs(at: Asker, after: After = None) -> Response:
    """List hubs."""
    found = at.see(list_hubs, after=after)
    keeps = bool(at.roles & {"administrator", "coordinator", "hub"})
    return at.page("hubs/list.html", hubs=found, keeps=keeps)


@page(router, "POST", "/hubs", add_hub, again=hubs)
def add(at: Asker) -> Response:
    """Add a hub."""
    form = at.form(NewHub)
    facts = form.model_dump() | {"outcode": form.outcode.replace(" ", "").upper()}
    made = at.done_with(add_hub, **facts)
    return at.go(f"/hubs/{made['id']}", done="The hub is added.")


@page(router, "GET", "/hubs/{id}", read_hub)
def hub(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show a hub, and to its own people its rooms."""
    found = at.see(read_hub, id)
    ours = found["organisation_id"] == str(at.who.organisation_id)
    rooms = at.may_see(list_rooms, hub_id=id) if ours else None
    keeps = ours and bool(at.roles & {"administrator", "coordinator", "hub"})
    return at.page("hubs/one.html", hub=found, rooms=rooms, keeps=keeps)


@page(router, "POST", "/hubs/{id}/change", change_hub, again=hub)
def change(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give a hub another name or outcode."""
    name = at.form(_Named).name
    outcode = at.form(_Named).outcode.replace(" ", "").upper()
    then = f"/hubs/{id}"
    return at.do(
        change_hub,
        id,
        then=then,
        done="The hub is changed.",
        name=name,
        outcode=outcode,
    )


class _Named(Form):
    name: str = Field(title="the name", max_length=200)
    outcode: str = Field(
        default="", title="the first half of the postcode", max_length=8
    )


@page(router, "POST", "/hubs/{id}/rooms", add_room, again=hub)
def add_a_room(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Add a room."""
    form = at.form(Room)
    then = f"/hubs/{id}"
    return at.do(
        add_room, id, then=then, done="The room is added.", **form.model_dump()
    )


@page(router, "GET", "/closures", list_closures)
def closures(at: Asker, after: After = None) -> Response:
    """List the days on which hubs are closed."""
    return at.page(
        "hubs/closures.html",
        closures=at.see(list_closures, after=after),
        hubs=[("", "Every hub"), *((hub["id"], hub["name"]) for hub in own_hubs(at))],
        kinds=list(KINDS.items()),
        said=KINDS,
    )


@page(router, "POST", "/closures", add_closure, again=closures)
def close(at: Asker) -> Response:
    """Add closed days."""
    form = at.form(Closure)
    return at.do(
        add_closure,
        then="/closures",
        done="The days are added. New series skip them.",
        starts=form.starts,
        ends=form.ends or form.starts,
        kind=form.kind,
        what=form.what,
        hub_id=form.hub,
    )


@page(router, "POST", "/closures/sheet", import_closures, again=closures)
def bring_in(at: Asker) -> Response:
    """Add the closed days of a sheet."""
    file = at.form(Sheet).file
    try:
        sheet = file.file.read().decode() if isinstance(file, UploadFile) else ""
    except UnicodeDecodeError:
        raise Unfilled(
            [Wrong("file", "Save the sheet as CSV, then send it.")]
        ) from None
    made = at.done_with(import_closures, sheet=sheet)
    return at.go("/closures", done=f"{made['rows']} rows are added.")


@page(router, "POST", "/closures/{id}/remove", remove_closure, again=closures)
def reopen(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Take closed days back."""
    return at.do(remove_closure, id, then="/closures", done="The days are open again.")
