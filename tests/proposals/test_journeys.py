"""From drafted to a match, in every scheme, through the API."""

from __future__ import annotations

import pytest
from support.proposing import make_pair
from support.world import World

from api.records import Claim, Match, MatchNeed, Need, Seats


@pytest.mark.parametrize(
    "scheme", ["norfolk-carers", "oxfordshire-mentors", "hartlepool-babybank"]
)
def test_every_step_leads_to_a_match(world: World, scheme: str) -> None:
    """Taken in their order, a scheme's steps end in one live match and a held seat."""
    pair = make_pair(world, scheme)
    pair.draft()
    pair.go("agreed")
    (match,) = pair.rows(Match)
    (live,) = pair.rows(MatchNeed)
    seats = next(row for row in pair.rows(Seats) if row.name == "seats")
    assert (match.state, live.live, seats.held) == ("active", True, 1)
    assert pair.row(Need, pair.need_id).state == "matched"
    assert pair.rows(Claim) == []
