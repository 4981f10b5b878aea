"""Hours: what somebody gave to a match, in their own count, for themselves alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.mine import WHY, mine_of, page_across
from api.actions.performing import acts, reads
from api.permissions import About, NotThere
from api.records import Asset, Hours, Match, Person
from api.steps import london_day
from api.store import col
from matcher.errors import Refused

_DAY = 24 * 60


@tells(Hours)
def about_hours(desk: Desk, hours: Hours) -> About:
    """Return whose hours they are."""
    people = desk.store.across(WHY, Person, Person.id == hours.person_id)
    whose = frozenset(person.identity_id for person in people)
    return About(hours.organisation_id, parties={"self": whose}, people=whose)


@acts("hours.log", on=Match, adds=True)
def log_hours(desk: Desk, match: Match, *, day: date, minutes: int) -> Done:
    """Write down a visit: on which day, and for how long.

    Raises
    ------
    Refused
        It lies ahead, before the match, or is no length of a visit.
    """
    if not 1 <= minutes <= _DAY:
        raise Refused("Say how long it was: more than nothing, and at most a day.")
    if day > london_day(desk.now):
        raise Refused("That day lies ahead. Write it down once it was.")
    if day < match.starts:
        raise Refused("That day was before you were matched.")
    hours = desk.store.new(
        Hours, match_id=match.id, person_id=_mine(desk, match), day=day, minutes=minutes
    )
    desk.record("hours.log", hours, minutes=minutes)
    return desk.done(hours)


@acts("hours.strike", on=Hours)
def strike_hours(desk: Desk, hours: Hours) -> Done:
    """Take out a visit that was written down wrongly."""
    done = desk.done(hours)
    desk.record("hours.strike", hours, minutes=hours.minutes)
    desk.store.delete_where(Hours, Hours.id == hours.id)
    return done


@reads("hours.mine")
def list_hours(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the visits that the caller wrote down, oldest first."""
    ids = sorted(mine_of(desk).own)
    return page_across(
        desk,
        Hours,
        col(Hours.person_id).in_(ids),
        show=_lines,
        after=after,
        limit=limit,
    )


@reads("hours.mine")
def count_hours(desk: Desk) -> dict[str, int]:
    """Return how much the caller gave altogether: visits and minutes."""
    ids = sorted(mine_of(desk).own)
    rows = desk.store.across(WHY, Hours, col(Hours.person_id).in_(ids))
    return {"visits": len(rows), "minutes": sum(row.minutes for row in rows)}


def _lines(rows: Sequence[Hours]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.id),
            "version": row.version,
            "match_id": str(row.match_id),
            "day": row.day.isoformat(),
            "minutes": row.minutes,
        }
        for row in rows
    ]


def _mine(desk: Desk, match: Match) -> UUID:
    """Return as whom the caller stands behind the match's asset."""
    own = mine_of(desk).own
    assets = desk.store.across(WHY, Asset, Asset.id == match.asset_id)
    for asset in assets:
        for id_ in (asset.person_id, asset.beside_id):
            if id_ is not None and id_ in own:
                return id_
    raise NotThere
