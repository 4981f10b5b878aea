"""Why not: gates for any pair, counts for any row, and the nearest miss; on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.gates import Ready, ready_gates
from matcher.candidates.grid import BLOCK
from matcher.candidates.rule import Ints, Sides
from matcher.candidates.wording import fill
from matcher.errors import Refused
from matcher.graph import AssetGraph, Row
from matcher.schemes.scheme import Scheme

Counts = NDArray[np.int32]
UNASKED = "Nothing was asked here."


@dataclass(frozen=True, slots=True)
class GateResult:
    """What one gate says about one pair.

    Parameters
    ----------
    name : str
        The gate; ``decided`` and ``available`` are in every scheme.
    passed : bool
        Whether it lets the pair through.
    sentence : str
        The scheme's sentence for that, for staff.
    margin : float or None
        How far off, 0 where inside; None where no number says it.
    unit : str
        Of `margin`: ``km``, ``years``, ``days``, or "" for a count.
    items : tuple of str
        The words the sentence lists, as the sheets write them.
    change : str
        The asset-side change that would open it; "" where it passed or none is offered.
    asked : bool
        False where the row on the left asks nothing of this kind, so that it passes.
    """

    name: str
    passed: bool
    sentence: str
    margin: float | None = None
    unit: str = ""
    items: tuple[str, ...] = ()
    change: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class GateCounts:
    """How many pairs each gate ruled out, for some needs or some assets.

    Parameters
    ----------
    gates : tuple of str
        Names, in the order of `why_not`.
    refs : tuple of str
        The rows asked about.
    excluded : int32, shape (gates, refs)
        Pairs of the row that the gate does not let through, whatever others say.
    alone : int32, shape (gates, refs)
        Those that every other gate lets through: the nearest misses.
    candidates : int32, shape (refs,)
        Pairs that pass every gate.
    """

    gates: tuple[str, ...]
    refs: tuple[str, ...]
    excluded: Counts
    alone: Counts
    candidates: Counts


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A pair that one gate alone rules out."""

    need: str
    asset: str
    result: GateResult


def why_not(
    graph: AssetGraph, scheme: Scheme, need: str, asset: str, *, left: str = "needs"
) -> tuple[GateResult, ...]:
    """Return every gate's word on one pair, in the scheme's order.

    Whatever is confidential about the pair is in the last line, ``available``, and in
    nothing else.

    Parameters
    ----------
    need, asset : str
        Refs; `need` is a staff ref where `left` is ``staff``.

    Raises
    ------
    Refused
        If there is no such row.
    """
    mine = _find(getattr(graph, left), need, scheme, left)
    theirs = _find(graph.assets, asset, scheme, "assets")
    ready = ready_gates(Sides((mine,), (theirs,), graph), scheme, left=left)
    pair = np.zeros(1, np.int32)
    return tuple(
        _result(each, 0, 0, need, asset, passed=bool(each.rule.passes(pair, pair)[0]))
        for each in ready
    )


def _find(rows: Sequence[Row], ref: str, scheme: Scheme, sheet: str) -> Row:
    for row in rows:
        if row.ref == ref:
            return row
    one = scheme.sheets[sheet].one if sheet in scheme.sheets else "row"
    raise Refused(f'There is no {one} with the ref "{ref}" in these sheets.')


def _result(
    ready: Ready, left: int, at: int, need: str, asset: str, *, passed: bool
) -> GateResult:
    gate = ready.gate
    facts = ready.rule.facts(left, at)
    if not facts.asked:
        return GateResult(gate.name, passed, UNASKED, asked=False)
    words = {"need": need, "asset": asset, **facts.words}
    return GateResult(
        gate.name,
        passed,
        fill(gate.permits if passed else gate.otherwise, words),
        facts.margin,
        facts.unit if facts.margin is not None else "",
        facts.items,
        "" if passed else gate.change,
    )


def count_by_need(
    graph: AssetGraph, scheme: Scheme, needs: Sequence[str] | None = None
) -> GateCounts:
    """Count what each gate ruled out, over all assets, for some needs (default all)."""
    rows = _chosen(graph.needs, needs)
    sides = Sides(rows, graph.assets, graph)
    return _count(sides, scheme, by_need=True)


def count_by_asset(
    graph: AssetGraph, scheme: Scheme, assets: Sequence[str] | None = None
) -> GateCounts:
    """Count what each gate ruled out, over all needs, for some assets (default all)."""
    rows = _chosen(graph.assets, assets)
    sides = Sides(graph.needs, rows, graph)
    return _count(sides, scheme, by_need=False)


def _chosen(rows: tuple[Row, ...], refs: Sequence[str] | None) -> tuple[Row, ...]:
    if refs is None:
        return rows
    wanted = set(refs)
    return tuple(row for row in rows if row.ref in wanted)


def _count(sides: Sides, scheme: Scheme, *, by_need: bool) -> GateCounts:
    ready = ready_gates(sides, scheme, left="needs")
    rows, others = sides.left, sides.assets
    if not by_need:
        rows, others = others, rows
    shape = len(ready), len(rows)
    excluded, alone = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    candidates = np.zeros(len(rows), np.int32)
    step = max(1, BLOCK // max(1, len(others)))
    for first in range(0, len(rows), step):
        run = slice(first, min(first + step, len(rows)))
        failed = _failures(ready, run, len(others), by_need=by_need)
        total = failed.sum(axis=0, dtype=np.int32)
        excluded[:, run] = failed.sum(axis=2)
        alone[:, run] = (failed & (total == 1)).sum(axis=2)
        candidates[run] = (total == 0).sum(axis=1)
    names = tuple(each.gate.name for each in ready)
    refs = tuple(row.ref for row in rows)
    return GateCounts(names, refs, excluded, alone, candidates)


def _failures(
    ready: Sequence[Ready], run: slice, others: int, *, by_need: bool
) -> NDArray[np.bool_]:
    """Return whether each gate fails, shape (gates, rows of the run, others)."""
    size = run.stop - run.start
    mine: Ints = np.repeat(np.arange(run.start, run.stop, dtype=np.int32), others)
    theirs: Ints = np.tile(np.arange(others, dtype=np.int32), size)
    pair = (mine, theirs) if by_need else (theirs, mine)
    failed = [~each.rule.passes(*pair) for each in ready]
    return np.stack(failed).reshape(len(ready), size, others)


def near_misses(
    graph: AssetGraph,
    scheme: Scheme,
    *,
    need: str | None = None,
    asset: str | None = None,
    most: int = 3,
) -> tuple[NearMiss, ...]:
    """Return the pairs of one need, or of one asset, that one gate alone rules out.

    Nearest first: by how far off, as a share of nothing but that gate; those without a
    number after the others; then by gate and ref.
    """
    needs = _chosen(graph.needs, None if need is None else [need])
    assets = _chosen(graph.assets, None if asset is None else [asset])
    ready = ready_gates(Sides(needs, assets, graph), scheme, left="needs")
    failed = _failures(ready, slice(0, len(needs)), len(assets), by_need=True)
    once = np.argwhere(failed & (failed.sum(axis=0) == 1))
    found = [
        NearMiss(needs[n].ref, assets[a].ref, result)
        for g, n, a in once
        for result in [
            _result(ready[g], n, a, needs[n].ref, assets[a].ref, passed=False)
        ]
    ]
    return tuple(sorted(found, key=_nearness)[:most])


def _nearness(miss: NearMiss) -> tuple[bool, float, str, str, str]:
    margin = miss.result.margin
    far = (margin is None, margin or 0.0)
    return *far, miss.result.name, miss.asset, miss.need
