"""The clock: each period's work is posted once, and a missed one is made good."""

from datetime import UTC, datetime, time

import pytest
from sqlmodel import select
from support.processes import until
from support.site import Site
from support.world import World

from api.actions.proposals_ending import expire_due
from api.jobs.schedules import SCHEDULES, Schedule, Ticks
from api.records import Organisation, Outbox

HOURLY = Schedule(expire_due)
DAILY = Schedule(expire_due, time(1, 30))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 1, 29, tzinfo=UTC), "2026-11-22"),
        (datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), "2026-06-30"),
        (datetime(2026, 6, 30, 0, 30, tzinfo=UTC), "2026-06-30"),
        # The hour that the clocks skip: half past one does not exist that day.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29"),
        # The hour that comes twice: one day, one period.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25"),
    ],
)
def test_a_daily_period_begins_at_its_london_time(now: datetime, day: str) -> None:
    """A day's work belongs to the London day on which its time of day has come."""
    assert DAILY.period(now) == day


def test_an_hourly_period_is_an_hour() -> None:
    """An hour's work belongs to its hour in UTC, which no clock change repeats."""
    assert HOURLY.period(datetime(2026, 10, 25, 1, 59, tzinfo=UTC)) == "2026-10-25T01"


def posted(world: World) -> list[str]:
    """Return the keys of what schedules have posted."""
    with world.app.database.reading() as session:
        query = select(Outbox.once).where(Outbox.kind == "schedule")
        return sorted(session.exec(query).all())


def test_a_period_is_posted_once_by_however_many_tick(world: World) -> None:
    """Two workers ticking twice in a period post one job for each organisation."""
    both = [Ticks(world.app), Ticks(world.app)]
    for ticks in both * 2:
        ticks.tick()
    with world.app.database.reading() as session:
        organisations = len(session.exec(select(Organisation)).all())
    assert len(posted(world)) == organisations * len(SCHEDULES)


def test_missed_periods_are_made_good_by_one(world: World) -> None:
    """After a week without a worker one job is posted, not one for each hour of it."""
    ticks = Ticks(world.app, (HOURLY,))
    ticks.tick()
    before = len(posted(world))
    world.later(days=7)
    ticks.tick()
    assert len(posted(world)) == 2 * before


def test_what_the_clock_posts_is_done(site: Site) -> None:
    """A worker does every schedule, for every organisation."""
    worker = site.yard.labourer(by_the_clock=True, until_empty=False)
    until(lambda: posted(site.world))
    until(lambda: set(site.yard.states().values()) == {"done"})
    assert worker.stop() == 0
    assert len(posted(site.world)) == 2 * len(SCHEDULES)
