"""A calendar's secret address: whose it is, as their rights are now."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID

from api.auth.rights import who_of
from api.auth.tokens import digest_of
from api.keys import Keys
from api.permissions import Who
from api.records import Feed
from api.store import Session, Store, col

_NOBODY = UUID(int=0)


def secret_of_feed(keys: Keys, feed_id: UUID) -> str:
    """Return the secret in a feed's address: made anew each time, kept nowhere."""
    digest = keys.blind("feed", str(feed_id))
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def who_of_feed(
    session: Session, *, keys: Keys, now: datetime, secret: str
) -> Who | None:
    """Return whose calendar a secret opens; None for nobody's."""
    store = Store(session, keys=keys, organisation_id=_NOBODY, now=now)
    found = store.across(
        "sign in", Feed, Feed.digest == digest_of(secret), col(Feed.ended_at).is_(None)
    )
    who = who_of(store, found[0].account_id, by="api") if found else None
    return None if who is None or who.suspended else who
