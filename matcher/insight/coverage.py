"""Coverage: what needs ask for and where they are, and how many of them are reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.candidates import Pool, count_by_need
from matcher.graph import AssetGraph, Row
from matcher.insight.places import outcode_of
from matcher.insight.reach import Reach, reach_of
from matcher.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Share:
    """Of the needs that have something in common, how many are reached.

    Parameters
    ----------
    name : str
        A domain that is asked for, or an outcode.
    needs, reached : int
        Needs that wait, and those with at least one candidate.
    assets : int
        Assets that support the domain, or that are there.
    """

    name: str
    needs: int
    reached: int
    assets: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a snapshot's assets reach, in all, by capability and by area."""

    reach: Reach
    capabilities: tuple[Share, ...]
    areas: tuple[Share, ...]


def coverage(pool: Pool, scheme: Scheme) -> Coverage:
    """Return what the assets of a pool reach, by the same gates as a round.

    Guarantee: a need counts once for each domain it asks for, and once for its outcode;
    one without a place is in no area. Those least reached come first.
    """
    graph = pool.graph
    counts = count_by_need(graph, scheme)
    met = {
        ref
        for ref, number in zip(counts.refs, counts.candidates.tolist(), strict=True)
        if number
    }
    return Coverage(
        reach_of(pool, counts),
        _shares(
            ((row.ref, name) for row in graph.needs for name in domains_of(row)),
            met,
            _able(graph),
        ),
        _shares(
            ((row.ref, code) for row in graph.needs if (code := outcode_of(row))),
            met,
            Counter(code for row in graph.assets if (code := outcode_of(row))),
        ),
    )


def domains_of(row: Row) -> frozenset[str]:
    """Return the domains that a need asks something of."""
    asked = row.asked.values()
    return frozenset(word for pairs in asked for word, level in pairs if level)


def _able(graph: AssetGraph) -> Mapping[str, int]:
    """Return by domain how many assets have people who support it."""
    supports = graph.supports
    return Counter(
        domain
        for row in graph.assets
        for domain in {each for skill in row.held for each in supports.get(skill, ())}
    )


def _shares(
    named: Iterable[tuple[str, str]], met: set[str], assets: Mapping[str, int]
) -> tuple[Share, ...]:
    needs, reached = Counter[str](), Counter[str]()
    for ref, name in named:
        needs[name] += 1
        reached[name] += ref in met
    found = (Share(n, needs[n], reached[n], assets.get(n, 0)) for n in needs)
    return tuple(sorted(found, key=lambda s: (s.reached - s.needs, -s.needs, s.name)))
