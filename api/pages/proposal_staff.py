"""One proposal, as staff see it: reasons first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from api.actions.reporting import read_report
from api.actions.reviewing_choices import read_choices
from api.pages.calling import At
from api.reports.pictures.paths import Drawing, pair_drawing
from matcher.errors import Refused
from matcher.explaining import Factor, Why

ENDED = {"declined", "lapsed", "withdrawn"}


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    report = at.see(read_report, UUID(seen["id"]))
    return at.page(
        "proposals/staff.html",
        proposal=seen,
        report=report,
        drawings=list(drawings(report)),
        choices=_choices(at, UUID(seen["id"])),
        may=may(at, report),
    )


def may(at: At, report: Mapping[str, Any]) -> Mapping[str, bool]:
    """Return which acts the page offers; each is asked again when it is done."""
    coordinator, approver = ("coordinator" in at.roles, "approver" in at.roles)
    there = set(report["acts"])
    return {
        "approve": approver and "approve" in there,
        "offer": coordinator and "offer" in there,
        "withdraw": coordinator and "withdraw" in there,
        "retry": coordinator and not report["available"] and "unhold" in there,
        "next": coordinator and bool(report["needs"]) and report["state"] in ENDED,
        "allow": "hub" in at.roles and report["state"] in {"drafted", "approved"},
    }


def drawings(report: Mapping[str, Any]) -> Iterator[tuple[str, Drawing]]:
    """Yield the small graph of each pair that has one, with whose it is."""
    for pair in report["pairs"]:
        why = Why(
            kind="pair",
            need=pair["need"],
            asset=report["asset"],
            state="",
            summary="",
            factors=tuple(_factor(each) for each in pair["factors"]),
        )
        drawing = pair_drawing(why)
        if drawing is not None:
            yield pair["need"], drawing


def _factor(said: Mapping[str, Any]) -> Factor:
    return Factor(
        said["name"],
        said["side"],
        said["points"] or 0,
        said["weight"] or 0,
        paths=tuple(tuple(path) for path in said["paths"] or ()),
    )


def _choices(at: At, id_: UUID) -> Any:
    try:
        return at.may_see(read_choices, id_)
    except Refused:
        # Past its keeping: the pair stands, and nothing more is ruled about it.
        return None
