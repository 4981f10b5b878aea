"""What reading sheets gives: records, faults, counts and notes, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.errors import Fault
from matcher.model import Record, Ruling


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one sheet, over all files: ``rows == accepted + refused``, always.

    Parameters
    ----------
    rows : int
        Rows below the headings that hold something.
    accepted, refused : int
        Those without a fault, and those with one.
    blank : int
        Empty rows between them, counted apart.
    """

    rows: int = 0
    accepted: int = 0
    refused: int = 0
    blank: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that was taken, or left out, and is worth showing."""

    file: str
    sheet: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file} ({self.sheet})" if self.sheet else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Given:
    """What the cells of one row held beside its values; only for who asks.

    Parameters
    ----------
    filled : frozenset of str
        Columns whose cell held something; every other value is a default.
    cleared : frozenset of str
        Columns whose cell held a lone dash.
    personal : mapping of str to str
        What stood in personal columns.
    points : mapping of str to (float, float)
        True latitude and longitude of whole postcodes that are known, by column.
    """

    filled: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    personal: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that was read from the files of one round.

    Parameters
    ----------
    needs, assets, staff, hubs : tuple of Record
        Accepted rows, each sorted by ref.
    rulings : tuple of Ruling
        From the sheet ``decisions``, sorted.
    apart : tuple of (str, str)
        From the sheet ``apart``, sorted, also within.
    faults : tuple of Fault
        Every fault at once, sorted; none means that a round may start.
    lacking : tuple of Fault
        What a round would still lack: a table that no file held. `freeze` refuses
        these too; checking a single file does not.
    counts : mapping of str to Count
        By sheet, only those that were read.
    notes : tuple of Note
        In the order of the files.
    given : mapping of (str, str) to Given
        By sheet and ref of accepted rows; empty unless it was asked for.
    """

    needs: tuple[Record, ...] = ()
    assets: tuple[Record, ...] = ()
    staff: tuple[Record, ...] = ()
    hubs: tuple[Record, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()
    lacking: tuple[Fault, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    given: Mapping[tuple[str, str], Given] = field(default_factory=dict)
