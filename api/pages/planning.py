"""Planning sessions: one or a series, each date seen before any is listed.

Its router stands before that of sessions: ``/sessions/new`` is no session's id.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from api.actions.listings import KINDS
from api.actions.rooms import list_rooms
from api.actions.sessions import GROUPS, change_session, read_session
from api.actions.sessions_planning import MOST, add_series, preview_series
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.hubs import own_hubs
from api.permissions import NotThere

router = APIRouter(prefix="/sessions")
LONDON = ZoneInfo("Europe/London")
SHOWN = (
    ("public", "Everybody", "It is on the page of what is on near a postcode."),
    ("referral", "By referral", "Only people who may send a family there see it."),
    ("hidden", "Hidden", "Only this hub and its coordinator see it."),
)
EACH = {"under-2": 3, "over-2": 4}
"""How many children one adult may look after, where nobody says otherwise."""


class Planned(Form):
    """What a session is."""

    title: str = Field(title="what it is called", max_length=200)
    kind: str = Field(default="", max_length=60)
    starts: time = Field(title="when it starts")
    ends: time = Field(title="when it ends")
    places: int = Field(title="places", ge=1, le=1_000)
    shown: Literal["public", "referral", "hidden"] = "public"
    room: UUID | None = None
    age_from: int | None = Field(default=None, title="the youngest age", ge=0, le=18)
    age_to: int | None = Field(default=None, title="the oldest age", ge=0, le=18)
    under_2_seats: int = Field(default=0, title="seats under 2", ge=0, le=60)
    under_2_adults: int = Field(default=0, title="adults for under 2", ge=0, le=30)
    under_2_each: int = Field(default=EACH["under-2"], title="each", ge=1, le=20)
    over_2_seats: int = Field(default=0, title="seats of 2 to 5", ge=0, le=60)
    over_2_adults: int = Field(default=0, title="adults for 2 to 5", ge=0, le=30)
    over_2_each: int = Field(default=EACH["over-2"], title="each", ge=1, le=20)

    @model_validator(mode="after")
    def ends_later(self) -> Planned:
        """Hold that it ends after it starts, on the same day."""
        if self.ends <= self.starts:
            raise ValueError("It has to end after it starts, on the same day.")
        return self

    def facts(self) -> dict[str, Any]:
        """Return what a session is, but for its time."""
        return {
            "title": self.title,
            "kind": self.kind,
            "places": self.places,
            "shown": self.shown,
            "room_id": self.room,
            "age_from": self.age_from,
            "age_to": self.age_to,
            "creche": self.creche() or None,
        }

    def creche(self) -> list[dict[str, Any]]:
        """Return a row for each age group that is looked after."""
        rows = [(group, group.replace("-", "_")) for group in GROUPS]
        return [
            {
                "group": group,
                "seats": getattr(self, f"{name}_seats"),
                "each": getattr(self, f"{name}_each"),
                "adults": getattr(self, f"{name}_adults"),
            }
            for group, name in rows
            if getattr(self, f"{name}_seats")
        ]


class Series(Planned):
    """A session, or the same each week."""

    hub: UUID = Field(title="the hub")
    first: date = Field(title="the first day")
    many: int = Field(default=1, title="how many", ge=1, le=MOST)

    def minutes(self) -> int:
        """Return how long each lasts."""
        at = [each.hour * 60 + each.minute for each in (self.starts, self.ends)]
        return at[1] - at[0]


@page(router, "GET", "/new", add_series)
def new(at: Asker, hub: Annotated[UUID | None, Query()] = None) -> Response:
    """Ask what the session is, where and when."""
    return at.page("sessions/new.html", **_choices(at), chosen=str(hub or ""))


@page(router, "POST", "/preview", preview_series, again=new)
def preview(at: Asker) -> Response:
    """Show every date, and every one that is skipped, before anything is listed."""
    form = at.form(Series)
    dates = at.see(preview_series, form.hub, first=form.first, many=form.many)
    kept = [(name, value) for name, value in at.sent.multi_items() if _kept(name)]
    return at.page("sessions/preview.html", form=form, dates=dates, kept=kept)


@page(router, "POST", "/new", add_series, again=new)
def create(at: Asker) -> Response:
    """List the sessions."""
    form = at.form(Series)
    made = at.done_with(
        add_series,
        form.hub,
        first=form.first,
        many=form.many,
        starts=form.starts,
        minutes=form.minutes(),
        **form.facts(),
    )
    count = len(made["sessions"])
    said = "The session is listed." if count == 1 else f"{count} sessions are listed."
    then = f"/sessions?hub={form.hub}&week={form.first.isoformat()}"
    return at.go(then, done=said)


class Changed(Planned):
    """A session that is changed, with its day."""

    on: date = Field(title="the day")


@page(router, "GET", "/{id}/change", change_session)
def change(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask what changes about a session."""
    found = at.see(read_session, id)
    if "places" not in found:
        raise NotThere
    times = [datetime.fromisoformat(found[name]) for name in ("starts_at", "ends_at")]
    starts, ends = (each.astimezone(LONDON) for each in times)
    now = {
        "on": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }
    return at.page("sessions/change.html", session=found | now, **_choices(at))


@page(router, "POST", "/{id}/change", change_session, again=change)
def save(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Change a session."""
    form = at.form(Changed)
    when = {"starts_at": form.starts, "ends_at": form.ends}
    return at.do(
        change_session,
        id,
        then=f"/sessions/{id}",
        done="The session is changed.",
        **{name: _instant(form.on, clock) for name, clock in when.items()},
        **form.facts(),
    )


def _choices(at: At) -> dict[str, Any]:
    hubs = own_hubs(at)
    names = {hub["id"]: hub["name"] for hub in hubs}
    rooms = at.see(list_rooms)["items"]
    return {
        "hubs": [(hub["id"], hub["name"]) for hub in hubs],
        "rooms": [
            ("", "No room"),
            *(
                (
                    r["id"],
                    f"{names.get(r['hub_id'], '')}: {r['name']}, holds {r['holds']}",
                )
                for r in rooms
            ),
        ],
        "kinds": [("", "Choose one"), *KINDS.items()],
        "shown": SHOWN,
        "groups": GROUPS,
        "each": EACH,
    }


def _kept(name: str) -> bool:
    return name not in {"csrf", "key", "version"}


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
