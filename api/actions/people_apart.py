"""Kept apart from somebody, kept away from a place: sealed, on both, reason and all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.people_about import rows_of_identity, running_schemes_of
from api.actions.people_found import found_as
from api.actions.performing import acts, reads
from api.actions.views import viewed
from api.permissions import NotThere, shown
from api.records import Person, Scheme, SchemeMember
from api.snapshots.rows import APART, AWAY
from api.store import col, keep, read
from matcher.errors import Refused

KM = 50.0
"""The farthest that somebody can be kept away from a place."""


@acts("person.keep_apart", on=Person, adds=True)
def keep_people_apart(
    desk: Desk, person: Person, *, other_id: UUID, why: str, ends: bool = False
) -> Done:
    """Keep two people apart, in every scheme, or end it; both records say so, sealed.

    Raises
    ------
    NotThere
        The other is not of an organisation that takes part in a scheme here.
    Refused
        They are one and the same.
    """
    other = desk.find(Person, other_id, within=partners_of(desk, person))
    return _apart(desk, person, other, why=why, ends=ends)


@acts("person.keep_apart", on=Person, adds=True)
def keep_apart_from(desk: Desk, person: Person, *, known_as: str, why: str) -> Done:
    """Keep a person apart from somebody, by an address or a ref.

    Raises
    ------
    Refused
        As `keep_people_apart`; or nobody who takes part in a scheme here is known so.
    """
    within = partners_of(desk, person) | {person.organisation_id}
    other = found_as(desk, known_as, within)
    return _apart(desk, person, other, why=why, known_as=known_as.strip())


@acts("person.keep_apart", on=Person, adds=True)
def end_keeping_apart(desk: Desk, person: Person, *, identity_id: UUID) -> Done:
    """Let two people no longer be kept apart.

    Raises
    ------
    NotThere
        The other is not of an organisation that takes part in a scheme here.
    """
    within = partners_of(desk, person) | {person.organisation_id}
    for other in rows_of_identity(desk, identity_id):
        if other.organisation_id in within:
            return _apart(desk, person, other, why="", ends=True)
    raise NotThere


def _apart(
    desk: Desk,
    person: Person,
    other: Person,
    *,
    why: str,
    ends: bool = False,
    known_as: str = "",
) -> Done:
    if other.identity_id == person.identity_id:
        raise Refused("This is one and the same person.")
    for mine, theirs in ((person, other), (other, person)):
        entries = [
            entry
            for entry in _entries(desk, mine, APART)
            if "scheme" in entry or entry["identity"] != str(theirs.identity_id)
        ]
        if not ends:
            said = {
                "identity": str(theirs.identity_id),
                "why": why,
                "by": desk.who.actor,
                "on": desk.now.date().isoformat(),
            }
            if known_as and mine is person:
                said["known_as"] = known_as
            entries.append(said)
        keep(desk.store, mine, mine.id, **{APART: entries or None})
    # Which of the two rows was asked about would tell who is kept from whom.
    desk.record("person.keep_apart", person, ends=ends)
    return desk.done(person)


@acts("person.keep_away", on=Person, adds=True)
def keep_person_away(
    desk: Desk, person: Person, *, lat: float, lon: float, km: float, why: str
) -> Done:
    """Keep a person away from a place; `km` of 0 ends it for that place.

    Raises
    ------
    Refused
        It is no place on earth, or farther than 50 km.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= km <= KM):
        raise Refused("A place has a latitude, a longitude and up to 50 km around it.")
    spots = [
        spot
        for spot in _entries(desk, person, AWAY)
        if (spot["lat"], spot["lon"]) != (lat, lon)
    ]
    if km:
        said = {"why": why, "by": desk.who.actor, "on": desk.now.date().isoformat()}
        spots.append({"lat": lat, "lon": lon, "km": km, **said})
    keep(desk.store, person, person.id, **{AWAY: spots or None})
    desk.record("person.keep_away", person)
    return desk.done(person)


@acts("person.keep_away", on=Person, adds=True)
def keep_away_from(
    desk: Desk, person: Person, *, postcode: str, km: float, why: str
) -> Done:
    """Keep a person away from a place, by its postcode.

    Raises
    ------
    Refused
        As `keep_person_away`; or it is no place we know.
    """
    place = desk.app.gazetteer.find(postcode)
    if place is None:
        raise Refused("This is not a place we know. Use a full postcode.")
    done: Done = keep_person_away.run(
        desk, person, lat=place.lat, lon=place.lon, km=km, why=why
    )
    return done


@reads("person.kept_apart", on=Person)
def read_kept_apart(desk: Desk, person: Person) -> dict[str, Any]:
    """Return from whom and where a person is kept, and why."""
    viewed(desk, "person.kept_apart", person, person.identity_id)
    line = {
        "id": str(person.id),
        "version": person.version,
        "apart": _entries(desk, person, APART),
        "away": _entries(desk, person, AWAY),
    }
    return shown("kept_apart", desk.audiences, "", line)


def partners_of(desk: Desk, person: Person) -> set[UUID]:
    """Return the organisations that share a scheme with a person's own."""
    running = running_schemes_of(desk, person)
    schemes = desk.store.across(
        "locate",
        Scheme,
        col(Scheme.organisation_id).in_({*running, person.organisation_id}),
    )
    members = desk.store.across(
        "locate",
        SchemeMember,
        col(SchemeMember.scheme_id).in_([scheme.id for scheme in schemes]),
        col(SchemeMember.ended_at).is_(None),
    )
    return running | {row.member_id for row in members}


def _entries(desk: Desk, person: Person, field: str) -> list[dict[str, Any]]:
    found = read(desk.store, [person], [field], within=(person.organisation_id,))
    return list(found.get((person.id, field), ()))
