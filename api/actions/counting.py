"""How a scheme stands today, in a few counts: for a home page, and nobody by name."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk
from api.actions.performing import reads
from api.records import Emergency, Match, Need, Proposal, Review, Scheme
from api.steps import LIVE, london_day
from api.store import among, col

_ON_THEIR_WAY = (
    "drafted",
    "approved",
    "offered",
    "interested",
    "disclosed",
    "introduced",
)


@reads("insight.read", on=Scheme)
def count_today(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return how many wait, are on their way, live on, and are late."""
    store, today = desk.store, london_day(desk.now)
    live = col(Match.state).in_(LIVE)
    of_it = among(
        Match.id,
        col(Match.organisation_id) == store.organisation_id,
        col(Match.scheme_id) == scheme.id,
        live,
    )
    going = col(Proposal.state).in_(_ON_THEIR_WAY)
    waiting = store.count(Need, Need.scheme_id == scheme.id, Need.state == "waiting")
    return {
        "id": str(scheme.id),
        "waiting": waiting,
        "on_their_way": store.count(Proposal, Proposal.scheme_id == scheme.id, going),
        "matches": store.count(Match, Match.scheme_id == scheme.id, live),
        "late": store.count(
            Review,
            col(Review.match_id).in_(of_it),
            col(Review.held_on).is_(None),
            col(Review.due) < today,
        ),
        "emergencies": store.count(
            Emergency,
            Emergency.scheme_id == scheme.id,
            col(Emergency.settled_at).is_(None),
            col(Emergency.overdue_from) <= today,
        ),
    }
