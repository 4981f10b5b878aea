"""The Automated Readability Index, from letters, words and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"https?://\S+")
_DATE = re.compile(r"(?:\b\w+day )?\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_WORD = re.compile(r"\w+(?:['\N{RIGHT SINGLE QUOTATION MARK}-]\w+)*")
_END = re.compile(r"[.!?:]+(?:\s|$)|\n\s*\n")


def reading_age_index(text: str, names: Iterable[str] = ()) -> float:
    """Return the index: 6 is about what an eleven-year-old reads.

    Dates, addresses and `names` are left out. Source: Senter and Smith 1967,
    AMRL-TR-66-220.
    """
    for name in names:
        text = text.replace(name, "")
    text = _DATE.sub("", _ADDRESS.sub("", text))
    words: list[str] = _WORD.findall(text)
    sentences = [piece for piece in _END.split(text) if _WORD.search(piece)]
    if not words:
        return 0.0
    letters = sum(character.isalnum() for word in words for character in word)
    each = letters / len(words)
    return 4.71 * each + 0.5 * len(words) / len(sentences) - 21.43
