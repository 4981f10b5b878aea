"""How often something may be tried: counted in the database, for every process.

By the address that was typed, whether anybody has it or not, and by where the request
came from. What is counted is a keyed hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from api.records import Organisation, Throttle
from api.store import Store, Taken, col, new_or_taken

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often in a quarter of an hour and in a day, an address; and a source."""

    quarter: int
    day: int
    source: int


LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "link": Limit(5, 20, 300),
        "link.use": Limit(20, 100, 300),
        "register": Limit(3, 10, 60),
        "password": Limit(10, 60, 300),
        "second": Limit(6, 30, 300),
        "code": Limit(6, 30, 300),
        "invitation": Limit(10, 30, 300),
        "provider": Limit(60, 600, 300),
        "near": Limit(600, 6_000, 600),
    }
)
"""By what is tried. Six digits are guessed once in a lifetime at this pace; a library
whose visitors all look for what is on near them, from one address, is not stopped."""


def may_try(store: Store, what: str, *, address: str, source: str) -> bool:
    """Count a try, and tell whether it may go on.

    Parameters
    ----------
    address : str
        What was typed, or an id; whether it is known makes no difference.
    source : str
        The network address that the request came from.
    """
    home = _home(store)
    if home is None:
        return False
    kept = Store(store.session, keys=store.keys, organisation_id=home, now=store.now)
    within = [
        _count(kept, subject, begins) <= most
        for subject, begins, most in _windows(kept, what, address, source)
    ]
    return all(within)


def first_time(store: Store, text: str) -> bool:
    """Tell whether a text that counts once is seen for the first time today."""
    home = _home(store)
    if home is None or not text.strip():
        return False
    kept = Store(store.session, keys=store.keys, organisation_id=home, now=store.now)
    subject = store.keys.blind("throttle", f"once {text}")
    return _count(kept, subject, _begins(store.now, DAY)) == 1


def _windows(
    store: Store, what: str, address: str, source: str
) -> Iterator[tuple[bytes, datetime, int]]:
    limit = LIMITS[what]
    if address.strip():
        by_address = store.keys.blind("throttle", f"{what} of {address}")
        by_day = store.keys.blind("throttle", f"{what} of {address} in a day")
        yield by_address, _begins(store.now, QUARTER), limit.quarter
        yield by_day, _begins(store.now, DAY), limit.day
    by_source = store.keys.blind("throttle", f"{what} from {source or 'nowhere'}")
    yield by_source, _begins(store.now, QUARTER), limit.source


def _count(store: Store, subject: bytes, begins: datetime) -> int:
    """Count one more in a window, whoever else counts at the same moment."""
    this = (Throttle.subject == subject, Throttle.begins == begins)
    if not store.change_where(Throttle, *this, tries=col(Throttle.tries) + 1):
        _forget(store)
        try:
            new_or_taken(store, Throttle, subject=subject, begins=begins, tries=1)
        except Taken:
            store.change_where(Throttle, *this, tries=col(Throttle.tries) + 1)
    row = store.one(Throttle, *this)
    assert row is not None
    return row.tries


def _forget(store: Store) -> None:
    store.delete_where(Throttle, col(Throttle.begins) < store.now - _KEPT)


def _begins(now: datetime, length: timedelta) -> datetime:
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _home(store: Store) -> UUID | None:
    """Return the server's first organisation: a row has to stand with one."""
    found = store.across("sign in", Organisation, limit=1)
    return found[0].id if found else None
