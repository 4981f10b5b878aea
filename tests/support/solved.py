"""Rounds of small invented communities, solved once for many tests."""

from __future__ import annotations

from functools import cache
from weakref import WeakKeyDictionary

from support.lines import SALT, invented

from matcher.candidates import find_candidates
from matcher.explaining import Case, Why, explain
from matcher.graph import build_asset_graph
from matcher.instance import build_instance
from matcher.model import Snapshot
from matcher.schemes import Scheme, find_scheme
from matcher.scoring import score_candidates
from matcher.solving import solve

SIZES = {
    "norfolk-carers": (24, 120),
    "oxfordshire-mentors": (30, 20),
    "hartlepool-tutors": (50, 6),
    "hartlepool-babybank": (90, 70),
}
"""Needs and assets: small, and as scarce as the whole communities."""


@cache
def community(name: str, seed: int = 1, size: int = 1) -> Case:
    """Return the round of a small community, `size` times the stated one, solved."""
    needs, assets = SIZES[name]
    return solved(invented(name, needs * size, assets * size, seed), find_scheme(name))


@cache
def tiny(name: str) -> Case:
    """Return a round to explain many times: courses take longest."""
    if name != "hartlepool-tutors":
        return community(name)
    return solved(invented(name, 30, 4), find_scheme(name))


def solved(snapshot: Snapshot, scheme: Scheme) -> Case:
    """Return the round of a snapshot, solved."""
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    fits = score_candidates(pool, scheme)
    instance = build_instance(pool, fits, scheme)
    solution = solve(instance, scheme.policy, salt=SALT)
    return Case(pool, fits, scheme, instance, solution, SALT, 10.0)


def explained(case: Case) -> tuple[Why, ...]:
    """Return every explanation of a round; it is explained once."""
    if case not in _explained:
        parts = case.pool, case.fits, case.scheme, case.instance, case.solution
        _explained[case] = explain(*parts, salt=case.salt)
    return _explained[case]


_explained: WeakKeyDictionary[Case, tuple[Why, ...]] = WeakKeyDictionary()
