"""The published draw: 20-bit slices of SHA-256 over salt, round and the two refs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

STAGES = 3
_DIGITS = 5
_STARTS = tuple(range(0, STAGES * _DIGITS, _DIGITS))
_TEXT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def slices(
    salt: str, round_name: str, pairs: Iterable[tuple[str, str]]
) -> NDArray[np.int64]:
    """Return the draw of each pair, stage by stage.

    Parameters
    ----------
    salt : str
        Lower-case hex, used as text.
    round_name : str
        The instance's round.
    pairs : iterable of (str, str)
        (unit ref or staff ref, asset ref).

    Returns
    -------
    int64, shape (3, pairs)
        Hex digits 0-4, 5-9 and 10-14 of SHA-256 of ``[salt, round, ref, asset ref]``
        as canonical JSON, each below 2**20. They depend on the refs alone, so neither
        row order nor the rest of the round moves them.
    """
    head = hashlib.sha256(f"[{_TEXT(salt)},{_TEXT(round_name)},".encode())
    rows = []
    for left, asset in pairs:
        draw = head.copy()
        draw.update(f"{_TEXT(left)},{_TEXT(asset)}]".encode())
        digits = draw.hexdigest()
        rows.append([int(digits[at : at + _DIGITS], 16) for at in _STARTS])
    return np.array(rows, np.int64).reshape(-1, STAGES).T.copy()


def order(salt: str, round_name: str, refs: Sequence[str]) -> NDArray[np.int64]:
    """Return the place of each ref in the drawn order, 0 first.

    SHA-256 of ``[salt, round, ref]`` ascending: the order of ties in deferred
    acceptance, the same in every list.
    """
    keys = [
        hashlib.sha256(
            f"[{_TEXT(salt)},{_TEXT(round_name)},{_TEXT(ref)}]".encode()
        ).hexdigest()
        for ref in refs
    ]
    place = np.empty(len(refs), np.int64)
    place[np.argsort(np.array(keys, dtype="U64"), kind="stable")] = np.arange(len(refs))
    return place
