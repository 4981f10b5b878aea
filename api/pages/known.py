"""Whom one knows: said by oneself, so that somebody else decides about them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.connections import (
    KNOWN_AS,
    declare_known_as,
    declare_of_row,
    end_connection,
    list_my_connections,
)
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/account/known")
HERE = "/account/known"
KNOWING = "coordinator approver worker hub helper safeguarding_lead auditor".split()
DONE = "From now on somebody else decides about them."


class Known(Form):
    """By what somebody is known here."""

    known_as: str = Field(max_length=KNOWN_AS, title="an address or a ref")


class Row(Form):
    """Whose row it is."""

    table: Literal["need", "asset", "staff"]
    id: UUID


@page(router, "GET", "", list_my_connections)
def known(
    at: Asker,
    need: UUID | None = None,
    asset: UUID | None = None,
    staff: UUID | None = None,
) -> Response:
    """Show whom one declared to know, and ask about more."""
    meant = [("need", need), ("asset", asset), ("staff", staff)]
    rows = [(table, id_) for table, id_ in meant if id_ is not None]
    mine = at.see(list_my_connections)["items"]
    says = at.holds(*KNOWING)
    return at.page("account/known.html", known=mine, rows=rows, says=says)


@page(router, "POST", "", declare_known_as, again=known)
def declare(at: Asker) -> Response:
    """Write that one knows somebody, by an address or a ref."""
    said = at.form(Known).known_as
    return at.do(declare_known_as, then=HERE, done=DONE, known_as=said)


@page(router, "POST", "/row", declare_of_row, again=known)
def declare_row(at: Asker) -> Response:
    """Write that one knows whoever a row is about."""
    row = at.form(Row)
    return at.do(declare_of_row, then=HERE, done=DONE, table=row.table, id=row.id)


@page(router, "POST", "/{id}/end", end_connection, again=known)
def end(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Write that one no longer knows somebody so."""
    said = "You may decide about them again. Both words stay in the log."
    return at.do(end_connection, id, then=HERE, done=said)
