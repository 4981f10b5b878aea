"""A repeated request has its answer also when its step is over."""

from __future__ import annotations

from support.proposing import make_pair
from support.world import World


def test_a_repeated_disclosure_is_answered(world: World) -> None:
    """A worker whose line dropped repeats the same request, and is told it was done."""
    pair = make_pair(world)
    pair.draft()
    pair.go("interested")
    headers = world.write(pair.row().version)
    path = f"/api/v1/proposals/{pair.proposal_id}/details"
    first = pair.client("worker").post(path, headers=headers)
    again = pair.client("worker").post(path, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    other = pair.client("worker").post(
        f"/api/v1/proposals/{pair.proposal_id}/withdrawal", headers=headers
    )
    assert other.status_code == 409
