"""Removing any one kind of edge changes an outcome: a test for each kind."""

from collections.abc import Callable
from typing import Any

import pytest
from support import toy

from matcher.candidates import find_candidates
from matcher.graph import EDGE_KINDS, AssetGraph, build_asset_graph
from matcher.instance import Instance
from matcher.instance.building import build_instance
from matcher.model import Ruling
from matcher.schemes import Build, Scheme
from matcher.scoring import score_candidates

SIGNING = {"signing": "", "makaton": "signing"}
SKILLED = {
    "needs": {"must": "capabilities", "levels": "levels"},
    "assets": {"capabilities": "capabilities"},
}
CHECK = {"check_level": "enhanced", "check_outcome": "suitable"}
CHECK_GATE = toy.gate(
    "checked",
    "check",
    level="check_level",
    issued="check_issued",
    outcome="check_outcome",
    accepted=["enhanced"],
    months=36,
    partner="partner_",
)


def candidates(graph: AssetGraph, scheme: Scheme) -> list[tuple[str, str]]:
    """Return the pairs by ref."""
    pool = find_candidates(graph, scheme)
    pairs = zip(pool.need.tolist(), pool.asset.tolist(), strict=True)
    return [(graph.needs[n].ref, graph.assets[a].ref) for n, a in pairs]


def first_points(graph: AssetGraph, scheme: Scheme) -> int:
    """Return the first criterion's points for the first pair."""
    pool = find_candidates(graph, scheme)
    return int(score_candidates(pool, scheme).points[0, 0])


def instance(graph: AssetGraph, scheme: Scheme) -> Instance:
    """Return the whole instance."""
    pool = find_candidates(graph, scheme)
    return build_instance(pool, score_candidates(pool, scheme), scheme)


def outcomes(
    kind: str,
    outcome: Callable[[AssetGraph, Scheme], Any],
    scheme: Scheme,
    **rows: Any,
) -> tuple[Any, Any]:
    """Return an outcome with all edges, and without those of `kind`."""
    graph = build_asset_graph(toy.snapshot(**rows), scheme)
    assert any(data["kind"] == kind for _, _, data in graph.net.edges(data=True))
    return outcome(graph, scheme), outcome(graph.without(kind), scheme)


def test_holds() -> None:
    """Without holds nobody has a skill, and a need for one finds no candidate."""
    scheme = toy.scheme(
        gates=[toy.gate("must", "can", need="must")],
        columns=SKILLED,
        capabilities=SIGNING,
    )
    assert outcomes(
        "holds",
        candidates,
        scheme,
        needs={"c1": {"must": ("makaton",)}},
        assets={"f1": {"capabilities": ("makaton",)}},
    ) == ([("c1", "f1")], [])


def test_needs() -> None:
    """Without needs nobody can tell that an asset is the family's own."""
    scheme = toy.scheme(gates=[toy.gate("own", "not_own")])
    assert outcomes(
        "needs",
        candidates,
        scheme,
        needs={"c1": {"holder": "p1"}},
        assets={"f1": {"holder": "p1"}},
    ) == ([], [("c1", "f1")])


def test_supports() -> None:
    """Without supports a signer earns nothing for a communication need."""
    scheme = toy.scheme(
        criteria=[
            toy.criterion("profile", "covers", need="levels", asset="capabilities")
        ],
        columns=SKILLED,
        capabilities=SIGNING,
        supports={"signing": ("communication",)},
    )
    assert outcomes(
        "supports",
        first_points,
        scheme,
        needs={"c1": {"levels": (("communication", 3),)}},
        assets={"f1": {"capabilities": ("signing",)}},
    ) == (100, 0)


def test_is_a() -> None:
    """Without is-a a Makaton signer does not count as somebody who signs."""
    scheme = toy.scheme(
        gates=[toy.gate("must", "can", need="must")],
        columns=SKILLED,
        capabilities=SIGNING,
    )
    assert outcomes(
        "is-a",
        candidates,
        scheme,
        needs={"c1": {"must": ("signing",)}},
        assets={"f1": {"capabilities": ("makaton",)}},
    ) == ([("c1", "f1")], [])


def test_sibling() -> None:
    """Without sibling brothers and sisters are no group."""
    build = Build(group="group", together="together")
    with_edges, without = outcomes(
        "sibling",
        lambda graph, scheme: [g.members for g in instance(graph, scheme).groups],
        toy.scheme(build=build),
        needs={
            "c1": {"group": "s1", "together": "required"},
            "c2": {"group": "s1", "together": "preferred"},
        },
        assets={"f1": {}},
    )
    assert (with_edges, without) == ([("c1", "c2")], [])


def test_partner() -> None:
    """Without partner nobody looks at the second adult's check."""
    issued = toy.START.replace(year=2025)
    assert outcomes(
        "partner",
        candidates,
        toy.scheme(gates=[CHECK_GATE]),
        needs={"c1": {}},
        assets={"f1": {**CHECK, "check_issued": issued, "partner": "p2"}},
    ) == ([], [("c1", "f1")])


def test_trusts() -> None:
    """Without trusts a person the child named is nobody special."""
    scheme = toy.scheme(criteria=[toy.criterion("trusted", "trusts")])
    assert outcomes(
        "trusts",
        first_points,
        scheme,
        needs={"c1": {"trusts": ("f1",)}},
        assets={"f1": {}},
    ) == (100, 50)


def test_kept_apart() -> None:
    """Without kept-apart a pair that must never meet would be a candidate."""
    assert outcomes(
        "kept-apart",
        candidates,
        toy.scheme(),
        needs={"c1": {}},
        assets={"f1": {}},
        apart=[("c1", "f1")],
    ) == ([], [("c1", "f1")])


def test_hub_home_of() -> None:
    """Without hub-home-of nobody knows where a session is."""
    scheme = toy.scheme(
        gates=[toy.gate("near", "within", place="place", at="hub", km=5)]
    )
    assert outcomes(
        "hub-home-of",
        candidates,
        scheme,
        needs={"p1": {"place": toy.NORWICH}},
        assets={"k1": {"hub": "h1"}},
        hubs={"h1": {"place": toy.NORWICH}},
    ) == ([("p1", "k1")], [])


def test_trained_by() -> None:
    """Without trained-by a course that somebody finished teaches nothing."""
    scheme = toy.scheme(
        gates=[toy.gate("must", "can", need="must", asset="capabilities")],
        columns=SKILLED,
        capabilities=SIGNING,
        trains={"makaton-course": ("makaton",)},
    )
    assert outcomes(
        "trained-by",
        candidates,
        scheme,
        needs={"c1": {"must": ("signing",)}},
        assets={"f1": {"training": ("makaton-course",)}},
    ) == ([("c1", "f1")], [])


def test_matched_with() -> None:
    """Without matched-with an agreed match would not be kept, nor a change counted."""
    rulings = [Ruling("c1", "f1", "agreed"), Ruling("c2", "f1", "previous")]
    assert outcomes(
        "matched-with",
        lambda graph, scheme: (
            instance(graph, scheme).agreed,
            instance(graph, scheme).previous,
        ),
        toy.scheme(),
        needs={"c1": {}, "c2": {}},
        assets={"f1": {}},
        rulings=rulings,
    ) == (((("c1", "f1"),), (("c2", "f1"),)), ((), ()))


@pytest.mark.parametrize("kind", EDGE_KINDS)
def test_every_kind_has_its_test(kind: str) -> None:
    """A kind of edge without a test that needs it would be an ornament."""
    assert f"test_{kind.replace('-', '_')}" in globals()
