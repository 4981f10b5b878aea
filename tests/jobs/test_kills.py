"""What becomes of work when a worker is killed, stopped or replaced."""

import os
import signal
from pathlib import Path

import pytest
from support.labour import Yard

from api.database.faults import EXIT_CODE

POINTS = (
    "work.taken",
    "work.begun",
    "job.begun",
    "work.adopted",
    "job.done",
    "job.ended",
)


def test_a_job_survives_a_kill_at_every_point(yard: Yard) -> None:
    """Killed at every named point in turn, a job is done by the worker that is left."""
    jobs = yard.post("toy")
    for point in POINTS:
        if set(yard.states().values()) == {"done"}:
            jobs += yard.post("toy")
        assert yard.labourer(crash_at=point).ends() == EXIT_CODE
    assert yard.labourer().ends() == 0
    assert yard.states() == dict.fromkeys(jobs, "done")
    steps = {(str(job), step) for job in jobs for step in ("one", "two")}
    assert set(yard.traces()) == steps


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_losing_what_dbos_knows_loses_no_job(yard: Yard) -> None:
    """Without DBOS's own database, what was begun is begun anew from the outbox."""
    (job,) = yard.post("toy_wait")
    lost = yard.labourer(until_empty=False)
    lost.hears("waits")
    lost.kill()
    Path(yard.work_database.removeprefix("sqlite:///")).unlink()
    other = yard.labourer()
    other.hears("waits")
    yard.go()
    assert other.ends() == 0
    assert yard.states() == {job: "done"}


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_killed_hosts_job_is_finished_by_another_release(
    yard: Yard, version: str
) -> None:
    """A job of a host killed for good goes on under the same release or the next."""
    (job,) = yard.post("toy_wait")
    lost = yard.labourer(until_empty=False)
    assert lost.hears("waits") == str(job)
    lost.kill()
    other = yard.labourer(version=version)
    assert other.hears("waits") == str(job)
    yard.go()
    assert other.ends() == 0
    assert yard.states() == {job: "done"}
    assert yard.traces() == {(str(job), "waited"): 1}


def test_a_worker_that_stops_hands_its_jobs_on(yard: Yard) -> None:
    """A deploy mid-job: the old worker leaves it at once, the new one finishes it."""
    (job,) = yard.post("toy_wait")
    old = yard.labourer(until_empty=False)
    old.hears("waits")
    assert old.stop() == 0
    new = yard.labourer(version="2")
    new.hears("waits")
    yard.go()
    assert new.ends() == 0
    assert yard.traces() == {(str(job), "waited"): 1}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_second_worker_that_joins_leaves_a_live_job_alone(yard: Yard) -> None:
    """A worker that joins mid-job takes what is waiting, and not what is being done."""
    first, second = yard.post("toy_wait", number=2)
    one = yard.labourer(until_empty=False)
    assert one.hears("waits") == str(first)
    two = yard.labourer(until_empty=False)
    assert two.hears("waits") == str(second)
    yard.go()
    assert yard.labourer().ends() == 0
    assert yard.traces() == {(str(job), "waited"): 1 for job in (first, second)}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_worker_that_wakes_up_finds_its_job_taken(yard: Yard) -> None:
    """A process that was silent and comes back ends nothing that another has now."""
    (job,) = yard.post("toy_wait")
    silent = yard.labourer(until_empty=False)
    silent.hears("waits")
    assert silent.process.pid
    os.kill(silent.process.pid, signal.SIGSTOP)
    other = yard.labourer()
    other.hears("waits")
    os.kill(silent.process.pid, signal.SIGCONT)
    yard.go()
    assert other.ends() == 0
    assert silent.stop() == 0
    assert yard.states() == {job: "done"}
    assert yard.traces()[str(job), "waited"] <= 2  # toys have no fence


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_second_process_on_sqlite_is_refused(yard: Yard) -> None:
    """One process serves a SQLite file; a second says so and ends."""
    first = yard.labourer(until_empty=False)
    first.hears("works")
    second = yard.labourer()
    assert "served by another process already" in second.hears("refused")
    first.kill()
    assert yard.labourer().ends() == 0


def test_work_is_spread_and_done_once(yard: Yard) -> None:
    """Forty jobs are each done once, by however many workers there are."""
    jobs = yard.post("toy", number=40)
    workers = 2 if yard.database.kind == "postgresql" else 1
    assert [each.ends() for each in [yard.labourer() for _ in range(workers)]] == [
        0
    ] * workers
    assert yard.states() == dict.fromkeys(jobs, "done")
    assert set(yard.traces().values()) == {1}
