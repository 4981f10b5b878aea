"""Whom a neighbourhood depends on alone: nobody else could meet a need there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from matcher.candidates import Pool
from matcher.graph import Row
from matcher.model import Place


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody on whom needs of one neighbourhood depend.

    Parameters
    ----------
    outcode : str
        The neighbourhood of the needs.
    kind : {"holder", "hub"}
    ref : str
        Whom or where everything goes through; an asset that names no holder is its own.
    needs : int
        Needs there that no candidate would be left for without it.
    of : int
        Needs there that have a candidate.
    """

    outcode: str
    kind: str
    ref: str
    needs: int
    of: int


def depends_alone(pool: Pool) -> tuple[Alone, ...]:
    """Return holders and hubs without whom needs of a neighbourhood reach nobody.

    Guarantee: take away all assets of the holder (or hub), look for candidates again,
    and exactly these needs have none. A need without a place is in no neighbourhood.
    """
    found = []
    for kind in ("holder", "hub"):
        net = _ways(pool, kind)
        found += list(_single(pool, net, kind))
    return tuple(sorted(found, key=lambda a: (-a.needs, a.outcode, a.kind, a.ref)))


def _ways(pool: Pool, kind: str) -> nx.Graph[tuple[str, str]]:
    """Link every need with whom its candidates go through."""
    net: nx.Graph[tuple[str, str]] = nx.Graph()
    through = [_through(row, kind) for row in pool.graph.assets]
    for need, asset in zip(pool.need.tolist(), pool.asset.tolist(), strict=True):
        ref = through[asset]
        # An asset of nobody in particular is a way of its own.
        name = ref or f"asset {pool.graph.assets[asset].ref}"
        net.add_edge(("need", pool.graph.needs[need].ref), (kind if ref else "", name))
    return net


def _through(row: Row, kind: str) -> str:
    if kind == "hub":
        return str(row.record.get("hub") or "")
    return row.holder[1].removeprefix("asset:") if row.holder else ""


def _single(pool: Pool, net: nx.Graph[tuple[str, str]], kind: str) -> Iterator[Alone]:
    places = {row.ref: _outcode(row) for row in pool.graph.needs}
    reached: defaultdict[str, int] = defaultdict(int)
    alone: defaultdict[tuple[str, str], int] = defaultdict(int)
    for node in (n for n in net if n[0] == "need" and places[n[1]]):
        reached[places[node[1]]] += 1
        ways = list(net[node])
        if len(ways) == 1 and ways[0][0] == kind:
            alone[places[node[1]], ways[0][1]] += 1
    for (outcode, ref), needs in alone.items():
        yield Alone(outcode, kind, ref, needs, reached[outcode])


def _outcode(row: Row) -> str:
    """Return the neighbourhood of a need: its first place by column name."""
    cells = (row.record.values[name] for name in sorted(row.record.values))
    return next((cell.outcode for cell in cells if isinstance(cell, Place)), "")
