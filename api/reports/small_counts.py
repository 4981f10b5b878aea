"""Small counts of people, hidden: a report may travel further than it was meant to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.packs import suppressing

FEW = suppressing.FEW
FEWER = "fewer than 5"
HIDDEN = "not shown"


def shown(counts: Mapping[str, int]) -> Mapping[str, str]:
    """Return counts as words, where 1 to 4 reads "fewer than 5".

    Guarantees: who also knows the sum of all counts, and this rule, can tell none of
    the small ones, wherever hiding larger counts can prevent it: then the smallest
    larger ones read "not shown".
    """
    hidden = _hidden_too(counts)
    return {
        key: HIDDEN if key in hidden else few(count) for key, count in counts.items()
    }


def few(count: int) -> str:
    """Return one count of people as words; one that stands alone, without a sum."""
    return FEWER if 0 < count < FEW else str(count)


def _hidden_too(counts: Mapping[str, int]) -> frozenset[str]:
    small = [count for count in counts.values() if 0 < count < FEW]
    large = sorted((count, key) for key, count in counts.items() if count >= FEW)
    for taken in range(len(large) + 1):
        rest = [count for count, _ in large[taken:]]
        if not small or not _told(small, [c for c, _ in large[:taken]], rest):
            return frozenset(key for _, key in large[:taken])
    return frozenset(key for _, key in large)


def _told(small: list[int], hidden: list[int], rest: Iterable[int]) -> bool:
    """Return whether the sum of what is not shown leaves one value for a small count.

    Known are the sum, that each small count is 1 to 4, and that each hidden one is at
    least 5 and, as the smallest are hidden first, below any that is shown.
    """
    total = sum(small) + sum(hidden)
    most = min(rest, default=total) - 1
    others = len(small) - 1
    lowest = max(1, total - (FEW - 1) * others - most * len(hidden))
    highest = min(FEW - 1, total - others - FEW * len(hidden))
    return lowest >= highest
