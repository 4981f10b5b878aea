"""Coverage: counted when somebody asks for it, and with every run besides."""

from __future__ import annotations

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.rounds import step
from api.actions.runs import new_run
from api.records import Round


@acts("round.compare", on=Round)
def ask_coverage(desk: Desk, round_: Round) -> Done:
    """Ask who can be reached by now: a comparison of no policies at all.

    Raises
    ------
    Refused
        If a run is on its way, or the round is past running.
    """
    step(desk, round_, "run")
    run = new_run(desk, round_, "compare", {"policies": []}, 1.0)
    desk.store.change(round_, runs=run.number)
    desk.record("round.coverage", round_, run=str(run.id), number=run.number)
    desk.post("round.compare", once=f"run:{run.id}", run=run.id)
    return desk.done(round_)
