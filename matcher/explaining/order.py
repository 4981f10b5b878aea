"""Refs in the order in which people count."""

from __future__ import annotations

import re
from collections.abc import Iterable


def counting(ref: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts c2 before c10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", ref)
    return tuple(
        (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece)
        for piece in pieces
    )


def in_order(refs: Iterable[str]) -> list[str]:
    """Return refs in the order in which people count."""
    return sorted(refs, key=counting)
