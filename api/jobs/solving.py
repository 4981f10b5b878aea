"""A round's run: frozen in one short transaction, solved apart, saved in another.

Whoever holds the run's fence may save; taking a run in hand raises it. So a process
that was silent, and comes back with an answer, saves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from api.actions import Action, Done, look
from api.actions.runs import (
    TakenOver,
    end_run,
    policy_of,
    read_inputs,
    save_comparison,
    save_run,
    start_run,
)
from api.database import faults
from api.jobs.comparing import compare
from api.jobs.drawing import draw
from api.jobs.facts import Facts
from api.jobs.patience import Abandoned, GaveUp
from api.jobs.pulse import Pulse
from api.jobs.task import SYSTEM, Task
from api.permissions import NotThere
from api.records import Run, new_id
from matcher.errors import Refused
from matcher.model import Caps
from matcher.rounds import Cancelled, run_apart

MOST_STARTS = 5
LOST = (
    f"The run was begun {MOST_STARTS} times, and each time the process that did it was"
    " lost. Nothing was kept. Ask for less effort, or for more memory on the server."
)
UNKNOWN = (
    "The run could not be finished; the reason is in the server's log. Nothing was"
    " kept; run it again."
)
CANCELLED = "Cancelled on request. Nothing was kept."


def solve(task: Task) -> str:
    """Do a run or a comparison; whatever happens, the run ends with a reason."""
    attempt = _Attempt(task)
    try:
        ended = task.step("solve", attempt.make)["ended"]
    except GaveUp:
        ended = task.step("fail", lambda: attempt.end("failed", UNKNOWN))["ended"]
    if ended in {"saved", "nothing"}:  # somebody else may have saved, and not drawn
        with suppress(GaveUp):  # the reason is in the log; the round stands without
            task.step("draw", lambda: draw(task))
    return str(ended)


class _Attempt:
    """One attempt at a run, by the process that holds the fence."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._run_id = task.id("run")
        self._fence = 0  # none yet: a run that was started has 1 or more

    def make(self) -> Facts:
        """Take the run in hand, solve it and save what was found."""
        try:
            self._take()
            if self._fence > MOST_STARTS:
                return self.end("failed", LOST)
            inputs = look(self._task.app, SYSTEM, read_inputs, on=self._run_id)
            found = self._solve(inputs)
            return self._save(inputs["kind"], found)
        except (TakenOver, NotThere):
            return {"ended": "nothing"}
        except Cancelled:
            if self._task.patience.left.is_set():
                raise Abandoned from None
            return self.end("cancelled", CANCELLED)
        except Refused as refused:
            return self.end("failed", refused.message)

    def end(self, state: str, reason: str) -> Facts:
        """End the run with a sentence, if it is still ours to end."""
        fence = self._fence or self._fence_now()
        try:
            self._act(f"end:{fence}", end_run, fence=fence, state=state, reason=reason)
        except (TakenOver, NotThere):
            return {"ended": "nothing"}
        return {"ended": state}

    def _take(self) -> None:
        # The key is of this attempt alone: each takes a fence of its own.
        done = self._act(f"start:{new_id()}", start_run, executor=self._task.executor)
        self._fence = int(done.facts["fence"])
        faults.here("run.started")

    def _solve(self, inputs: Mapping[str, Any]) -> str:
        with Pulse(self._task, self._run_id, self._fence) as pulse:
            given = self._task.app.settings
            caps = Caps(given.solve_seconds, given.solve_gigabytes)
            how = {"progress": pulse.progress, "stop": pulse.stop, "caps": caps}
            found = _found(inputs, how)
        faults.here("run.solved")
        return found

    def _save(self, kind: str, found: str) -> Facts:
        fence, step = self._fence, f"save:{self._fence}"
        if kind == "compare":
            self._act(step, save_comparison, fence=fence, comparison=found)
        else:
            self._act(step, save_run, fence=fence, result=found)
        faults.here("run.saved")
        return {"ended": "saved"}

    def _fence_now(self) -> int:
        """Return the run's fence, where we could not take one ourselves."""
        with self._task.app.database.reading() as session:
            run = session.get(Run, self._run_id)
        return run.fence if run else 0

    def _act(self, step: str, action: Action, **arguments: Any) -> Done:
        return self._task.perform(step, action, on=self._run_id, **arguments)


def _found(inputs: Mapping[str, Any], how: Mapping[str, Any]) -> str:
    snapshot, scheme, given = inputs["snapshot"], inputs["scheme"], inputs["policy"]
    how = {**how, "salt": inputs["salt"], "effort": inputs["effort"]}
    if inputs["kind"] == "compare":
        return compare(snapshot, scheme, given["policies"], **how)
    policy = policy_of(given, scheme.policy) if given else None
    return run_apart(snapshot, scheme, policy=policy, **how).to_json()
