"""One function is the architecture: `run_round`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matcher.candidates import Pool, find_candidates
from matcher.explaining import explain
from matcher.graph import build_asset_graph
from matcher.instance import Instance, build_instance, write_instance, write_result
from matcher.model import Policy, Progress, Snapshot, silent
from matcher.rounds.checking import verify_apart
from matcher.rounds.result import RoundResult
from matcher.schemes import Scheme
from matcher.scoring import PoolFits, score_candidates
from matcher.solving import solve

SOLVING = "Solving"
CHECKING = "Checking the answer in a process of its own"


@dataclass(frozen=True, slots=True)
class Problem:
    """Who could be with whom, how well each fits, and the pure problem of it."""

    pool: Pool
    fits: PoolFits
    instance: Instance


def run_round(
    snapshot: Snapshot,
    scheme: Scheme,
    *,
    salt: str,
    effort: float = 10.0,
    policy: Policy | None = None,
    progress: Progress = silent,
    seconds: float = math.inf,
) -> RoundResult:
    """Match everybody waiting in a snapshot, check the answer, and explain it.

    Parameters
    ----------
    snapshot : Snapshot
        The frozen inputs.
    scheme : Scheme
        The rules, fixed before the freeze.
    salt : str
        Lower-case hex; its hash was published before any input was read.
    effort : float
        Deterministic work; 1 is about a second.
    policy : Policy, optional
        Another policy than the scheme's, for a comparison with a reason in the log.
    progress : callable
        Told what is being done and the share done, 0 to 1.
    seconds : float
        By the clock, for solving: see `matcher.solving.solve`.

    Returns
    -------
    RoundResult
        The same for the same snapshot, scheme and salt, whatever the order of rows.

    Raises
    ------
    Refused
        If there is nobody to match, or the policy cannot take the instance.
    """
    problem = prepare(snapshot, scheme, progress)
    instance = problem.instance
    chosen = policy or scheme.policy
    progress(SOLVING, 0.15)
    solution = solve(
        instance,
        chosen,
        salt=salt,
        effort=effort,
        progress=_within(progress, 0.15, 0.5),
        seconds=seconds,
    )
    progress(CHECKING, 0.5)
    verification = verify_apart(instance, solution, salt=salt)
    progress("Explaining", 0.55)
    whys = explain(
        problem.pool,
        problem.fits,
        scheme,
        instance,
        solution,
        salt=salt,
        effort=effort,
        progress=_within(progress, 0.55, 1.0),
    )
    return RoundResult(
        round=snapshot.round,
        scheme=scheme.name,
        scheme_sha256=scheme.digest,
        snapshot_sha256=snapshot.digest(),
        instance=write_instance(instance),
        result=write_result(solution),
        verification=verification,
        whys=whys,
    )


def prepare(snapshot: Snapshot, scheme: Scheme, progress: Progress) -> Problem:
    """Return what a snapshot and a scheme come to before anything is solved."""
    progress("Linking who gives what to who needs it", 0.0)
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    progress("Weighing both sides", 0.1)
    fits = score_candidates(pool, scheme)
    return Problem(pool, fits, build_instance(pool, fits, scheme))


def _within(progress: Progress, start: float, end: float) -> Progress:
    def inner(doing: str, share: float) -> None:
        progress(doing, start + (end - start) * share)

    return inner
