"""A day's candidates: the same shortlist, whole or in part."""

from __future__ import annotations

import numpy as np
import pytest
from support.communities import community
from support.world import SCHEMES

from matcher.candidates import find_candidates
from matcher.instance import Market, build_instance, compile_market
from matcher.rounds import Day, shortlist
from matcher.scoring import score_candidates


def test_a_part_of_a_shortlist_is_its_beginning() -> None:
    """So many, the best, are the first of all; who is left out is not counted."""
    there = community("norfolk-carers", needs=12, assets=30)
    day = Day(there.snapshot(), there.scheme)
    for need in day.snapshot.needs:
        whole = shortlist(day, need.ref)
        assert whole.of == len(whole.listed)
        part = shortlist(day, need.ref, most=2)
        assert (part.listed, part.of) == (whole.listed[:2], whole.of)
        if whole.listed:
            refs = [each.asset for each in whole.listed]
            rest = shortlist(day, need.ref, keep={*refs[1:]}.__contains__)
            assert (rest.listed, rest.of) == (whole.listed[1:], whole.of - 1)


def pairs_of(market: Market, need: str) -> list[tuple[object, ...]]:
    """Return a need's pairs with all that is said of each."""
    rows = market.instance
    at = next(n for n, row in enumerate(rows.needs) if row.ref == need)
    unit = next(u for u, members in enumerate(market.members) if at in members)
    beside = {rows.needs[n].ref for n in market.members[unit]}
    some = slice(market.start[unit], market.start[unit + 1])
    parts = (market.unit_rank, market.need_fit, market.asset_fit, market.fit)
    lines = zip(market.asset[some], *(part[some] for part in parts), strict=True)
    home = int(market.home[unit])
    return [
        (sorted(beside), int(market.seats[unit]), home >= 0 and rows.assets[home].ref),
        *((rows.assets[asset], *map(int, said)) for asset, *said in lines),
    ]


@pytest.mark.parametrize("name", SCHEMES)
def test_a_need_by_itself_has_what_the_whole_day_gives_it(name: str) -> None:
    """Pairs, ranks, points, seats, whom it goes with: as in everybody's market."""
    there = community(name, needs=40, assets=60)
    day = Day(there.snapshot(), there.scheme)
    pool = find_candidates(day.graph, day.scheme)
    fits = score_candidates(pool, day.scheme)
    whole = compile_market(build_instance(pool, fits, day.scheme))
    for row in day.graph.needs:
        part = day.part(row.ref)
        assert pairs_of(part.market, row.ref) == pairs_of(whole, row.ref)
        at = next(n for n, each in enumerate(part.graph.needs) if each == row)
        all_ = next(n for n, each in enumerate(day.graph.needs) if each == row)
        mine, theirs = part.pool.need == at, pool.need == all_
        kept = part.fits.kept[mine], fits.kept[theirs]
        assert np.array_equal(*kept)
        assert np.allclose(
            part.pool.km[mine], pool.km[theirs], atol=1e-6, equal_nan=True
        )
    assert len(whole.fit)
