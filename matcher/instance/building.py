"""From candidates and fits to the pure problem, as the scheme's ``build`` says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from matcher.candidates import Pool
from matcher.candidates.seats import free_seats
from matcher.graph import AssetGraph, Node
from matcher.instance.building_rows import asset_of, need_of, staff_of
from matcher.instance.document import Fits, Group, Instance
from matcher.schemes.scheme import Scheme
from matcher.scoring import PoolFits

Pairs = tuple[tuple[str, str], ...]


def build_instance(pool: Pool, fits: PoolFits, scheme: Scheme) -> Instance:
    """Return the matching problem of a round, its rows in canonical order.

    Guarantees: only candidates at or above both floors have a row in ``fits``. Pairs
    kept apart leave no trace: they are no candidates, like any other pair that a gate
    ruled out. Every need is in it; assets are where they have a seat left, or where
    somebody pinned or agreed a pair there. What siblings, matches and kept-apart say
    is read from the graph's edges.

    Parameters
    ----------
    pool, fits
        Of one graph, scored with this scheme.
    """
    graph, build = pool.graph, scheme.build
    rulings = _rulings(graph)
    firm = {asset for kind in ("pin", "agreed") for _, asset in rulings[kind]}
    rows = [r for r in graph.assets if r.ref in firm or free_seats(r.record, build)]
    assets = tuple(asset_of(row.record, build) for row in rows)
    refs = {asset.ref for asset in assets}
    table = _fits(pool, fits, {asset.ref: at for at, asset in enumerate(assets)})
    staff = staff_of(pool, build, refs)
    # Without one row of fits, an absent list would accept everybody.
    listed = not len(table)
    return Instance(
        needs=tuple(need_of(row, graph, build, listed=listed) for row in graph.needs),
        assets=assets,
        round=graph.snapshot.round,
        groups=_groups(graph),
        staff=staff,
        fits=table,
        pinned=rulings["pin"],
        forbidden=tuple(pair for pair in rulings["forbid"] if pair[1] in refs),
        apart=_apart(graph, {row.ref for row in staff}),
        previous=rulings["previous"],
        agreed=rulings["agreed"],
    )


def _fits(pool: Pool, fits: PoolFits, position: Mapping[str, int]) -> Fits:
    """Return the rows at or above both floors, of assets that are in the instance."""
    at = np.array([position.get(r.ref, -1) for r in pool.graph.assets], np.int32)
    keep = np.flatnonzero(fits.kept & (at[pool.asset] >= 0))
    return Fits(
        pool.need[keep],
        at[pool.asset[keep]],
        fits.need_fit[keep],
        fits.asset_fit[keep],
        fits.fit[keep],
    )


def _groups(graph: AssetGraph) -> tuple[Group, ...]:
    """Return the siblings that stay together, required or preferred."""
    members: dict[str, set[str]] = {}
    for one, other, data in graph.links.get("sibling", ()):
        if data["together"] != "apart":
            members.setdefault(data["group"], set()).update((one[1], other[1]))
    taken = {row.ref for row in graph.needs}
    groups = (Group(_free(ref, taken), tuple(sorted(m))) for ref, m in members.items())
    return tuple(sorted(groups, key=lambda group: group.ref))


def _free(ref: str, taken: set[str]) -> str:
    """Return a ref for a group that no need carries."""
    while ref in taken:
        ref += "-group"
    return ref


def _rulings(graph: AssetGraph) -> dict[str, Pairs]:
    """Return pairs by kind; agreed and previous ones from the graph's edges."""
    kinds: dict[str, set[tuple[str, str]]] = {
        kind: set() for kind in ("pin", "forbid", "agreed", "previous")
    }
    for ruling in graph.snapshot.rulings:
        kind = "forbid" if ruling.kind == "declined" else ruling.kind
        if kind in {"pin", "forbid"}:
            kinds[kind].add((ruling.need, ruling.asset))
    for need, asset, data in graph.links.get("matched-with", ()):
        kinds[data["ruling"]].add((need[1], asset[1]))
    return {kind: tuple(sorted(pairs)) for kind, pairs in kinds.items()}


def _apart(graph: AssetGraph, staff: set[str]) -> Pairs:
    """Return needs, and staff of the instance, who are never in one asset."""
    standing: dict[Node, set[str]] = {}
    engaged = (row for row in graph.staff if row.ref in staff)
    for row in (*graph.needs, *engaged):
        for node in row.answers_to:
            standing.setdefault(node, set()).add(row.ref)
    edges = [edge[:2] for edge in graph.links.get("kept-apart", ())]
    edges += [
        (one, other)
        for one, other, data in graph.links.get("sibling", ())
        if data["together"] == "apart"
    ]
    pairs = {
        (min(one, other), max(one, other))
        for edge in edges
        for one, other in product(*(standing.get(node, ()) for node in edge))
        if one != other
    }
    return tuple(sorted(pairs))
