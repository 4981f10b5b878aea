"""Explaining a whole round: every pair, everybody waiting, every empty seat."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from matcher.candidates import Pool
from matcher.candidates.wording import fill
from matcher.explaining import phrases
from matcher.explaining.audiences import versions
from matcher.explaining.case import SOLVED, Case
from matcher.explaining.changing import changes_for
from matcher.explaining.closing import shut
from matcher.explaining.drawing import drawn
from matcher.explaining.near import Near
from matcher.explaining.pairs import Work, pairs
from matcher.explaining.splitting import split
from matcher.explaining.waiting import Seats, because, gates_to_need, nearest_to_need
from matcher.explaining.whys import Why
from matcher.instance import Instance, Solution
from matcher.model import Progress, silent
from matcher.schemes import Scheme
from matcher.scoring import PoolFits


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
    need; what is kept apart, on hold, full or suspended is only "not available", and
    changes nothing else here. The same whatever the order of rows. Empty where there is
    no solution.
    """
    if solution.status not in SOLVED:
        return ()
    case = Case(pool, fits, scheme, instance, solution, salt, effort)
    seats = Seats(case)
    work = [*pairs(case), *_needs(case), *_seats(case, seats), *_closed(case, seats)]
    by_draw = drawn(case)
    whys = []
    for done, (what, make) in enumerate(work):
        progress(f"Explaining {what}", done / len(work))
        why = make()
        whys.append(replace(why, versions=versions(case, why, by_draw)))
    return tuple(whys)


def _needs(case: Case) -> Work:
    found: dict[int, Why] = {}
    for need, reason in case.solution.unmatched:
        yield need, partial(_need, case, need, reason, found)


def _need(case: Case, need: str, reason: str, found: dict[int, Why]) -> Why:
    """Explain a unit once; its other members refer to the first."""
    unit = case.unit_of[need]
    if unit not in found:
        found[unit] = _unit(case, unit, reason)
    whole = found[unit]
    if whole.need == need:
        return whole
    said = f"{need} waits together with {whole.need}; see there."
    return replace(whole, need=need, summary=said, gates=(), nearest=())


def _unit(case: Case, unit: int, reason: str) -> Why:
    seen = Near.of(case, unit)
    members = case.members(unit)
    equal = dict(case.solution.equal).get(seen.ref, ())
    words = case.scheme.words.get("staff", {})
    waits = fill(
        words.get("unmatched", "{need} waits."), {"need": phrases.listed(members)}
    )
    choice = f"For you to choose: in an equally good answer it is {' or '.join(equal)}."
    said = [waits, because(seen, reason), choice if equal else "", split(case, unit)]
    return Why(
        kind="need",
        need=members[0],
        asset="",
        state="waiting",
        summary=" ".join(filter(None, said)),
        equal=equal,
        gates=gates_to_need(seen),
        nearest=nearest_to_need(seen),
        changes=changes_for(seen),
    )


def _seats(case: Case, seats: Seats) -> Work:
    for asset, count in seats.free().items():
        yield asset, partial(_seat, case, seats, asset, count)


def _seat(case: Case, seats: Seats, asset: str, count: int) -> Why:
    words = case.scheme.words.get("staff", {})
    empty = fill(words.get("empty", "{asset} has nobody."), {"asset": asset})
    held = asset in case.homes.values()
    return Why(
        kind="seat",
        need="",
        asset=asset,
        state="empty",
        summary=f"{asset} has {count} left." if held else f"{empty} {count} left.",
        gates=seats.gates(asset),
        nearest=seats.nearest(asset),
    )


def _closed(case: Case, seats: Seats) -> Work:
    for asset in seats.closed():
        yield asset, partial(shut, case, seats, asset)
