"""SciPy's sparse assignment: one column for each seat, and one of nothing a need."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance


def best(instance: Instance) -> Callable[[], Outcome]:
    """Maximise size, then fit; copying columns is timed, as the engine's arcs are."""
    fits, needs = instance.fits, len(instance.needs)
    seats = np.array([row.capacity for row in instance.assets], np.int64)
    # Weights 0 would be no entries: everything is one higher, leaving out costs none.
    step = 100 * needs + 1

    def work() -> Outcome:
        copies = seats[fits.asset]
        which = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
        first = np.cumsum(seats) - seats
        weight = np.append(np.repeat(fits.fit + (step + 1.0), copies), np.ones(needs))
        row = np.append(np.repeat(fits.need, copies), np.arange(needs))
        last = int(seats.sum())
        nothing = last + np.arange(needs)
        column = np.append(np.repeat(first[fits.asset], copies) + which, nothing)
        shape = (needs, last + needs)
        matrix = sparse.csr_array((weight, (row, column)), shape=shape)
        mine, theirs = min_weight_full_bipartite_matching(matrix, maximize=True)
        held = theirs < last
        total = int(matrix[mine[held], theirs[held]].sum())
        size = int(held.sum())
        return Outcome({"size": size, "fit": total - size * (step + 1)})

    return work
