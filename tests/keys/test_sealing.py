"""What is sealed opens in its own place under its own key, and nowhere else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given
from hypothesis import strategies as st

from api.keys import Unreadable, new_data_key, seal, sealing, unseal

KEY = new_data_key()
PLACE: dict[str, Any] = {
    "table": "private",
    "column": "name",
    "id": UUID(int=7),
    "version": 1,
}
MOVED: list[dict[str, Any]] = [
    {"table": "privat"},
    {"table": "privaten", "column": "ame"},
    {"column": "phone"},
    {"id": UUID(int=8)},
    {"version": 2},
]
places = st.fixed_dictionaries(
    {
        "table": st.text(max_size=4),
        "column": st.text(max_size=4),
        "id": st.uuids(),
        "version": st.integers(0, 99),
    }
)


@given(st.binary(), places)
def test_what_is_sealed_opens_where_it_belongs(text: bytes, at: dict[str, Any]) -> None:
    """Any value, any place: sealed and unsealed it is the same, 29 bytes longer."""
    sealed = seal(KEY, text, **at)
    assert unseal(KEY, sealed, **at) == text
    assert len(sealed) == len(text) + 29
    assert seal(KEY, text, **at) != sealed


@pytest.mark.parametrize("moved", MOVED)
def test_a_moved_value_does_not_open(moved: dict[str, Any]) -> None:
    """Another table, column, row or key version refuses it; so do shifted letters."""
    with pytest.raises(Unreadable):
        unseal(KEY, seal(KEY, b"Ada Invented", **PLACE), **(PLACE | moved))


def test_without_the_place_a_moved_value_would_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: leave the associated data out, and every move above opens."""
    monkeypatch.setattr(sealing, "place", lambda *_: b"")
    sealed = seal(KEY, b"Ada Invented", **PLACE)
    assert all(unseal(KEY, sealed, **(PLACE | moved)) for moved in MOVED)


@given(places, places)
def test_no_two_places_look_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The bytes that a place gives are its own: fields cannot run together."""
    assume(one != other)
    sealed = seal(KEY, b"", **one)
    with pytest.raises(Unreadable):
        unseal(KEY, sealed, **other)


parts = st.one_of(st.text("1ib\0", max_size=3), st.binary(max_size=3), st.integers())


@given(st.lists(parts, max_size=3), st.lists(parts, max_size=3))
def test_places_are_told_apart(one: list[Any], other: list[Any]) -> None:
    """Length and kind stand before each part, so different parts give other bytes."""
    assume([*map(repr, one)] != [*map(repr, other)])
    assert sealing.place(*one) != sealing.place(*other)


@given(st.data())
def test_a_flipped_bit_is_seen(data: st.DataObject) -> None:
    """One bit anywhere, or a missing or added end, and nothing opens."""
    sealed = bytearray(seal(KEY, b"Ada Invented", **PLACE))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for wrong in (bytes(sealed), bytes(sealed)[:cut], bytes(sealed) + b"\0"):
        with pytest.raises(Unreadable):
            unseal(KEY, wrong, **PLACE)


@pytest.mark.parametrize(
    "key",
    [None, b"", b"short", new_data_key()],
    ids=["destroyed", "empty", "short", "another"],
)
def test_another_key_or_none_opens_nothing(key: bytes | None) -> None:
    """A destroyed key, a short one and somebody else's are one and the same error."""
    with pytest.raises(Unreadable, match="cannot be read"):
        unseal(key, seal(KEY, b"Ada Invented", **PLACE), **PLACE)


def test_the_bytes_are_those_of_the_standard() -> None:
    """Format 1, nonce, AES-256-GCM: another reader opens it without our code."""
    sealed = seal(KEY, b"Ada Invented", **PLACE)
    where = b"\x01s\0\0\0\x07privates\0\0\0\x04nameb\0\0\0\x10" + bytes(15) + b"\x07"
    opened = AESGCM(KEY).decrypt(sealed[1:13], sealed[13:], where + b"i\0\0\0\x011")
    assert opened == b"Ada Invented"
