"""A calendar file: dates with neutral titles, in London's time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

LONDON = ZoneInfo("Europe/London")
MEDIA = "text/calendar; charset=utf-8"
TITLES = {
    "meeting": "Acorns: a meeting",
    "review": "Acorns: a meeting",
    "supervision": "Acorns: a talk",
    "session": "Acorns: a session",
}
"""What a date is called: nothing that says with whom, about what, or where."""


def calendar_of(found: Mapping[str, Any]) -> bytes:
    """Return one's own dates as a calendar that any calendar program reads.

    Parameters
    ----------
    found : mapping
        What `api.actions.calendar.read_calendar` returned.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Acorns//Acorns//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Acorns")
    for item in found["items"]:
        calendar.add_component(_event(item, found["made_at"]))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(item: Mapping[str, Any], made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item['id']}@acorns")
    event.add("dtstamp", made_at)
    event.add("summary", TITLES[item["kind"]])
    event.add("class", "PRIVATE")
    if item["until"] is None:
        event.add("dtstart", item["on"])
    else:
        event.add("dtstart", item["on"].astimezone(LONDON))
        event.add("dtend", item["until"].astimezone(LONDON))
    return event
