"""What an explanation is: facts that counted, and a version for each audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences, in the words of one audience."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """One criterion that counted for a pair.

    Parameters
    ----------
    name, side : str
        The criterion, and whose reason it is: ``need`` or ``asset``.
    points, weight : int
        0-100, and its weight on that side.
    sentence, gap, support : str
        Why it counts, what is missing, and what would fill that; "" where nothing is.
    told : mapping of str to str
        The sentence for other audiences that are told.
    paths : tuple of tuple of str
        Each a way through the graph from the need to the asset, as "a -kind- b".
    """

    name: str
    side: str
    points: int
    weight: int
    sentence: str = ""
    gap: str = ""
    support: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[tuple[str, ...], ...] = ()


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
    unsettled : tuple of (str, str)
        Units and assets that would then rather have each other, under a policy that
        promises that none would.
    """

    asset: str
    possible: bool
    changes: Mapping[str, int]
    moves: tuple[Move, ...] = ()
    unsettled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GateCount:
    """How many rows of the other side one gate rules out, whatever others say."""

    gate: str
    count: int


@dataclass(frozen=True, slots=True)
class Miss:
    """The row of the other side that came nearest, and what stood between."""

    ref: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """An asset-side change after which a re-solve matches the need.

    Parameters
    ----------
    kinds : tuple of str
        Of ``recruit``, ``train``, ``support``, ``distance``; one for each step.
    sentence : str
        What to do, in plain words.
    asset : str
        The asset it touches, or that the new one is like.
    matched_to : str
        Where the need sits in the re-solve; "" for the new one.
    """

    kinds: tuple[str, ...]
    sentence: str
    asset: str
    matched_to: str


@dataclass(frozen=True, slots=True)
class Why:
    """One explanation: of a pair, a need without one, an empty seat, a closed asset.

    Parameters
    ----------
    kind : str
        ``pair``, ``need``, ``seat`` or ``closed``.
    need, asset : str
        Refs; "" where the kind has none.
    state : str
        ``proposed``, ``for you to choose``, ``decided``, ``waiting``, ``empty`` or
        ``closed``.
    summary : str
        One sentence for staff.
    fits : mapping of str to int
        ``need_fit``, ``asset_fit``, ``fit`` of a pair, where the market has them.
    factors : tuple of Factor
        In the scheme's order; only those with evidence.
    alternatives : tuple of Alternative
        Next best first.
    equal : tuple of str
        Other assets in solutions of equal values.
    gates : tuple of GateCount
        In the scheme's order; what is not available is never counted.
    nearest : tuple of Miss
        Nearest first.
    changes : tuple of Change
        Proved by a re-solve; empty where none we know does.
    versions : mapping of str to tuple of Part
        By audience; an audience that is told nothing has no version.
    """

    kind: str
    need: str
    asset: str
    state: str
    summary: str
    fits: Mapping[str, int] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    equal: tuple[str, ...] = ()
    gates: tuple[GateCount, ...] = ()
    nearest: tuple[Miss, ...] = ()
    changes: tuple[Change, ...] = ()
    versions: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
