"""A round that was saved as a case again, to ask it what a change would do."""

from __future__ import annotations

from matcher.candidates import find_candidates
from matcher.explaining import Case
from matcher.graph import build_asset_graph
from matcher.instance import read_instance, read_result
from matcher.model import Snapshot
from matcher.schemes import Scheme
from matcher.scoring import score_candidates


def solved_case(
    snapshot: Snapshot,
    scheme: Scheme,
    *,
    instance: str,
    result: str,
    salt: str,
    effort: float,
) -> Case:
    """Return the case of a round from its stored texts: nothing is solved again."""
    pool = find_candidates(build_asset_graph(snapshot, scheme), scheme)
    return Case(
        pool,
        score_candidates(pool, scheme),
        scheme,
        read_instance(instance),
        read_result(result),
        salt,
        effort,
    )
