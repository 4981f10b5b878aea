"""Random numbers that follow from a name, a size and a seed, and from nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Reals = NDArray[np.float64]


def source(name: str, size: Mapping[str, Any], seed: int) -> np.random.Generator:
    """Return a stream of numbers: PCG64, seeded by SHA-256 of what is asked for.

    Only `random`, `integers` and `standard_normal` are used of it; the digests that the
    tests hold fixed tell if another numpy drew differently.
    """
    text = json.dumps([name, dict(size), seed], sort_keys=True)
    entropy = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def choices(
    draw: np.random.Generator,
    rows: int,
    among: int,
    length: int,
    liked: Reals | None = None,
) -> Longs:
    """Return `length` different choices among `among` for each row, in random order.

    Parameters
    ----------
    liked : float64, shape (among,), optional
        Odds, drawn one after another without putting back; equal where not given.

    Returns
    -------
    int64, shape (rows, length)
    """
    if liked is None and length * length < among:
        return _redrawn(draw, rows, among, length)
    odds = np.ones(among) if liked is None else liked
    picked = np.empty((rows, length), np.int64)
    for at in range(rows):  # one row at a time: rows x among need not fit in memory
        waits = -np.log1p(-draw.random(among)) / odds  # who comes first is drawn first
        picked[at] = np.argsort(waits, kind="stable")[:length]
    return picked


def _redrawn(draw: np.random.Generator, rows: int, among: int, length: int) -> Longs:
    """Draw whole rows again until no row names anything twice."""
    picked = draw.integers(0, among, (rows, length))
    wrong = np.arange(rows)
    while len(wrong):
        ordered = np.sort(picked[wrong], axis=1)
        wrong = wrong[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        picked[wrong] = draw.integers(0, among, (len(wrong), length))
    return picked


def shuffled(draw: np.random.Generator, count: int) -> Longs:
    """Return the numbers below `count` in random order."""
    return np.argsort(draw.random(count), kind="stable")
