"""What an explanation says to staff, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.explaining import Factor, Why
from matcher.explaining.effects import effect
from matcher.schemes import Scheme

NO_CHANGE = "No change that we know of on the other side would do it."


def reasons(factors: Sequence[Factor]) -> Iterator[str]:
    """Yield what speaks for a pair, with its points."""
    for factor in factors:
        if factor.sentence:
            yield f"{factor.sentence} ({factor.points} of 100)"


def gaps(factors: Sequence[Factor]) -> Iterator[str]:
    """Yield what is missing, each with the support that would fill it."""
    for factor in factors:
        if factor.gap:
            yield f"{factor.gap} {factor.support}".strip()


def others(why: Why, scheme: Scheme) -> Iterator[str]:
    """Yield what else was possible, with its price and who would move."""
    return (effect(scheme, other) for other in why.alternatives)


def nearest(why: Why) -> Iterator[str]:
    """Yield who came nearest, and what stood between."""
    for miss in why.nearest:
        yield f"{miss.ref}: {miss.sentence}"


def changes(why: Why) -> list[str]:
    """Return what would change it for a need without a match."""
    return [change.sentence for change in why.changes] or [NO_CHANGE]
