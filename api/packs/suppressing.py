"""Small counts of people hidden in a table with totals, so that nobody can subtract.

Counts of 1 to 4 are hidden, in cells and in totals. A hidden cell could still be had
from a total and the cells beside it, so others are hidden too: a table with totals is a
flow (total to rows, rows through cells to columns, columns to total), and a cell is
safe once it lies on a cycle of hidden cells along which people could be moved without
changing anything that is shown (Kelly, Golden & Assad 1992; the network of Fischetti &
Salazar-Gonzalez 1999). What is shown is rounded to 5 after that, so even rounding that
is undone tells nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.errors import Refused

FEW = 5
"""The least count that may be shown; a setting may raise it, nothing lowers it."""
ROUND = 5
TOTAL = ""
"""The key of a total among rows or columns."""

Table = Mapping[str, Mapping[str, int]]
"""Row to column to count of people; a missing cell is 0."""
Place = tuple[str, str]
"""A row and a column; `TOTAL` in either stands for its sum."""
Counts = dict[Place, int]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table that may be published.

    Parameters
    ----------
    shown : mapping of (row, column) to int or None
        Rounded to 5; None is hidden. `TOTAL` names the totals.
    threshold : int
        Counts from 1 to below it are hidden.
    """

    shown: Mapping[Place, int | None]
    threshold: int

    @property
    def hidden(self) -> frozenset[Place]:
        """Return what is not shown."""
        return frozenset(place for place, count in self.shown.items() if count is None)

    def rows(self) -> dict[str, dict[str, int | None]]:
        """Return row to column to what is shown; `TOTAL` is named "total"."""
        found: dict[str, dict[str, int | None]] = {}
        for (row, column), count in self.shown.items():
            found.setdefault(row or "total", {})[column or "total"] = count
        return found


def suppress(table: Table, *, threshold: int = FEW) -> Suppressed:
    """Return the table with its totals, small counts and what would tell them hidden.

    Guarantees: who knows every shown number before rounding, that all is whole, that
    totals are sums and that what is hidden is at least 1, is left with a range of at
    least `threshold` values for each hidden number.

    Parameters
    ----------
    table : mapping
        Counts of people, each person in one cell.
    threshold : int
        At least 5.

    Raises
    ------
    Refused
        A threshold below 5, a negative count, or a name that is empty or "total".
    """
    if threshold < FEW:
        raise Refused(f"Counts below {FEW} are never published: raise the threshold.")
    counts = with_totals(table)
    hidden = {place for place, count in counts.items() if 0 < count < threshold}
    for place in sorted(hidden, key=lambda p: (counts[p], p)):
        hidden |= _cycle(place, counts, hidden, threshold)
    shown = {p: None if p in hidden else rounded(n) for p, n in counts.items()}
    return Suppressed(shown, threshold)


def rounded(count: int) -> int:
    """Return a count to the nearest 5."""
    return (count + ROUND // 2) // ROUND * ROUND


def with_totals(table: Table) -> Counts:
    """Return every cell, the totals of rows and columns, and the sum of all."""
    columns = sorted({column for row in table.values() for column in row})
    if {"", "total"} & {*table, *columns}:
        raise Refused('A row or column of a table is nameless, or named "total".')
    counts: Counts = {}
    for row in sorted(table):
        for column in columns:
            count = table[row].get(column, 0)
            if count < 0:
                raise Refused("A count of people is below 0.")
            for place in ((row, column), (row, ""), ("", column), ("", "")):
                counts[place] = counts.get(place, 0) + count
    return counts


def _cycle(place: Place, counts: Counts, hidden: set[Place], least: int) -> set[Place]:
    """Return what to hide so that a place lies on a cycle that leaves a wide range.

    Dijkstra (1959) from the end of its arc back to its start: hidden arcs are free,
    others cost their count, totals a whole table more. Forwards an arc takes any more
    people; backwards it must have enough to give.
    """
    dear = sum(counts.values()) + 1
    steps: dict[str, list[tuple[str, Place]]] = {}
    for other, count in counts.items():
        if other != place and count:
            tail, head = _ends(other)
            steps.setdefault(tail, []).append((head, other))
            if count >= least:
                steps.setdefault(head, []).append((tail, other))
    target, start = _ends(place)
    queue: list[tuple[int, str, tuple[Place, ...]]] = [(0, start, ())]
    done: set[str] = set()
    while queue:
        cost, node, way = heapq.heappop(queue)
        if node == target:
            return set(way)
        if node not in done:
            done.add(node)
            for head, arc in steps.get(node, []):
                more = 0 if arc in hidden else counts[arc] + dear * (TOTAL in arc)
                heapq.heappush(queue, (cost + more, head, (*way, arc)))
    raise AssertionError(place)


def _ends(place: Place) -> tuple[str, str]:
    """Return where an arc of the flow starts and ends."""
    row, column = place
    ends = {
        (True, True): (f"row {row}", f"column {column}"),
        (True, False): ("all", f"row {row}"),
        (False, True): (f"column {column}", "sum"),
        (False, False): ("sum", "all"),
    }
    return ends[bool(row), bool(column)]
