"""Staff words stay away from families; everyday English does not trip the test."""

from __future__ import annotations

import pytest

from matcher.schemes.wording import (
    forbidden_words,
    placeholders,
    protected_word,
    stray_brackets,
)

REFUSED = [
    ("We found an asset for you.", "asset"),
    ("Your needs were looked at.", "need (as a thing)"),
    ("This meets the need you have.", "need (as a thing)"),
    ("Children with special needs come first.", "need (as a thing)"),
    ("You were one of four candidates.", "candidate"),
    ("Two homes were excluded.", "excluded"),
    ("You are unmatched this time.", "unmatched"),
    ("We begin with the worst off.", "worst-off"),
    ("We begin with the worst-off.", "worst-off"),
    ("It was decided by lottery.", "lottery"),
    ("Your new placement starts soon.", "placement"),
    ("Your contact is on Tuesdays.", "contact (for family time)"),
    ("You have contact with your mum.", "contact (for family time)"),
    ("A contact centre is near.", "contact (for family time)"),
    ("It ended in a breakdown.", "breakdown"),
    ("The home broke down.", "breakdown"),
]
FINE = [
    "You need to bring nothing.",
    "Tell us what you need.",
    "Whatever she needs, ask.",
    "You can contact us at any time.",
    "Several were equally good, so the order was set by a published draw.",
    "You have a place to do homework.",
    "Take a break when you like.",
]


@pytest.mark.parametrize(("sentence", "word"), REFUSED)
def test_staff_words_are_seen(sentence: str, word: str) -> None:
    """Each staff word is found in a sentence a family might be sent."""
    assert word in forbidden_words(sentence)


@pytest.mark.parametrize("sentence", FINE)
def test_everyday_english_passes(sentence: str) -> None:
    """The same letters in everyday English are left alone."""
    assert forbidden_words(sentence) == ()


def test_placeholders_are_listed_once_in_order() -> None:
    """A placeholder is found once, where it first stands."""
    assert placeholders("{b} and {a} and {b}") == ("b", "a")
    assert stray_brackets("{a} and b}")
    assert not stray_brackets("{a} and {b}")


@pytest.mark.parametrize(
    "text", ["ethnicity", "Religion", "faith", "disability", "sex", "mentor_gender"]
)
def test_protected_characteristics_are_seen(text: str) -> None:
    """Columns about protected characteristics are noticed by their names."""
    assert protected_word(text)


@pytest.mark.parametrize("text", ["race-cars-aside", "sixth", "essex", "traces", "age"])
def test_other_words_are_left_alone(text: str) -> None:
    """A longer word that only contains one passes; "race" itself does not."""
    assert bool(protected_word(text)) == text.startswith("race-")
