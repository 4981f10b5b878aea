"""How many seats an asset has left: what it offers, less what is taken."""

from __future__ import annotations

from matcher.model import Record
from matcher.schemes.scheme import Build


def free_seats(record: Record, build: Build) -> int:
    """Return the seats left, never below 0; 1 where the scheme names no column.

    The least of the capacity column, approved - taken and usual_limit - taken; where
    neither limit is set, the column less what is taken.
    """
    offered = record.get(build.capacity) if build.capacity else None
    offered = 1 if offered is None else int(offered)
    taken = taken_seats(record, build)
    limits = [record.get(build.approved) if build.approved else None, build.usual_limit]
    given = [int(limit) - taken for limit in limits if limit is not None]
    return max(0, min([offered, *given]) if given else offered - taken)


def taken_seats(record: Record, build: Build) -> int:
    """Return how many seats are used already."""
    return int(record.get(build.taken) or 0) if build.taken else 0
