"""A proof by cases that no solution is worth more than a value.

Branch and bound with the value known beforehand: each node solves a linear relaxation
over its box, rounds the duals to a safe bound, closes if that is not above the value,
and else fixes what the bound fixes and splits a fractional column. The tree of duals is
a certificate that a verifier walks in exact integers, with no solver at hand:

    node = {"rows": [[name..., numerator], ...], "denominator": D}, and unless it closes
    "branch": column name, "zero": node, "one": node

Land & Doig (1960); safe bounds as in `matcher.solving.integer.bounds`; certificates of
this kind: Cheung, Gleixner & Steffy (2017), "Verifying integer programming results".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from matcher.solving.integer.bounds import Safe, exact
from matcher.solving.integer.calling import Duals, Hot
from matcher.solving.integer.highs import Box, solve_relaxation
from matcher.solving.integer.model import Block, Floats, Longs, System
from matcher.solving.integer.names import Name, Names

Node = Mapping[str, Any]
Mask = NDArray[np.bool_]
_NEAR = 1e-6
_FIRST = 1e12


class OutOfEffortError(Exception):
    """The tree grew beyond its effort, or a node could not be closed."""


@dataclass(eq=False)
class _Proof:
    """What all nodes share; `left` counts the nodes that may still be opened."""

    system: System
    columns: Sequence[Name]
    cost: Longs
    value: int
    left: int

    @cached_property
    def hot(self) -> Hot:
        """The relaxation; each node starts where the last one ended."""
        return Hot(self.system, self.cost)

    @cached_property
    def opens(self) -> Mask:
        """Which columns open an asset, shape (columns,)."""
        return np.array([name[0] == "open" for name in self.columns], np.bool_)


def prove(
    system: System,
    columns: Sequence[Name],
    cost: Longs,
    value: int,
    nodes: int,
    *,
    root: Safe | None = None,
) -> Node | None:
    """Return a tree that proves that no 0-1 solution is worth more than the value.

    Parameters
    ----------
    system : System
    columns : sequence of tuple of str
        The name of each column.
    cost : int64, shape (columns,)
    value : int
    nodes : int
        How many nodes the tree may have.
    root : Safe, optional
        A bound over the whole cube that is known already.

    Returns
    -------
    node or None
        None where so many nodes do not do.
    """
    if not nodes:
        return None
    proof, whole = _Proof(system, columns, cost, value, nodes), Box.whole(len(columns))
    try:
        if root is None:
            return _node(proof, whole)
        return _inside(proof, root)
    except (OutOfEffortError, RecursionError):
        return None


def _inside(proof: _Proof, root: Safe) -> Node:
    """Return the root, whose bound is known; its box is solved to choose a column."""
    relaxed = proof.hot.solve(*_bounds(root.near(proof.value + 1)))
    if relaxed is None:
        return _node(proof, root.box)
    return _branched(proof, root, relaxed)


def _node(proof: _Proof, box: Box) -> Node:
    proof.left -= 1
    if proof.left < 0:
        raise OutOfEffortError
    relaxed = proof.hot.solve(*_bounds(box))
    if relaxed is None:
        return _void(proof, box)
    safe = exact(proof.system, proof.cost, relaxed.duals * proof.system.flip, box)
    if safe.whole <= proof.value:
        return safe.certificate(proof.system)
    return _branched(proof, safe, relaxed)


def _branched(proof: _Proof, safe: Safe, relaxed: Duals) -> Node:
    near = safe.near(proof.value + 1)
    column = _split(proof, relaxed, near)
    lower, upper = near.lower.copy(), near.upper.copy()
    upper[column], lower[column] = 0, 1
    return {
        **safe.certificate(proof.system),
        "branch": list(proof.columns[column]),
        "zero": _node(proof, Box(near.lower, upper)),
        "one": _node(proof, Box(lower, near.upper)),
    }


def _bounds(box: Box) -> tuple[Longs, Longs]:
    return box.lower, box.upper


def _split(proof: _Proof, relaxed: Duals, box: Box) -> int:
    """Return the free column that is most undecided, by what hangs on it.

    Whether an asset opens comes first: all its units and staff hang on it.
    """
    away = np.minimum(relaxed.x, 1 - relaxed.x) * (box.lower < box.upper)
    weight = np.where(proof.opens, _FIRST, 1 + np.abs(proof.cost))
    column = int(np.argmax(np.round(away, 6) * weight))
    if away[column] < _NEAR:
        raise OutOfEffortError
    return column


def _void(proof: _Proof, box: Box) -> Node:
    """Close a box without any solution: duals that prove it outgrow every cost.

    They come from the least violation of the rows that any vector of the box has; that
    is above 0, so that enough of it outweighs what the cost could bring.
    """
    reach = float(np.abs(proof.cost).sum()) + abs(proof.value) + 1
    ray = proof.hot.ray()
    for factor in () if ray is None else (1.0, -1.0, 1e2, -1e2, 1e4, -1e4):
        duals = np.asarray(ray) * proof.system.flip * factor
        safe = exact(proof.system, proof.cost, duals, box)
        if safe.whole <= proof.value:
            return safe.certificate(proof.system)
    duals, violation = _least_violation(proof.system, box)
    for factor in (1.0, 10.0, 100.0):
        if violation <= _NEAR:
            break
        scaled = duals * (factor * reach / violation)
        safe = exact(proof.system, proof.cost, scaled, box)
        if safe.whole <= proof.value:
            return safe.certificate(proof.system)
    raise OutOfEffortError


def _least_violation(system: System, box: Box) -> tuple[Floats, float]:
    """Return duals and value of the least violation, one amount for all rows."""
    loose, owner = _loosened(system)
    most = 1 + int(
        max(np.abs(system.right).max(), abs(system.matrix).sum(axis=1).max())
    )
    cost = np.append(np.zeros(system.width, np.int64), -1)
    wide = Box(np.append(box.lower, 0), np.append(box.upper, 2 * most))
    relaxed = solve_relaxation(loose, cost, wide)
    if relaxed is None:
        raise OutOfEffortError
    duals = np.zeros(len(system))
    np.add.at(duals, owner, relaxed.duals)
    return duals, float(relaxed.x[-1])


def _loosened(system: System) -> tuple[System, Longs]:
    """Return rows that the amount in one more column may violate, and whose they are.

    An equation becomes two; nobody reads their names.
    """
    twice = np.flatnonzero(system.sense == "=")
    owner = np.concatenate([np.arange(len(system)), twice])
    sense = np.where(system.sense[owner] == ">=", ">=", "<=")
    sense[len(system) :] = ">="
    amount = np.where(sense == "<=", -1, 1)
    matrix = hstack([system.matrix[owner], csr_array(amount[:, None])], "csr")
    starts, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)
    right = system.right[owner]
    block = Block(Names(), starts, columns, matrix.data, sense, right)
    return System(block, system.width + 1), owner
