"""One proposal, as staff see it: reasons first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from api.actions.reporting import read_report
from api.actions.reviewing_choices import read_choices
from api.pages.at import At
from api.reports.matching import drawings
from api.steps import GONE
from matcher.errors import Refused


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
        "next": coordinator and bool(report["needs"]) and report["state"] in GONE,
        "allow": "hub" in at.roles and report["state"] in {"drafted", "approved"},
    }


def _choices(at: At, id_: UUID) -> Any:
    try:
        return at.may_see(read_choices, id_)
    except Refused:
        # Past its keeping: the pair stands, and nothing more is ruled about it.
        return None
