"""Plain text that reads well in 80 columns, on any terminal and on paper."""

from __future__ import annotations

from textwrap import wrap

WIDTH = 80
"""Columns; the same everywhere, so that a report reads the same everywhere."""


def folded(text: str, *, indent: int = 0, mark: str = "") -> list[str]:
    """Return a text as lines, those after the first set under its first word.

    Parameters
    ----------
    indent : int
        Columns before the mark.
    mark : str
        What stands before the text: "+ ", or a ref padded to its column.
    """
    first = " " * indent + mark
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str) -> list[str]:
    """Return a heading: an empty line, the words, and a line under them."""
    return ["", *folded(text), "-" * min(WIDTH, len(text))]


def counted(count: int, one: str, many: str) -> str:
    """Return "1 child" or "3 children"."""
    return f"{count:,} {one if count == 1 else many}"
