"""Candidates: pairs that passed every gate, and why the others did not."""

from matcher.candidates.asking import (
    GateCounts,
    GateResult,
    NearMiss,
    count_by_asset,
    count_by_need,
    near_misses,
    why_not,
)
from matcher.candidates.gates import GATES
from matcher.candidates.pool import Pool, find_candidates

__all__ = [
    "GATES",
    "GateCounts",
    "GateResult",
    "NearMiss",
    "Pool",
    "count_by_asset",
    "count_by_need",
    "find_candidates",
    "near_misses",
    "why_not",
]
