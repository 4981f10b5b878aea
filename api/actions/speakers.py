"""Who speaks for whom: each capacity is a dated record, and nobody's own word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.people_about import about_person
from api.actions.people_found import found_as
from api.actions.performing import acts, reads
from api.actions.proposals_case import ASSET_SIDE, SPOKEN
from api.actions.views import viewed
from api.permissions import About, shown
from api.records import Asset, Need, Person, Speaker, Staff
from api.steps import london_day
from api.store import col, read
from matcher.errors import Refused


@acts("person.record_speaker", on=Person, adds=True)
def record_speaker(
    desk: Desk,
    person: Person,
    *,
    speaker_id: UUID,
    capacity: str,
    starts: date,
    ends: date | None = None,
) -> Done:
    """Record that somebody speaks for a person in a capacity, from a day on.

    Raises
    ------
    Refused
        No such capacity, or one of the other side; a day before its start, themselves,
        or who is asking.
    NotThere
        The speaker is not of this organisation.
    """
    speaker = desk.find(Person, speaker_id)
    return _record(desk, person, speaker, capacity=capacity, starts=starts, ends=ends)


def _record(
    desk: Desk,
    person: Person,
    speaker: Person,
    *,
    capacity: str,
    starts: date,
    ends: date | None = None,
) -> Done:
    if capacity not in SPOKEN:
        raise Refused(f"Say in which capacity, by one of: {', '.join(SPOKEN)}.")
    if _other_side(desk, person, capacity):
        raise Refused("This capacity is of the other side than this person's own.")
    if ends is not None and ends < starts:
        raise Refused("The last day lies before the first. Swap or correct the two.")
    if speaker.identity_id == desk.who.identity_id:
        raise Refused("Somebody else has to record that you speak for a person.")
    if speaker.identity_id == person.identity_id:
        raise Refused("A person speaks for themselves without a record.")
    row = desk.store.new(
        Speaker,
        person_id=person.id,
        speaker_id=speaker.id,
        capacity=capacity,
        starts=starts,
        ends=ends,
        recorded_by=desk.who.account_id,
    )
    desk.record("person.record_speaker", row, capacity=capacity)
    return desk.done(person)


@acts("speaker.end", on=Speaker)
def end_speaker(desk: Desk, row: Speaker, *, ends: date | None = None) -> Done:
    """Record the last day on which somebody speaks for a person; today if none is said.

    Raises
    ------
    Refused
        The day lies in the past, or before the first.
    """
    last = ends or london_day(desk.now)
    if last < row.starts or last < london_day(desk.now):
        raise Refused("The last day is today or later, and not before the first.")
    desk.store.change(row, ends=last)
    desk.record("speaker.end", row)
    return desk.done(desk.find(Person, row.person_id))


@tells(Speaker)
def about_speaker(desk: Desk, row: Speaker) -> About:
    """Return who a record of speaking is about: the person spoken for."""
    return about_person(desk, desk.find(Person, row.person_id))


@reads("person.speakers", on=Person)
def list_speakers(desk: Desk, person: Person) -> dict[str, Any]:
    """Return who speaks for a person, now and before."""
    viewed(desk, "person.speakers", person, person.identity_id)
    rows = desk.store.find(Speaker, Speaker.person_id == person.id)
    names = _names(desk, rows)
    items = [
        shown("speaker", desk.audiences, "", _line(row) | names[row.id]) for row in rows
    ]
    return {"items": items, "next": None}


@acts("person.record_speaker", on=Person, adds=True)
def record_speaker_known_as(
    desk: Desk, person: Person, *, known_as: str, capacity: str, starts: date
) -> Done:
    """Record who speaks for a person, by the address they sign in with, or their ref.

    Raises
    ------
    Refused
        As `record_speaker`; or nobody of this organisation is known so.
    """
    speaker = found_as(desk, known_as, {person.organisation_id})
    return _record(desk, person, speaker, capacity=capacity, starts=starts)


def _names(desk: Desk, rows: Sequence[Speaker]) -> dict[UUID, dict[str, str]]:
    ids = {row.speaker_id for row in rows}
    people = desk.store.find(Person, col(Person.id).in_(ids))
    kept = read(desk.store, people, ["name"])
    return {
        row.id: {"name": str(kept.get((row.speaker_id, "name")) or "")} for row in rows
    }


def _other_side(desk: Desk, person: Person, capacity: str) -> bool:
    """Tell whether a person is seen to stand on the other side than a capacity does."""
    asks = person.kind == "child" or _is_in(desk, Need, person)
    gives = _is_in(desk, Asset, person) or _is_in(desk, Staff, person)
    return asks and not gives if capacity in ASSET_SIDE else gives and not asks


def _is_in(desk: Desk, kind: type[Need | Asset | Staff], person: Person) -> bool:
    return bool(desk.store.count(kind, col(kind.person_id) == person.id))


def _line(row: Speaker) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "version": row.version,
        "person": str(row.person_id),
        "speaker": str(row.speaker_id),
        "capacity": row.capacity,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat() if row.ends else None,
    }
