"""Registering: one question a page, then all answers to check, then sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.columns import read_columns
from api.actions.drafts import drop_draft, keep_draft, read_draft, send_draft
from api.actions.hubs import list_hubs
from api.actions.schemes import read_scheme
from api.pages.answers import said_of
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.columns import Question, questions, read_values
from api.pages.forms import Unfilled, Wrong
from api.pages.plain import ASKED, in_plain_words, to_oneself
from api.permissions import NotThere

router = APIRouter(prefix="/mine/register")
SHEETS = ("staff", "assets")
"""Whoever leads is asked as staff, where a scheme has any; else for what they give."""
_KNOWN = ("name", "contact", "giver")
"""Who they are is known: they are signed in. A name is asked of who gave none yet."""
_HUBS = ("hub", "through")


@page(router, "GET", "/{id}", read_draft)
def begin(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Say what will be asked, and where one left off."""
    sheet, columns = _sheet(at, id)
    cells = _cells(at, id, sheet)
    answered = [column for column in columns if column["name"] in cells]
    left = [column for column in columns if column["name"] not in cells]
    return at.page(
        "registering/begin.html",
        scheme=at.see(read_scheme, id),
        count=len(columns),
        answered=len(answered),
        first=(left or columns)[0]["name"],
    )


@page(router, "GET", "/{id}/question/{column}", read_draft)
def question(at: Asker, id: UUID, column: str, to: str = "") -> Response:  # noqa: A002
    """Ask one question."""
    sheet, columns = _sheet(at, id)
    names = [each["name"] for each in columns]
    if column not in names:
        raise NotThere
    number = names.index(column)
    checking = to == "check" or at.said.get("to") == "check"
    before = f"/question/{names[number - 1]}" if number else ""
    asked = to_oneself(_asked(at, sheet, column, _cells(at, id, sheet)))
    return at.page(
        "registering/question.html",
        scheme=at.see(read_scheme, id),
        question=asked,
        number=number + 1,
        count=len(names),
        checking=checking,
        before=f"/mine/register/{id}{'/check' if checking else before}",
    )


@page(router, "POST", "/{id}/question/{column}", keep_draft, again=question)
def answer(at: Asker, id: UUID, column: str) -> Response:  # noqa: A002
    """Keep an answer, and go on to the next question."""
    sheet, columns = _sheet(at, id)
    cells = read_values(at, sheet, [column], now=_cells(at, id, sheet))
    if cells:
        at.done_with(keep_draft, id, sheet=sheet["sheet"], cells=cells)
    names = [each["name"] for each in columns]
    left = names[names.index(column) + 1 :] if column in names else []
    if at.sent.get("to") == "check" or not left:
        return at.go(f"/mine/register/{id}/check")
    return at.go(f"/mine/register/{id}/question/{left[0]}")


@page(router, "GET", "/{id}/check", read_draft)
def check(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show every answer, each with a way to change it."""
    sheet, columns = _sheet(at, id)
    cells = _cells(at, id, sheet)
    return at.page(
        "registering/check.html",
        scheme=at.see(read_scheme, id),
        lines=[
            {
                **each,
                "said": said_of(each, cells.get(each["name"], "")),
            }
            for each in columns
        ],
        answered=bool(cells),
    )


@page(router, "POST", "/{id}/check", send_draft, again=check)
def send(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Send what was answered."""
    sheet, columns = _sheet(at, id)
    cells = _cells(at, id, sheet)
    left = [each for each in columns if each["required"] and each["name"] not in cells]
    if cells and left:
        raise Unfilled([Wrong(one["name"], f"Answer: {one['title']}") for one in left])
    made = at.done_with(send_draft, id, sheet=sheet["sheet"])
    done = "Thank you. We have it. Here you see what comes next."
    return at.go(f"/mine/{sheet['sheet']}/{made['id']}", done=done)


@page(router, "POST", "/{id}/drop", drop_draft, again=begin)
def drop(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Forget every answer."""
    sheet, _ = _sheet(at, id)
    done = "We have forgotten your answers."
    return at.do(drop_draft, id, sheet=sheet["sheet"], then="/mine", done=done)


def _sheet(at: At, id_: UUID) -> tuple[Any, list[Any]]:
    """Return the sheet that somebody fills in of themselves, and what is asked."""
    for name in SHEETS:
        found = at.may_see(read_columns, id_, sheet=name)
        sheet = in_plain_words(found) if found else {"columns": ()}
        own = [each for each in sheet["columns"] if _is_asked(each)]
        if own and not at.see(read_draft, id_, sheet=name)["named"]:
            own = [each for each in sheet["columns"] if each["name"] == "name"] + own
        if own:
            return sheet, own
    raise NotThere


def _is_asked(column: dict[str, Any]) -> bool:
    return bool(column["own"]) and column["name"] not in _KNOWN


def _cells(at: At, id_: UUID, sheet: Any) -> dict[str, str]:
    return dict(at.see(read_draft, id_, sheet=sheet["sheet"])["cells"])


def _asked(at: At, sheet: Any, name: str, cells: dict[str, str]) -> Question:
    asked = questions(sheet, [name], cells)[0]
    if name not in _HUBS:
        return asked
    hubs = at.see(list_hubs, limit=200)["items"]
    return replace(
        asked,
        kind="list",
        label=ASKED.get(name, "Where"),
        hint="",
        options=tuple((hub["ref"], hub["name"]) for hub in hubs),
    )
