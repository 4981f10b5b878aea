"""Where a row is, as far as neighbourhoods go."""

from __future__ import annotations

from matcher.graph import Row
from matcher.model import Place


def outcode_of(row: Row) -> str:
    """Return the neighbourhood of a row: its first place by column name."""
    cells = (row.record.values[name] for name in sorted(row.record.values))
    return next((cell.outcode for cell in cells if isinstance(cell, Place)), "")
