"""Whom a neighbourhood depends on alone: nobody else could meet a need there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import Pool
from matcher.graph import Row
from matcher.insight.places import outcode_of

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody on whom needs of one neighbourhood depend.

    Parameters
    ----------
    outcode : str
        The neighbourhood of the needs.
    kind : {"holder", "hub"}
    ref : str
        Whom or where everything goes through; an asset that names no holder is its own.
    needs : int
        Needs there that no candidate would be left for without it.
    of : int
        Needs there that have a candidate.
    """

    outcode: str
    kind: str
    ref: str
    needs: int
    of: int


def depends_alone(pool: Pool) -> tuple[Alone, ...]:
    """Return holders and hubs without whom needs of a neighbourhood reach nobody.

    Guarantee: take away all assets of the holder (or hub), look for candidates again,
    and exactly these needs have none. A need without a place is in no neighbourhood.
    """
    found = [each for kind in ("holder", "hub") for each in _single(pool, kind)]
    return tuple(sorted(found, key=lambda a: (-a.needs, a.outcode, a.kind, a.ref)))


def _single(pool: Pool, kind: str) -> Iterator[Alone]:
    first, last, names = _ways(pool, kind)
    reached: defaultdict[str, int] = defaultdict(int)
    alone: defaultdict[tuple[str, str], int] = defaultdict(int)
    for at, row in enumerate(pool.graph.needs):
        code = outcode_of(row) if last[at] >= 0 else ""
        if code:
            reached[code] += 1
            if first[at] == last[at] and names[first[at]]:
                alone[code, names[first[at]]] += 1
    for (code, ref), needs in alone.items():
        yield Alone(code, kind, ref, needs, reached[code])


def _ways(pool: Pool, kind: str) -> tuple[Ints, Ints, list[str]]:
    """Return the first and last way of each need's candidates, and whose each way is.

    An asset of nobody in particular is a way of its own, without a name; a need without
    candidates has -1 for its last.
    """
    through = [_through(row, kind) for row in pool.graph.assets]
    keys = [ref or f"asset {at}" for at, ref in enumerate(through)]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    names = [""] * len(numbers)
    for key, ref in zip(keys, through, strict=True):
        names[numbers[key]] = ref
    way = np.array([numbers[key] for key in keys], np.int64)[pool.asset]
    first = np.full(len(pool.graph.needs), len(numbers), np.int64)
    last = np.full(len(pool.graph.needs), -1, np.int64)
    np.minimum.at(first, pool.need, way)
    np.maximum.at(last, pool.need, way)
    return first, last, names


def _through(row: Row, kind: str) -> str:
    if kind == "hub":
        return str(row.record.get("hub") or "")
    return row.holder[1].removeprefix("asset:") if row.holder else ""
