"""Entering for somebody at the desk: asked, read back, sent, and printed for them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response

from api.actions import Action
from api.actions.assets import add_asset, read_asset
from api.actions.columns import read_columns
from api.actions.needs import add_need, read_need
from api.actions.schemes import list_schemes
from api.pages.answers import said_of
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.columns import questions, read_values
from api.pages.forms import said_in
from api.pages.wording import lines_of, words_of
from api.permissions import NotThere

router = APIRouter(prefix="/enter")
Sheet = Annotated[str, Path(pattern="^(needs|assets)$")]
ADD: dict[str, tuple[Action, Action]] = {
    "needs": (add_need, read_need),
    "assets": (add_asset, read_asset),
}
READER = {"needs": "family", "assets": "holder"}
"""In whose words a slip of paper speaks."""
DESK = {"hub", "helper", "coordinator"}


@page(router, "GET", "", SIGNED_IN)
def begin(at: Asker) -> Response:
    """Ask what somebody at the desk came for."""
    _at_the_desk(at)
    found = []
    for scheme in at.see(list_schemes, at.who.organisation_id)["items"]:
        for sheet in ADD:
            columns = at.may_see(read_columns, UUID(scheme["id"]), sheet=sheet)
            found += [columns] if columns else []
    return at.page("enter/begin.html", sheets=found)


@page(router, "GET", "/{id}/{sheet}", read_columns)
def form(at: Asker, id: UUID, sheet: Sheet) -> Response:  # noqa: A002
    """Ask the questions that the person at the desk can answer."""
    return _form(at, id, sheet)


@page(router, "POST", "/{id}/{sheet}/change", read_columns, again=form)
def change(at: Asker, id: UUID, sheet: Sheet) -> Response:  # noqa: A002
    """Ask again, with what was said."""
    at.said = said_in(at.sent)
    return _form(at, id, sheet)


@page(router, "POST", "/{id}/{sheet}/check", read_columns, again=form)
def check(at: Asker, id: UUID, sheet: Sheet) -> Response:  # noqa: A002
    """Read the answers back, before anything is sent."""
    _at_the_desk(at)
    columns = at.see(read_columns, id, sheet=sheet)
    cells = read_values(at, columns, _asked(columns))
    asked = {each["name"]: each for each in columns["columns"]}
    kept = [(name, value) for name, value in at.sent.multi_items() if _kept(name)]
    return at.page(
        "enter/check.html",
        columns=columns,
        cells=[
            (asked[name]["title"], said_of(asked[name], text))
            for name, text in cells.items()
        ],
        kept=kept,
    )


@page(router, "POST", "/{id}/{sheet}", add_need, again=form)
def send(at: Asker, id: UUID, sheet: Sheet) -> Response:  # noqa: A002
    """Send what was read back, and lead to the slip of paper."""
    _at_the_desk(at)
    columns = at.see(read_columns, id, sheet=sheet)
    cells = read_values(at, columns, _asked(columns))
    made = at.done_with(ADD[sheet][0], id, cells=cells)
    return at.go(
        f"/enter/{id}/{sheet}/{made['id']}", done="It is sent. Print the slip."
    )


@page(router, "GET", "/{id}/{sheet}/{row}", read_need)
def slip(at: Asker, id: UUID, sheet: Sheet, row: UUID) -> Response:  # noqa: A002
    """Show the slip: what was said, what happens next, and whom to call."""
    _at_the_desk(at)
    found = at.see(ADD[sheet][1], row)
    said = {**found.get("values", {}), **found.get("personal", {})}
    return at.page(
        "enter/slip.html",
        row=found,
        lines=lines_of(at, id, sheet, said),
        words=words_of(at, id, READER[sheet]),
        on=at.app.now(),
    )


def _form(at: At, scheme: UUID, sheet: str) -> Response:
    _at_the_desk(at)
    columns = at.see(read_columns, scheme, sheet=sheet)
    asked = questions(columns, _asked(columns))
    return at.page("enter/form.html", columns=columns, questions=asked)


def _at_the_desk(at: At) -> None:
    """Let go on only who stands at a hub's desk.

    Raises
    ------
    NotThere
        Anybody else.
    """
    if not at.roles & DESK:
        raise NotThere


def _asked(columns: dict[str, Any]) -> list[str]:
    """Return what is asked at the desk: what a person knows, and what must be there."""
    return [
        each["name"]
        for each in columns["columns"]
        if each["name"] != "ref"
        and (each["own"] or each["required"] or each["kind"] == "personal")
    ]


def _kept(name: str) -> bool:
    return name not in {"csrf", "key", "version"}
