"""Pages for what cannot be done: they say what happened and what to do now."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.pages.rendering import render

SAID = {
    400: ("This page cannot be shown", "Go back and try again."),
    403: ("This form was not accepted", "Open the page again and send it from there."),
    404: (
        "There is nothing here",
        "It may have gone, or it is not yours to see. Check the address, or go home.",
    ),
    405: ("This is not done this way", "Go back and try again."),
    409: ("This cannot be done now", "Go back, look again, and decide then."),
    413: ("This is too large", "Send a file of less than 20 MB."),
    412: ("Somebody changed this", "Open it again to see how it is now, then decide."),
    422: ("This page cannot be shown", "Something in the address is not right."),
    429: ("Too many tries", "Wait a quarter of an hour, then try again."),
    500: (
        "Something went wrong on our side",
        "Nothing was changed. Try again in a few minutes, or ask for help by phone.",
    ),
    503: (
        "The service is busy",
        "Wait a moment, then reload this page. A form you send twice acts once.",
    ),
}


def unmet(request: Request, status: int, detail: str = "") -> Response:
    """Return the page of a request that was not met."""
    if status == 401:
        return RedirectResponse("/sign-in", 303)
    title, advice = SAID.get(status, SAID[400])
    response = render(
        request,
        "front/unmet.html",
        status=status,
        title=title,
        detail=detail,
        advice=advice,
    )
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
