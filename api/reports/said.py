"""What an explanation says to staff, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from api.reports import plain
from matcher.explaining import Factor, Why

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


def others(why: Why, words: Mapping[str, str]) -> Iterator[str]:
    """Yield what else was possible, with its price and who would move."""
    for other in why.alternatives:
        said = plain.effect(other, words), plain.moved(other.moves)
        yield f"{other.asset}: {' '.join(filter(None, said))}"


def nearest(why: Why) -> Iterator[str]:
    """Yield who came nearest, and what stood between."""
    for miss in why.nearest:
        yield f"{miss.ref}: {miss.sentence}"


def changes(why: Why) -> list[str]:
    """Return what would change it for a need without a match."""
    return [change.sentence for change in why.changes] or [NO_CHANGE]
