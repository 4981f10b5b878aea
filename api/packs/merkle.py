"""A tree over leaves, so that one published hash answers for each of them.

RFC 6962, section 2.1: a leaf is hashed after a byte 0, two nodes after a byte 1, so
that no inner node passes for a leaf; n leaves split at the largest power of two below
n. A proof is the sibling of every node from the leaf to the root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a leaf stands, among how many, and the hashes beside its way up."""

    index: int
    size: int
    path: tuple[bytes, ...]


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root's 32 bytes; of no leaves, the hash of nothing."""
    level = [_leaf(leaf) for leaf in leaves] or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> Proof:
    """Return the proof of a leaf.

    Raises
    ------
    IndexError
        If there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    level, at, path = [_leaf(leaf) for leaf in leaves], index, []
    while len(level) > 1:
        if at ^ 1 < len(level):
            path.append(level[at ^ 1])
        level, at = _above(level), at // 2
    return Proof(index, len(leaves), tuple(path))


def check(leaf: bytes, shown: Proof, top: bytes) -> bool:
    """Return whether a leaf stands where its proof says, under this root."""
    at, last, node = shown.index, shown.size - 1, _leaf(leaf)
    if not 0 <= at <= last:
        return False
    for other in shown.path:
        if not last:
            return False
        while not at % 2 and at == last:  # the last of an odd level moves up unpaired
            at, last = at // 2, last // 2
        node = _node(other, node) if at % 2 else _node(node, other)
        at, last = at // 2, last // 2
    return not last and node == top


def _leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _above(level: list[bytes]) -> list[bytes]:
    """Return the nodes above; pairing from the left is the RFC's split."""
    pairs = zip(level[::2], level[1::2], strict=False)
    return [_node(*pair) for pair in pairs] + level[len(level) & ~1 :]
