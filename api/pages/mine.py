"""What is one's own: what has come to somebody who gives, and what they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions import Action
from api.actions.assets import (
    change_asset,
    my_assets,
    pause_asset,
    read_asset,
    return_asset,
)
from api.actions.columns import read_columns
from api.actions.matches_mine import list_my_matches
from api.actions.missing import missing_of_asset, missing_of_staff
from api.actions.proposals_reading import list_mine
from api.actions.schemes import list_schemes, read_scheme
from api.actions.staff import (
    change_staff,
    my_staff_rows,
    pause_staff,
    read_staff,
    return_staff,
)
from api.pages.answers import said_of
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.columns import questions, read_values
from api.pages.plain import in_plain_words, to_oneself
from api.permissions import NotThere
from api.steps import HEARD

router = APIRouter(prefix="/mine")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what somebody gives: a row of a sheet, and what is done with it."""

    sheet: str
    mine: Action
    read: Action
    missing: Action
    change: Action
    pause: Action
    back: Action


KINDS = (
    Kind(
        *("assets", my_assets, read_asset, missing_of_asset),
        *(change_asset, pause_asset, return_asset),
    ),
    Kind(
        *("staff", my_staff_rows, read_staff, missing_of_staff),
        *(change_staff, pause_staff, return_staff),
    ),
)


@page(router, "GET", "", SIGNED_IN)
def mine(at: Asker) -> Response:
    """Show what has come to them, what they give, and their matches."""
    rows = [
        {**line, "kind": kind.sheet}
        for kind in KINDS
        for line in at.see(kind.mine)["items"]
        if line["open"]
    ]
    came = (at.may_see(list_mine) or {"items": []})["items"]
    matches = (at.may_see(list_my_matches) or {"items": []})["items"]
    waiting = [each for each in came if each["state"] in HEARD]
    told = (*rows, *waiting, *matches)
    schemes = schemes_of(at, (each["scheme_id"] for each in told))
    taken = {row["scheme_id"] for row in rows}
    return at.page(
        "mine/home.html",
        waiting=waiting,
        rows=[{**row, **_standing(at, row)} for row in rows],
        matches=matches,
        schemes=schemes,
        others=[each for each in _offered(at) if each["id"] not in taken],
    )


def schemes_of(at: At, ids: Iterable[str]) -> dict[str, Any]:
    """Return schemes by id, as far as they are there for whoever asks."""
    found = {id_: at.may_see(read_scheme, UUID(id_)) for id_ in sorted(set(ids))}
    return {id_: scheme for id_, scheme in found.items() if scheme}


def kind_of(sheet: str) -> Kind:
    """Return the kind of a sheet."""
    return next(kind for kind in KINDS if kind.sheet == sheet)


def _offered(at: At) -> list[dict[str, Any]]:
    """Return the schemes in which somebody may offer something."""
    if "holder" not in at.roles or at.who.organisation_id is None:
        return []
    found = at.may_see(list_schemes, at.who.organisation_id)
    items = found["items"] if found else []
    return [each for each in items if at.who.has("holder", UUID(each["id"]))]


def _standing(at: At, row: Mapping[str, Any]) -> dict[str, Any]:
    kind, id_ = kind_of(row["kind"]), UUID(row["id"])
    return {"seen": at.see(kind.read, id_), "missing": at.see(kind.missing, id_)}


def _own(at: At, kind: Kind, id_: UUID) -> tuple[Any, Any, dict[str, str]]:
    """Return a row of one's own, its sheet, and its cells with the personal ones."""
    row = at.see(kind.read, id_)
    sheet = at.see(read_columns, UUID(row["scheme_id"]), sheet=kind.sheet)
    return row, in_plain_words(sheet), {**row["values"], **row.get("personal", {})}


def _show(at: At, kind: Kind, id_: UUID) -> Response:
    row, sheet, cells = _own(at, kind, id_)
    lines = [
        {
            "name": column["name"],
            "title": column["title"],
            "said": said_of(column, cells.get(column["name"], "")),
        }
        for column in sheet["columns"]
        if column["own"]
    ]
    return at.page(
        "mine/row.html",
        kind=kind.sheet,
        row=row,
        sheet=sheet,
        lines=lines,
        ready=at.see(kind.missing, id_),
        scheme=at.see(read_scheme, UUID(row["scheme_id"])),
    )


def _ask(at: At, kind: Kind, id_: UUID, column: str) -> Response:
    row, sheet, cells = _own(at, kind, id_)
    asked = questions(sheet, [column], cells)
    if not asked:
        raise NotThere
    return at.page(
        "mine/change.html",
        kind=kind.sheet,
        row=row,
        question=to_oneself(asked[0]),
    )


def _save(at: At, kind: Kind, id_: UUID, column: str) -> Response:
    _row, sheet, cells = _own(at, kind, id_)
    said = read_values(at, sheet, [column], now=cells)
    then = f"/mine/{kind.sheet}/{id_}"
    if not said:
        return at.go(then, done="Nothing is different. All is as it was.")
    return at.do(kind.change, id_, cells=said, then=then, done="Saved. Thank you.")


def _declare(kind: Kind) -> None:
    """Declare the pages of one kind: the row, a question of it, pause and return."""
    base = f"/{kind.sheet}/{{id}}"

    @page(router, "GET", base, kind.read)
    def show(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
        return _show(at, kind, id)

    @page(router, "GET", f"{base}/change/{{column}}", kind.read)
    def ask(at: Asker, id: UUID, column: str) -> Response:  # noqa: A002
        return _ask(at, kind, id, column)

    @page(router, "POST", f"{base}/change/{{column}}", kind.change, again=ask)
    def save(at: Asker, id: UUID, column: str) -> Response:  # noqa: A002
        return _save(at, kind, id, column)

    @page(router, "POST", f"{base}/pause", kind.pause, again=show)
    def pause(at: Asker, id: UUID) -> Response:  # noqa: A002
        done = "You are having a pause. Nobody will ask you until you come back."
        return at.do(kind.pause, id, then=f"/mine/{kind.sheet}/{id}", done=done)

    @page(router, "POST", f"{base}/return", kind.back, again=show)
    def back(at: Asker, id: UUID) -> Response:  # noqa: A002
        done = "Welcome back. You can be asked again from now on."
        return at.do(kind.back, id, then=f"/mine/{kind.sheet}/{id}", done=done)


for _kind in KINDS:
    _declare(_kind)
