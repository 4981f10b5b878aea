"""pyhrtc 0.0.12 with CBC, the solver that PuLP brings: most stable pairs, with ties.

Its plain model is the one measured. The one with ``dummy_variables`` has no rows for
first choices (``preferences[1:]`` where the rows of stability begin), so what it
returns need not be stable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyhrtc.basics import Agent
from pyhrtc.basics import Instance as Theirs
from pyhrtc.models import MAX_SMTI_IP

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance
from matcher.instance.document import Prefers


def most(instance: Instance) -> Callable[[], Outcome]:
    """Build their model of an instance in their form, and solve it."""
    theirs = _theirs(instance)

    def work() -> Outcome:
        found = MAX_SMTI_IP(theirs).solve()
        return Outcome({"size": len(found)})

    return work


def _theirs(instance: Instance) -> Theirs:
    needs = {row.ref: _agent(row.ref, row.prefers) for row in instance.needs}
    assets = {row.ref: _agent(row.ref, row.prefers) for row in instance.assets}
    return Theirs(single_agents_left=needs, single_agents_right=assets)


def _agent(ref: str, prefers: Prefers | None) -> Any:
    agent = Agent(ref)
    agent.preferences = [list(tie) for tie in prefers or ()]
    return agent
