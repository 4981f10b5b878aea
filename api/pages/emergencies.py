"""Emergency placements outside the terms: written down, red when overdue, settled."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.by_ref import id_of_ref
from api.actions.emergencies import (
    list_emergencies,
    read_emergency,
    record_emergency,
    settle_emergency,
)
from api.actions.schemes import read_scheme
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter()


class Begun(Form):
    """Who is where, since when."""

    need: str = Field(title="who it is for", max_length=100)
    asset: str = Field(title="where they are", max_length=100)
    starts: date = Field(title="the first day")


@page(router, "GET", "/schemes/{id}/emergencies", list_emergencies)
def emergencies(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """List those that are not settled, and write down another."""
    return at.page(
        "emergencies/list.html",
        scheme=at.see(read_scheme, id),
        emergencies=at.see(list_emergencies, id, after=after),
    )


@page(router, "POST", "/schemes/{id}/emergencies", record_emergency, again=emergencies)
def record(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down that somebody is somewhere outside the terms."""
    form = at.form(Begun)
    return at.do(
        record_emergency,
        id,
        then=f"/schemes/{id}/emergencies",
        done="Written down. It turns red after six working days.",
        need_id=at.see(id_of_ref, id, kind="need", ref=form.need),
        asset_id=at.see(id_of_ref, id, kind="asset", ref=form.asset),
        starts=form.starts,
    )


@page(router, "GET", "/emergencies/{id}", read_emergency)
def show(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show one, and how it stands today."""
    return at.page("emergencies/one.html", emergency=at.see(read_emergency, id))


@page(router, "POST", "/emergencies/{id}/settle", settle_emergency, again=show)
def settle(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say that it was settled."""
    return at.do(settle_emergency, id, then=f"/emergencies/{id}", done="Settled.")
