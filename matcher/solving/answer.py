"""What an algorithm answers, before it becomes a result file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.solution import Conflict, Objective

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Chosen pairs of a market with status, objectives and proof.

    Parameters
    ----------
    status : str
        ``optimal``, ``claimed``, ``feasible``, ``infeasible`` or ``unknown``.
    chosen : int64, shape (units matched,)
        Positions in the market's pairs, ascending; pinned and agreed units included.
        Empty where the status is ``infeasible`` or ``unknown``.
    staff : tuple of (str, str)
        (staff ref, asset ref), sorted.
    objectives : tuple of Objective
        In the order of the policy; whole values over pinned and free units together.
    tie : str
        ``unique``, ``lottery`` or ``unproven``.
    equal : tuple of (str, tuple of str)
        Where ties are a person's: unit ref and the other assets it has in solutions of
        equal values, both sorted; an empty tuple if it can only be left unmatched.
    conflict : tuple of Conflict
        An irreducible set, where infeasible.
    reproducible : bool
        False only after a wall-clock cut.
    frontier : tuple of mappings
        (blocking, size, fit) for each allowance, under ``--allow``.
    """

    status: str
    chosen: Longs
    staff: tuple[tuple[str, str], ...] = ()
    objectives: tuple[Objective, ...] = ()
    tie: str = "unique"
    equal: tuple[tuple[str, tuple[str, ...]], ...] = ()
    conflict: tuple[Conflict, ...] = ()
    reproducible: bool = True
    frontier: tuple[Mapping[str, int], ...] = ()


def no_answer(status: str, conflict: tuple[Conflict, ...] = ()) -> Answer:
    """Return the answer that chooses nothing: ``infeasible`` or ``unknown``."""
    return Answer(status, np.zeros(0, np.int64), tie="unproven", conflict=conflict)
