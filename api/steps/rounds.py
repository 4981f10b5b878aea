"""A round, from open to closed; a run that ends badly returns it to open."""

from __future__ import annotations

from functools import cache

from api.steps.machine import Machine, Step
from matcher.schemes import Steps

RELEASE = ("previewed", "unchanged", "verified_again")


@cache
def round_machine(steps: Steps) -> Machine:
    """Return the machine of a round: what a release waits for is the scheme's.

    ``failed`` is no failed run: somebody gave the round up, saying why.
    """
    approvals = ("approvals",) if steps.approval == "before_offer" else ()
    return Machine(
        one="round",
        start="open",
        states=("open", "running", "proposed", "released", "closed", "failed"),
        ends=("closed", "failed"),
        steps=(
            Step("run", ("open", "proposed"), "running"),
            Step("save", ("running",), "proposed", ("verified", "current_fence")),
            Step("fail_run", ("running",), "open", ("reason",)),
            Step("cancel_run", ("running",), "open"),
            Step(
                "release", ("proposed", "released"), "released", (*RELEASE, *approvals)
            ),
            Step("close", ("open", "proposed", "released"), "closed"),
            Step("give_up", ("open", "proposed"), "failed", ("reason",)),
        ),
    )
