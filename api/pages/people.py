"""What is kept of a person: found by ref, shown, held, erased; each is logged."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.erasing import erase_person, list_erasures
from api.actions.exporting import export_person
from api.actions.holds import lift_hold, list_holds, place_hold
from api.actions.rights import find_people, list_views
from api.pages.calling import After, Asker, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter()


class Find(Form):
    """What somebody has in hand of a person."""

    ref: str = Field(default="", title="the ref", max_length=100)
    email: str = Field(default="", title="the e-mail address", max_length=254)


class HoldForm(Form):
    """Under which rule nothing is deleted, and until when."""

    rule: str = Field(title="the rule", min_length=3, max_length=200)
    until: date | None = Field(default=None, title="the last day")


class Erase(Form):
    """That whoever erases has read what it does."""

    sure: str = Field(title="that you have read this", pattern="^true$")


class Lift(Form):
    """Whose hold is lifted, to come back to their page."""

    person: UUID


@page(router, "GET", "/people", find_people)
def people(at: Asker) -> Response:
    """Ask for a ref or an e-mail address."""
    if not at.holds("auditor", "safeguarding_lead"):
        raise NotThere
    return at.page("rights/find.html", found=None)


@page(router, "POST", "/people", find_people, again=people)
def find(at: Asker) -> Response:
    """Show whose ref, or whose e-mail address, it is."""
    form = at.form(Find)
    found = at.see(find_people, at.who.organisation_id, ref=form.ref, email=form.email)
    at.said = form.model_dump()
    return at.page("rights/find.html", found=found["items"])


@page(router, "GET", "/people/{id}", list_views)
def person(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """Show who read somebody's record, what holds it, and what can be done."""
    return at.page(
        "rights/person.html",
        id=id,
        views=at.see(list_views, id, after=after),
        holds=at.see(list_holds, id)["items"],
        erasure=at.see(list_erasures, id),
    )


@page(router, "GET", "/people/{id}/export", export_person)
def export(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show everything kept of somebody, to be read and printed."""
    seen = at.see(export_person, id)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for record in seen["records"]:
        by_kind.setdefault(record["kind"], []).append(record)
    return at.page("rights/export.html", export=seen, kinds=by_kind)


@page(router, "GET", "/people/{id}/export.json", export_person)
def download(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give everything kept of somebody as a file for machines."""
    text = json.dumps(at.see(export_person, id), indent=1, ensure_ascii=False)
    headers = {
        "Content-Disposition": 'attachment; filename="what-is-kept.json"',
        "Cache-Control": "no-store",
    }
    return Response(text, media_type="application/json", headers=headers)


@page(router, "GET", "/people/{id}/erase", list_erasures)
def erasing(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say what an erasure destroys, what it keeps, and whether it may be."""
    return at.page("rights/erase.html", erasure=at.see(list_erasures, id))


@page(router, "POST", "/people/{id}/erase", erase_person, again=erasing)
def erase(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Erase somebody."""
    _ = at.form(Erase)
    return at.do(erase_person, id, then=f"/people/{id}/erase", done="It is erased.")


@page(router, "POST", "/people/{id}/holds", place_hold, again=person)
def hold(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Place a legal hold."""
    form = at.form(HoldForm)
    return at.do(
        place_hold,
        id,
        then=f"/people/{id}",
        done="Nothing of this person is deleted until the hold is lifted.",
        rule=form.rule,
        until=form.until,
    )


@page(router, "POST", "/holds/{id}/lift", lift_hold)
def lift(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Lift a legal hold."""
    then = f"/people/{at.form(Lift).person}"
    return at.do(lift_hold, id, then=then, done="The hold is lifted.")
