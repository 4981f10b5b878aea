"""The line with one need: who could be asked today, and why one asset is not among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.candidates import (
    GateResult,
    NearMiss,
    Pool,
    find_candidates,
    near_misses,
    why_not,
)
from matcher.errors import Refused
from matcher.graph import AssetGraph, Row, build_asset_graph
from matcher.instance import Instance, build_instance, compile_market
from matcher.intake.words import did_you_mean
from matcher.model import Snapshot
from matcher.schemes import Scheme
from matcher.scoring import Reason, reasons, score_candidates

UNSHOWN = ("available", "decided")
"""Gates that say of nobody how near they came."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One asset that could be asked for a need.

    Parameters
    ----------
    asset : str
        Its ref.
    need_fit, asset_fit : int
        0-100; for a need with others beside it, the lowest of them all.
    km : float or None
        The straight line for this need, where the scheme has a distance.
    seats : int
        Seats left beside what others have been given by a pin or an agreement.
    reasons : tuple of Reason
        For this need, in the scheme's order.
    """

    asset: str
    need_fit: int
    asset_fit: int
    km: float | None
    seats: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Who could be asked for one need today.

    Parameters
    ----------
    need : str
        Its ref.
    beside : tuple of str
        Others who go with it; every asset listed could hold them all.
    seats : int
        How many seats they take together.
    decided : str
        Where somebody decided that it goes; "" where nobody did.
    listed : tuple of Listed
        As the need prefers them, best first.
    below : int
        Candidates of this need that stand below a floor of the scheme.
    nearest : tuple of NearMiss
        What one gate alone keeps away, nearest first.
    """

    need: str
    beside: tuple[str, ...]
    seats: int
    decided: str
    listed: tuple[Listed, ...]
    below: int
    nearest: tuple[NearMiss, ...]


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


def shortlist(snapshot: Snapshot, scheme: Scheme, need: str) -> Shortlist:
    """Return who could be asked for one need, by the same rules as a round.

    Raises
    ------
    Refused
        If there is no such need; the sentence names the nearest ref.
    """
    graph = build_asset_graph(snapshot, scheme)
    at = _position(graph.needs, need, scheme, "needs")
    pool = find_candidates(graph, scheme)
    fits = score_candidates(pool, scheme)
    instance = build_instance(pool, fits, scheme)
    market = compile_market(instance)
    unit = next(u for u, members in enumerate(market.members) if at in members)
    pairs = np.arange(market.start[unit], market.start[unit + 1])
    order = np.lexsort((market.asset[pairs], -market.fit[pairs], market.unit_rank[pairs]))
    mates = {instance.needs[member].ref for member in market.members[unit]}
    given = _given(instance, mates)
    kilometres = _kilometres(pool, at)
    listed = []
    for pair in pairs[order]:
        asset = instance.assets[market.asset[pair]]
        listed.append(
            Listed(
                asset.ref,
                int(market.need_fit[pair]),
                int(market.asset_fit[pair]),
                kilometres.get(asset.ref),
                asset.capacity - given.get(asset.ref, 0),
                reasons(graph, scheme, need, asset.ref),
            )
        )
    home = int(market.home[unit])
    misses = near_misses(graph, scheme, need=need, most=len(graph.assets))
    return Shortlist(
        need=need,
        beside=tuple(sorted(mates - {need})),
        seats=int(market.seats[unit]),
        decided="" if home < 0 else instance.assets[home].ref,
        listed=tuple(listed),
        below=int(np.count_nonzero((pool.need == at) & ~fits.kept)),
        nearest=tuple(miss for miss in misses if miss.result.name not in UNSHOWN),
    )


def _given(instance: Instance, but: set[str]) -> dict[str, int]:
    """Return the seats that decisions give to others, by asset."""
    seats = {need.ref: need.seats for need in instance.needs}
    given: dict[str, int] = {}
    for need, asset in {*instance.pinned, *instance.agreed}:
        if need not in but:
            given[asset] = given.get(asset, 0) + seats.get(need, 0)
    return given


def _kilometres(pool: Pool, at: int) -> dict[str, float]:
    mine = np.flatnonzero((pool.need == at) & ~np.isnan(pool.km))
    assets = pool.graph.assets
    return {assets[pool.asset[pair]].ref: float(pool.km[pair]) for pair in mine}


def answer(snapshot: Snapshot, scheme: Scheme, need: str, asset: str) -> Answer:
    """Return every rule's word on one pair; a staff ref may stand for the need.

    Whatever is confidential is in the gate "available" and in nothing else.

    Raises
    ------
    Refused
        If there is no such row; the sentence names the nearest ref.
    """
    graph = build_asset_graph(snapshot, scheme)
    other = _position(graph.assets, asset, scheme, "assets")
    if any(row.ref == need for row in graph.staff):
        gates = why_not(graph, scheme, need, asset, left="staff")
        return Answer("staff", gates, candidate=_passed(gates))
    at = _position(graph.needs, need, scheme, "needs")
    gates = why_not(graph, scheme, need, asset)
    pool = find_candidates(graph, scheme)
    one = replace(
        pool,
        need=np.array([at], np.int32),
        asset=np.array([other], np.int32),
        km=np.full(1, np.nan),
    )
    fits = score_candidates(one, scheme)
    beside, holds = _together(graph, pool, scheme, need, asset)
    return Answer(
        "needs",
        gates,
        int(fits.need_fit[0]),
        int(fits.asset_fit[0]),
        beside,
        holds,
        _passed(gates),
        reasons(graph, scheme, need, asset) if _passed(gates) else (),
    )


def _together(
    graph: AssetGraph, pool: Pool, scheme: Scheme, need: str, asset: str
) -> tuple[tuple[str, ...], bool]:
    """Return who goes with a need, and whether the asset could hold them all."""
    instance = build_instance(pool, score_candidates(pool, scheme), scheme)
    market = compile_market(instance)
    for unit, members in enumerate(market.members):
        refs = {instance.needs[member].ref for member in members}
        if need in refs:
            pairs = range(market.start[unit], market.start[unit + 1])
            holds = {instance.assets[market.asset[pair]].ref for pair in pairs}
            return tuple(sorted(refs - {need})), asset in holds
    return (), False


def _passed(gates: Sequence[GateResult]) -> bool:
    return all(gate.passed for gate in gates)


def _position(rows: Sequence[Row], ref: str, scheme: Scheme, sheet: str) -> int:
    refs = [row.ref for row in rows]
    if ref in refs:
        return refs.index(ref)
    one = scheme.sheets[sheet].one
    hint = did_you_mean(ref, refs) or _examples(refs)
    raise Refused(f'There is no {one} with the ref "{ref}" in these sheets.{hint}')


def _examples(refs: Sequence[str]) -> str:
    return f" There are, for example, {', '.join(refs[:3])}." if refs else ""
