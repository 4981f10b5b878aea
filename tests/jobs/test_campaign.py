"""The long form: fifty kills on each database, at points and moments of a seed."""

import logging
import random
import threading
import time
from collections import Counter

import pytest
from support.labour import Labourer
from support.processes import is_alive, solves_below, until
from support.site import Site

from api.jobs.solving import LOST

POINTS = (
    "commit.before",
    "commit.after",
    "work.taken",
    "work.begun",
    "work.adopted",
    "job.begun",
    "job.done",
    "job.ended",
    "run.started",
    "run.solved",
    "run.saved",
    "message.ready",
    "message.sent",
    "message.settled",
)
KILLS = 50
LONGEST = 5.0
"""Seconds for which a worker lives, at most."""


@pytest.mark.deep
@pytest.mark.parametrize("seed", [1])
def test_fifty_kills_lose_and_double_nothing(site: Site, seed: int) -> None:
    """After fifty kills every message came once; each run was saved once, or says why.

    Half the kills are at a named point, half at a moment that is drawn. On PostgreSQL
    another worker is alive throughout.
    """
    draw = random.Random(seed)
    many = site.yard.database.kind == "postgresql"
    workers = [site.yard.labourer(until_empty=False)] if many else []
    solves: set[int] = set()
    for number in range(KILLS):
        give_work(site, number)
        point = draw.choice(POINTS) if draw.random() < 0.5 else ""
        if point.startswith("commit"):
            point += f":{draw.randint(1, 40)}"
        workers.append(site.yard.labourer(crash_at=point, until_empty=False))
        end = time.monotonic() + draw.uniform(0, LONGEST)
        while time.monotonic() < end and workers[-1].process.is_alive():
            watch(workers, solves)
        workers.pop(draw.randrange(len(workers)) if not point else -1).kill()
        until(lambda: not orphans(workers, solves))
    for worker in workers:
        worker.kill()
    assert site.yard.labourer().ends() == 0
    ends = Counter((run.state, run.reason) for run in site.runs())
    assert set(ends) <= {("saved", ""), ("failed", LOST)}, ends
    assert site.acts().count("run.save") == ends["saved", ""] > 0
    states = Counter(site.yard.states().values())
    assert set(states) <= {"done", "failed"}
    assert states["failed"] == ends["failed", LOST]
    assert len(list((site.yard.folder / "mail").glob("*.eml"))) == KILLS
    assert [row.state for row in site.messages()] == ["sent"] * KILLS
    starts = site.acts().count("run.start")
    logging.getLogger(__name__).info("seed %s: %s, %s starts", seed, ends, starts)


def give_work(site: Site, number: int) -> None:
    """Have a message sent, and a round run where none is on its way."""
    site.invite(f"somebody-{number}")
    if {run.state for run in site.runs()} <= {"saved", "failed"}:
        site.ask(site.open(f"Invented round {number}"))


def watch(workers: list[Labourer], solves: set[int]) -> None:
    """Look once: at most one solve is alive, whoever has begun it."""
    for worker in workers:
        solves.update(solves_below(worker.process.pid or 0))
    solves.intersection_update({pid for pid in solves if is_alive(pid)})
    assert len(solves) <= 1, "two live solves of one run"
    threading.Event().wait(0.02)


def orphans(workers: list[Labourer], solves: set[int]) -> set[int]:
    """Return the live solves that are no live worker's."""
    ours = {pid for each in workers for pid in solves_below(each.process.pid or 0)}
    return {pid for pid in solves - ours if is_alive(pid)}
