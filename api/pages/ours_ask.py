"""Asking for a course or a thing oneself: a few plain questions, and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
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
from api.actions.schemes import list_schemes
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.columns import Question, questions, read_values
from api.pages.forms import Form, Unfilled, Wrong
from api.pages.wording import lines_of, words_of
from api.permissions import NotThere

router = APIRouter(prefix="/ours")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ASKED = "Thank you. We have what you asked for."
MOVES = {"pause": pause_need, "return": return_need, "close": close_need}
HEARS = {
    "Yes": "Thank you. Somebody will talk to you.",
    "No": "We will not tell you. You can say yes at any time.",
}
MOVED = {
    "pause": "We will not ask you for now.",
    "return": "We are looking for you again.",
    "close": "We have taken this back.",
}
SAID_AS = {
    "name": ("What should we call you?", "A first name is fine."),
    "place": ("What is your postcode?", "The first half is enough."),
    "travel_km": ("How far can you come?", "In kilometres. 8 is about 5 miles."),
    "course": ("Which course would you like?", "Tick more than one if you like."),
    "child_age": ("How old is your child?", "In years. Say 0 for a baby."),
    "slots": ("When is a good time?", "Tick all the times you could come."),
    "hopes": ("What would you like to talk about?", "Tick as many as you like."),
    "language": ("Which language is best for you?", "We can ask for somebody to help."),
    "access": ("What would help you to come?", "Tick all that you would like."),
    "creche_under_2": ("How many under 2 would come to the creche?", "Or leave empty."),
    "creche_over_2": (
        "How many from 2 to 5 would come to the creche?",
        "Or leave empty.",
    ),
    "allergies": ("Is there any food your child must not have?", "Or leave empty."),
    "tell_me": ("May we tell you how to lead a course one day?", "Only if you like."),
    "together": ("Would you only come with your friend?", ""),
    "item": ("What would you like?", ""),
    "size": ("Which size?", ""),
    "child_age_months": ("How old is your child, in months?", ""),
}
"""How a column is asked of a parent; another scheme's is asked in its own words."""
TOGETHER = (
    ("required", "Yes, only with my friend"),
    ("preferred", "With my friend if it can be"),
)
NOT_ASKED = ("ref", "contact", "pathway", "training", "together")


class Friend(Form):
    """Whether a friend comes too, and by which code."""

    friend: str = Field(default="no", pattern="^(no|make|code)$")
    code: str = Field(default="", max_length=20, title="your friend's code")
    together: str = Field(default="preferred", pattern="^(required|preferred)$")


class Hearing(Form):
    """Whether somebody would like to hear how one comes to lead."""

    hear: str = Field(pattern="^(Yes|No)$", title="yes or no")


class Moving(Form):
    """What becomes of something one asked for."""

    act: str = Field(pattern="^(pause|return|close)$", title="what to do")


@page(router, "GET", "/ask", my_needs)
def choose(at: Asker) -> Response:
    """Ask what somebody would like to ask for."""
    if "parent" not in at.roles:
        raise NotThere
    found = at.see(list_schemes, at.who.organisation_id)["items"]
    sheets = {each["id"]: _sheet(at, UUID(each["id"])) for each in found}
    ours = [each for each in found if sheets[each["id"]]["for_oneself"]]
    said = {each["id"]: words_of(at, each["id"]) for each in ours}
    return at.page("ours/choose.html", schemes=ours, words=said)


