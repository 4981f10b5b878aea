"""``/organisations/{id}/audit-log``: who did what when, and whether the chain holds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from api.actions.auditing import Asked, check_log, read_log
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["rights"])
About = Annotated[list[UUID] | None, Query(max_length=20)]
Act = Annotated[str, Query(max_length=60, pattern=r"^[a-z_]*(\.[a-z_]+)?$")]


@route(router, "GET", "/organisations/{id}/audit-log", read_log)
def log(
    call: Caller,
    id: UUID,
    *,
    by: UUID | None = None,
    about: About = None,
    act: Act = "",
    since: date | None = None,
    until: date | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """Show who did what when, newest first; that it was read is logged."""
    asked = Asked(by, tuple(about or ()), act, since, until)
    return call.see(read_log, id, asked=asked, after=after, limit=limit)


@route(router, "POST", "/organisations/{id}/audit-log/check", check_log)
def check(call: Caller, id: UUID) -> Any:
    """Check the whole chain, line by line."""
    return call.do(check_log, id)
