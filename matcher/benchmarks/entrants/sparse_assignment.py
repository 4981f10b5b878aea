"""SciPy's sparse assignment: one column for each seat, and one of nothing a need."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance


def best(instance: Instance) -> Callable[[], Outcome]:
    """Maximise size, then fit; building its matrix is timed, as the engine's is."""
    fits, needs = instance.fits, len(instance.needs)
    assets = len(instance.assets)
    if any(row.capacity != 1 for row in instance.assets):
        raise ValueError("one seat each")
    # Weights 0 would be no entries: everything is one higher, leaving out costs none.
    step = 100 * needs + 1

    def work() -> Outcome:
        weight = np.concatenate([fits.fit + (step + 1.0), np.ones(needs)])
        row = np.concatenate([fits.need, np.arange(needs, dtype=np.int32)])
        column = np.concatenate([fits.asset, assets + np.arange(needs, dtype=np.int32)])
        shape = (needs, assets + needs)
        matrix = sparse.csr_array((weight, (row, column)), shape=shape)
        mine, theirs = min_weight_full_bipartite_matching(matrix, maximize=True)
        held = theirs < assets
        total = int(matrix[mine[held], theirs[held]].sum())
        size = int(held.sum())
        return Outcome({"size": size, "fit": total - size * (step + 1)})

    return work
