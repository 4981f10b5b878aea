"""One's own organisation: its name, and whether its people are real."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.organisations import (
    keep_real_data,
    read_organisation,
    rename_organisation,
)
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/organisation")


class Name(Form):
    """What an organisation is called."""

    name: str = Field(title="a name", max_length=200)


@page(router, "GET", "", read_organisation)
def organisation(at: Asker) -> Response:
    """Show what is set for the organisation."""
    found = at.see(read_organisation, at.who.organisation_id)
    return at.page("accounts/organisation.html", organisation=found)


@page(router, "POST", "/name", rename_organisation, again=organisation)
def rename(at: Asker) -> Response:
    """Give the organisation another name."""
    return at.do(
        rename_organisation,
        at.who.organisation_id,
        then="/organisation",
        done="The name was changed.",
        name=at.form(Name).name,
    )


@page(router, "POST", "/real", keep_real_data, again=organisation)
def real(at: Asker) -> Response:
    """Say that the organisation keeps real people's data from now on."""
    return at.do(
        keep_real_data,
        at.who.organisation_id,
        then="/organisation",
        done="From now on, everybody added here is real and is written to.",
    )
