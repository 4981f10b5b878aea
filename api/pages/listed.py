"""The rows of a scheme: those who ask, those who give, and staff; listed and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions import Action
from api.actions.assets import (
    close_asset,
    hold_asset,
    list_assets,
    pause_asset,
    read_asset,
    return_asset,
)
from api.actions.needs import (
    close_need,
    list_needs,
    pause_need,
    read_need,
    return_need,
)
from api.actions.schemes import read_scheme
from api.actions.staff import (
    close_staff,
    hold_staff,
    list_staff_rows,
    pause_staff,
    read_staff,
    return_staff,
)
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

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
    acts: dict[str, Action]


KINDS = (
    Kind(
        "needs",
        "need",
        "/ours",
        list_needs,
        read_need,
        {"pause": pause_need, "return": return_need, "close": close_need},
    ),
    Kind(
        "assets",
        "asset",
        "/mine",
        list_assets,
        read_asset,
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
        row = at.see(kind.read, id)
        scheme = (
            at.see(read_scheme, UUID(row["scheme_id"])) if "scheme_id" in row else {}
        )
        return at.page("listed/row.html", kind=kind, row=row, scheme=scheme)

    @page(router, "POST", f"/{kind.path}/{{id}}", kind.acts["pause"], again=show)
    def move(at: Asker, id: UUID) -> Response:  # noqa: A002
        act = at.form(Moving).act
        return at.do(kind.acts[act], id, then=f"/{kind.path}/{id}", done=DONE[act])


for each in KINDS:
    _declare(each)
