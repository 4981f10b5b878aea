"""Columns of rows as arrays: numbers, days, flags, points on the map, sets as bits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.graph.rows import NOTHING, Row
from matcher.model import CADENCES, DAYS, PARTS, Place, Slot

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
"""Sets as rows of 64-bit words, shape (rows, words)."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Whole numbers, and where a row has one.

    Parameters
    ----------
    value : int64, shape (rows,)
        0 where absent.
    given : bool, shape (rows,)
        False where the cell was empty.
    """

    value: Longs
    given: Bools


def numbers(values: Sequence[int | None]) -> Numbers:
    """Return whole numbers with their gaps."""
    gaps = values.count(None)
    if gaps == len(values):
        return Numbers(np.zeros(gaps, np.int64), np.zeros(gaps, np.bool_))
    if not gaps:
        return Numbers(np.array(values, np.int64), np.ones(len(values), np.bool_))
    given = np.array([v is not None for v in values], np.bool_)
    return Numbers(np.array([v or 0 for v in values], np.int64), given)


def cells(rows: Sequence[Row], name: str | None) -> list[Any]:
    """Return a column's cells, None where empty or where no column is named."""
    if not name:
        return [None] * len(rows)
    return [row.record.values.get(name) for row in rows]


def whole(rows: Sequence[Row], name: str | int | None) -> Numbers:
    """Return a column of whole numbers; a number in its place stands for all rows."""
    if isinstance(name, int) or not name:
        value = np.full(len(rows), name or 0, np.int64)
        return Numbers(value, np.full(len(rows), isinstance(name, int)))
    return numbers(cells(rows, name))


def days(rows: Sequence[Row], name: str | None) -> Numbers:
    """Return a column of dates as day numbers."""
    return numbers([day and day.toordinal() for day in cells(rows, name)])


def ages(rows: Sequence[Row], name: str, on: date) -> Numbers:
    """Return ages in full years on a day, from a column of birth dates or months."""
    years = cache(lambda born: born and full_years(born, on))
    return numbers([years(born) for born in cells(rows, name)])


def full_years(born: date, on: date) -> int:
    """Return the age in full years; a month of birth counts from its first day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def flags(rows: Sequence[Row], name: str) -> Bools:
    """Return a column of flags; an empty cell is no."""
    return np.array([bool(v) for v in cells(rows, name)], np.bool_)


def items(rows: Sequence[Row], name: str) -> list[tuple[str, ...]]:
    """Return a column's words as tuples, whether it holds one or several."""
    found = cells(rows, name)
    known = {cell: words_of(cell) for cell in set(found)}
    return [known[cell] for cell in found]


def words_of(cell: Any) -> tuple[str, ...]:
    """Return a cell's words: none, the one, or each of several."""
    if cell is None:
        return ()
    return tuple(map(str, cell)) if isinstance(cell, tuple) else (str(cell),)


def skills(rows: Sequence[Row], column: str) -> list[frozenset[str]]:
    """Return what each row's holder can do; with a column, what that row says."""
    if not column:
        return [row.held for row in rows]
    return [row.own.get(column, row.own.get("", NOTHING)) for row in rows]


def bits(asked: Sequence[Collection[str]], offered: Sequence[Collection[str]]) -> Bits:
    """Return `offered` as bits over the words that anybody asked for."""
    index = _index(asked)
    return _pack(offered, index)


def asked_bits(asked: Sequence[Collection[str]]) -> Bits:
    """Return `asked` as bits; the same words have the same bits as in `bits`."""
    return _pack(asked, _index(asked))


def _index(asked: Sequence[Collection[str]]) -> dict[str, int]:
    return {word: at for at, word in enumerate(sorted(set().union(*asked)))}


