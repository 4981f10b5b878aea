"""What a criterion becomes for some rows: points for pairs, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.rule import Bools, Ints, Sides
from matcher.graph import Path

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Said:
    """What the sentences of a criterion may say about one pair.

    Parameters
    ----------
    speaks, lacks : bool
        Whether there is something to cite for the pair, and something missing.
    reason, gap : mapping of str to str
        For the placeholders of the reason, and of the gap and its support.
    found, missing : tuple of str
        The words behind ``{list}``, as the sheets write them.
    paths : tuple of Path
        How the graph leads from the need to the asset, one for each thing found.
    """

    speaks: bool
    lacks: bool
    reason: Mapping[str, str] = field(default_factory=dict)
    gap: Mapping[str, str] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A criterion made ready for one set of rows.

    Parameters
    ----------
    points : callable
        From positions of needs and of assets, int32 arrays of one length, to whole
        points 0-100; what it says of pairs that do not count has no meaning.
    counts : callable
        Likewise to bool: whether the row that asks gives evidence at all.
    said : callable
        From one pair of positions, where it counts, to what its sentences may say.
    """

    points: Callable[[Ints, Ints], Longs]
    counts: Callable[[Ints, Ints], Bools]
    said: Callable[[int, int], Said]


Kind = Callable[[Sides, Mapping[str, Any], str], Measure]
"""A kind of criterion: rows, options and side ("need" or "asset") to a measure."""


def single(need: int, asset: int) -> tuple[Ints, Ints]:
    """Return one pair as arrays."""
    return np.array([need], np.int32), np.array([asset], np.int32)
