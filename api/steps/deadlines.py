"""Dates that steps end or fall due on: London civil days, England's bank holidays."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
STOCK_DAYS = 7
EMERGENCY_DAYS = 6
CHECK_DAYS = (60, 30, 7)


def london_day(at: datetime) -> date:
    """Return the civil day in London at an instant.

    Raises
    ------
    ValueError
        Where the instant has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(LONDON).date()


def offer_ends(at: datetime, days: int) -> datetime:
    """Return the instant, in UTC, at which an offer made at `at` is over.

    It is the midnight in London that closes the day `days` days after the day it was
    made: until then, not then, the offer can be answered. A change of the clocks makes
    a day 23 or 25 hours long and moves nothing.

    Raises
    ------
    ValueError
        Where the instant has no time zone.
    """
    after = london_day(at) + timedelta(days=days + 1)
    return datetime.combine(after, time(), LONDON).astimezone(UTC)


def is_over(ends: datetime, now: datetime) -> bool:
    """Tell whether what ends at `ends` is over at `now`."""
    return now >= ends


def stock_kept_until(at: datetime) -> datetime:
    """Return when an item set aside at `at` returns to stock: after 7 London days."""
    return offer_ends(at, STOCK_DAYS)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Tell whether `day` is neither a weekend nor a bank holiday in England."""
    return day.weekday() < calendar.SATURDAY and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`, which itself never counts."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def emergency_overdue_from(starts: date) -> date:
    """Return the day from which an emergency placement is overdue and red.

    The day after its sixth working day. No clock ends it.
    """
    return working_days_after(starts, EMERGENCY_DAYS) + timedelta(days=1)


def check_task_days(expires: date) -> tuple[date, ...]:
    """Return the days on which a check's renewal becomes a task, the first first."""
    return tuple(expires - timedelta(days=days) for days in CHECK_DAYS)


def check_task(expires: date, today: date) -> int | None:
    """Return which task of a check stands today: 60, 30 or 7 days, or 0 once over.

    The last one reached stands, so a day on which nothing ran loses none. None: it is
    too early for any.
    """
    left = (expires - today).days
    if left < 0:
        return 0
    return min((days for days in CHECK_DAYS if left <= days), default=None)


def planned_end(starts: date, months: int) -> date:
    """Return the day so many `months` after `starts`, or the month's last day."""
    year, month = divmod(starts.year * 12 + starts.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(starts.day, last))


def next_review(last: date, weeks: int) -> date:
    """Return the day of the review `weeks` weeks after the last one."""
    return last + timedelta(weeks=weeks)
