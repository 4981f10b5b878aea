"""What durable work may remember: ids, counts, digests and words of the code."""

from __future__ import annotations

import re
from collections.abc import Mapping

Fact = str | int | bool | None
Facts = dict[str, Fact]

WORDS = frozenset(
    {
        "done",
        "failed",
        "saved",
        "cancelled",
        "sent",
        "refused",
        "held",
        "dropped",
        "nothing",
    }
)
"""What a job may say that it came to."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotPlain(TypeError):
    """A fact that could hold something personal; its value is not repeated."""


def plain(facts: Mapping[str, Fact]) -> Facts:
    """Return the facts, each an id, a count, a digest or a word of the code.

    Raises
    ------
    NotPlain
        For anything else, before it is written anywhere.
    """
    for name, fact in facts.items():
        if not _is_plain(fact):
            raise NotPlain(f"{name!r} is no id, count, digest or word")
    return dict(facts)


def _is_plain(fact: Fact) -> bool:
    if not isinstance(fact, str):
        return fact is None or isinstance(fact, int)
    return fact in WORDS or bool(_ID.fullmatch(fact) or _DIGEST.fullmatch(fact))
