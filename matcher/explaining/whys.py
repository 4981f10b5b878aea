"""What an explanation is: facts that counted, and a version for each audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences, in the words of one audience."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion that counted for a pair.

    Parameters
    ----------
    name, side : str
        The criterion, and whose reason it is: ``need`` or ``asset``.
    points, weight : int
        0-100, and its weight on that side.
    sentence, gap, support : str
        Why it counts, what is missing, and what would fill that; "" where nothing is.
    path : tuple of str
        Refs and words from the need to the asset, as the graph links them.
    """

    name: str
    side: str
    points: int
    weight: int
    sentence: str
    gap: str = ""
    support: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that sits elsewhere in another solution; "" is without a match."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What choosing another asset would do; equal to a re-solve with the pair forced.

    Parameters
    ----------
    asset : str
        The other asset.
    possible : bool
        False where no solution holds that pair.
    changes : mapping of str to int
        By objective: value with the pair forced, less the value now.
    moves : tuple of Move
        Every other unit that would sit elsewhere.
    """

    asset: str
    possible: bool
    changes: Mapping[str, int]
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class GateCount:
    """How many assets one gate alone rules out for a need, in a sentence."""

    gate: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Miss:
    """The asset that came nearest, and what stood between."""

    asset: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An asset-side change after which a re-solve matches the need.

    Parameters
    ----------
    kind : str
        ``recruit``, ``train``, ``support``, ``distance``; two joined by "+".
    sentence : str
        What to do, in plain words.
    asset : str
        The asset it touches, or that the new one is like.
    matched_to : str
        Where the need sits in the re-solve.
    """

    kind: str
    sentence: str
    asset: str
    matched_to: str


@dataclass(frozen=True, slots=True)
class Why:
    """One explanation: of a pair, a need without a match, an empty seat, a closed asset.

    Parameters
    ----------
    kind : str
        ``pair``, ``need``, ``seat`` or ``closed``.
    need, asset : str
        Refs; "" where the kind has none.
    state : str
        ``proposed``, ``for you to choose``, ``waiting``, ``empty`` or ``closed``.
    summary : str
        One sentence for staff.
    """

    kind: str
    need: str
    asset: str
    state: str
    summary: str
    fits: Mapping[str, int]
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    equal: tuple[str, ...] = ()
    gates: tuple[GateCount, ...] = ()
    nearest: tuple[Miss, ...] = ()
    changes: tuple[Change, ...] = ()
    versions: Mapping[str, tuple[Part, ...]] | None = None
