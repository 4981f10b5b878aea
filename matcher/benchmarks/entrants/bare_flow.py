"""OR-Tools' min-cost flow and nothing else: no proof, no draw, no result.

Arcs are built from arrays in memory, as its own documentation shows. ``lexicographic``
prices size above fit with one large weight, the whole answer of one call; ``fit_only``
asks an easier question, the most fit with anybody left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ortools.graph.python import min_cost_flow

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.generators.drawing import Longs
from matcher.instance import Instance


def lexicographic(instance: Instance) -> Callable[[], Outcome]:
    """Maximise size, then fit, in one call."""
    fits, seats = instance.fits, _seats(instance)
    step = 100 * min(len(instance.needs), int(seats.sum())) + 1
    columns = _columns(instance)

    def work() -> Outcome:
        held = _assigned(*columns, seats, columns[2] + step)
        fit = int(fits.fit[held].sum())
        return Outcome({"size": int(held.sum()), "fit": fit})

    return work


def fit_only(instance: Instance) -> Callable[[], Outcome]:
    """Maximise fit alone, in one call."""
    seats, columns = _seats(instance), _columns(instance)

    def work() -> Outcome:
        held = _assigned(*columns, seats, columns[2])
        return Outcome({"fit alone": int(columns[2][held].sum())})

    return work


def _seats(instance: Instance) -> Longs:
    return np.array([row.capacity for row in instance.assets], np.int64)


def _columns(instance: Instance) -> tuple[Longs, Longs, Longs]:
    fits = instance.fits
    need, asset, fit = (v.astype(np.int64) for v in (fits.need, fits.asset, fits.fit))
    return need, asset, fit


def _assigned(
    need: Longs, asset: Longs, _fit: Longs, seats: Longs, weight: Longs
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which pairs are held; a need may stay unmatched at no cost."""
    needs, assets = int(need.max()) + 1, len(seats)
    sink = needs + assets
    flow = min_cost_flow.SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    pairs = add(need, needs + asset, np.ones(len(need), np.int64), -weight)
    every, nothing = np.arange(needs), np.zeros(max(needs, assets), np.int64)
    add(needs + np.arange(assets), np.full(assets, sink), seats, nothing[:assets])
    add(every, np.full(needs, sink), np.ones(needs, np.int64), nothing[:needs])
    supply = np.zeros(sink + 1, np.int64)
    supply[:needs], supply[sink] = 1, -needs
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the flow was not solved")
    held: np.ndarray[tuple[int], np.dtype[np.bool_]] = flow.flows(pairs) == 1
    return held
