"""The rule book of criteria, `criteria.md`, row by row."""

from pathlib import Path

import pytest
from support import toy
from support.rule_book import Law, named, read_book

from matcher.candidates import find_candidates
from matcher.graph import AssetGraph, build_asset_graph
from matcher.graph import Path as GraphPath
from matcher.schemes import Scheme
from matcher.schemes.kinds import CRITERION_KINDS
from matcher.scoring import CRITERIA, reasons, score_candidates

BOOK = tuple(read_book(Path(__file__).with_name("criteria.md")))
WITH_PATHS = ("covers", "can", "trusts")


def round_of(law: Law) -> tuple[AssetGraph, Scheme]:
    """Return one need, one asset, one criterion, and others to tell apart."""
    scheme = toy.scheme(
        criteria=[toy.criterion("it", law.kind, side=law.row["side"], **law.options)],
        columns={
            "needs": {"must": "capabilities", "levels": "levels"},
            "assets": {"capabilities": "capabilities"},
        },
        capabilities={"signing": "", "makaton": "signing", "medication": ""},
        trains={"makaton-course": ("makaton",)},
        supports={"signing": ("communication",), "medication": ("health",)},
    )
    snapshot = toy.snapshot(
        needs={"c1": law.need, "c2": {"want": ("q",), "free": toy.week("sun-am")}},
        assets={"f1": law.asset, "f2": {"capabilities": ("signing", "medication")}},
        hubs={"h1": {"place": toy.NORWICH}},
    )
    return build_asset_graph(snapshot, scheme), scheme


@pytest.mark.parametrize("law", BOOK, ids=lambda law: law.name)
def test_the_rule_book_holds(law: Law) -> None:
    """Points and sentences are as the book has them, in a round and on demand."""
    graph, scheme = round_of(law)
    reason = reasons(graph, scheme, "c1", "f1")[0]
    assert reason.points == int(law.row["points"])
    fits = score_candidates(find_candidates(graph, scheme), scheme)
    assert fits.points[0, 0] == reason.points
    assert reason.counted is (law.row["reason"] != "-")
    check_said(reason.sentence, law.row["reason"].strip("-"), "f1 speaks for c1; ")
    check_said(reason.gap, law.row["gap"], "c1 lacks; ")
    check_said(reason.support, law.row["gap"], "help; ")


def check_said(sentence: str, words: str, begins: str) -> None:
    """Hold a sentence to its words; no words, no sentence."""
    assert bool(sentence) is bool(words)
    if words:
        assert sentence.startswith(begins)
        assert named(words).items() <= named(sentence.removeprefix(begins)).items()


@pytest.mark.parametrize(
    "law", [law for law in BOOK if law.kind in WITH_PATHS], ids=lambda law: law.name
)
def test_a_path_leads_from_the_need_to_the_asset(law: Law) -> None:
    """Whatever counts by the graph shows its path, one for each thing found."""
    graph, scheme = round_of(law)
    reason = reasons(graph, scheme, "c1", "f1")[0]
    found = len(reason.found) if law.kind != "trusts" else reason.points // 100
    assert len(reason.paths) == (found if reason.counted else 0)
    for path in reason.paths:
        assert is_walk(graph, path)


def is_walk(graph: AssetGraph, path: GraphPath) -> bool:
    """Tell whether a path is made of edges of the graph and joins need and asset."""
    node = ("need", "c1")
    for step in path:
        edges = graph.net.get_edge_data(step.source, step.target) or {}
        assert any(data["kind"] == step.kind for data in edges.values())
        assert node in {step.source, step.target}
        node = step.target if node == step.source else step.source
    return node == ("asset", "f1")


@pytest.mark.parametrize("kind", sorted(CRITERIA))
def test_every_kind_has_full_absent_and_partial_rows(kind: str) -> None:
    """A kind without a row for evidence, for none, and for less is not specified."""
    points = {int(law.row["points"]) for law in BOOK if law.kind == kind}
    silent = [law for law in BOOK if law.kind == kind and law.row["reason"] == "-"]
    assert silent
    assert len(points) > 1
    assert max(points) >= 73


def test_schemes_and_scoring_know_the_same_kinds() -> None:
    """What a scheme file may name is what there is a function for, and no more."""
    assert set(CRITERIA) == set(CRITERION_KINDS)
