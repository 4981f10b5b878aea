"""What stands in the graph: refs that coincide, people behind rows, closed trees."""

from typing import Any

from support import toy

from matcher.candidates import find_candidates, why_not
from matcher.graph import (
    EDGE_KINDS,
    NODE_KINDS,
    AssetGraph,
    build_asset_graph,
    skill_path,
)
from matcher.graph.people import find_people
from matcher.model import Ruling
from matcher.schemes import Build

COLUMNS = {
    "needs": {"must": "capabilities", "levels": "levels", "free": "slots"},
    "assets": {"capabilities": "capabilities", "free": "slots"},
    "staff": {"capabilities": "capabilities"},
}


def everything() -> AssetGraph:
    """Return a graph with every kind of node and edge."""
    scheme = toy.scheme(
        columns=COLUMNS,
        capabilities={"signing": "", "makaton": "signing"},
        supports={"signing": ("communication",)},
        trains={"makaton-course": ("makaton",)},
        build=Build(group="group"),
    )
    snapshot = toy.snapshot(
        needs={
            "x1": {
                "group": "s1",
                "trusts": ("x1",),
                "levels": (("communication", 2),),
                "must": ("signing",),
                "free": toy.week("tue-am"),
            },
            "x2": {"group": "s1"},
        },
        assets={
            "x1": {
                "holder": "p1",
                "partner": "p2",
                "hub": "h1",
                "capabilities": ("makaton",),
                "training": ("makaton-course",),
                "free": toy.week("tue-am;wed-am"),
            }
        },
        staff={"x1": {"person": "p3", "capabilities": ("makaton",)}},
        hubs={"h1": {"place": toy.NORWICH, "organisation": "o1"}},
        rulings=[Ruling("x2", "x1", "previous")],
        apart=[("x2", "p3")],
    )
    return build_asset_graph(snapshot, scheme)


def test_every_kind_of_node_and_edge_is_drawn() -> None:
    """What the two lists name is what a full snapshot gives, and no more."""
    net = everything().net
    assert {kind for kind, _ in net.nodes} == set(NODE_KINDS)
    assert {data["kind"] for _, _, data in net.edges(data=True)} == set(EDGE_KINDS)


def test_a_need_an_asset_and_staff_may_share_a_ref() -> None:
    """They are three nodes, and what is said of one is not said of another."""
    graph = everything()
    assert {("need", "x1"), ("asset", "x1"), ("staff", "x1")} <= set(graph.net.nodes)
    assert graph.assets[0].holder == ("holder", "p1")
    assert graph.staff[0].holder == ("holder", "p3")
    assert graph.needs[0].holder == ("holder", "need:x1")
    assert graph.needs[0].trusts == {("holder", "p1")}


def test_without_leaves_the_graph_itself_alone() -> None:
    """Dropping a kind gives another graph."""
    graph = everything()
    before = graph.net.number_of_edges()
    other = graph.without("holds")
    assert graph.net.number_of_edges() == before > other.net.number_of_edges()
    assert graph.assets[0].held == {"makaton", "signing"}
    assert other.assets[0].held == frozenset()


def test_a_tree_that_bites_its_tail_ends() -> None:
    """Schemes refuse it; the closure and the search end all the same."""
    scheme = toy.scheme(
        gates=[toy.gate("must", "can", need="must")],
        columns=COLUMNS,
        capabilities={"a": "b", "b": "c", "c": "a"},
    )
    snapshot = toy.snapshot(
        needs={"c1": {"must": ("c",)}}, assets={"f1": {"capabilities": ("a",)}}
    )
    graph = build_asset_graph(snapshot, scheme)
    assert graph.assets[0].held == {"a", "b", "c"}
    assert len(find_candidates(graph, scheme)) == 1
    wanted = ("capability", "z")
    assert skill_path(graph, graph.needs[0], wanted, graph.assets[0]) == ()


def holders(needs: dict[str, Any], staff: dict[str, Any]) -> dict[str, str]:
    """Return the holder of every row, "sheet:ref" to name."""
    found = find_people(toy.snapshot(needs=needs, staff=staff)).holders
    return {f"{kind}:{ref}": name for (kind, ref), (_, name) in found.items()}


def test_people_are_joined_across_rows() -> None:
    """By a shared name, by a need's ref, by another staff row's ref, and chains."""
    assert holders({"c1": {}}, {}) == {"need:c1": "need:c1"}
    assert holders({"c1": {"holder": "p1"}}, {"t1": {"person": "p1"}}) == {
        "need:c1": "p1",
        "staff:t1": "p1",
    }
    assert holders({"c1": {}}, {"t1": {"person": "c1"}}) == {
        "need:c1": "c1",
        "staff:t1": "c1",
    }
    chain = {"t1": {"person": "t2"}, "t2": {"person": "t3"}, "t3": {}}
    assert set(holders({}, chain).values()) == {"t2"}
    ring = {"t1": {"person": "t2"}, "t2": {"person": "t1"}}
    assert set(holders({}, ring).values()) == {"t1"}


def test_a_holder_written_twice_is_one() -> None:
    """What one row of a mentor says they can do counts for the other row too."""
    scheme = toy.scheme(
        gates=[toy.gate("must", "can", need="must")],
        columns=COLUMNS,
        capabilities={"makaton": ""},
    )
    snapshot = toy.snapshot(
        needs={"c1": {"must": ("makaton",)}},
        assets={
            "m1": {"holder": "p1", "capabilities": ("makaton",)},
            "m2": {"holder": "p1"},
        },
    )
    graph = build_asset_graph(snapshot, scheme)
    assert why_not(graph, scheme, "c1", "m2")[0].passed
