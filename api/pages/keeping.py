"""Keeping: what would go by the retention table now, and keys that are wrapped anew."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.actions.retention import preview_retention, rewrap_all, run_retention
from api.pages.calling import Asker, page

router = APIRouter(prefix="/keeping")


@page(router, "GET", "", preview_retention)
def keeping(at: Asker) -> Response:
    """Show the retention table, and how much of each kind would go now."""
    table = at.see(preview_retention, at.who.organisation_id)
    return at.page("rights/keeping.html", table=table, runs=at.holds("administrator"))


@page(router, "POST", "/run", run_retention, again=keeping)
def run(at: Asker) -> Response:
    """Delete what the table says is due."""
    done = at.done_with(run_retention, at.who.organisation_id)
    gone = sum(done["gone"].values())
    return at.go("/keeping", done=f"{gone} records are gone.")


@page(router, "POST", "/keys", rewrap_all, again=keeping)
def rewrap(at: Asker) -> Response:
    """Wrap people's keys with the newest master key, some at a time."""
    done = at.done_with(rewrap_all, at.who.organisation_id)
    said = f"{done['done']} keys were wrapped anew; {done['left']} are left."
    return at.go("/keeping", done=said)