def _pack(sets: Sequence[Collection[str]], index: dict[str, int]) -> Bits:
    packed = np.zeros((len(sets), max(1, -(-len(index) // 64))), np.uint64)
    for row, words in enumerate(sets):
        for word in words:
            at = index.get(word)
            if at is not None:
                packed[row, at >> 6] |= np.uint64(1 << (at & 63))
    return packed


def count(words: Bits) -> Longs:
    """Return how many bits are set in each row."""
    return np.asarray(np.bitwise_count(words).sum(axis=-1), np.int64)


SERVES = {
    "weekly": ("weekly", "fortnightly", "monthly", "term"),
    "fortnightly": ("fortnightly", "monthly"),
    "monthly": ("monthly",),
    "term": ("term",),
    "holidays": ("holidays",),
}
"""A slot offered at a cadence serves a slot asked for at any of these."""
PIECES = len(DAYS) * len(PARTS)
_EVERY = np.uint64((1 << PIECES) - 1)
_WORD = (1 << 64) - 1


def slot_bits(rows: Sequence[Row], name: str, *, serve: bool) -> Bits:
    """Return weeks as bits: 21 pieces for each cadence, three cadences to a word.

    Parameters
    ----------
    serve : bool
        True sets every cadence that an offered slot serves.
    """
    known: dict[Slot, int] = {}
    packed = np.zeros((len(rows), 2), np.uint64)
    for row, week in enumerate(cells(rows, name)):
        every = 0
        for slot in week or ():
            if slot not in known:
                known[slot] = _slot_mask(slot, serve=serve)
            every |= known[slot]
        packed[row] = every & _WORD, every >> 64
    return packed


def slot_words(rows: Sequence[Row], name: str, *, serve: bool) -> list[tuple[int, ...]]:
    """Return weeks as numbers, one for each piece and cadence, as in `slot_bits`."""
    known: dict[tuple[str, str, str], tuple[int, ...]] = {}

    def numbers_of(slot: Slot) -> tuple[int, ...]:
        key = slot.day, slot.part, slot.cadence
        if key not in known:
            every = SERVES[slot.cadence] if serve else (slot.cadence,)
            piece = _piece(slot) * len(CADENCES)
            known[key] = tuple(piece + CADENCES.index(each) for each in every)
        return known[key]

    weeks = cells(rows, name)
    return [tuple({n for s in week or () for n in numbers_of(s)}) for week in weeks]


def _slot_mask(slot: Slot, *, serve: bool) -> int:
    """Return the bits of one slot, the second word above the first."""
    mask = 0
    for cadence in SERVES[slot.cadence] if serve else (slot.cadence,):
        word, third = divmod(CADENCES.index(cadence), 3)
        mask |= 1 << (64 * word + PIECES * third + _piece(slot))
    return mask


def _in_week(slot: Slot) -> tuple[int, int]:
    return _piece(slot), CADENCES.index(slot.cadence)


def _piece(slot: Slot) -> int:
    return DAYS.index(slot.day) * len(PARTS) + PARTS.index(slot.part)


def pieces(rows: Sequence[Row], name: str) -> Longs:
    """Return how many pieces of the week each row names, at whatever cadence."""
    weeks = ({_piece(slot) for slot in week or ()} for week in cells(rows, name))
    return np.fromiter(map(len, weeks), np.int64, len(rows))


def common_pieces(asked: Bits, offered: Bits) -> Longs:
    """Return how many pieces of the week two rows share at a cadence that serves."""
    both = asked & offered
    every = both[..., 0] | both[..., 1]  # words first, then the thirds of a word
    folded = every | (every >> np.uint64(PIECES)) | (every >> np.uint64(2 * PIECES))
    return np.asarray(np.bitwise_count(folded & _EVERY), np.int64)


def served(asked: tuple[Slot, ...], offered: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return the slots asked for that one of those offered serves, Monday first."""
    return tuple(
        slot
        for slot in sorted(asked, key=_in_week)
        if any(
            (slot.day, slot.part) == (other.day, other.part)
            and slot.cadence in SERVES[other.cadence]
            for other in offered
        )
    )


def places(rows: Sequence[Row], name: str) -> tuple[Floats, Floats]:
    """Return latitudes and longitudes, NaN where unknown; "hub" is the hub's place."""
    found = [row.home for row in rows] if name == "hub" else cells(rows, name)
    lat, lon = np.full((2, len(rows)), np.nan)
    if found.count(None) < len(found):
        given = np.array([p is not None for p in found], np.bool_)
        lat[given] = [p.lat for p in found if p is not None]
        lon[given] = [p.lon for p in found if p is not None]
    return lat, lon


def place_of(row: Row, name: str) -> Place | None:
    """Return where a row is, by a column or through its hub."""
    place: Place | None = row.home if name == "hub" else row.record.get(name)
    return place
