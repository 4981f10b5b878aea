"""The entry point: one algorithm for each kind of question, one shape of answer."""

from __future__ import annotations

import math
from time import perf_counter
from typing import Protocol

from matcher.instance import compile_market
from matcher.instance.document import Instance
from matcher.instance.market import Market
from matcher.instance.solution import Solution
from matcher.model import Policy, Progress, silent
from matcher.solving.acceptance import solve_needs_first
from matcher.solving.answer import Answer
from matcher.solving.assembly import assemble
from matcher.solving.assets_first import solve_assets_first
from matcher.solving.flow import only_capacities, solve_flow
from matcher.solving.general import solve_general
from matcher.solving.profiled import solve_profiled
from matcher.solving.request import check_request


class Quick(Protocol):
    """A solver of markets with only capacities."""

    def __call__(
        self, market: Market, policy: Policy, *, salt: str, progress: Progress = ...
    ) -> Answer:
        """Return the answer, as `solve` would."""


def solve(
    instance: Instance,
    policy: Policy,
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
    seconds: float = math.inf,
) -> Solution:
    """Return the chosen pairs of an instance under a policy, with their proof.

    Parameters
    ----------
    instance : Instance
        The pure matching problem.
    policy : Policy
        A name and options of `matcher.solving.request`.
    salt : str
        Lower-case hex; settles ties and nothing else.
    effort : float
        Deterministic work, 1 being about a second.
    progress : Progress
        Told what is being done and the share done.
    seconds : float
        By the clock: integer programmes that take longer are cut off, what was found
        is returned with its gap, and ``reproducible`` is false.

    Returns
    -------
    Solution
        The same for equal instances, policies, salts and efforts, whatever the row
        order; only ``seconds`` differs. An ``infeasible`` one names its conflict.

    Raises
    ------
    Refused
        If the request cannot be met as it stands.
    """
    check_request(instance, policy, salt=salt, effort=effort)
    start = perf_counter()
    progress("reading the market", 0.0)
    market = compile_market(instance)
    answer = _answer(
        market, policy, salt=salt, progress=progress, effort=effort, seconds=seconds
    )
    progress("writing the result", 1.0)
    return assemble(market, policy, answer, salt=salt, seconds=perf_counter() - start)


def _answer(
    market: Market,
    policy: Policy,
    *,
    salt: str,
    progress: Progress,
    effort: float,
    seconds: float,
) -> Answer:
    if policy.name == "needs-first":
        return solve_needs_first(market, salt=salt, progress=progress)
    if policy.name == "assets-first":
        return solve_assets_first(market, salt=salt, progress=progress)
    quick = by_flow(market, policy)
    if quick is not None:
        return quick(market, policy, salt=salt, progress=progress)
    return solve_general(
        market, policy, salt=salt, effort=effort, progress=progress, seconds=seconds
    )


def by_flow(market: Market, policy: Policy) -> Quick | None:
    """Return what solves this by flows alone; None where it takes integer programmes.

    Flows honour capacities, and objectives that are sums over pairs.
    """
    if policy.name not in ("best", "fair") or not only_capacities(market):
        return None
    if policy.maximise == "minimum-regret":
        return None
    plain = policy.name == "best" and policy.maximise in ("size-fit", "fit")
    return solve_flow if plain else solve_profiled
