"""A comparison: several policies on one frozen snapshot, told as totals."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from api.actions.runs import policy_of
from matcher.model import Caps, Progress, Snapshot
from matcher.rounds import compare_apart
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
    caps: Caps,
) -> str:
    """Return what each policy would come to, as JSON: totals, and nobody's ref.

    Raises
    ------
    Refused
        If there is nobody to match.
    Cancelled
        Where `stop` was set.
    """
    return compare_apart(
        snapshot,
        scheme,
        [policy_of(given, scheme.policy) for given in policies],
        salt=salt,
        effort=effort,
        progress=progress,
        stop=stop,
        caps=caps,
    ).to_json()
