"""A worker's children: who they are, what was said, what is asked for, what goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.columns import read_columns
from api.actions.needs import (
    add_need,
    change_need,
    close_need,
    my_needs,
    pause_need,
    read_need,
    return_need,
)
from api.actions.proposals import list_mine
from api.actions.schemes import list_schemes, read_scheme
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.columns import questions, read_values
from api.pages.forms import Form
from api.pages.ours_say import TITLES
from api.pages.saying import day, month
from api.pages.wording import said_as, words_of
from api.permissions import NotThere

router = APIRouter(prefix="/children")
MOST = 100
"""How much of what goes on is told on the list: the rest is on each child's page."""
MOVES = {"pause": pause_need, "return": return_need, "close": close_need}
MOVED = {
    "pause": "Paused. Nobody is proposed until you return it.",
    "return": "Returned. Somebody may be proposed again.",
    "close": "Closed.",
}


class Moving(Form):
    """Whether a child's request is paused, returned or closed."""

    act: str = Field(pattern="^(pause|return|close)$", title="what to do")


@page(router, "GET", "", my_needs)
def children(at: Asker, after: After = None) -> Response:
    """List the children one speaks for, with what waits for each."""
    needs = at.see(my_needs, after=after)
    going = at.see(list_mine, needs=_ids(needs["items"]), limit=MOST)
    schemes = dict.fromkeys(line["scheme_id"] for line in needs["items"])
    return at.page(
        "children/list.html",
        needs=needs,
        going=_by_need(going["items"]),
        more_going=going["next"] is not None,
        words={scheme: words_of(at, scheme, "staff") for scheme in schemes},
    )


@page(router, "GET", "/new", my_needs)
def choose(at: Asker) -> Response:
    """Ask what a child asks for."""
    found = at.see(list_schemes, at.who.organisation_id)["items"]
    schemes = [at.see(read_scheme, UUID(each["id"])) for each in found]
    ours = [each for each in schemes if each.get("steps", {}).get("worker")]
    return at.page("children/choose.html", schemes=ours)


@page(router, "GET", "/new/{id}", add_need)
def new(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask for what is known of a child."""
    sheet = at.see(read_columns, id, sheet="needs")
    return at.page(
        "children/new.html", sheet=sheet, questions=questions(sheet, _names(sheet))
    )


@page(router, "POST", "/new/{id}", add_need, again=new)
def add(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Add a child's request; whoever adds it speaks for the child from today."""
    sheet = at.see(read_columns, id, sheet="needs")
    need = at.done_with(add_need, id, cells=read_values(at, sheet, _names(sheet)))
    return at.go(f"/children/{need['id']}", done="Added. You speak for this child.")


@page(router, "GET", "/{id}", read_need)
def child(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """Show a child: what they said, what is known, what goes on."""
    need = childs_need(at, id)
    sheet = at.see(read_columns, UUID(need["scheme_id"]), sheet="needs")
    return at.page(
        "children/child.html",
        need=need,
        asked=[
            (title, need["said"][name])
            for name, title in TITLES.items()
            if name in need.get("said", {})
        ],
        known=list(_known(sheet, {**need["values"], **need["personal"]})),
        going=at.see(list_mine, needs=[id], after=after),
        words=words_of(at, need["scheme_id"], "staff"),
    )


@page(router, "GET", "/{id}/change", change_need)
def change(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask for what has changed."""
    need = childs_need(at, id)
    sheet = at.see(read_columns, UUID(need["scheme_id"]), sheet="needs")
    now = {**need["values"], **need["personal"]}
    names = _names(sheet, fixed=False)
    return at.page(
        "children/change.html", need=need, questions=questions(sheet, names, now)
    )


@page(router, "POST", "/{id}/change", change_need, again=change)
def keep_change(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep what has changed."""
    need = childs_need(at, id)
    sheet = at.see(read_columns, UUID(need["scheme_id"]), sheet="needs")
    now = {**need["values"], **need["personal"]}
    cells = read_values(at, sheet, _names(sheet, fixed=False), now)
    return at.do(change_need, id, then=f"/children/{id}", done="Kept.", cells=cells)


@page(router, "POST", "/{id}/move", pause_need, again=child)
def move(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Pause, return or close a child's request."""
    act = at.form(Moving).act
    return at.do(MOVES[act], id, then=f"/children/{id}", done=MOVED[act])


def childs_need(at: At, id: UUID) -> dict[str, Any]:  # noqa: A002
    """Return a child's need as their worker reads it.

    Raises
    ------
    NotThere
        Whoever asks is not the child's worker.
    """
    need: dict[str, Any] = at.see(read_need, id)
    if "person_id" not in need:
        raise NotThere
    return need


def _known(sheet: dict[str, Any], values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is known of a child: a column's title, and what it says."""
    for column in sheet["columns"]:
        text, kind = values.get(column["name"], ""), column["kind"]
        if not text:
            continue
        match kind:
            case "month":
                yield column["title"], month(text[:7])
            case "date":
                yield column["title"], day(text)
            case "place" | "personal" | "ref" | "refs" | "whole" | "text":
                yield column["title"], text
            case _:
                yield column["title"], ", ".join(said_as(text.split("; ")))


def _names(sheet: dict[str, Any], *, fixed: bool = True) -> list[str]:
    """Return the columns to ask for: those of who it is only when it is new."""
    return [each["name"] for each in sheet["columns"] if fixed or not each["fixed"]]


def _ids(needs: list[dict[str, Any]]) -> list[UUID]:
    return [UUID(need["id"]) for need in needs]


def _by_need(lines: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        for need in line.get("needs", ()):
            found.setdefault(need["id"], []).append(line)
    return found
