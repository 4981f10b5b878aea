"""From an algorithm's answer to a result: rows, reasons, blocking pairs, digests."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from importlib.metadata import version

import numpy as np

import matcher
from matcher.instance import digest, hygiene
from matcher.instance.document import Fits
from matcher.instance.market import Market
from matcher.instance.solution import Chosen, Solution
from matcher.model import Policy
from matcher.solving import reasons
from matcher.solving.answer import Answer
from matcher.solving.blocking import blocking_pairs, seated


def assemble(
    market: Market, policy: Policy, answer: Answer, *, salt: str, seconds: float
) -> Solution:
    """Return the result of an answer.

    Blocking and excused pairs are listed under every policy; where nothing was chosen
    because nothing can be, they are left empty.
    """
    now = seated(market, answer.chosen, answer.staff)
    instance = market.instance
    solution = Solution(
        policy=policy,
        status=answer.status,
        market=instance.market,
        instance_sha256=digest(instance),
        salt_sha256=hashlib.sha256(salt.encode("ascii")).hexdigest(),
        reproducible=answer.reproducible,
        tie=answer.tie,
        conflict=answer.conflict,
        hygiene=hygiene(instance),
        versions=_versions(),
        seconds=round(seconds, 3),
    )
    if answer.status in ("infeasible", "unknown"):
        return solution
    blocking, excused = blocking_pairs(market, now, margin=policy.margin)
    return replace(
        solution,
        chosen=_chosen(market, answer),
        staff=tuple(sorted(answer.staff)),
        closed=tuple(reasons.closed(market, now)),
        unmatched=tuple(sorted(reasons.unmatched(market, now))),
        equal=answer.equal,
        objectives=answer.objectives,
        blocking_pairs=blocking,
        excused_pairs=excused,
        frontier=answer.frontier,
    )


def _chosen(market: Market, answer: Answer) -> tuple[Chosen, ...]:
    instance, fits = market.instance, market.instance.fits
    open_to_choice = {unit for unit, _ in answer.equal}
    keys = fits.need.astype(np.int64) * len(instance.assets) + fits.asset
    rows = []
    for pair in answer.chosen.tolist():
        unit, asset = int(market.unit[pair]), int(market.asset[pair])
        for need in market.members[unit]:
            points: dict[str, int] = {}
            if len(fits):
                row = int(np.searchsorted(keys, need * len(instance.assets) + asset))
                points = _points(fits, row)
            rows.append(
                Chosen(
                    instance.needs[need].ref,
                    instance.assets[asset].ref,
                    provisional=market.units[unit] in open_to_choice,
                    **points,
                )
            )
    return tuple(sorted(rows, key=lambda row: row.need))


def _points(fits: Fits, row: int) -> dict[str, int]:
    points = {"fit": int(fits.fit[row])}
    if fits.need_fit is not None and fits.asset_fit is not None:
        points["need_fit"] = int(fits.need_fit[row])
        points["asset_fit"] = int(fits.asset_fit[row])
    return points


def _versions() -> dict[str, str]:
    return {"acorns": matcher.__version__, **_solvers()}


@cache
def _solvers() -> dict[str, str]:
    """Return the solvers' versions: reading them takes as long as a small solve."""
    return {name: version(name) for name in ("ortools", "scipy")}
