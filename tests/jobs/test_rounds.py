"""Rounds run by a worker: solved once, saved once, never stuck."""

import json

import pytest
from support.labour import Labourer
from support.processes import freeze, is_alive, solves_below, thaw, until
from support.site import Site

from api.actions.rounds import read_round
from api.actions.runs import cancel_run
from api.database.faults import EXIT_CODE
from api.jobs.solving import CANCELLED, LOST, MOST_STARTS
from api.records import Round


def solving(site: Site, worker: Labourer) -> int:
    """Wait until a worker's run has told its progress; stop its solve where it is."""
    assert worker.process.pid
    pid = worker.process.pid

    def caught() -> bool:
        # A small round is soon solved: it goes on only while nobody looks.
        if not solves_below(pid):
            return False
        (child,) = solves_below(pid)
        freeze(child)
        if site.runs()[-1].doing:
            return True
        thaw(child)
        return False

    until(caught)
    (child,) = solves_below(pid)
    return child


def state_of(site: Site, round_id: object) -> str:
    """Return a round's state."""
    with site.world.app.database.reading() as session:
        found = session.get(Round, round_id)
    assert found
    return found.state


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_run_is_solved_and_saved(site: Site) -> None:
    """A run that was asked for is frozen, solved in a process of its own and saved."""
    site.ask(site.open())
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert (run.state, run.fence, run.share) == ("saved", 1, 1.0)
    assert run.result_digest
    assert site.acts() == ["run.start", "run.save", "run.figures"]


def test_a_run_survives_a_kill_at_every_point(site: Site) -> None:
    """Killed at every named point in turn, a run is finished and saved once."""
    site.ask(site.open())
    for point in ("run.started", "run.solved", "run.saved"):
        assert site.yard.labourer(crash_at=point).ends() == EXIT_CODE
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert run.state == "saved"
    assert site.acts()[-2:] == ["run.save", "run.figures"]
    assert site.acts().count("run.save") == 1


def test_a_solve_ends_with_its_worker(site: Site) -> None:
    """Killed or stopped mid-solve, a worker leaves no solve; the next release saves."""
    site.ask(site.open())
    lost = site.yard.labourer(until_empty=False)
    child = solving(site, lost)
    lost.kill()
    until(lambda: not is_alive(child))
    old = site.yard.labourer(until_empty=False)
    child = solving(site, old)
    assert old.stop() == 0
    assert not is_alive(child)
    assert site.yard.labourer(version="2").ends() == 0
    (run,) = site.runs()
    assert run.state == "saved"
    assert site.acts().count("run.save") == 1


def test_a_cancelled_run_ends_at_once(site: Site) -> None:
    """Cancelled while it is solved, a run ends with a sentence; the round is open."""
    round_id = site.open()
    site.ask(round_id)
    worker = site.yard.labourer()
    child = solving(site, worker)
    assert site.world.see("coordinator", read_round, round_id)["run"]["doing"]
    site.world.do("coordinator", cancel_run, round_id)
    assert worker.ends() == 0
    assert not is_alive(child)
    (run,) = site.runs()
    assert (run.state, run.reason) == ("cancelled", CANCELLED)
    assert state_of(site, round_id) == "open"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_worker_that_wakes_up_saves_nothing(site: Site) -> None:
    """A host that was silent, taken over and comes back cannot save its answer."""
    site.ask(site.open())
    silent = site.yard.labourer(until_empty=False)
    child = solving(site, silent)
    assert silent.process.pid
    freeze(silent.process.pid)
    other = site.yard.labourer(until_empty=False)
    until(lambda: site.runs()[-1].state == "saved")
    thaw(silent.process.pid, child)
    until(lambda: set(site.yard.states().values()) == {"done"})  # it is drawn too
    assert silent.stop() == 0
    assert other.stop() == 0
    assert site.acts().count("run.save") == 1
    assert set(site.yard.states().values()) == {"done"}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_refused_run_says_why(site: Site) -> None:
    """A policy that cannot take these records ends the run with its sentence."""
    round_id = site.open()
    site.ask(round_id, policy={"name": "needs-first"})
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert run.state == "failed"
    assert "needs-first" in run.reason
    assert state_of(site, round_id) == "open"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_run_that_ends_every_worker_is_given_up(site: Site) -> None:
    """A run that was begun five times and never ended fails with a reason."""
    site.ask(site.open())
    site.change_run(fence=MOST_STARTS)
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert (run.state, run.reason) == ("failed", LOST)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_comparison_proposes_nothing(site: Site) -> None:
    """Policies are compared on one snapshot, as totals; the round stays open."""
    round_id = site.open()
    site.compare(round_id, policies=[{}, {"name": "needs-first"}])
    assert site.yard.labourer().ends() == 0
    (run,) = site.runs()
    assert run.state == "saved"
    said = json.loads(site.document("comparison"))
    assert said["snapshot_sha256"] == run.snapshot_digest
    assert [row["possible"] for row in said["policies"]] == [True, False]
    assert state_of(site, round_id) == "open"
