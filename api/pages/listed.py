"""The rows of a scheme: those who ask, those who give, and staff; listed and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions import Action
from api.actions.assets import (
    change_asset,
    close_asset,
    hold_asset,
    list_assets,
    pause_asset,
    read_asset,
    return_asset,
)
from api.actions.columns import read_columns
from api.actions.needs import (
    change_need,
    close_need,
    list_needs,
    pause_need,
    read_need,
    return_need,
)
from api.actions.schemes import read_scheme
from api.actions.staff import (
    change_staff,
    close_staff,
    hold_staff,
    list_staff_rows,
    pause_staff,
    read_staff,
    return_staff,
)
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.columns import Sheet, questions, read_values
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter()
State = Annotated[str, Query(max_length=20)]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: its address, its word in a scheme, and what is done with it.

    Parameters
    ----------
    home : str
        Where those whose row it is find it, in words for them.
    """

    path: str
    word: str
    home: str
    list: Action
    read: Action
    change: Action
    acts: dict[str, Action]


KINDS = (
    Kind(
        "needs",
        "need",
        "/ours",
        list_needs,
        read_need,
        change_need,
        {"pause": pause_need, "return": return_need, "close": close_need},
    ),
    Kind(
        "assets",
        "asset",
        "/mine",
        list_assets,
        read_asset,
        change_asset,
        {
            "pause": pause_asset,
            "hold": hold_asset,
            "return": return_asset,
            "close": close_asset,
        },
    ),
    Kind(
        "staff",
        "staff",
        "/mine",
        list_staff_rows,
        read_staff,
        change_staff,
        {
            "pause": pause_staff,
            "hold": hold_staff,
            "return": return_staff,
            "close": close_staff,
        },
    ),
)
DONE = {
    "pause": "Paused: no round and no shortlist proposes it.",
    "hold": "On hold: it is not available.",
    "return": "Returned.",
    "close": "Closed.",
}


class Moving(Form):
    """What is done with a row."""

    act: str = Field(title="what to do", pattern="^(pause|hold|return|close)$")


def _declare(kind: Kind) -> None:
    @page(router, "GET", f"/schemes/{{id}}/{kind.path}", kind.list)
    def rows(
        at: Asker,
        id: UUID,  # noqa: A002 - a path calls its id "id"
        state: State = "",
        after: After = None,
    ) -> Response:
        return at.page(
            "listed/rows.html",
            kind=kind,
            scheme=at.see(read_scheme, id),
            rows=at.see(kind.list, id, state=state, after=after),
            state=state,
        )

    @page(router, "GET", f"/{kind.path}/{{id}}", kind.read)
    def show(at: Asker, id: UUID) -> Response:  # noqa: A002
        if at.audience == "family":
            _ = at.see(kind.read, id)
            return at.go(kind.home)
        row, sheet = _row_and_sheet(at, kind, id)
        return at.page(
            "listed/row.html",
            kind=kind,
            row=row,
            asked=questions(sheet, [each["name"] for each in sheet["columns"]]),
            scheme=at.see(read_scheme, UUID(row["scheme_id"])),
        )

    @page(router, "GET", f"/{kind.path}/{{id}}/change/{{column}}", kind.change)
    def change(at: Asker, id: UUID, column: str) -> Response:  # noqa: A002
        row, sheet = _row_and_sheet(at, kind, id)
        asked = questions(sheet, [column], _cells(row))
        if not asked or row.get("open") is False:
            raise NotThere
        return at.page("listed/change.html", kind=kind, row=row, question=asked[0])

    @page(
        router,
        "POST",
        f"/{kind.path}/{{id}}/change/{{column}}",
        kind.change,
        again=change,
    )
    def send_change(at: Asker, id: UUID, column: str) -> Response:  # noqa: A002
        row, sheet = _row_and_sheet(at, kind, id)
        then = f"/{kind.path}/{id}"
        cells = read_values(at, sheet, [column], _cells(row))
        if not cells:
            return at.go(then, done="Nothing was changed.")
        return at.do(kind.change, id, then=then, done="Changed.", cells=cells)

    @page(router, "POST", f"/{kind.path}/{{id}}", kind.acts["pause"], again=show)
    def move(at: Asker, id: UUID) -> Response:  # noqa: A002
        act = at.form(Moving).act
        return at.do(kind.acts[act], id, then=f"/{kind.path}/{id}", done=DONE[act])


def _row_and_sheet(at: At, kind: Kind, id_: UUID) -> tuple[dict[str, Any], Sheet]:
    row = at.see(kind.read, id_)
    whose = row.get("scheme_id")
    if not whose:
        raise NotThere
    return row, at.see(read_columns, UUID(whose), sheet=kind.path)


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {**row.get("values", {}), **row.get("personal", {})}


for each in KINDS:
    _declare(each)
