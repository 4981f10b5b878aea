"""Rows that may be one human being: for a coordinator to confirm, never by itself."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.identities import decide_link, list_links, read_link
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/person-links")


class Same(Form):
    """Whether two rows are one human being."""

    same: Literal["yes", "no"] = Field(title="whether they are the same person")


@page(router, "GET", "", list_links)
def links(at: Asker, after: After = None) -> Response:
    """List the rows that may be the same person."""
    return at.page("rights/links.html", links=at.see(list_links, after=after))


@page(router, "GET", "/{id}", read_link)
def link(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what two rows have in common, and ask."""
    return at.page("rights/link.html", link=at.see(read_link, id))


@page(router, "POST", "/{id}/decide", decide_link, again=link)
def decide(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say whether two rows are one human being."""
    same = at.form(Same).same == "yes"
    said = "They are one person from now on." if same else "They are two people."
    return at.do(decide_link, id, then="/person-links", done=said, same=same)
