"""A leaf under a root: its own proof holds, and no other."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.packs import SECRET

from api.packs import check_proof, merkle, parties
from matcher.errors import Refused

many = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def sha(data: bytes) -> bytes:
    """Return SHA-256."""
    return hashlib.sha256(data).digest()


def by_the_book(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962 defines it, by recursion."""
    if len(leaves) < 2:
        return sha(b"\0" + leaves[0]) if leaves else sha(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + by_the_book(leaves[:split]) + by_the_book(leaves[split:]))


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_is_the_standards(leaves: list[bytes]) -> None:
    """Level by level gives what the RFC's recursion gives."""
    assert merkle.root(leaves) == by_the_book(leaves)


def test_known_answers() -> None:
    """The test vectors of Certificate Transparency's own code."""
    leaves = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243")]
    leaves += [
        bytes.fromhex(h)
        for h in ("5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    assert merkle.root(leaves[:1]).hex().startswith("6e340b9cffb37a98")
    assert merkle.root(leaves).hex().startswith("5dc9da79a70659a9")


@given(many, st.data())
def test_every_leaf_has_its_proof(leaves: list[bytes], data: st.DataObject) -> None:
    """It holds for the leaf at its place, not for another leaf, root or path."""
    at = data.draw(st.integers(0, len(leaves) - 1))
    top, shown = merkle.root(leaves), merkle.proof(leaves, at)
    assert merkle.check(leaves[at], shown, top)
    assert not merkle.check(leaves[at] + b"x", shown, top)
    assert not merkle.check(leaves[at], shown, sha(top))
    for wrong in (
        replace(shown, path=(*shown.path, top)),
        replace(shown, path=shown.path[:-1], size=shown.size + (not shown.path)),
        replace(shown, index=shown.size),
        replace(shown, index=-1),
    ):
        assert not merkle.check(leaves[at], wrong, top)


def test_an_inner_node_is_no_leaf() -> None:
    """Two leaf hashes joined, shown as a leaf of a shorter tree, are refused.

    Planted beside it: without the byte in front of either it would pass.
    """
    leaves = [b"a", b"b", b"c", b"d"]
    inner = sha(b"\0a") + sha(b"\0b")
    shown = merkle.Proof(0, 2, (sha(b"\1" + sha(b"\0c") + sha(b"\0d")),))
    assert not merkle.check(inner, shown, merkle.root(leaves))
    assert sha(sha(inner) + sha(sha(b"c") + sha(b"d"))) != merkle.root(leaves)


def test_a_place_that_is_none() -> None:
    """There is no proof of a leaf that is not there."""
    for at in (-1, 2):
        with pytest.raises(IndexError):
            merkle.proof([b"a", b"b"], at)


LINES = {f"party {n}": {"side": "need", "outcome": "matched"} for n in range(70)}


def test_parties_cannot_tell_each_other_apart() -> None:
    """Equal lines have unlike leaves; size and place tell nothing; secrets decide."""
    found = parties.commit(LINES, secret=SECRET)
    assert found == parties.commit(dict(reversed(LINES.items())), secret=SECRET)
    assert len(set(found.leaves)) == len(found.leaves) == 128
    assert list(found.leaves) == sorted(found.leaves)
    fewer = parties.commit({"party 1": LINES["party 1"]}, secret=SECRET)
    assert len(fewer.leaves) == 64
    assert parties.commit(LINES, secret=SECRET[::-1]).root != found.root
    with pytest.raises(Refused):
        parties.commit({}, secret=SECRET)


def test_a_guess_cannot_be_tried() -> None:
    """Planted: a leaf without its salt is found by trying every line; with it, not."""
    line = parties.written(LINES["party 1"])
    found = parties.commit(LINES, secret=SECRET)
    assert sha(line) == parties.leaf_of(b"", line)
    assert parties.leaf_of(b"", line) not in found.leaves


def test_a_stranger_checks_a_proof(tmp_path: Path) -> None:
    """With one file of the standard library: own line yes, a changed one no."""
    found = parties.commit(LINES | {"zoë": {"outcome": "wartet, süß"}}, secret=SECRET)
    path = tmp_path / "proof.json"
    for party in ("party 0", "party 13", "party 69", "zoë"):
        assert check_proof.holds(found.files[party], found.root), party
    data = json.loads(found.files["party 5"])
    path.write_text(found.files["party 5"], "utf-8")
    assert run(path, found.root) == 0
    for wrong in (
        {"line": {"side": "need", "outcome": "not matched"}},
        {"salt": "00" * 32},
        {"index": (data["index"] + 1) % 128},
        {"size": 64},
        {"path": data["path"][:-1]},
    ):
        path.write_text(json.dumps(data | wrong), "utf-8")
        assert run(path, found.root) == 1
    path.write_text("{}", "utf-8")
    assert run(path, found.root) == 1


def run(path: Path, root: str) -> int:
    """Run the checker by itself."""
    command = [sys.executable, "-I", str(check_proof.__file__), str(path), root]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_a_proof_file_names_nobody_else() -> None:
    """It holds the party's own line and hashes, and nothing of the other parties."""
    text = parties.commit(LINES, secret=SECRET).files["party 5"]
    keys = {"format", "line", "salt", "index", "size", "path", "root"}
    assert json.loads(text).keys() == keys
    assert "party" not in text
