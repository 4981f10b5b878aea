"""Whole columns that went wrong at once: swapped, moved along, a rank for a score.

One sentence for the column stands in place of hundreds for its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.errors import Fault
from matcher.intake.cells import Around, read_cell, whole
from matcher.intake.grid import Grid, Raw, blank
from matcher.intake.words import counted
from matcher.intake.wrong import Wrong
from matcher.model import Value
from matcher.schemes.scheme import Column

_FEW = 3  # fewer cells say nothing about a column
_SAMPLE = 60  # different values are enough to tell what a column holds
_RANKS_FROM = 5
_OUT_OF = 10


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of a table: raw cells and what was read, row by row."""

    column: Column
    written: str
    index: int
    raws: Sequence[Raw]
    values: Sequence[Value | Wrong | None]

    def wrong_share(self) -> float:
        """Return the share of filled cells that could not be read."""
        filled = [
            v for r, v in zip(self.raws, self.values, strict=True) if not blank(r)
        ]
        wrong = sum(isinstance(value, Wrong) for value in filled)
        return wrong / len(filled) if len(filled) >= _FEW else 0.0

    def sample(self) -> list[Raw]:
        """Return up to 60 different filled cells, whatever the order of the rows."""
        different = {repr(raw): raw for raw in self.raws if not blank(raw)}
        return [different[name] for name in sorted(different)[:_SAMPLE]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Faults of whole columns, the columns whose cells need no word, and notes."""

    faults: tuple[Fault, ...]
    columns: frozenset[str]
    notes: tuple[str, ...]


def judge_columns(grid: Grid, cells: Sequence[Cells], around: Around) -> Judged:
    """Return the faults that concern whole columns of one table."""
    present = sorted((c for c in cells if c.written), key=lambda c: c.index)
    faults: list[Fault] = []
    named: set[str] = set()
    for one, other in _swapped(present, around):
        faults.append(_fault(grid, one, _swap_sentence(one, other)))
        named |= {one.column.name, other.column.name}
    moved = [c for c in present if c.column.name not in named and c.wrong_share() > 0.5]
    for run, homes in _moved(moved, present, around):
        faults.append(_fault(grid, run[0], _move_sentence(run)))
        named |= {column.column.name for column in (*run, *homes)}
    for column in present:
        if column.column.kind == "points" and _is_rank(column):
            faults.append(_fault(grid, column, _rank_sentence(column)))
            named.add(column.column.name)
    notes = tuple(
        f'Column "{column.written}": no value above {_OUT_OF}. Points go from 0 to '
        f"100; check that these are not marks out of {_OUT_OF}."
        for column in present
        if column.column.kind == "points" and _is_mark(column)
    )
    return Judged(tuple(faults), frozenset(named), notes)


def _fault(grid: Grid, column: Cells, message: str) -> Fault:
    return Fault(grid.file, grid.sheet, 0, column.written, message)


def _swapped(present: Sequence[Cells], around: Around) -> Iterator[tuple[Cells, Cells]]:
    done: set[str] = set()
    bad = {c.column.name for c in present if c.wrong_share() > 0.5}
    for one, other in combinations(present, 2):
        names = {one.column.name, other.column.name}
        if names & done or not names & bad:
            continue
        if suits(one, other.column, around) and suits(other, one.column, around):
            done |= names
            yield one, other


def suits(cells: Cells, column: Column, around: Around) -> bool:
    """Tell whether most cells, of three or more, would be right in another column."""
    sample = cells.sample()
    right = sum(_readable(column, raw, around) for raw in sample)
    enough = sum(not blank(raw) for raw in cells.raws) >= _FEW
    return enough and right >= 0.8 * len(sample)


def _readable(column: Column, raw: Raw, around: Around) -> bool:
    try:
        read_cell(column, raw, around)
    except Wrong:
        return False
    return True


def _moved(
    wrong: Sequence[Cells], present: Sequence[Cells], around: Around
) -> Iterator[tuple[list[Cells], list[Cells]]]:
    """Yield neighbours whose values all belong one column to a side, and where."""
    by_index = {column.index: column for column in present}
    for step in (-1, 1):
        run: list[Cells] = []
        for column in sorted(wrong, key=lambda c: c.index):
            home = by_index.get(column.index + step)
            if home is None or not suits(column, home.column, around):
                continue
            if run and column.index != run[-1].index + 1:
                break
            run.append(column)
        if len(run) >= 2:
            yield run, [by_index[column.index + step] for column in run]
            return


def _is_rank(cells: Cells) -> bool:
    """Tell 1, 2, 3, … (or 1, 2, 2, 4, … where some share a rank) from points."""
    numbers = sorted(_wholes(cells.raws))
    places = {number: at for at, number in reversed(list(enumerate(numbers, 1)))}
    ranked = all(number == place for number, place in places.items())
    several = len(places) >= max(_RANKS_FROM, 0.6 * len(numbers))
    return ranked and several


def _is_mark(cells: Cells) -> bool:
    numbers = list(_wholes(cells.raws))
    return len(numbers) >= _OUT_OF and 1 < max(numbers) <= _OUT_OF


def _wholes(raws: Sequence[Raw]) -> Iterator[int]:
    for raw in raws:
        if not blank(raw):
            try:
                yield whole(raw)
            except Wrong:
                yield -1  # no rank; the cell has its own fault


def _swap_sentence(one: Cells, other: Cells) -> str:
    return (
        f'The values of "{one.written}" and "{other.written}" stand in each other\'s '
        "column. Swap the two headings."
    )


def _move_sentence(run: Sequence[Cells]) -> str:
    return (
        f'From "{run[0].written}" to "{run[-1].written}", '
        f"{counted(len(run), 'column')}, the values stand one column away from their "
        "headings. Move them back."
    )


def _rank_sentence(cells: Cells) -> str:
    count = max(_wholes(cells.raws))
    return (
        f"The values are the ranks 1 to {count}, where points from 0 to 100 are asked "
        "for. Put the points into this column."
    )
