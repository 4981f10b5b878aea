"""``/feeds/{secret}.ics``: one's own dates, for whoever holds the secret address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from api.actions import App, look
from api.actions.calendar import read_calendar
from api.auth import who_of_feed
from api.permissions import NotThere
from api.reports.calendar import MEDIA, calendar_of

router = APIRouter(include_in_schema=False)
_LONGEST = 100


@router.get("/feeds/{secret}.ics", openapi_extra={"x-act": read_calendar.act})
def feed(request: Request, secret: str) -> Response:
    """Return a calendar; an address that opens nothing is one that is not there."""
    app: App = request.app.state.acorns
    with app.database.reading() as session:
        who = (
            who_of_feed(session, keys=app.keys, now=app.now(), secret=secret)
            if len(secret) <= _LONGEST
            else None
        )
    try:
        found = look(app, who, read_calendar) if who else None
    except NotThere:
        found = None
    if found is None:
        return PlainTextResponse("There is nothing here.", 404)
    return Response(calendar_of(found), media_type=MEDIA)
