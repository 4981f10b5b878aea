"""What each party can check for itself: its own line under the published root.

A leaf is a salted hash of what the round recorded for one party. The salt comes from
the round's secret, so nobody can guess a line and try it; leaves stand in the order of
their hashes and are filled up to a power of two with hashes of nothing, so neither the
place nor the number of leaves tells who or how many took part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from api.packs import merkle
from api.packs.deriving import derived
from matcher.errors import Refused

FORMAT = "acorns-proof/1"
FEWEST = 64
"""Leaves of the smallest tree."""
Line = Mapping[str, str | int]
"""What the round recorded for a party: words and numbers from an allow-list."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The lines of all parties under one root.

    Parameters
    ----------
    root : str
        Lower-case hex; it is published.
    leaves : tuple of bytes
        Salted hashes, in the tree's order.
    files : mapping of str to str
        For each party, its own proof as JSON text, for nobody else.
    """

    root: str
    leaves: tuple[bytes, ...]
    files: Mapping[str, str]


def commit(lines: Mapping[str, Line], *, secret: bytes) -> Parties:
    """Return the tree over the parties' lines, and each party's proof.

    Parameters
    ----------
    lines : mapping
        Party id to what is recorded for it.
    secret : bytes
        Of this round's packs.

    Raises
    ------
    Refused
        No parties at all, or a secret that is too short.
    """
    if not lines:
        raise Refused("A round without parties has nothing to publish a root of.")
    salts = {party: derived(secret, "party", party) for party in lines}
    own = {p: leaf_of(salts[p], written(line)) for p, line in lines.items()}
    size = max(FEWEST, 1 << (len(own) - 1).bit_length())
    empty = {derived(secret, "nobody", str(n)) for n in range(size - len(own))}
    leaves = tuple(sorted({*own.values(), *empty}))
    place = {leaf: at for at, leaf in enumerate(leaves)}
    top = merkle.root(leaves)
    files = {}
    for party, line in lines.items():
        shown = merkle.proof(leaves, place[own[party]])
        files[party] = _file(line, salts[party], shown, top)
    return Parties(top.hex(), leaves, files)


def written(line: Line) -> bytes:
    """Return a line as canonical JSON."""
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def leaf_of(salt: bytes, line: bytes) -> bytes:
    """Return the salted hash that stands in the tree."""
    return hashlib.sha256(salt + line).digest()


def _file(line: Line, salt: bytes, shown: merkle.Proof, top: bytes) -> str:
    data = {
        "format": FORMAT,
        "line": dict(line),
        "salt": salt.hex(),
        "index": shown.index,
        "size": shown.size,
        "path": [node.hex() for node in shown.path],
        "root": top.hex(),
    }
    return json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
