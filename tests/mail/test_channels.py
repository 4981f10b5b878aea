"""Their channel, their safe times, and a person where neither will do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.mail import ASK, KINDS, Contact, SafeTime, Way, channel_for
from api.mail.channels import LONDON

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)  # a Sunday evening
OFFER, SIGN_IN = KINDS["offer"], KINDS["sign_in"]
MAIL, PHONE = "anna@example.org", "07700 900123"
TUESDAY = SafeTime(1, time(9), time(11))


@pytest.mark.parametrize(
    ("contact", "channel", "to"),
    [
        (Contact("email", MAIL, PHONE), "email", MAIL),
        (Contact("text", MAIL, PHONE), "text", PHONE),
        (Contact("call", MAIL, PHONE), ASK, ""),
        (Contact("letter", MAIL, PHONE), ASK, ""),
        (Contact("hub", MAIL, PHONE), ASK, ""),
        (Contact("pigeon", MAIL, PHONE), ASK, ""),
        (Contact("email", "", PHONE), ASK, ""),
        (Contact("text", MAIL, ""), ASK, ""),
        (Contact("email", "anna@example.org\nBcc: x@example.org"), ASK, ""),
        (Contact("email", MAIL, do_not_message=True), ASK, ""),
    ],
)
def test_only_the_channel_they_chose(contact: Contact, channel: str, to: str) -> None:
    """No other channel stands in; a person is asked instead."""
    way = channel_for(contact, OFFER, NOW)
    assert (way.channel, way.to, way.not_before) == (channel, to, NOW)


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (NOW, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (
            datetime(2026, 11, 24, 10, 59, tzinfo=UTC),
            datetime(2026, 11, 24, 10, 59, tzinfo=UTC),
        ),
        (
            datetime(2026, 11, 24, 11, tzinfo=UTC),
            datetime(2026, 12, 1, 9, tzinfo=UTC),
        ),
        # In June, nine o'clock in London is eight in UTC.
        (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 2, 8, tzinfo=UTC)),
    ],
)
def test_a_message_waits_for_a_safe_time(now: datetime, at: datetime) -> None:
    """London time, from the beginning of the window until just before its end."""
    contact = Contact("email", MAIL, safe_times=(TUESDAY,))
    assert channel_for(contact, OFFER, now) == Way("email", MAIL, at)


def test_a_link_they_asked_for_does_not_wait() -> None:
    """A sign-in link goes at once, but never to who wants no messages."""
    contact = Contact("email", MAIL, safe_times=(TUESDAY,))
    assert channel_for(contact, SIGN_IN, NOW) == Way("email", MAIL, NOW)
    silent = Contact("email", MAIL, do_not_message=True)
    assert channel_for(silent, SIGN_IN, NOW).channel == ASK


def test_a_window_that_never_opens_is_for_a_person() -> None:
    """Safe times that end before they begin are no safe times."""
    never = Contact("email", MAIL, safe_times=(SafeTime(1, time(11), time(9)),))
    assert channel_for(never, OFFER, NOW).channel == ASK


def test_an_hour_that_the_clocks_skip_is_not_used() -> None:
    """A window inside the hour that is gone in March opens a week later."""
    gone = SafeTime(6, time(1, 10), time(1, 50))
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    way = channel_for(Contact("email", MAIL, safe_times=(gone,)), OFFER, saturday)
    local = way.not_before.astimezone(LONDON)
    assert (local.weekday(), gone.begins <= local.time() < gone.ends) == (6, True)


TIMES = st.builds(SafeTime, st.integers(0, 6), st.times(), st.times())


@given(
    safe=st.lists(TIMES, max_size=4).map(tuple),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001
)
def test_never_outside_a_safe_time(safe: tuple[SafeTime, ...], now: datetime) -> None:
    """Whatever the windows, a message leaves in one of them, within a fortnight."""
    moment = now.replace(tzinfo=UTC)
    way = channel_for(Contact("email", MAIL, safe_times=safe), OFFER, moment)
    local = way.not_before.astimezone(LONDON)
    assert moment <= way.not_before <= moment + timedelta(days=15)
    assert (
        way.channel == ASK
        or not safe
        or any(
            each.weekday == local.weekday() and each.begins <= local.time() < each.ends
            for each in safe
        )
    )
