"""One's own calendar: dates of matches and sessions, and nothing that names anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.matches_mine import party_to
from api.actions.mine import WHY, mine_of
from api.actions.performing import acts, reads
from api.actions.sessions import own_sessions
from api.auth import digest_of, secret_of_feed
from api.permissions import NotThere
from api.records import Account, Feed, Match, Review, Session, new_id
from api.steps import LIVE
from api.store import among, col

PAST = timedelta(days=60)
"""How far back a calendar goes."""


@reads("calendar.mine")
def read_calendar(desk: Desk) -> dict[str, Any]:
    """Return the dates that are one's own: by id, kind and time alone."""
    mine = mine_of(desk)
    live = among(Match.id, party_to(mine), col(Match.state).in_(LIVE))
    reviews = desk.store.across(
        WHY, Review, col(Review.match_id).in_(live), col(Review.held_on).is_(None)
    )
    sessions = desk.store.across(
        WHY,
        Session,
        col(Session.id).in_(own_sessions(desk)),
        col(Session.starts_at) >= desk.now - PAST,
        col(Session.state) != "cancelled",
    )
    return {
        "made_at": desk.now,
        "items": [
            *(
                {"id": str(row.id), "kind": row.kind, "on": row.due, "until": None}
                for row in reviews
            ),
            *(
                {
                    "id": str(row.id),
                    "kind": "session",
                    "on": row.starts_at,
                    "until": row.ends_at,
                }
                for row in sessions
            ),
        ],
    }


@reads("feed.mine")
def read_feed(desk: Desk) -> dict[str, Any]:
    """Return the secret of one's calendar's address, or nothing where there is none."""
    feed = _now(desk)
    secret = secret_of_feed(desk.app.keys, feed.id) if feed else ""
    return {"secret": secret}


@acts("feed.renew")
def renew_feed(desk: Desk) -> Done:
    """Give one's calendar a new secret address; the one before opens nothing."""
    account = desk.find(Account, desk.who.account_id)
    _end(desk)
    id_ = new_id()
    feed = desk.store.new(
        Feed,
        id=id_,
        account_id=account.id,
        digest=digest_of(secret_of_feed(desk.app.keys, id_)),
    )
    desk.record("feed.renew", feed)
    return desk.done(feed)


@acts("feed.end")
def end_feed(desk: Desk) -> Done:
    """End one's calendar's address: it opens nothing any more."""
    feed = _now(desk)
    if feed is None:
        raise NotThere
    _end(desk)
    desk.record("feed.end", feed)
    return desk.done(feed)


def _now(desk: Desk) -> Feed | None:
    return desk.store.one(
        Feed, Feed.account_id == desk.who.account_id, col(Feed.ended_at).is_(None)
    )


def _end(desk: Desk) -> None:
    feed = _now(desk)
    if feed is not None:
        desk.store.change(feed, ended_at=desk.now)
