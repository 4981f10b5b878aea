"""A round looked through: pairs, ties to settle, who waits, what stays empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.actions.referral_sheets import read_sheet
from api.actions.reviewing import BANDS, PARTS, Wanted, read_left, read_lines
from api.actions.reviewing_runs import read_difference
from api.actions.rounds import read_round
from api.pages.calling import Asker, page
from api.permissions import STATES
from api.reports.plain import titled
from api.steps import WAITS
from matcher.errors import Refused

router = APIRouter(prefix="/rounds/{id}")
Part = Literal["proposed", "choose", "waiting", "empty"]
Narrow = Annotated[str, Query(max_length=20)]
At_ = Annotated[int, Query(alias="cursor", ge=0, le=1_000_000)]
PAGE = 25
TITLES = {
    "proposed": "proposed",
    "choose": "for you to choose",
    "waiting": "waiting",
    "empty": "empty seats",
}
"""What each part of a review is called."""
FILTERS = {
    "state": "State",
    "waits": "Waits for",
    "priority": "Priority",
    "fit": "Fit",
    "gap": "Gaps",
    "gate": "Rule in the way",
    "outcode": "Outcode",
}
NARROWED = {
    "proposed": ("state", "waits", "priority", "fit", "gap", "outcode"),
    "choose": ("priority", "fit", "gap", "outcode"),
    "waiting": ("gate", "priority", "outcode"),
    "empty": ("gate", "outcode"),
}
"""By what each part is narrowed."""
TEMPLATES = {
    "proposed": "review/proposed.html",
    "choose": "review/choose.html",
    "waiting": "review/left_over.html",
    "empty": "review/left_over.html",
}


@page(router, "GET", "/review", read_lines)
def review(
    at: Asker,
    id: UUID,  # noqa: A002 - a path calls its id "id"
    *,
    part: Part = "proposed",
    state: Narrow = "",
    waits: Narrow = "",
    priority: Narrow = "",
    fit: Narrow = "",
    gap: Narrow = "",
    outcode: Narrow = "",
    gate: Annotated[str, Query(max_length=60)] = "",
    cursor: At_ = 0,
) -> Response:
    """Show a page of what a round came to, narrowed as wanted."""
    round_ = at.see(read_round, id)
    wanted = Wanted(state, waits, priority, fit, gap, outcode, gate)
    try:
        found = at.see(
            read_lines, id, part=part, wanted=wanted, cursor=cursor, limit=PAGE
        )
    except Refused as nothing:
        return at.page("review/none.html", round=round_, why=nothing.message)
    kept = {name: value for name, value in _said(wanted).items() if value}
    return at.page(
        TEMPLATES[part],
        round=round_,
        found=found,
        part=part,
        parts=[(name, TITLES[name], found["counts"][name]) for name in PARTS],
        narrowed=bool(kept),
        filters=list(_filters(part, found, wanted)),
        query=urlencode({"part": part, **kept}),
        waits=WAITS,
        first=cursor + 1,
        before=max(0, cursor - PAGE) if cursor else None,
    )


@page(router, "GET", "/needs/{need}", read_left)
def need(at: Asker, id: UUID, need: UUID) -> Response:  # noqa: A002
    """Say why a need has no match, and what would change it."""
    left = at.see(read_left, id, row_id=need)
    return at.page("review/left.html", left=left, round=at.see(read_round, id))


@page(router, "GET", "/seats/{asset}", read_left)
def seat(at: Asker, id: UUID, asset: UUID) -> Response:  # noqa: A002
    """Say why a seat stays empty."""
    left = at.see(read_left, id, row_id=asset)
    return at.page("review/left.html", left=left, round=at.see(read_round, id))


@page(router, "GET", "/needs/{need}/sheet", read_sheet)
def sheet(at: Asker, id: UUID, need: UUID) -> Response:  # noqa: A002
    """Show an anonymous sheet for somebody who may know of a match, to print."""
    found = at.see(read_sheet, id, need_id=need)
    return at.page("review/sheet.html", sheet=found, round_id=id, need_id=need)


@page(router, "GET", "/difference", read_difference)
def difference(at: Asker, id: UUID, cursor: At_ = 0) -> Response:  # noqa: A002
    """Show what a rerun changed: pairs kept, new and gone, with reasons."""
    round_ = at.see(read_round, id)
    try:
        found = at.see(read_difference, id, cursor=cursor, limit=PAGE)
    except Refused as nothing:
        return at.page("review/none.html", round=round_, why=nothing.message)
    return at.page("review/difference.html", round=round_, found=found)


def _said(wanted: Wanted) -> Mapping[str, str]:
    return {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}


def _filters(
    part: str, found: Mapping[str, Any], wanted: Wanted
) -> Iterator[tuple[str, str, list[tuple[str, str]], str]]:
    """Yield what narrows a part: a name, a label, what it offers, what is chosen."""
    options = _options(found)
    for name in NARROWED[part]:
        if len(options[name]) > 1:
            yield name, FILTERS[name], options[name], getattr(wanted, name)


def _options(found: Mapping[str, Any]) -> Mapping[str, list[tuple[str, str]]]:
    """Return what each filter offers: a value, and how it is said."""
    every = [("", "All")]
    return {
        "state": [*every, *((state, titled(state)) for state in STATES)],
        "waits": [*every, *((name, titled(said)) for name, said in WAITS.items())],
        "priority": [*every, *((str(each), str(each)) for each in found["priorities"])],
        "fit": [*every, *((band, band.replace("-", " to ")) for band in BANDS)],
        "gap": [*every, ("yes", "With a gap"), ("no", "Without a gap")],
        "gate": [*every, *((gate, titled(gate)) for gate in found["gates"])],
        "outcode": [*every, *((code, code) for code in found["outcodes"])],
    }
