"""What a picture is: a drawing, the same in words, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers as a table; the first cell of a row is its heading.

    ``words`` is how many columns, from the first, hold words and not numbers.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and what it shows.

    Parameters
    ----------
    name : str
        Unique on the page; ids are made from it.
    title, description : str
        For a screen reader: what it is, and what there is to see.
    svg : Markup
        What stands inside ``<svg>``.
    width, height : int
        Of the view box.
    table : Table
        The same numbers.
    """

    name: str
    title: str
    description: str
    svg: Markup
    width: int
    height: int
    table: Table
