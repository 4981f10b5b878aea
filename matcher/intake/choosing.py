"""Which table is which sheet: by its name, else by its headings, else refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from matcher.errors import FaultsFound
from matcher.intake.grid import Grid, blank, refuse
from matcher.intake.headings import Headings, find_headings
from matcher.intake.words import key, one_of, shown
from matcher.schemes.scheme import Column, Sheet

DECISIONS = Sheet(
    "decisions",
    "Decisions",
    "decision",
    (
        Column("need", "ref", "Need", required=True, aliases=("need ref",)),
        Column("asset", "ref", "Asset", required=True, aliases=("asset ref",)),
        Column(
            "decision",
            "choice",
            "Decision",
            required=True,
            aliases=("kind", "ruling", "decided"),
            values=("pin", "forbid", "agreed", "previous", "declined"),
        ),
    ),
)
APART = Sheet(
    "apart",
    "Apart",
    "pair kept apart",
    (
        Column("one", "ref", "One", required=True, aliases=("ref", "ref 1", "first")),
        Column("other", "ref", "Other", required=True, aliases=("ref 2", "second")),
    ),
)
_ALSO = {"decisions": ("rulings", "decision"), "apart": ("kept apart", "keep apart")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A table, the sheet it is, and its headings."""

    grid: Grid
    sheet: Sheet
    headings: Headings


def choose(
    grid: Grid, sheets: Sequence[Sheet], *, alone: bool, words: Sequence[str] = ()
) -> Choice | None:
    """Decide which sheet of the scheme a table is.

    Parameters
    ----------
    grid : Grid
        The table.
    sheets : sequence of Sheet
        Those of the scheme, then decisions and apart.
    alone : bool
        True where it is the only visible table of its file, whose name then counts
        too, and where being none of them is a fault.
    words : sequence of str
        Words of the file's name that say nothing, such as the scheme's own name.

    Returns
    -------
    Choice or None
        None for a table of a larger workbook that is none of them, or an empty one.

    Raises
    ------
    FaultsFound
        Where it could be two of them, or is none and should be one.
    """
    if all(blank(raw) for row in grid.rows for raw in row):
        called = _called(grid.sheet, sheets)
        if alone or (called and called.name in ("needs", "assets")):
            raise refuse(grid.file, "The sheet is empty.", sheet=grid.sheet)
        return None
    named = _named(grid, sheets, alone=alone, words=words)
    found = [(s, h) for s in sheets if (h := find_headings(grid, s))]
    fits = sorted(
        ((round(h.share(s), 6), s.name, s, h) for s, h in found if _enough(s, h)),
        key=lambda fit: (-fit[0], fit[1]),
    )
    if named:
        return _by_name(grid, named, fits)
    if len(fits) > 1 and fits[0][0] == fits[1][0]:
        raise _ambiguous(grid, fits[0][2], fits[1][2])
    if fits:
        return Choice(grid, fits[0][2], fits[0][3])
    if alone:
        raise _unknown(grid, sheets)
    return None


def _enough(sheet: Sheet, headings: Headings) -> bool:
    """Tell whether headings say by themselves what a table is."""
    required = {column.name for column in sheet.columns if column.required}
    have = set(headings.matched())
    return len(have) >= 2 and 2 * len(required & have) > len(required)


def _by_name(
    grid: Grid, sheet: Sheet, fits: Sequence[tuple[float, str, Sheet, Headings]]
) -> Choice:
    own = next((h for _, _, s, h in fits if s.name == sheet.name), None)
    if fits and fits[0][2].name != sheet.name:
        best = fits[0][2]
        complete = fits[0][0] >= 1.0
        if complete and (own is None or own.share(sheet) < 1.0):
            raise refuse(
                grid.file,
                f"Its name says {sheet.title}, and its headings are those of "
                f"{best.title}. Rename it, or give the right one.",
                sheet=grid.sheet,
            )
    headings = own or find_headings(grid, sheet)
    if headings is None:
        raise refuse(
            grid.file,
            f"No row has the headings of {sheet.title}: "
            f"{one_of([c.title for c in sheet.columns if c.required])}.",
            sheet=grid.sheet,
        )
    return Choice(grid, sheet, headings)


def _named(
    grid: Grid, sheets: Sequence[Sheet], *, alone: bool, words: Sequence[str]
) -> Sheet | None:
    by_sheet = _called(grid.sheet, sheets)
    if by_sheet or not alone:
        return by_sheet
    stem = PurePath(grid.file).stem
    exact = _called(stem, sheets)
    if exact:
        return exact
    bare = key(stem)
    for word in words:
        bare = bare.replace(key(word), "")
    return _called(bare, sheets)


def _called(name: str, sheets: Sequence[Sheet]) -> Sheet | None:
    wanted = key(name).rstrip("0123456789")
    for sheet in sheets:
        names = (sheet.name, sheet.title, sheet.one, *_ALSO.get(sheet.name, ()))
        if wanted and wanted in {key(word) for word in names}:
            return sheet
    return None


def _ambiguous(grid: Grid, one: Sheet, other: Sheet) -> FaultsFound:
    return refuse(
        grid.file,
        f"Its headings fit both {one.title} and {other.title}. "
        f'Name the sheet "{one.title}" or "{other.title}".',
        sheet=grid.sheet,
    )


def _unknown(grid: Grid, sheets: Sequence[Sheet]) -> FaultsFound:
    titles = one_of([sheet.title for sheet in sheets])
    first = next((str(raw) for row in grid.rows for raw in row if not blank(raw)), "")
    return refuse(
        grid.file,
        f"No row has headings that we know; the first words are {shown(first)}. "
        f"The tables of this scheme are {titles}.",
        sheet=grid.sheet,
    )
