"""What the cells of a row held, for who keeps more than a round needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from matcher.intake.cells import as_text
from matcher.intake.grid import Broken, Grid, Raw, blank
from matcher.intake.headings import Heading
from matcher.intake.intake import Given
from matcher.intake.words import day, tidy
from matcher.intake.wrong import Wrong

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer


def given_of(
    grid: Grid, read: Sequence[Heading], row: int, gazetteer: Gazetteer
) -> Given:
    """Return what one row gave; `row` is counted from 0, `read` has one a column."""
    cells = {h.column: grid.cell(row, h.index) for h in read if h.column}
    held = {column: raw for column, raw in cells.items() if not blank(raw)}
    personal = {c.name: plain(raw) for c, raw in held.items() if c.kind == "personal"}
    places = {c.name: plain(raw) for c, raw in held.items() if c.kind == "place"}
    points = {name: gazetteer.point(text) for name, text in places.items()}
    return Given(
        filled=frozenset(c.name for c in held if c.kind != "personal"),
        cleared=frozenset(c.name for c, raw in cells.items() if dash(raw)),
        personal={name: text for name, text in personal.items() if text},
        points={name: point for name, point in points.items() if point},
    )


def dash(raw: Raw) -> bool:
    """Tell a lone dash, by which somebody says "nothing", from a cell left empty."""
    return isinstance(raw, str) and blank(raw) and bool(tidy(raw))


def plain(raw: Raw) -> str:
    """Return a cell as plain text; "" for an error of Excel's."""
    if isinstance(raw, Broken):
        return ""
    try:
        return as_text(raw)
    except Wrong:
        return day(raw) if isinstance(raw, date) else str(raw)
