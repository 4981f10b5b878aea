"""One's own calendar: the file, and the secret address that a program subscribes to."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.actions.calendar import end_feed, read_calendar, read_feed, renew_feed
from api.pages.calling import Asker, page
from api.reports.calendar import MEDIA, calendar_of

router = APIRouter(prefix="/mine/calendar")


@page(router, "GET", "", read_feed)
def calendar(at: Asker) -> Response:
    """Show how to have one's dates in one's own calendar."""
    secret = at.see(read_feed)["secret"]
    base = at.app.settings.address or str(at.request.base_url)
    address = f"{base.rstrip('/')}/feeds/{secret}.ics" if secret else ""
    return at.page("mine/calendar.html", address=address)


@page(router, "GET", "/acorns.ics", read_calendar)
def file(at: Asker) -> Response:
    """Return one's dates as a file."""
    headers = {"Content-Disposition": 'attachment; filename="acorns.ics"'}
    return Response(
        calendar_of(at.see(read_calendar)), media_type=MEDIA, headers=headers
    )


@page(router, "POST", "/renew", renew_feed, again=calendar)
def renew(at: Asker) -> Response:
    """Make a new secret address; the one before opens nothing."""
    done = "Here is your new address. The one before does not work any more."
    return at.do(renew_feed, then="/mine/calendar", done=done)


@page(router, "POST", "/end", end_feed, again=calendar)
def end(at: Asker) -> Response:
    """End the address."""
    done = "The address does not work any more."
    return at.do(end_feed, then="/mine/calendar", done=done)
