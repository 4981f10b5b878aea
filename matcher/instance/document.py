"""An instance as written: the rows of ``acorns-instance/1`` (``docs/engine.md``)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Prefers = tuple[tuple[str, ...], ...]
"""Tie groups, best first."""
Amounts = tuple[tuple[str, int], ...]
"""Sorted (name, whole number) pairs."""
FORMAT = "acorns-instance/1"


@dataclass(frozen=True, slots=True)
class Need:
    """A need: whom it prefers (None accepts all who accept it), and what it takes."""

    ref: str
    prefers: Prefers | None = None
    priority: int = 0
    seats: int = 1
    uses: Amounts = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Needs that stay together, as one unit."""

    ref: str
    members: tuple[str, ...]
    prefers: Prefers | None = None


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many staff of a role an open asset has, exactly, and with which traits."""

    role: str
    exactly: int
    at_least: Amounts = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset: whom it prefers, and what it can hold. None is no limit."""

    ref: str
    prefers: Prefers | None = None
    capacity: int = 1
    unless_one_group: int | None = None
    max_units: int | None = None
    opens_with: int | None = None
    minimum: int | None = None
    limits: Amounts = ()
    slots: tuple[str, ...] = ()
    staffing: tuple[Staffing, ...] = ()

    @property
    def openable(self) -> bool:
        """True where the asset may stay closed: it opens with seats or with staff."""
        return self.opens_with is not None or bool(self.staffing)


@dataclass(frozen=True, slots=True)
class Staff:
    """One who may staff assets; ``can`` None is all that have the role."""

    ref: str
    role: str
    traits: tuple[str, ...] = ()
    most: int = 1
    can: tuple[str, ...] | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Whole points, row by row, sorted by (need, asset); indices into the instance.

    Parameters
    ----------
    need, asset : int32, shape (rows,)
        Positions in ``Instance.needs`` and ``Instance.assets``.
    need_fit, asset_fit : int32, shape (rows,) or None
        Each side's points, 0-100; None in a common market.
    fit : int32, shape (rows,)
        What sums.
    stated : bool
        True where the file states ``fit``; otherwise it follows from the two sides.
    """

    need: Ints
    asset: Ints
    need_fit: Ints | None
    asset_fit: Ints | None
    fit: Ints
    stated: bool = False

    def __len__(self) -> int:
        return len(self.need)


def no_fits() -> Fits:
    """Return an empty table: the market of lists."""
    empty = np.zeros(0, np.int32)
    return Fits(empty, empty, None, None, empty)


def harmonic(need_fit: Ints, asset_fit: Ints) -> Ints:
    """Return ``2ab // (a + b)``, 0 where both are 0: a one-sided match cannot win."""
    total = need_fit.astype(np.int64) + asset_fit
    product = 2 * need_fit.astype(np.int64) * asset_fit
    result: Ints = (product // np.maximum(total, 1)).astype(np.int32)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """The pure matching problem, its rows in canonical order.

    Guarantees: rows are sorted by ref (fits by need, asset), refs are unique per side,
    every ref that a row names exists on that side unless the hygiene report says so.
    """

    needs: tuple[Need, ...]
    assets: tuple[Asset, ...]
    round: str = ""
    groups: tuple[Group, ...] = ()
    staff: tuple[Staff, ...] = ()
    fits: Fits = field(default_factory=no_fits)
    pinned: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    previous: tuple[tuple[str, str], ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()
    max_changes: int | None = None

    @property
    def market(self) -> str:
        """``lists``, ``common`` or ``two-sided``."""
        if not len(self.fits):
            return "lists"
        return "common" if self.fits.need_fit is None else "two-sided"
