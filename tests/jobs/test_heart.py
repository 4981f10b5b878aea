"""Heartbeats: who is alive, by the watcher's own clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
from support.world import World

from api.database import faults
from api.jobs.heart import Heart
from api.jobs.rhythm import Rhythm
from api.store.work import forget_workers


@dataclass
class Clock:
    """A clock that only goes where it is put."""

    at: float = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.at


def heart(
    world: World, name: str, ticks: Clock, *, wrong_by: int = 0, alone: bool = False
) -> Heart:
    """Return a process's heart; its wall clock may be wrong by so many days."""

    def now() -> datetime:
        return world.app.now() + timedelta(days=wrong_by)

    return Heart(
        world.app.database,
        executor=name,
        version="1",
        rhythm=Rhythm(),
        now=now,
        alone=alone,
        ticks=ticks,
    )


def test_a_silent_process_is_given_up_after_thirty_seconds(world: World) -> None:
    """Who does not beat for thirty seconds is at work no more, and not before."""
    ticks = Clock()
    watcher, silent = heart(world, "watcher", ticks), heart(world, "silent", ticks)
    silent.beat()
    watcher.beat()
    assert watcher.living() == {"watcher", "silent"}
    ticks.at = 29.9
    assert watcher.living() == {"watcher", "silent"}
    ticks.at = 30.0
    assert watcher.living() == {"watcher"}
    silent.beat()
    assert watcher.living() == {"watcher", "silent"}


@pytest.mark.parametrize("wrong_by", [-400, 400])
def test_a_wrong_wall_clock_is_not_silence(world: World, wrong_by: int) -> None:
    """A host whose clock is a year wrong is alive for as long as it beats."""
    ticks = Clock()
    watcher = heart(world, "watcher", ticks)
    other = heart(world, "other", ticks, wrong_by=wrong_by)
    for at in range(0, 100, 10):
        ticks.at = at
        other.beat()
        watcher.beat()
        assert watcher.living() == {"watcher", "other"}


def test_a_process_stops_working_before_it_is_given_up(world: World) -> None:
    """Without a heartbeat of its own a process stops before others call it lost."""
    ticks = Clock()
    own = heart(world, "own", ticks)
    steady = [own.steady]
    own.beat()
    for at in (0.0, 19.9, 20.0):
        ticks.at = at
        steady.append(own.steady)
    assert steady == [False, True, True, False]
    assert Rhythm().steady < Rhythm().silence


def test_a_process_that_stops_is_waited_for_by_nobody(world: World) -> None:
    """Who says that they stop is given up at once."""
    ticks = Clock()
    watcher, leaving = heart(world, "watcher", ticks), heart(world, "leaving", ticks)
    leaving.beat()
    assert watcher.living() == {"watcher", "leaving"}
    leaving.stop()
    assert watcher.living() == {"watcher"}


def test_alone_every_other_is_lost(world: World) -> None:
    """Where no other process can be at work, one that was is given up at once."""
    ticks = Clock()
    before = heart(world, "before", ticks)
    before.beat()
    assert heart(world, "alone", ticks, alone=True).living() == {"alone"}


def test_fault_points_are_deaf_where_data_is_real() -> None:
    """No environment variable ends a process that serves real data."""
    faults.arm({"CRASH_AT": "job.begun"}, invented=False)
    faults.here("job.begun")


def test_who_worked_here_is_forgotten_in_time(world: World) -> None:
    """A process that stopped is forgotten after its time; one that works never is."""
    ticks = Clock()
    stopped, works = heart(world, "stopped", ticks), heart(world, "works", ticks)
    stopped.beat()
    works.beat()
    stopped.stop()
    database = world.app.database
    before = [world.app.now(), world.app.now() + timedelta(seconds=1)]
    forgotten = [
        database.transaction(partial(forget_workers, before=at)) for at in before
    ]
    assert forgotten == [0, 1]
    assert works.living() == {"works"}
