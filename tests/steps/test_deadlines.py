"""Deadlines, from tables that were counted by hand in a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.steps import (
    check_task,
    check_task_days,
    emergency_overdue_from,
    is_over,
    is_working_day,
    next_review,
    offer_ends,
    planned_end,
    stock_kept_until,
    working_days_after,
)
from api.steps.deadlines import LONDON


def utc(text: str) -> datetime:
    """Return the instant of "2026-03-27 10:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Made, days, over at; all in UTC. In summer London's midnight is 23:00 UTC.
OFFERS = [
    ("2026-11-22 08:00", 7, "2026-11-30 00:00"),
    ("2026-07-01 12:00", 7, "2026-07-08 23:00"),
    ("2026-07-01 23:30", 7, "2026-07-09 23:00"),  # half past midnight in London
    ("2026-07-01 22:59", 7, "2026-07-08 23:00"),
    # The clocks go forward on 29 March 2026.
    ("2026-03-27 10:00", 3, "2026-03-30 23:00"),
    ("2026-03-28 23:59", 1, "2026-03-29 23:00"),
    ("2026-03-28 23:59", 3, "2026-03-31 23:00"),
    ("2026-03-22 00:00", 6, "2026-03-29 00:00"),
    ("2026-03-22 00:00", 7, "2026-03-29 23:00"),
    # They go back on 25 October 2026.
    ("2026-10-23 22:30", 3, "2026-10-27 00:00"),
    ("2026-10-24 23:00", 1, "2026-10-27 00:00"),
    ("2026-10-24 22:59", 1, "2026-10-26 00:00"),
    ("2026-10-18 12:00", 6, "2026-10-24 23:00"),
    ("2026-10-18 12:00", 7, "2026-10-26 00:00"),
    ("2026-12-28 09:00", 3, "2027-01-01 00:00"),
    ("2028-02-28 09:00", 1, "2028-03-01 00:00"),
]


@pytest.mark.parametrize(("made", "days", "over"), OFFERS)
def test_an_offer_ends_with_a_day_in_london(made: str, days: int, over: str) -> None:
    """An offer is over at the midnight that closes its last day in London."""
    ends = offer_ends(utc(made), days)
    assert ends == utc(over)
    assert ends.tzinfo is UTC
    assert not is_over(ends, ends - timedelta(microseconds=1))
    assert is_over(ends, ends)


def test_stock_is_kept_seven_days() -> None:
    """Set aside the day before the clocks change, it is kept to the seventh night."""
    assert stock_kept_until(utc("2026-10-24 10:00")) == utc("2026-11-01 00:00")


@given(st.integers(0, 15 * 365 * 24 * 60), st.integers(1, 90))
def test_the_end_is_always_a_midnight_in_london(minute: int, days: int) -> None:
    """Whatever the clocks do, an offer ends at 00:00, `days` whole days later."""
    made = utc("2020-01-01 00:00") + timedelta(minutes=minute)
    ends = offer_ends(made, days).astimezone(LONDON)
    assert (ends.hour, ends.minute, ends.second, ends.microsecond) == (0, 0, 0, 0)
    assert (ends.date() - made.astimezone(LONDON).date()).days == days + 1


def test_the_zone_it_is_told_in_makes_no_difference() -> None:
    """One instant, written in another zone, ends at the same instant."""
    made = utc("2026-10-24 22:30")
    there = made.astimezone(timezone(timedelta(hours=9)))
    assert offer_ends(made, 3) == offer_ends(there, 3)


def test_a_time_without_a_zone_is_refused() -> None:
    """A naive time could be any day."""
    with pytest.raises(ValueError, match="time zone"):
        offer_ends(utc("2026-11-22 08:00").replace(tzinfo=None), 7)


WORKING = [
    ("2026-11-23", 6, "2026-12-01"),
    ("2026-11-21", 6, "2026-11-30"),  # a Saturday; 30 November is no holiday here
    ("2026-11-22", 6, "2026-11-30"),
    ("2026-12-23", 6, "2027-01-05"),  # 25, 28 (for 26) December, 1 January
    ("2026-03-31", 6, "2026-04-10"),  # Good Friday, Easter Monday
    ("2026-05-01", 6, "2026-05-12"),  # early May
    ("2026-05-22", 6, "2026-06-02"),  # spring
    ("2026-06-01", 6, "2026-06-09"),
    ("2026-08-28", 6, "2026-09-08"),  # England's August holiday is its last Monday
    ("2026-07-31", 6, "2026-08-10"),  # Scotland's is its first
    ("2026-03-16", 1, "2026-03-17"),  # a holiday in Northern Ireland alone
    ("2027-12-24", 6, "2028-01-06"),  # 27, 28 December and 3 January stand in
    ("2025-12-31", 1, "2026-01-02"),  # a holiday in Scotland alone
    ("2023-05-05", 1, "2023-05-09"),  # the coronation
    ("2022-09-16", 1, "2022-09-20"),  # the Queen's funeral
    ("2026-11-20", 0, "2026-11-20"),
]


@pytest.mark.parametrize(("day", "count", "wanted"), WORKING)
def test_working_days_are_englands(day: str, count: int, wanted: str) -> None:
    """Weekends and England's bank holidays do not count, nor does the day itself."""
    start = date.fromisoformat(day)
    assert working_days_after(start, count) == date.fromisoformat(wanted)


def test_an_emergency_is_overdue_after_its_sixth_working_day() -> None:
    """On the sixth working day it is not yet overdue; the day after, it is."""
    assert emergency_overdue_from(date(2026, 12, 23)) == date(2027, 1, 6)
    assert emergency_overdue_from(date(2026, 11, 20)) == date(2026, 12, 1)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_a_working_day_is_reached_by_counting(day: date, count: int) -> None:
    """It is a working day, and just so many lie between, itself included."""
    reached = working_days_after(day, count)
    between = [day + timedelta(days=n + 1) for n in range((reached - day).days)]
    assert is_working_day(reached)
    assert sum(map(is_working_day, between)) == count


def test_a_check_becomes_a_task_three_times() -> None:
    """60, 30 and 7 days before it ends."""
    days = check_task_days(date(2027, 3, 1))
    assert days == (date(2026, 12, 31), date(2027, 1, 30), date(2027, 2, 22))


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        ("2026-12-30", None),
        ("2026-12-31", 60),
        ("2027-01-29", 60),
        ("2027-01-30", 30),
        ("2027-02-21", 30),
        ("2027-02-22", 7),
        ("2027-03-01", 7),
        ("2027-03-02", 0),
    ],
)
def test_a_day_missed_loses_no_task(today: str, wanted: int | None) -> None:
    """The last one reached stands until the next one is; the day after is over."""
    assert check_task(date(2027, 3, 1), date.fromisoformat(today)) == wanted


@pytest.mark.parametrize(
    ("starts", "months", "wanted"),
    [
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-01", 12, "2027-12-01"),
    ],
)
def test_a_term_ends_months_later(starts: str, months: int, wanted: str) -> None:
    """The same day of a later month, or that month's last."""
    ends = planned_end(date.fromisoformat(starts), months)
    assert ends == date.fromisoformat(wanted)


def test_reviews_come_by_the_week() -> None:
    """Six weeks are 42 days, whatever the months do."""
    assert next_review(date(2026, 11, 22), 6) == date(2027, 1, 3)
