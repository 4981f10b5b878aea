"""The published draw, recomputed by hand."""

from __future__ import annotations

import hashlib
import json

from matcher.solving.lottery import order, slices


def digest(*parts: str) -> str:
    """Return SHA-256 of the canonical JSON array."""
    text = json.dumps(list(parts), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_slices_are_five_hex_digits_each_of_the_canonical_digest() -> None:
    """Refs with quotes, accents and controls hash as canonical JSON says."""
    pairs = [("c1", "f1"), ('say "ï"', "f\\2"), ("tab\t", "ünï")]
    drawn = slices("ab12", "tiny-2026", pairs)
    assert drawn.shape == (3, 3)
    for column, pair in enumerate(pairs):
        text = digest("ab12", "tiny-2026", *pair)
        expected = [int(text[k : k + 5], 16) for k in (0, 5, 10)]
        assert drawn[:, column].tolist() == expected


def test_no_pairs_draw_nothing() -> None:
    """An empty draw keeps its three stages."""
    assert slices("ab", "", []).shape == (3, 0)


def test_the_order_of_ties_is_the_order_of_digests() -> None:
    """Deferred acceptance orders ties by SHA-256 of salt, round and the listed."""
    refs = [f"c{k}" for k in range(40)]
    place = order("ab", "r", refs)
    drawn = sorted(refs, key=lambda ref: digest("ab", "r", ref))
    assert [drawn.index(ref) for ref in refs] == place.tolist()
