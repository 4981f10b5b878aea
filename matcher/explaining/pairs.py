"""Why these two: every chosen pair, in the words of the scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from matcher.candidates.wording import fill
from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.factors import factors
from matcher.explaining.forcing import alternatives
from matcher.explaining.whys import Alternative, Why
from matcher.instance import Chosen

ALTERNATIVES = 2
CHOOSE = "for you to choose"
Work = Iterator[tuple[str, Callable[[], Why]]]
"""What is to be explained, and how."""


def pairs(case: Case) -> Work:
    """Yield the explanation of each pair, by need."""
    equal = dict(case.solution.equal)
    decided = {need for need, _ in (*case.instance.pinned, *case.instance.agreed)}
    for row in case.solution.chosen:
        unit = case.unit_of[row.need]
        state = "proposed"
        if decided & set(case.members(unit)):
            state = "decided"
        elif row.provisional:
            state = CHOOSE
        others = equal.get(case.market.units[unit], ())
        yield row.need, partial(_pair, case, row, others, state)


def _pair(case: Case, row: Chosen, equal: tuple[str, ...], state: str) -> Why:
    unit = case.unit_of[row.need]
    first = case.members(unit)[0]
    points = {
        "need_fit": row.need_fit,
        "asset_fit": row.asset_fit,
        "fit": row.fit,
    }
    others: tuple[Alternative, ...] = ()
    if state != "decided" and row.need == first:
        others = alternatives(case, unit, most=ALTERNATIVES)
    return Why(
        kind="pair",
        need=row.need,
        asset=row.asset,
        state=state,
        summary=_summary(case, row, equal, state),
        fits={name: value for name, value in points.items() if value is not None},
        factors=factors(case, row.need, row.asset),
        alternatives=others,
        equal=equal,
    )


def _summary(case: Case, row: Chosen, equal: tuple[str, ...], state: str) -> str:
    first, *others = case.members(case.unit_of[row.need])
    if row.need != first:
        return (
            f"{row.need} with {row.asset}, together with {first}; see there for what "
            "else was possible."
        )
    both = phrases.listed((row.need, *others))
    words = case.scheme.words.get("staff", {})
    if state == "decided":
        return f"{both} with {row.asset}: somebody decided this before the round."
    if state == CHOOSE and equal and "choose" in words:
        among = " or ".join(sorted({row.asset, *equal}))
        return fill(words["choose"], {"need": both, "list": among})
    if state == CHOOSE:
        return f"For you to choose: {both} with {row.asset}, or nobody this time."
    if case.policy.name == "fair":
        return f"{both} with {row.asset}: the fairest for the round as a whole."
    if case.policy.name == "best":
        return f"{both} with {row.asset}: the best for the round as a whole."
    return (
        f"{both} with {row.asset}: neither could have anybody whom they would rather "
        "have and who would rather have them."
    )
