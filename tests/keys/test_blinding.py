"""A blind index: one spelling or another finds the same, and kinds stay apart."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.keys import Keys
from api.keys.blinding import normal
from matcher.errors import Refused

KEYS = Keys.read(Keys.make())
ALIKE = [
    ("Ada Invented", "  ada \t INVENTED\n"),
    ("Zoë", "Zoe\u0308"),
    ("Straße", "STRASSE"),
    ("\uff21da", "Ada"),  # full width
    ("Ada\u00a0I", "Ada I"),
    ("A\u200bda", "Ada"),  # a space that does not show
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_thing_look_alike(one: str, other: str) -> None:
    """Case, spaces, composition and width do not hide that two are the same."""
    assert KEYS.blind("name", one) == KEYS.blind("name", other)


@given(st.text())
def test_levelling_twice_changes_nothing(text: str) -> None:
    """So it does not matter whether a form or an import levelled a text already."""
    assert normal(normal(text)) == normal(text)


@given(st.text("abZ é-", max_size=6), st.text("abZ é-", max_size=6))
def test_different_texts_look_different(one: str, other: str) -> None:
    """Accents and hyphens count: nothing is confused that people tell apart."""
    assume(normal(one) and normal(other) and normal(one) != normal(other))
    assert KEYS.blind("name", one) != KEYS.blind("name", other)


def test_kinds_and_keys_stay_apart() -> None:
    """A name is no town of the same letters, and another file finds nothing."""
    found = KEYS.blind("name", "Ada")
    others = [KEYS.blind("town", "Ada"), Keys.read(Keys.make()).blind("name", "Ada")]
    assert found not in others
    assert len(found) == 32


def test_rotation_leaves_the_index_alone() -> None:
    """A new master version finds what the old one indexed."""
    old = Keys.make()
    both = Keys.read(old), Keys.read(Keys.make(old))
    assert len({keys.blind("name", "Ada") for keys in both}) == 1


@pytest.mark.parametrize("text", ["", " \t", "\u200b"])
def test_nothing_is_refused(text: str) -> None:
    """Else everybody without a telephone would look like one person."""
    with pytest.raises(Refused):
        KEYS.blind("phone", text)
