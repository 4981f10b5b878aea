"""The score matrix of SMTI-GRP: one whole number for each pair, which both sides share.

The first line is the number of rows (assets: families), the second that of columns
(needs: children); then one line a row, scores separated by spaces. A table with commas,
its first row and first column naming columns and rows, is read too. Every capacity is
1. A score below the threshold, 1 unless said otherwise, is no pair.

Source: the problem files of M. Delorme, S. García, J. Gondzio, J. Kalcsics, D. Manlove
and W. Pettersson, "Mathematical models for stable matching problems with ties and
incomplete lists", European Journal of Operational Research 277 (2019), as the README of
IP-MATCH/StableMatchingCodes describes them, and pyhrtc, which reads both layouts.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from matcher.errors import InstanceError
from matcher.instance.document import Asset, Fits, Instance, Need
from matcher.instance.foreign import (
    cannot_hold,
    number,
    numbered,
    refuse_unless_held,
)

MAX_SIDE = 1_000_000
"""More rows or columns than this are refused."""
Line = tuple[int, list[str]]
"""A line's number and its words."""


def write_grp(instance: Instance) -> str:
    """Return the instance as a matrix without names; 0 stands for no pair.

    Rows and columns follow the refs: by number where all are numbers, else sorted.

    Raises
    ------
    InstanceError
        Naming the fields that the format cannot hold, among them each side's own
        points, and a pair worth 0 points.
    """
    refuse_unless_held(instance, "grp", ("fits",))
    fits = instance.fits
    if fits.need_fit is not None:
        raise cannot_hold("grp", ["fits.need_fit", "fits.asset_fit"])
    if len(fits) and int(fits.fit.min()) == 0:
        raise cannot_hold("grp", ["fits.fit (0 means no pair there)"])
    rows = {ref: at for at, ref in enumerate(numbered(a.ref for a in instance.assets))}
    columns = {
        ref: at for at, ref in enumerate(numbered(n.ref for n in instance.needs))
    }
    table = np.zeros((len(rows), len(columns)), np.int32)
    row = np.array([rows[asset.ref] for asset in instance.assets], np.int32)
    column = np.array([columns[need.ref] for need in instance.needs], np.int32)
    table[row[fits.asset], column[fits.need]] = fits.fit
    lines = [" ".join(map(str, scores)) for scores in table.tolist()]
    return "\n".join([str(len(rows)), str(len(columns)), *lines]) + "\n"


def read_grp(text: str, *, threshold: int = 1) -> Instance:
    """Read a matrix, with or without names.

    Parameters
    ----------
    text : str
        One of the two layouts above.
    threshold : int
        The least score that makes a pair.

    Raises
    ------
    InstanceError
        If the text is not in the format; the message names the line.
    """
    lines = [
        (place, line)
        for place, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        if line.strip()
    ]
    if not lines:
        raise InstanceError(
            "Line 1: the file is empty. Write the numbers and the rows."
        )
    assets, needs, rows = _named(lines) if "," in lines[0][1] else _plain(lines)
    scores = [
        [_score(word, line) for word in _exactly(words, len(needs), line)]
        for line, words in rows
    ]
    return _instance(assets, needs, np.array(scores, np.int32), threshold)


def _plain(lines: list[tuple[int, str]]) -> tuple[list[str], list[str], list[Line]]:
    """Read the layout without names: refs are numbers from 1."""
    counts = [number(word.strip(), line, below=MAX_SIDE) for line, word in lines[:2]]
    if len(counts) < 2 or len(lines) != 2 + counts[0]:
        raise InstanceError(
            f"Line {lines[-1][0]}: the first line says how many rows of scores follow"
            f" the second; {max(len(lines) - 2, 0)} do. Correct the number or the rows."
        )
    assets, needs = ([str(k + 1) for k in range(count)] for count in counts)
    return assets, needs, [(line, words.split()) for line, words in lines[2:]]


def _named(lines: list[tuple[int, str]]) -> tuple[list[str], list[str], list[Line]]:
    """Read the layout with commas: the first row and column are refs."""
    table = [[cell.strip() for cell in line.split(",")] for _, line in lines]
    at = [line for line, _ in lines]
    needs = [_ref(cell, at[0]) for cell in table[0][1:]]
    assets = [_ref(row[0], line) for line, row in zip(at[1:], table[1:], strict=True)]
    for names, what in ((needs, "column"), (assets, "row")):
        if len(set(names)) < len(names):
            raise InstanceError(f"Line {at[0]}: two {what}s have one name. Rename one.")
    rows = [(line, row[1:]) for line, row in zip(at[1:], table[1:], strict=True)]
    return assets, needs, rows


def _ref(cell: str, line: int) -> str:
    if not cell:
        raise InstanceError(f"Line {line}: a row or column has no name. Give it one.")
    return unicodedata.normalize("NFC", cell)


def _exactly(words: list[str], count: int, line: int) -> list[str]:
    if len(words) != count:
        raise InstanceError(
            f"Line {line}: {len(words)} scores stand here, and {count} should."
        )
    return words


def _score(word: str, line: int) -> int:
    """Read a score; 48.0 is 48, 48.5 is refused."""
    whole, _, rest = word.partition(".")
    if rest.strip("0"):
        raise InstanceError(
            f'Line {line}: "{word[:20]}" is not a whole number. Multiply all scores by'
            " ten, or by as many tens as it takes."
        )
    return number(whole, line)


def _instance(
    assets: list[str], needs: list[str], scores: np.ndarray, threshold: int
) -> Instance:
    rows = np.argsort(np.array(assets, object), kind="stable")
    columns = np.argsort(np.array(needs, object), kind="stable")
    table = scores.reshape(len(assets), len(needs))[rows][:, columns].T
    need, asset = np.nonzero(table >= max(threshold, 0))
    return Instance(
        needs=tuple(Need(ref) for ref in sorted(needs)),
        assets=tuple(Asset(ref) for ref in sorted(assets)),
        fits=Fits(
            need.astype(np.int32),
            asset.astype(np.int32),
            None,
            None,
            table[need, asset].astype(np.int32),
            stated=True,
        ),
    )