@page(router, "GET", "/ask/{id}", add_need)
def ask(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask a few plain questions."""
    sheet = _ours(at, id)
    return at.page(
        "ours/ask.html",
        to=f"/ours/ask/{id}",
        words=words_of(at, id),
        questions=_asked(sheet, {}),
        friends=sheet["group"] in _named(sheet),
        together=TOGETHER,
        need=None,
    )


@page(router, "POST", "/ask/{id}", add_need, again=ask)
def keep(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep what somebody asks for."""
    sheet = _ours(at, id)
    cells = read_values(at, sheet, _names(sheet)) | _friend(at, sheet)
    need = at.done_with(add_need, id, cells=cells)
    return at.go(f"/ours/{need['id']}", done=ASKED)


@page(router, "GET", "/{id}", read_need)
def asked(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show what somebody asked for, and what happens next."""
    need = _own(at, id)
    sheet = _ours(at, UUID(need["scheme_id"]))
    shown = {name: need["values"].get(name, "") for name in _names(sheet)}
    return at.page(
        "ours/asked.html",
        need=need,
        words=words_of(at, need["scheme_id"]),
        lines=_lines(at, need["scheme_id"], shown),
        code=need["values"].get(sheet["group"], ""),
        hears=need["values"].get(sheet["hears"], "No") if sheet["hears"] else "",
    )


@page(router, "GET", "/{id}/change", change_need)
def change(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask the same questions again, with what was said."""
    need = _own(at, id)
    sheet = _ours(at, UUID(need["scheme_id"]))
    return at.page(
        "ours/ask.html",
        to=f"/ours/{id}/change",
        words=words_of(at, need["scheme_id"]),
        questions=_asked(sheet, {**need["values"], **need["personal"]}),
        friends=False,
        together=TOGETHER,
        need=need,
    )


@page(router, "POST", "/{id}/change", change_need, again=change)
def keep_change(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep what somebody changed."""
    need = _own(at, id)
    sheet = _ours(at, UUID(need["scheme_id"]))
    now = {**need["values"], **need["personal"]}
    cells = read_values(at, sheet, _names(sheet), now)
    return at.do(change_need, id, then=f"/ours/{id}", done=ASKED, cells=cells)


@page(router, "POST", "/{id}/hear", change_need, again=asked)
def hear(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say yes or no to hearing how one comes to lead a course."""
    said = at.form(Hearing).hear
    name = _ours(at, UUID(_own(at, id)["scheme_id"]))["hears"]
    if not name:
        raise NotThere
    cells, done = {name: said}, HEARS[said]
    return at.do(change_need, id, then=f"/ours/{id}", done=done, cells=cells)


@page(router, "POST", "/{id}/move", pause_need, again=asked)
def move(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Wait for a while, go on, or take it back."""
    act = at.form(Moving).act
    then = "/ours" if act == "close" else f"/ours/{id}"
    return at.do(MOVES[act], id, then=then, done=MOVED[act])


def _own(at: At, id_: UUID) -> dict[str, Any]:
    """Return what somebody asked for; staff have a page of their own for it."""
    need: dict[str, Any] = at.see(read_need, id_)
    if "own" not in need:
        raise NotThere
    return need


def _sheet(at: At, scheme_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = at.see(read_columns, scheme_id, sheet="needs")
    return found


def _ours(at: At, scheme_id: UUID) -> dict[str, Any]:
    """Return a sheet that people fill in for themselves.

    Raises
    ------
    NotThere
        It is for children, who are spoken for; or who asks is no parent.
    """
    sheet = _sheet(at, scheme_id)
    if not sheet["for_oneself"] or "parent" not in at.roles:
        raise NotThere
    return sheet


def _named(sheet: Mapping[str, Any]) -> list[str]:
    return [each["name"] for each in sheet["columns"] if each["own"]]


def _names(sheet: Mapping[str, Any]) -> list[str]:
    """Return the columns that are asked, in the order in which people are asked."""
    left = (*NOT_ASKED, sheet["group"])
    mine = [name for name in _named(sheet) if name not in left]
    order = list(SAID_AS)
    return sorted(mine, key=lambda n: order.index(n) if n in order else len(order))


def _asked(sheet: Mapping[str, Any], now: Mapping[str, str]) -> list[Question]:
    return [_plain(each) for each in questions(sheet, _names(sheet), now)]


def _plain(question: Question) -> Question:
    label, hint = SAID_AS.get(question.name, (question.label, question.hint))
    return replace(question, label=label, hint=hint)


def _friend(at: At, sheet: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a friend who comes too; a fresh code where one is wanted."""
    if sheet["group"] not in _named(sheet):
        return {}
    form = at.form(Friend)
    if form.friend == "no":
        return {}
    made = "with-" + "".join(secrets.choice(LETTERS) for _ in range(8))
    code = made if form.friend == "make" else form.code.lower()
    if not code:
        raise Unfilled([Wrong("code", "Enter your friend's code.")])
    return {sheet["group"]: code, "together": form.together}


def _lines(
    at: At, scheme_id: str, values: Mapping[str, str]
) -> list[tuple[str, list[str]]]:
    """Return what was said, under the question it answers."""
    found = []
    for name, text in values.items():
        said = lines_of(at, scheme_id, "needs", {name: text.split("; ")})
        title = SAID_AS.get(name, ("",))[0]
        found += [(title or each, lines) for each, lines in said]
    return found
