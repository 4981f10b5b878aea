"""``/hours``, ``/calendar``, ``/feed``: what somebody gave, and their own dates."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.calendar import end_feed, read_calendar, read_feed, renew_feed
from api.actions.hours import count_hours, list_hours, log_hours, strike_hours
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["giving"])


class VisitBody(Body):
    """A visit: on which day, and how long."""

    day: date
    minutes: int = Field(ge=1, le=1440)


@route(router, "GET", "/hours", list_hours)
def mine(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """List one's own visits."""
    return call.see(list_hours, after=after, limit=limit)


@route(router, "GET", "/hours-total", count_hours)
def total(call: Caller) -> Any:
    """Count one's own visits and minutes."""
    return call.see(count_hours)


@route(router, "POST", "/matches/{id}/hours", log_hours, status_code=201)
def log(call: Caller, id: UUID, body: VisitBody) -> Any:
    """Write down a visit."""
    return call.do(log_hours, id, day=body.day, minutes=body.minutes)


@route(router, "DELETE", "/hours/{id}", strike_hours)
def strike(call: Caller, id: UUID) -> Any:
    """Take out a visit that was written down wrongly."""
    return call.do(strike_hours, id)


@route(router, "GET", "/calendar", read_calendar)
def dates(call: Caller) -> Any:
    """Show one's own dates: no names, no places."""
    return call.see(read_calendar)


@route(router, "GET", "/feed", read_feed)
def feed(call: Caller) -> Any:
    """Show the secret of one's calendar's address."""
    return call.see(read_feed)


@route(router, "POST", "/feed", renew_feed, status_code=201)
def renew(call: Caller) -> Any:
    """Give one's calendar a new secret address."""
    return call.do(renew_feed)


@route(router, "DELETE", "/feed", end_feed)
def end(call: Caller) -> Any:
    """End one's calendar's address."""
    return call.do(end_feed)
