"""Explaining a whole round: every pair, everybody waiting, every empty seat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from matcher.candidates import Pool
from matcher.candidates.wording import fill
from matcher.explaining.audiences import versions
from matcher.explaining.case import Case
from matcher.explaining.changing import changes_for
from matcher.explaining.factors import factors
from matcher.explaining.forcing import alternatives
from matcher.explaining.splitting import split
from matcher.explaining.waiting import (
    Gates,
    below_floors,
    free_seats,
    nearest_to_asset,
    nearest_to_need,
)
from matcher.explaining.whys import Change, Why
from matcher.instance import Chosen, Instance, Solution
from matcher.model import Progress, silent
from matcher.schemes import Scheme
from matcher.scoring import PoolFits

ALTERNATIVES = 2


def explain(
    pool: Pool,
    fits: PoolFits,
    scheme: Scheme,
    instance: Instance,
    solution: Solution,
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
) -> tuple[Why, ...]:
    """Explain a solution: pairs, then needs without one, empty seats, closed assets.

    Guarantees: only evidence that counted is cited; alternatives are what a re-solve
    with that pair forced gives; a change is one after which a re-solve matches the
    need; what is kept apart, on hold, full or suspended is only "not available".
    """
    case = Case(pool, fits, scheme, instance, solution, salt, effort)
    work = [*_pairs(case), *_needs(case), *_seats(case), *_closed(case)]
    whys = []
    for done, (what, make) in enumerate(work):
        progress(f"Explaining {what}", done / len(work))
        why = make()
        whys.append(replace(why, versions=versions(case, why)))
    return tuple(whys)


Work = Iterator[tuple[str, Callable[[], Why]]]


def _pairs(case: Case) -> Work:
    equal = dict(case.solution.equal)
    decided = {need for need, _ in (*case.instance.pinned, *case.instance.agreed)}
    for row in case.solution.chosen:
        unit = case.unit_of[row.need]
        fixed = bool(decided & set(case.members(unit)))
        others = equal.get(case.market.units[unit], ())
        yield row.need, partial(_pair, case, row, others, fixed)


def _pair(case: Case, row: Chosen, equal: tuple[str, ...], fixed: bool) -> Why:
    state = "decided" if fixed else "for you to choose" if equal else "proposed"
    points = {
        "need_fit": row.need_fit,
        "asset_fit": row.asset_fit,
        "fit": row.fit,
    }
    unit = case.unit_of[row.need]
    first = row.need == case.members(unit)[0]
    return Why(
        kind="pair",
        need=row.need,
        asset=row.asset,
        state=state,
        summary=_paired(case, row, equal, fixed),
        fits={name: value for name, value in points.items() if value is not None},
        factors=factors(case, row.need, row.asset),
        alternatives=()
        if fixed or not first
        else alternatives(case, unit, most=ALTERNATIVES),
        equal=equal,
    )


def _paired(case: Case, row: Chosen, equal: tuple[str, ...], fixed: bool) -> str:
    words = case.scheme.words.get("staff", {})
    if fixed:
        return f"{row.need} with {row.asset}: somebody decided this before the round."
    if equal and "choose" in words:
        both = sorted({row.asset, *equal})
        return fill(words["choose"], {"need": row.need, "list": " or ".join(both)})
    return f"{row.need} with {row.asset}: the best found for both sides together."


def _needs(case: Case) -> Work:
    gates = Gates(case)
    found: dict[int, tuple[Change, ...]] = {}
    for need, reason in case.solution.unmatched:
        yield need, partial(_need, case, need, reason, gates, found)


def _need(
    case: Case,
    need: str,
    reason: str,
    gates: Gates,
    found: dict[int, tuple[Change, ...]],
) -> Why:
    unit = case.unit_of[need]
    if unit not in found:
        found[unit] = changes_for(case, unit)
    unmatched = case.scheme.words.get("staff", {}).get("unmatched", "{need} waits.")
    floors = below_floors(case, need)
    below = f" {floors} came through the gates and stand below a floor." * bool(floors)
    apart = split(case, unit)
    return Why(
        kind="need",
        need=need,
        asset="",
        state="waiting",
        summary=f"{fill(unmatched, {'need': need})} {_sentence(reason)}{below}{apart}",
        gates=gates.of_need(need),
        nearest=nearest_to_need(case, need),
        changes=found[unit],
    )


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def _seats(case: Case) -> Work:
    gates = Gates(case)
    for asset, count in free_seats(case).items():
        yield asset, partial(_seat, case, asset, count, gates)


def _seat(case: Case, asset: str, count: int, gates: Gates) -> Why:
    words = case.scheme.words.get("staff", {})
    empty = fill(words.get("empty", "{asset} has nobody."), {"asset": asset})
    held = asset in case.homes.values()
    left = f"{asset} has {count} left." if held else f"{empty} {count} free."
    return Why(
        kind="seat",
        need="",
        asset=asset,
        state="empty",
        summary=left,
        gates=gates.of_asset(asset),
        nearest=nearest_to_asset(case, asset),
    )


def _closed(case: Case) -> Work:
    gates = Gates(case)
    for asset, reason in case.solution.closed:
        yield asset, partial(_shut, case, asset, reason, gates)


def _shut(case: Case, asset: str, reason: str, gates: Gates) -> Why:
    words = case.scheme.words.get("staff", {})
    closed = fill(words.get("closed", "{asset} stays closed."), {"asset": asset})
    return Why(
        kind="closed",
        need="",
        asset=asset,
        state="closed",
        summary=f"{closed} {_sentence(reason)}",
        gates=gates.of_asset(asset),
        nearest=nearest_to_asset(case, asset),
    )
