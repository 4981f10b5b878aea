"""Who asked to hear about leading a course: what is missing, and who spoke to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.becoming import list_becoming, record_spoken
from api.actions.columns import read_columns
from api.actions.needs import read_need
from api.actions.schemes import read_scheme
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter()


class Spoken(Form):
    """What was said."""

    words: str = Field(title="what was said", max_length=4_000)


@page(router, "GET", "/schemes/{id}/becoming", list_becoming)
def becoming(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """Show who asked to hear, those one step away first."""
    return at.page(
        "schemes/becoming.html",
        asked=at.see(list_becoming, id, after=after),
        scheme=at.see(read_scheme, id),
    )


@page(router, "GET", "/needs/{id}/spoken", read_need)
def speak(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask what was said when somebody was spoken to."""
    return at.page("schemes/spoken.html", need=_need(at, id))


@page(router, "POST", "/needs/{id}/spoken", record_spoken, again=speak)
def spoken(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down that somebody was spoken to."""
    words = at.form(Spoken).words
    then = f"/schemes/{_need(at, id)['scheme_id']}/becoming"
    return at.do(record_spoken, id, then=then, done="Written down.", words=words)


def _need(at: At, id_: UUID) -> dict[str, Any]:
    """Return a need of a scheme in which people may come to lead.

    Raises
    ------
    NotThere
        It is of no such scheme, or who asks is no coordinator.
    """
    need: dict[str, Any] = at.see(read_need, id_)
    sheet = at.see(read_columns, UUID(need["scheme_id"]), sheet="needs")
    if not sheet["hears"] or not at.holds("coordinator"):
        raise NotThere
    return need
