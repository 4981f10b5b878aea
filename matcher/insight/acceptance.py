"""What declines do to a round, at stated rates of acceptance.

Waves: everybody who has a proposal answers; who says yes is settled, who says no is
never offered that pair again; then the round is solved again with what is left, or each
decline falls to the next by its plan. The rate is an assumption that holds for
everybody alike, stated beside the figures; it is nobody's chance and predicts nobody.
Answers are drawn from the salt, so the figures can be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from matcher.explaining import Case
from matcher.instance import Instance, compile_market

RATES = (0.5, 0.7, 0.9)
_SCALE = 1 << 64


@dataclass(frozen=True, slots=True)
class AtRate:
    """What happens where everybody says yes at one rate.

    Parameters
    ----------
    rate : float
        The assumption.
    runs : int
        How often it was drawn.
    matched, offers, waves : float
        Means over the runs: needs settled in the end, offers made, waves until nobody
        was left to ask.
    first : float
        Mean needs settled by the first wave alone.
    """

    rate: float
    runs: int
    matched: float
    offers: float
    waves: float
    first: float


def at_rates(
    case: Case, *, rates: tuple[float, ...] = RATES, runs: int = 20
) -> tuple[AtRate, ...]:
    """Return what re-solving after declines gives at each rate.

    Guarantees: nobody who said yes is moved; a declined pair never comes back; every
    wave is an actual re-solve. The same for the same round and salt.
    """
    return tuple(_at_rate(case, rate, runs) for rate in rates)


def _at_rate(case: Case, rate: float, runs: int) -> AtRate:
    found = [_run(case, rate, number) for number in range(runs)]
    matched, offers, waves, first = (fmean(each) for each in zip(*found, strict=True))
    return AtRate(rate, runs, matched, offers, waves, first)


def _run(case: Case, rate: float, number: int) -> tuple[int, int, int, int]:
    """Return needs settled, offers, waves, and needs settled by the first wave."""
    instance, homes = case.instance, dict(case.homes)
    settled = {need for need, _ in (*instance.pinned, *instance.agreed)}
    offers = waves = first = 0
    while True:
        units = _units(instance, homes, settled)
        if not units:
            return len(settled & homes.keys()), offers, waves, first
        waves, offers = waves + 1, offers + len(units)
        yes = {ref for ref in units if _says_yes(case, rate, number, ref, units[ref])}
        for ref, (members, asset) in units.items():
            if ref in yes:
                settled |= set(members)
                instance = _agreed(instance, members, asset)
            else:
                instance = _declined(instance, members, asset)
        first = first or len(settled & homes.keys())
        homes = dict(case.resolved(compile_market(instance)).homes)


Offers = Mapping[str, tuple[tuple[str, ...], str]]


def _units(instance: Instance, homes: Mapping[str, str], settled: set[str]) -> Offers:
    """Return who has an offer to answer: members and asset, by unit."""
    groups = {m: g for g in instance.groups for m in g.members}
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for need, asset in sorted(homes.items()):
        if need not in settled:
            group = groups.get(need)
            members = tuple(group.members) if group else (need,)
            found[group.ref if group else need] = members, asset
    return found


def _says_yes(
    case: Case,
    rate: float,
    number: int,
    unit: str,
    offer: tuple[tuple[str, ...], str],
) -> bool:
    parts = [case.salt, case.instance.round, number, unit, offer[1]]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return drawn < rate * _SCALE


def _agreed(instance: Instance, members: tuple[str, ...], asset: str) -> Instance:
    pairs = {(member, asset) for member in members}
    return replace(instance, agreed=tuple(sorted({*instance.agreed, *pairs})))


def _declined(instance: Instance, members: tuple[str, ...], asset: str) -> Instance:
    pairs = {(member, asset) for member in members}
    return replace(instance, forbidden=tuple(sorted({*instance.forbidden, *pairs})))
