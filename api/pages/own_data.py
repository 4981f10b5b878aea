"""What is kept about oneself: to read, to save, and to have put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.actions.exporting import export_person
from api.actions.rights import ask_correction
from api.pages.calling import Asker, At, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter(prefix="/mine/data")


class Correction(Form):
    """What is not right, in one's own words."""

    words: str = Field(min_length=1, max_length=2_000, title="what is not right")


@page(router, "GET", "", export_person)
def data(at: Asker) -> Response:
    """Show everything that is kept about whoever is signed in."""
    found = at.see(export_person, _oneself(at))
    records = [
        {**record, "values": _lines(record["values"])} for record in found["records"]
    ]
    return at.page("mine/data.html", export=found, records=records)


@page(router, "GET", "/data.json", export_person)
def file(at: Asker) -> Response:
    """Return the same for a machine to read."""
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JSONResponse(at.see(export_person, _oneself(at)), headers=headers)


@page(router, "POST", "", ask_correction, again=data)
def correct(at: Asker) -> Response:
    """Ask for something to be put right."""
    form = at.form(Correction)
    done = "Thank you. Somebody will look at it and tell you."
    given = {"words": form.words, "then": "/mine/data", "done": done}
    return at.do(ask_correction, _oneself(at), **given)


def _oneself(at: At) -> UUID:
    if at.who.person_id is None:
        raise NotThere
    return at.who.person_id


def _lines(values: dict[str, Any]) -> list[tuple[str, str]]:
    said = ((name.partition(":")[0], _said(value)) for name, value in values.items())
    return [(name, text) for name, text in said if text]


def _said(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return "Yes" if value else "No"
        case dict():
            parts = ((name, _said(each)) for name, each in value.items())
            return "; ".join(f"{name}: {text}" for name, text in parts if text)
        case list():
            return ", ".join(_said(each) for each in value)
        case _:
            return str(value)
