"""Read the rows of ``fits`` column by column; a million rows take a few seconds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.instance import fields
from matcher.instance.document import Fits, Ints, harmonic, no_fits
from matcher.instance.fields import SUM_BOUND, FieldError, Path, shown

KEYS = frozenset(("need", "asset", "fit", "need_fit", "asset_fit"))
SIDE = 100
"""Most points of one side."""


def read_fits(rows: Any, needs: list[str], assets: list[str]) -> Fits:
    """Return the table sorted by (need, asset).

    Parameters
    ----------
    rows : list of dict
        As the file has them.
    needs, assets : list of str
        The refs in canonical order, which the table's indices follow.

    Raises
    ------
    FieldError
        At the first row that is unknown, repeated, out of bounds or of another kind.
    """
    if type(rows) is not list:
        raise FieldError(("fits",), f"{shown(rows)} is not a list. Put it in brackets.")
    if not rows:
        return no_fits()
    two_sided = _kind(rows)
    need = _places(rows, "need", needs)
    asset = _places(rows, "asset", assets)
    order = _order(rows, need, asset)
    if two_sided:
        one, other = _column(rows, "need_fit", SIDE), _column(rows, "asset_fit", SIDE)
        fit, stated = _stated(rows, harmonic(one, other))
        table = Fits(
            need[order], asset[order], one[order], other[order], fit[order], stated
        )
    else:
        fit = _column(rows, "fit", fields.BOUND - 1)
        table = Fits(need[order], asset[order], None, None, fit[order], stated=True)
    if int(table.fit.sum(dtype=np.int64)) >= SUM_BOUND:
        raise FieldError(
            ("fits",), '"fit" adds up to 2^53 or more. Use smaller numbers.'
        )
    return table


def _kind(rows: list[Any]) -> bool:
    """Return whether the rows are two-sided; all are of one kind."""
    shapes: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(rows):
        if type(row) is not dict:
            raise FieldError(("fits", place), f"{shown(row)} is not an object.")
        shapes.setdefault(tuple(row), place)
    for place in shapes.values():
        at: Path = ("fits", place)
        row = fields.record(rows[place], at, required=("need", "asset"), allowed=KEYS)
        sides = ("need_fit" in row) + ("asset_fit" in row)
        if sides == 1:
            raise FieldError(
                at, '"need_fit" or "asset_fit" is missing. Give both, or "fit".'
            )
        if not sides and "fit" not in row:
            raise FieldError(
                at, 'no points. Give "fit", or "need_fit" and "asset_fit".'
            )
        if bool(sides) != ("need_fit" in rows[0]):
            raise FieldError(
                at,
                "some rows have each side's points and some only a common fit."
                " Write all rows in one of the two ways.",
            )
    return "need_fit" in rows[0]


def _places(rows: list[Any], name: str, refs: list[str]) -> Ints:
    known = {ref: place for place, ref in enumerate(refs)}
    try:
        return np.array([known[row[name]] for row in rows], np.int32)
    except (KeyError, TypeError):  # not as written: look closer, row by row
        return np.array(
            [_place(row[name], known, at, name) for at, row in enumerate(rows)],
            np.int32,
        )


def _place(value: Any, known: dict[str, int], row: int, name: str) -> int:
    path = ("fits", row, name)
    ref = fields.ref(value, path)
    if ref not in known:
        raise FieldError(
            path, f"{shown(ref)} is not among the {name}s. Add it or drop the row."
        )
    return known[ref]


def _order(rows: list[Any], need: Ints, asset: Ints) -> NDArray[np.intp]:
    """Return the canonical order; a pair that stands twice is refused."""
    order = np.lexsort((asset, need))
    same = (np.diff(need[order]) == 0) & (np.diff(asset[order]) == 0)
    if same.any():
        later = int(order[1:][same].min())
        pair = f"{shown(rows[later]['need'])} and {shown(rows[later]['asset'])}"
        raise FieldError(("fits", later), f"{pair} have a row already. Keep one.")
    return order


def _column(rows: list[Any], name: str, high: int) -> Ints:
    values = [row[name] for row in rows]
    if set(map(type, values)) != {int} or not 0 <= min(values) <= max(values) <= high:
        for place, value in enumerate(values):
            fields.whole(value, ("fits", place, name), high=high)
    return np.array(values, np.int32)


def _stated(rows: list[Any], implied: Ints) -> tuple[Ints, bool]:
    """Return what sums: as stated, else what the two sides imply."""
    if not any("fit" in row for row in rows):
        return implied, False
    fit = implied.copy()
    for place, row in enumerate(rows):
        if "fit" in row:
            path = ("fits", place, "fit")
            fit[place] = fields.whole(row["fit"], path)
    return fit, bool((fit != implied).any())
