"""The whole line run again on changed inputs: what insight must equal."""

from __future__ import annotations

from dataclasses import replace

from matcher.explaining import Case
from matcher.explaining.edits import Edit
from matcher.explaining.splicing import rebuilt
from matcher.insight import Gain
from matcher.instance import Instance
from matcher.model import Snapshot
from matcher.solving import solve


def solved_again(case: Case, instance: Instance) -> Gain | None:
    """Solve a whole instance by the round's policy and compare it with the round."""
    then = solve(instance, case.policy, salt=case.salt, effort=case.effort)
    if then.status == "infeasible":
        return None
    now = case.solution.chosen
    fits = [sum(row.fit or 0 for row in rows) for rows in (then.chosen, now)]
    return Gain(len(then.chosen) - len(now), fits[0] - fits[1])


def after(case: Case, edit: Edit) -> Gain | None:
    """Run the whole line on the changed snapshot."""
    return solved_again(case, rebuilt(edit.on(case.graph.snapshot), case.scheme))


def without(snapshot: Snapshot, refs: set[str]) -> Snapshot:
    """Return the snapshot without some assets."""
    kept = tuple(row for row in snapshot.assets if row.ref not in refs)
    return replace(snapshot, assets=kept)
