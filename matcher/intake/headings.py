"""The header contract: which row holds the headings, and which column each names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.errors import Fault
from matcher.intake.grid import Broken, Grid, blank, letters
from matcher.intake.words import key, nearest, shown, tidy
from matcher.schemes.scheme import Column, Sheet

_HEAD = 30  # rows in which headings are looked for
_ASIDE = re.compile(r"[(\[][^()\[\]]{0,60}[)\]]|[*]|\brequired\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: where it stands (from 0), as written, and the column it names."""

    index: int
    written: str
    column: Column | None


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of one table, read for one sheet of the scheme.

    Parameters
    ----------
    top, below : int
        The row the headings stand in (as a spreadsheet shows it), and the index of
        the first row below them.
    all : tuple of Heading
        Every column that has a heading.
    notes : tuple of str
        Titles skipped, a second header row.
    """

    top: int
    below: int
    all: tuple[Heading, ...]
    notes: tuple[str, ...] = ()

    def matched(self) -> dict[str, Heading]:
        """Return the first heading of each column of the sheet, by column name."""
        found: dict[str, Heading] = {}
        for heading in self.all:
            if heading.column:
                found.setdefault(heading.column.name, heading)
        return found

    def extra(self) -> tuple[Heading, ...]:
        """Return the headings that name no column."""
        return tuple(h for h in self.all if h.column is None)

    def share(self, sheet: Sheet) -> float:
        """Return how well the headings fit `sheet`: required ones first, 0 to 2."""
        found = self.matched()
        required = [c.name for c in sheet.columns if c.required]
        have = sum(name in found for name in required) / max(1, len(required))
        return have + len(found) / max(1, len(self.all))


@cache
def _names(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    names: dict[str, Column] = {}
    for column in columns:
        names.setdefault(key(column.title), column)
        names.setdefault(key(column.name), column)
    for column in columns:
        for alias in column.aliases:
            names.setdefault(key(alias), column)
    return names


def heading_keys(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Return the keys of every heading that any of the sheets knows."""
    return frozenset(name for sheet in sheets for name in _known(sheet))


def _known(sheet: Sheet) -> Mapping[str, Column]:
    # Columns hold tuples only, except a default: hash by name where that is a list.
    try:
        return _names(sheet.columns)
    except TypeError:
        return _names.__wrapped__(sheet.columns)


def find_headings(grid: Grid, sheet: Sheet) -> Headings | None:
    """Find the row, or two rows, that name most columns of `sheet`.

    Returns
    -------
    Headings or None
        None where no row of the first 30 names any column.
    """
    known = _known(sheet)
    best: Headings | None = None
    most = 0
    for row in range(min(_HEAD, len(grid.rows))):
        single = _read(grid, known, row, row)
        count = len(single.matched())
        if count > most:
            best, most = single, count
    return _with_second(grid, known, best) if best else None


def _with_second(grid: Grid, known: Mapping[str, Column], best: Headings) -> Headings:
    """Join a second header row, above or below, where it names more columns."""
    for top in (best.top - 2, best.top - 1):
        if top < 0 or top + 1 >= len(grid.rows):
            continue
        both = _read(grid, known, top, top + 1)
        more = len(both.matched()) > len(best.matched())
        if more and _heading_like(grid, known, best, top, top + 1):
            return both
    return best


def _heading_like(
    grid: Grid, known: Mapping[str, Column], best: Headings, top: int, bottom: int
) -> bool:
    """Tell a second header row from a row of data: its ref is blank or a heading."""
    other = bottom if best.top - 1 == top else top
    ref = best.matched().get("ref")
    texts = [_text(grid, other, i) for i in range(len(grid.rows[other]))]
    if ref:
        own = texts[ref.index] if ref.index < len(texts) else ""
        return not own or _match(known, own) is not None
    return any(_match(known, text) for text in texts if text)


def _read(grid: Grid, known: Mapping[str, Column], top: int, bottom: int) -> Headings:
    width = max(len(grid.rows[top]), len(grid.rows[bottom]))
    found: list[Heading] = []
    group = ""
    for index in range(width):
        upper, lower = _text(grid, top, index), _text(grid, bottom, index)
        group = upper or group
        # a heading over several columns stands in the first of them only
        both = f"{group} {lower}" if top != bottom else lower
        heading = _heading(known, index, (lower, both, upper))
        if heading:
            found.append(_second(known, found, heading))
    return Headings(top + 1, bottom + 1, tuple(found), _notes(grid, top, bottom))


