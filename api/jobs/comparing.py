"""A comparison: several policies on one frozen snapshot, told as totals."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from api.actions.runs import policy_of
from matcher.errors import Refused
from matcher.model import Policy, Progress, Snapshot
from matcher.rounds import RoundResult, run_apart
from matcher.schemes import Scheme


def compare(
    snapshot: Snapshot,
    scheme: Scheme,
    policies: Sequence[Mapping[str, Any]],
    *,
    salt: str,
    effort: float,
    progress: Progress,
    stop: threading.Event,
) -> str:
    """Return what each policy would come to, as JSON: totals, and nobody's ref.

    Raises
    ------
    Cancelled
        Where `stop` was set.
    """
    rows = []
    for number, given in enumerate(policies):
        policy = policy_of(given, scheme.policy)
        rows.append(
            _one(
                snapshot,
                scheme,
                policy,
                salt=salt,
                effort=effort,
                progress=_part(progress, number, len(policies)),
                stop=stop,
            )
        )
    return json.dumps({"snapshot_sha256": snapshot.digest(), "policies": rows})


def _one(
    snapshot: Snapshot, scheme: Scheme, policy: Policy, **how: Any
) -> dict[str, Any]:
    said = {"policy": policy.name, "maximise": policy.maximise, "allow": policy.allow}
    try:
        found = run_apart(snapshot, scheme, policy=policy, **how)
    except Refused:
        # Its sentence may name refs; what a comparison needs is that it cannot be.
        return said | {"possible": False}
    return said | {"possible": True} | _totals(found)


def _totals(found: RoundResult) -> dict[str, Any]:
    result = json.loads(found.result)
    return {
        "status": result["status"],
        "verified": found.verification.ok,
        "matched": len(result["chosen"]),
        "unmatched": len(result["unmatched"]),
        "blocking_pairs": len(result["blocking_pairs"]),
        "objectives": [
            {name: row[name] for name in ("name", "value", "bound", "proof")}
            for row in result["objectives"]
        ],
    }


def _part(progress: Progress, number: int, of: int) -> Progress:
    def say(doing: str, share: float) -> None:
        progress(f"Policy {number + 1} of {of}: {doing}", (number + share) / of)

    return say
