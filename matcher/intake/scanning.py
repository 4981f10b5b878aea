"""What a sheet's own XML says and the cell reader does not.

Hidden rows and columns, merged cells, errors, formulas that were never worked out, and
how far out the sheet reaches.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from matcher.intake.grid import MOST_ROWS, Broken
from matcher.intake.packed import Hostile, check_counts, new_parser, parse
from matcher.intake.words import shown

_MOST_COLUMNS = 512
_MOST_AREA = 12_000_000  # cells between A1 and the last one: the reader fills them all
_MOST_TEXT = 200_000_000  # characters, each repeat of a shared text counted
_MOST_ODD = 200_000
_LAST_ROW = 1_048_576
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Scan:
    """What was seen in one sheet; rows and columns are numbered from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    filled: int = 0
    last_row: int = 0
    last_column: int = 0


def scan_sheet(archive: zipfile.ZipFile, part: str, texts: Sequence[int]) -> Scan:
    """Read one sheet's XML as a stream.

    Parameters
    ----------
    archive : ZipFile
        The open workbook.
    part : str
        The sheet's path in it.
    texts : sequence of int
        Lengths of the shared texts, which cells repeat by number.

    Raises
    ------
    Hostile
        More than 200,000 rows, cells absurdly far out, or text without end.
    """
    reader = _Reader(texts)
    parse(archive, part, reader.parser())
    return reader.scan


def shared_lengths(archive: zipfile.ZipFile, part: str) -> list[int]:
    """Return the length of each shared text of the workbook."""
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        check_counts(attributes)
        if _local(name) == "si":
            lengths.append(0)
        if len(lengths) > _MOST_AREA:
            raise Hostile("The workbook has too many texts. Split it by area or year.")

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parser = new_parser()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parse(archive, part, parser)
    return lengths


class _Reader:
    """Follows one sheet's elements; only cells that hold something are counted."""

    def __init__(self, texts: Sequence[int]) -> None:
        self.scan = Scan()
        self._texts = texts if max(texts, default=0) > 200 else ()
        self._row = self._line = self._column = self._weight = 0
        self._inside = False
        self._kind = self._text = ""
        self._formula = False
        self._tags = {
            "row": self._on_row,
            "c": self._on_cell,
            "f": self._on_formula,
            "col": self._on_columns,
            "mergeCell": self._on_merge,
        }

    def parser(self) -> expat.XMLParserType:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        self._parser = parser
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside:  # whatever a cell holds, the cell reader may take as a value
            self._text = ""
            self._fill()
        tag = self._tags.get(name) or self._tags.get(_local(name))
        if tag:
            tag(attributes)
        elif not self._inside:
            check_counts(attributes)

    def _end(self, name: str) -> None:
        local = _local(name)
        if local == "c":
            self._close_cell()
        elif local == "f":
            self._text = ""

    def _data(self, data: str) -> None:
        self._text += data

    def _on_row(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r", str(self._line + 1))
        self._row = self._line = _number(name, 0)
        self._column = 0
        if not 0 < self._row <= _LAST_ROW:
            raise _misnamed("row", name)
        if attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_rows.add(self._row)

    def _on_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if "r" in attributes:
            at = _CELL.fullmatch(attributes["r"])
            if not at:
                raise _misnamed("cell", attributes["r"])
            self._column, self._row = _column(at[1]), int(at[2])
        self._kind = attributes.get("t", "")
        self._inside, self._formula, self._text = True, False, ""

    def _on_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _fill(self) -> None:
        scan = self.scan
        if self._row != scan.last_row:
            scan.filled += 1
            if scan.filled > MOST_ROWS + 30:
                raise Hostile(
                    f"The sheet has more than {MOST_ROWS:,} rows. "
                    "Split it by area or year."
                )
        scan.last_row = max(scan.last_row, self._row, self._line)
        scan.last_column = max(scan.last_column, self._column)
        wide = scan.last_column > _MOST_COLUMNS
        if wide or scan.last_row * scan.last_column > _MOST_AREA:
            raise Hostile(
                f"A value stands as far out as row {scan.last_row:,}, column "
                f"{scan.last_column:,}. Delete the empty rows and columns before it."
            )

    def _close_cell(self) -> None:
        self._inside = False
        if len(self.scan.broken) > _MOST_ODD:
            raise Hostile("The sheet is full of Excel errors. Put them right first.")
        at = (self._row, self._column)
        if self._kind == "e":
            self.scan.broken[at] = Broken(self._text.strip() or "an error")
        elif self._formula and self._kind != "str" and not self._text.strip():
            self.scan.broken[at] = Broken("a formula without a result")
        elif self._kind == "s" and self._texts:
            self._weigh()

    def _weigh(self) -> None:
        index = _number(self._text.strip(), -1)
        if 0 <= index < len(self._texts):
            self._weight += self._texts[index]
        if self._weight > _MOST_TEXT:
            raise Hostile(
                "The sheet's texts are longer than 200 MB altogether. "
                "Keep only the columns that the scheme asks for."
            )

    def _on_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first = _number(attributes.get("min"), 1)
            last = min(_number(attributes.get("max"), first), _MOST_COLUMNS)
            self.scan.hidden_columns.update(range(first, last + 1))

    def _on_merge(self, attributes: dict[str, str]) -> None:
        at = _AREA.fullmatch(attributes.get("ref", ""))
        if len(self.scan.merged) > _MOST_ODD:
            raise Hostile("The sheet has too many merged cells. Unmerge them all.")
        if at:
            area = (int(at[2]), _column(at[1]), int(at[4]), _column(at[3]))
            self.scan.merged.append(area)


def _misnamed(what: str, name: str) -> Hostile:
    return Hostile(
        f"The workbook is damaged: no {what} is called {shown(name)}. Save it again."
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _number(text: str | None, otherwise: int) -> int:
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < 9
    return int(text) if plain and text else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
