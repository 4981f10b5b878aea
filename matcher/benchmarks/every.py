"""Every bench by its name, in the order in which they run."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.benchmarks.bench import Bench
from matcher.benchmarks.benches import (
    best,
    candidates,
    courses,
    explanations,
    fair,
    national,
    needs_first,
    siblings,
    stable_fit,
    stable_size,
)

BENCHES: Mapping[str, Bench] = {
    module.BENCH.name: module.BENCH
    for module in (
        candidates,
        best,
        needs_first,
        stable_size,
        stable_fit,
        siblings,
        courses,
        national,
        fair,
        explanations,
    )
}
