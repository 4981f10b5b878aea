"""Large whole faces by the compiled kernel: an assignment, and prices to prove it.

Below `LARGE` pairs a min-cost flow takes a tenth of a second, less than loading numba.
"""

from __future__ import annotations

from types import ModuleType

import numpy as np

from matcher.solving.face import Face, Longs, Mask, seated_at

LARGE = 100_000
"""From so many pairs on the kernel pays."""
_TRIES, _MOST = 200, 10**8
"""The kernel may look at each pair so often, and in all at so many and 24 times each:
where seats are scarce among hundreds of thousands, a flow is faster."""


def is_large(face: Face) -> bool:
    """Return True where the kernel pays: the face is whole and has many pairs."""
    whole = not face.must.any() and not face.full.any()
    return whole and int(np.count_nonzero(face.live)) >= LARGE


def insert(face: Face, weight: Longs) -> Mask | None:
    """Return the pairs of an assignment of maximum weight.

    The same value as `matcher.solving.transport.optimise` with the same weight.

    Parameters
    ----------
    face : Face
        A whole one.
    weight : int64, shape (pairs,)
        All levels together, 0 or more.

    Returns
    -------
    bool, shape (pairs,), or None
        None where seats are so scarce that a flow is faster.
    """
    start, asset, own = _rows(face, weight)
    budget = min(_TRIES * len(asset), _MOST + 24 * len(asset))
    seat = _kernel().insert_units(start, asset, own, face.seats, budget)
    if not len(seat) and face.units:
        return None
    held: Mask = face.live & (seat[face.unit] == face.asset)
    return held


def least_prices(face: Face, weight: Longs, held: Mask) -> Longs | None:
    """Return the least prices of the seats of a whole face that prove what is held.

    The same as `matcher.solving.transport.prove` finds; None where there are none.
    """
    rows = _rows(face, weight)
    price: Longs = _kernel().least_prices(*rows, face.seats, seated_at(face, held))
    return price if len(price) == face.assets else None


def _rows(face: Face, weight: Longs) -> tuple[Longs, Longs, Longs]:
    live = np.flatnonzero(face.live)
    count = np.bincount(face.unit[live], minlength=face.units)
    start = np.concatenate(([0], np.cumsum(count)))
    return start, face.asset[live], weight[live]


def _kernel() -> ModuleType:
    # Loading numba takes half a second: only who needs it pays.
    from matcher.solving import insertion_kernel  # noqa: PLC0415

    return insertion_kernel
