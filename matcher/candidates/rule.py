"""What a gate becomes for one set of rows: a yes-no rule over pairs, and its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.clauses import Clauses
from matcher.graph import AssetGraph, Row

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The rows a rule is made for: all of a round, or just one pair.

    Parameters
    ----------
    left, assets : tuple of Row
        Needs (or staff) against assets; rules take positions in these.
    graph : AssetGraph
        Where they come from.
    """

    left: tuple[Row, ...]
    assets: tuple[Row, ...]
    graph: AssetGraph

    @property
    def start(self) -> date:
        """The first day of the term: checks, ages and breaks are read on it."""
        return self.graph.snapshot.term.start


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence about one pair may say.

    Parameters
    ----------
    words : mapping of str to str
        For the placeholders ``{list}``, ``{value}``, ``{limit}`` and ``{km}``.
    items : tuple of str
        The words behind ``{list}`` as the sheets write them.
    margin : float or None
        How far off, 0 where inside; None where no number says it.
    unit : str
        Of `margin`: ``km``, ``years``, ``days``, or "" for a count.
    asked : bool
        False where the left row asks nothing of this kind, so that it passes.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    margin: float | None = None
    unit: str = ""
    asked: bool = True


NOT_ASKED = Facts(asked=False)
"""The facts of a pair whose left row asks nothing of a gate's kind."""


def no_facts(_left: int, _asset: int) -> Facts:
    """Say nothing about a pair."""
    return Facts()


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A rule in columns: a pair passes where every part that is given lets it.

    Parameters
    ----------
    left, assets : bool, shape (left,), (assets,)
        What one side alone decides.
    clauses : Clauses
        What each left row asks, in words.
    unlike : pair of int64, shape (left,), (assets,)
        Codes that must differ.
    out : int64, shape (pairs,)
        Pairs that do not pass, as left * assets + asset, ascending.
    """

    left: Bools | None = None
    assets: Bools | None = None
    clauses: Clauses | None = None
    unlike: tuple[Longs, Longs] | None = None
    out: Longs | None = None


def not_plain() -> None:
    """Say that a rule has no columns: its pairs are tested one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A gate made ready for one set of rows.

    Parameters
    ----------
    passes : callable
        From positions of left rows and of assets, int32 arrays of one length, to bool.
    facts : callable
        From one pair of positions to what its sentence may say.
    plain : callable
        To the same rule in columns, or to None.
    """

    passes: Callable[[Ints, Ints], Bools]
    facts: Callable[[int, int], Facts] = no_facts
    plain: Callable[[], Plain | None] = not_plain


def plainly(clauses: Clauses | None) -> Plain | None:
    """Return the rule that is these clauses and nothing else, if there are any."""
    return None if clauses is None else Plain(clauses=clauses)


Kind = Callable[[Sides, Mapping[str, Any]], Rule]
"""A kind of gate: makes the rule for some rows from the options of the scheme."""


def open_when_empty(options: Mapping[str, Any]) -> bool:
    """Tell whether an asset's empty cell passes, as ``empty = "passes"`` says."""
    return bool(options.get("empty") == "passes")