def _second(
    known: Mapping[str, Column], found: Sequence[Heading], heading: Heading
) -> Heading:
    """Read a heading that stands there again as "the same 2", where that is one."""
    again = known.get(f"{key(heading.written)}2")
    if again and any(heading.column is h.column for h in found if h.column):
        return Heading(heading.index, heading.written, again)
    return heading


def _heading(
    known: Mapping[str, Column], index: int, texts: tuple[str, str, str]
) -> Heading | None:
    lower, _, upper = texts
    if not (lower or upper):
        return None
    for text in texts:
        column = _match(known, text) if text else None
        if column:
            return Heading(index, text, column)
    return Heading(index, lower or upper, None)


def _notes(grid: Grid, top: int, bottom: int) -> tuple[str, ...]:
    titles = [
        str(number + 1)
        for number in range(top)
        if not all(map(blank, grid.rows[number]))
    ]
    notes = []
    if titles:
        rows = "Row" if len(titles) == 1 else "Rows"
        skipped = "was" if len(titles) == 1 else "were"
        notes.append(
            f"{rows} {', '.join(titles)} above the headings {skipped} skipped."
        )
    if top != bottom:
        notes.append(f"Rows {top + 1} and {bottom + 1} were read as one header.")
    return tuple(notes)


def _text(grid: Grid, row: int, index: int) -> str:
    raw = grid.cell(row, index)
    if blank(raw) or isinstance(raw, Broken):
        return ""
    return tidy(str(raw))


def _match(known: Mapping[str, Column], text: str) -> Column | None:
    return known.get(key(text)) or known.get(key(_ASIDE.sub("", text)))


def repeats_headings(cells: Sequence[object], headings: Headings) -> bool:
    """Tell whether a row below says the headings again, as printed pages do."""
    written = [h for h in headings.all if h.index < len(cells)]
    same = [key(str(cells[h.index])) == key(h.written) for h in written if h.column]
    return len(same) > 1 and all(same)


def heading_faults(
    grid: Grid, sheet: Sheet, headings: Headings, suits: Callable[[int, Column], bool]
) -> list[Fault]:
    """Return what breaks the header contract: missing, doubled, misspelt columns.

    Parameters
    ----------
    suits : callable
        Tells whether the cells under a heading could be those of a column: an extra
        column spelt like one that nobody needs is a fault only then.
    """
    found = headings.matched()
    missing = [c for c in sheet.columns if c.name not in found]
    faults, claimed = _misspelt(grid, missing, headings, suits)
    for column in missing:
        if column.required and column.name not in claimed:
            faults.append(
                Fault(
                    grid.file,
                    grid.sheet,
                    headings.top,
                    column.title,
                    "This column is missing. Add it; every row needs it.",
                )
            )
    return faults + _doubled(grid, headings)


def _misspelt(
    grid: Grid,
    missing: list[Column],
    headings: Headings,
    suits: Callable[[int, Column], bool],
) -> tuple[list[Fault], set[str]]:
    wanted = [c for c in missing if c.kind != "personal"]
    titles = {title: c for c in wanted for title in (c.name, *c.aliases, c.title)}
    faults, claimed = [], set()
    for heading in headings.extra():
        near = nearest(heading.written, titles, cutoff=0.8)
        column = titles.get(near)
        if not column or not (column.required or suits(heading.index, column)):
            continue
        claimed.add(column.name)
        faults.append(
            Fault(
                grid.file,
                grid.sheet,
                headings.top,
                heading.written,
                f"No column is called {shown(heading.written)}. Did you mean "
                f'"{column.title}"? Rename it, or delete the column.',
            )
        )
    return faults, claimed


def _doubled(grid: Grid, headings: Headings) -> list[Fault]:
    first = headings.matched()
    return [
        Fault(
            grid.file,
            grid.sheet,
            headings.top,
            heading.written,
            f'Column {letters(heading.index + 1)} is "{heading.column.title}" again; '
            f"column {letters(first[heading.column.name].index + 1)} is that already. "
            "Keep one of them.",
        )
        for heading in headings.all
        if heading.column
        and heading.column.kind != "personal"
        and heading.index != first[heading.column.name].index
    ]
