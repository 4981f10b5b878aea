"""Why not: every rule's word on one pair, and whether it is a candidate after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.candidates import GateResult, why_not
from matcher.rounds.day import Day, Part
from matcher.rounds.finding import position
from matcher.scoring import Reason, reasons, score_candidates


@dataclass(frozen=True, slots=True)
class Answer:
    """Every rule's word on one pair.

    Parameters
    ----------
    left : {"needs", "staff"}
        Which sheet the first ref is in.
    gates : tuple of GateResult
        In the scheme's order; "available" comes last.
    need_fit, asset_fit : int or None
        Both sides' points; None for staff.
    beside : tuple of str
        Others who go with the need.
    holds : bool
        Whether the asset could hold the need with those, were it otherwise empty.
    candidate : bool
        True where every gate lets the pair through.
    reasons : tuple of Reason
        Of a candidate.
    """

    left: str
    gates: tuple[GateResult, ...]
    need_fit: int | None = None
    asset_fit: int | None = None
    beside: tuple[str, ...] = ()
    holds: bool = True
    candidate: bool = False
    reasons: tuple[Reason, ...] = ()


def answer(day: Day, need: str, asset: str) -> Answer:
    """Return every rule's word on one pair; a staff ref may stand for the need.

    Whatever is confidential is in the gate "available" and in nothing else.

    Raises
    ------
    Refused
        If there is no such row; the sentence names the nearest ref.
    """
    graph, scheme = day.graph, day.scheme
    there = position(graph.assets, asset, scheme, "assets")
    if any(row.ref == need for row in graph.staff):
        gates = why_not(graph, scheme, need, asset, left="staff")
        return Answer("staff", gates, candidate=_passed(gates))
    gates = why_not(graph, scheme, need, asset)
    here = position(graph.needs, need, scheme, "needs")
    part = day.part(need)
    need_fit, asset_fit = _fits(day, part, here, there)
    beside, holds = _together(part, need, asset)
    return Answer(
        "needs",
        gates,
        need_fit,
        asset_fit,
        beside,
        holds,
        _passed(gates),
        reasons(graph, scheme, need, asset) if _passed(gates) else (),
    )


def _fits(day: Day, part: Part, need: int, asset: int) -> tuple[int, int]:
    """Return both sides' points of a pair, candidate or not."""
    rows = day.graph.needs[need], day.graph.assets[asset]
    alone = replace(day.graph, needs=rows[:1], assets=rows[1:])
    first = np.zeros(1, np.int32)
    pool = replace(
        part.pool, graph=alone, need=first, asset=first, km=np.full(1, np.nan)
    )
    fits = score_candidates(pool, day.scheme)
    return int(fits.need_fit[0]), int(fits.asset_fit[0])


def _together(part: Part, need: str, asset: str) -> tuple[tuple[str, ...], bool]:
    """Return who goes with a need, and whether the asset could hold them all."""
    market, rows = part.market, part.market.instance
    at = next(n for n, row in enumerate(rows.needs) if row.ref == need)
    unit = next(u for u, members in enumerate(market.members) if at in members)
    pairs = market.asset[market.start[unit] : market.start[unit + 1]]
    others = [rows.needs[n].ref for n in market.members[unit] if n != at]
    return tuple(others), asset in {rows.assets[n].ref for n in pairs}


def _passed(gates: Sequence[GateResult]) -> bool:
    return all(gate.passed for gate in gates)
