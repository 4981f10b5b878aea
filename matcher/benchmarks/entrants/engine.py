"""The engine itself, as everybody calls it, with the time of each of its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.stopwatch import processor
from matcher.instance import Instance, Solution
from matcher.model import Policy
from matcher.solving import solve

SALT = "5a17"
READING = "reading the market"
_STAGES = {
    READING: "reading",
    "drawing among equals": "drawing",
    "writing the result": "writing",
}
_GAPS = ("size", "fit")


class Stages:
    """A progress reporter that notes the processor seconds of each stage.

    Parameters
    ----------
    seconds : dict of str to float
        ``reading`` (compiling the market), ``solving`` (the answer and its proof),
        ``drawing`` (settling ties by the draw) and ``writing`` (putting the result
        together, its digest and blocking pairs included), and whatever the engine said
        it was doing while it solved.
    """

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(_STAGES.values(), 0.0) | {"solving": 0.0}
        self._doing, self._since = READING, processor()

    def __call__(self, doing: str, share: float) -> None:  # noqa: ARG002 - a Progress
        """Note that something else begins."""
        now = processor()
        name = _STAGES.get(self._doing, "solving")
        own = name if self._doing in _STAGES else self._doing.partition(":")[0]
        for part in {name, own}:
            self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._doing, self._since = doing, now


def solved(
    instance: Instance, *, policy: str, maximise: str = "size-fit"
) -> Callable[[], Outcome]:
    """Solve under a policy: from an instance in memory to a result with its proof."""
    wanted = Policy(policy, maximise)

    def work() -> Outcome:
        stages = Stages()
        found = solve(instance, wanted, salt=SALT, progress=stages)
        stages("", 1.0)
        return outcome(found, stages.seconds)

    return work


def outcome(found: Solution, stages: Mapping[str, float]) -> Outcome:
    """Return what a solution claims, and how far its levels are proven.

    Facts: the seconds of each stage and of all but the draw, ``proven`` (1 where the
    status is optimal), and of each level its gap in percent of its bound. A level with
    a gap claims nothing.
    """
    facts = {**stages, "proven": float(found.status == "optimal")}
    facts["levels"] = float(len(found.objectives))
    facts["before the draw"] = sum(stages[k] for k in ("reading", "solving", "writing"))
    claims = {}
    for level in found.objectives:
        off = abs(level.bound - level.value)
        if level.name in _GAPS:
            facts[f"gap of {level.name}"] = 100 * off / max(abs(level.bound), 1)
        if not off and (found.policy.name != "fair" or level.name == "size"):
            claims[level.name] = level.value
    return Outcome(claims, facts, found.instance_sha256)
