"""Why an asset stays closed: what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.candidates.wording import fill
from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.crew import lacking
from matcher.explaining.waiting import Seats
from matcher.explaining.whys import Why
from matcher.instance import Asset


def shut(case: Case, seats: Seats, ref: str) -> Why:
    """Explain one asset that stays closed."""
    words = case.scheme.words.get("staff", {})
    asset = next(row for row in case.instance.assets if row.ref == ref)
    lacks = "; ".join(_lacks(case, asset))
    said = fill(
        words.get("closed", "{asset} stays closed."), {"asset": ref, "list": lacks}
    )
    if "{list}" not in words.get("closed", ""):
        said += f" {phrases.sentence(lacks)}"
    return Why(
        kind="closed",
        need="",
        asset=ref,
        state="closed",
        summary=said,
        gates=seats.gates(ref),
        nearest=seats.nearest(ref),
    )


def _lacks(case: Case, asset: Asset) -> Iterator[str]:
    """Yield who could come, who of them waits, and which staff are not there."""
    one, many = phrases.nouns(case.scheme, "needs")
    units = [int(u) for u in _units(case, asset)]
    who = [need for unit in units for need in case.members(unit)]
    seats = sum(int(case.market.seats[unit]) for unit in units)
    enough = seats >= (asset.opens_with or 0)
    but = "" if enough else f" and it opens with {asset.opens_with}"
    yield f"{phrases.count(len(who), one, many)} could come{but}"
    waiting = [need for need in who if need not in case.homes]
    if waiting:
        verb = "waits" if len(waiting) == 1 else "wait"
        yield f"{phrases.listed(waiting)} {verb} because of it"
    short = lacking(case, asset)
    for role, (more, traits) in short.items():
        which = "".join(f", {n} of them {trait}" for trait, n in sorted(traits.items()))
        staff = phrases.count(more, role, f"{role}s")
        yield f"it lacks {staff} with the time and all that is asked for{which}"
    if enough and not short:
        yield "the round as a whole is better with it closed"


def _units(case: Case, asset: Asset) -> Iterator[int]:
    at = case.instance.assets.index(asset)
    market = case.market
    yield from market.unit[market.asset == at].tolist()
