"""Words that families and young people never meet, and what sentences may mention."""

from __future__ import annotations

import re

# Staff words, by phrase: "you need to" and "you can contact us" are everyday English.
_FORBIDDEN = {
    "asset": r"\bassets?\b",
    "need (as a thing)": (
        r"\b(?:a|an|the|your|their|his|her|its|our|my|this|that|these|those|any|each"
        r"|every|some|no|all|unmet|special|recorded|high|low|of|with|in|for|and|or)"
        r"\s+needs?\b|\bneeds\s+(?:of|are|were|profile)\b|^needs?\b"
    ),
    "candidate": r"\bcandidates?\b",
    "excluded": r"\bexclu(?:de[sd]?|ding|sions?)\b",
    "unmatched": r"\bunmatched\b",
    "worst-off": r"\bworst[\s-]off\b",
    "lottery": r"\blotter(?:y|ies)\b",
    "placement": r"\bplacements?\b",
    "contact (for family time)": (
        r"\b(?:a|the|your|their|his|her|no|any|some|have|has|having|for|of|in|supervised"
        r"|direct|indirect|family)\s+contact\b"
        r"|\bcontact\s+(?:with|time|visits?|centres?|sessions?|arrangements?)\b"
    ),
    "breakdown": r"\bbreakdowns?\b|\b(?:broke|breaks?|broken)\s+down\b",
}
_PATTERNS = {word: re.compile(text, re.IGNORECASE) for word, text in _FORBIDDEN.items()}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PROTECTED = re.compile(
    r"(?<![a-z])(?:ethnic\w*|rac(?:e|es|ial)|nationalit\w*|religi\w*|faiths?|belief\w*"
    r"|christian|muslim|jewish|hindu|sikh|buddhist|disab\w*|gender\w*|sex(?:es|ual\w*)?"
    r"|transgender|lgbt\w*|gay|lesbian|bisexual|pregnan\w*|marital|marriage)(?![a-z])",
    re.IGNORECASE,
)


def forbidden_words(sentence: str) -> tuple[str, ...]:
    """Return the staff words in `sentence` that a family must not meet, in order."""
    return tuple(word for word, seen in _PATTERNS.items() if seen.search(sentence))


def placeholders(sentence: str) -> tuple[str, ...]:
    """Return what stands in curly brackets in `sentence`, in order of first use."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(sentence)))


def stray_brackets(sentence: str) -> bool:
    """Return whether a curly bracket has no partner."""
    return any(mark in _PLACEHOLDER.sub("", sentence) for mark in "{}")


def protected_word(text: str) -> str:
    """Return the first word that names a protected characteristic, or ""."""
    found = _PROTECTED.search(text.replace("_", " "))
    return found.group() if found else ""
