"""The rule book of gates, `gates.md`, row by row."""

from pathlib import Path

import numpy as np
import pytest
from support import toy
from support.rule_book import Law, named, read_book

from matcher.candidates import GATES, find_candidates, why_not
from matcher.graph import build_asset_graph
from matcher.model import Snapshot
from matcher.schemes import Scheme
from matcher.schemes.kinds import GATE_KINDS

BOOK = tuple(read_book(Path(__file__).with_name("gates.md")))


def round_of(law: Law) -> tuple[Snapshot, Scheme]:
    """Return one need, one asset, one gate, and somebody else to tell apart."""
    scheme = toy.scheme(
        gates=[toy.gate("it", law.kind, **law.options)],
        columns={
            "needs": {"must": "capabilities"},
            "assets": {"capabilities": "capabilities"},
        },
        capabilities={"signing": "", "makaton": "signing"},
        trains={"makaton-course": ("makaton",)},
    )
    other = {"holder": "also", "capabilities": ("makaton",)}
    snapshot = toy.snapshot(
        needs={"c1": law.need},
        assets={"f1": law.asset, "f2": other},
        hubs={"h1": {"place": toy.NORWICH}},
    )
    return snapshot, scheme


@pytest.mark.parametrize("law", BOOK, ids=lambda law: law.name)
def test_the_rule_book_holds(law: Law) -> None:
    """A pair passes, says so, and says how far off it is, as the book has it."""
    snapshot, scheme = round_of(law)
    graph = build_asset_graph(snapshot, scheme)
    result = why_not(graph, scheme, "c1", "f1")[0]
    passes = law.row["passes"] == "yes"
    assert result.passed is passes
    assert result.asked is (law.row["says"] != "-")
    if not result.asked:
        assert result.sentence == "Nothing was asked here."
    begins, *rest = result.sentence.split("; ")
    if result.asked:
        assert begins == ("f1 suits c1" if passes else "f1 does not suit c1")
    assert named(law.row["says"].strip("-")).items() <= named(";".join(rest)).items()
    if margin := law.row["off by"]:
        assert result.margin == float(margin)
    pool = find_candidates(graph, scheme)
    assert bool(np.any((pool.need == 0) & (pool.asset == 0))) is passes


@pytest.mark.parametrize("kind", sorted(GATES))
def test_every_kind_passes_and_fails_in_the_book(kind: str) -> None:
    """A kind without a row for each answer is not specified."""
    assert {law.row["passes"] for law in BOOK if law.kind == kind} == {"yes", "no"}


def test_schemes_and_candidates_know_the_same_kinds() -> None:
    """What a scheme file may name is what there is a function for, and no more."""
    assert set(GATES) == set(GATE_KINDS)
