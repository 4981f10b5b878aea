"""Benches: the engine, its peers and bounds, side by side in one run."""

from matcher.benchmarks.bench import Bench, Case, Entrant, Outcome, Reach, Run
from matcher.benchmarks.every import BENCHES
from matcher.benchmarks.figures import figures
from matcher.benchmarks.keeping import circumstances, merged
from matcher.benchmarks.page import with_figures
from matcher.benchmarks.running import run_bench

__all__ = [
    "BENCHES",
    "Bench",
    "Case",
    "Entrant",
    "Outcome",
    "Reach",
    "Run",
    "circumstances",
    "figures",
    "merged",
    "run_bench",
    "with_figures",
]
