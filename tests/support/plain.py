"""Reading and solving plain instances in tests, and what comes back as plain values."""

from __future__ import annotations

from typing import Any

from matcher.instance import Solution, compile_market, instance_of
from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving import solve
from matcher.solving.answer import Answer

SALT = "0123456789abcdef"


def market_of(data: dict[str, Any]) -> Market:
    """Return the market of an instance given as plain values."""
    return compile_market(instance_of(data))


def solved(
    data: dict[str, Any], policy: str = "best", *, salt: str = SALT, **options: Any
) -> Solution:
    """Return the solution of an instance given as plain values."""
    return solve(instance_of(data), Policy(policy, **options), salt=salt)


def assigned(market: Market, answer: Answer) -> tuple[tuple[str, str], ...]:
    """Return the (unit, asset) refs that an answer chooses, sorted."""
    assets = market.instance.assets
    return tuple(
        sorted(
            (market.units[market.unit[pair]], assets[market.asset[pair]].ref)
            for pair in answer.chosen
        )
    )
