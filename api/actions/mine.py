"""What is one's own: the rows one stands behind, as conditions that a database keeps.

A hub may stand behind thousands of rows, so nobody's are ever loaded as a whole: a list
asks for a page under these conditions, and only then who stands where on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from api.actions.desk import Desk
from api.actions.pages import Line, paged
from api.actions.proposals_case import ASSET_SIDE, PARTY
from api.records import (
    Asset,
    Hub,
    Need,
    Person,
    Proposal,
    Row,
    SchemeVersion,
    Speaker,
    Staff,
)
from api.steps import london_day
from api.store import among, and_, col, or_, scheme_of

R = TypeVar("R", bound=Row)
WHY = "party"
Condition = Any
"""An SQL condition."""
Parties = Mapping[UUID, set[str]]
"""By the id of a row: as which parties one stands there."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Who is asking, as people.

    Parameters
    ----------
    own : mapping of UUID to Person
        One's own records, by id.
    spoken : mapping of UUID to set of str
        Whom one speaks for today, and as which parties.
    """

    desk: Desk
    own: Mapping[UUID, Person]
    spoken: Mapping[UUID, set[str]]

    def behind(self, kind: type[Need | Asset | Staff]) -> Condition:
        """Say that one stands behind a row, by oneself or for somebody."""
        people = sorted({*self.own, *self.spoken})
        return or_(
            col(kind.person_id).in_(people), col(kind.beside_id).in_(sorted(self.own))
        )

    def at_hub(self) -> Condition:
        """Say that an asset is one's hub's; nobody's where one works for none."""
        who = self.desk.who
        schemes = [scheme for role, scheme in who.roles if role == "hub"]
        hubs = among(Hub.id, Hub.organisation_id == who.organisation_id)
        theirs = or_(
            col(Asset.organisation_id) == who.organisation_id,
            col(Asset.hub_id).in_(hubs),
        )
        if None in schemes:
            return theirs
        return and_(theirs, col(Asset.scheme_id).in_(schemes))

    def through_needs(self, owner: Any, need_id: Any) -> Condition:
        """Return the ids, for ``in_``, of what is for a need that one stands behind."""
        return among(owner, col(need_id).in_(among(Need.id, self.behind(Need))))

    def parties_through(self, pairs: Iterable[tuple[UUID, UUID]]) -> Parties:
        """Return by owner as which parties one stands behind its needs.

        Parameters
        ----------
        pairs : iterable of (UUID, UUID)
            An owner and one of its needs.
        """
        rows = list(pairs)
        needs = self.stands(Need, {need for _, need in rows})
        found: dict[UUID, set[str]] = {}
        for owner, need in rows:
            found.setdefault(owner, set()).update(needs.get(need, ()))
        return found

    def stands(self, kind: type[Any], ids: Collection[UUID]) -> Parties:
        """Return as which parties one stands behind some rows of a page."""
        column = col(kind.id)
        found: dict[UUID, set[str]] = {}
        for row in self._rows(kind, column.in_(ids), self.behind(kind)):
            found[row.id] = _spoken_party(kind, self.spoken.get(row.person_id, set()))
            if row.person_id in self.own or row.beside_id in self.own:
                found[row.id] |= _own_party(kind, row, self.own)
        if kind is Asset and self.desk.who.holds("hub"):
            for row in self._rows(kind, column.in_(ids), self.at_hub()):
                found.setdefault(row.id, set()).add("hub")
        return found

    def _rows(self, kind: type[R], *conditions: Condition) -> Sequence[R]:
        return self.desk.store.across(WHY, kind, *conditions)

    @property
    def parties(self) -> set[str]:
        """What one may be on a child's or family's side."""
        return {"young_person", "parent"}.union(*self.spoken.values())


def mine_of(desk: Desk) -> Mine:
    """Return who is asking, as people."""
    store, today = desk.store, london_day(desk.now)
    mine = store.across(WHY, Person, Person.identity_id == desk.who.identity_id)
    own = {person.id: person for person in mine}
    spoken: dict[UUID, set[str]] = {}
    for row in store.across(WHY, Speaker, col(Speaker.speaker_id).in_(own)):
        live = row.starts <= today and (row.ends is None or row.ends >= today)
        if live and row.capacity in PARTY:
            spoken.setdefault(row.person_id, set()).add(PARTY[row.capacity])
    return Mine(desk, own, spoken)


def _spoken_party(kind: type, parties: set[str]) -> set[str]:
    """Return the parties of a row's own side, of all that its person has."""
    asset_side = {PARTY[capacity] for capacity in ASSET_SIDE}
    return parties - asset_side if kind is Need else parties & asset_side


def _own_party(kind: type, row: Any, own: Mapping[UUID, Person]) -> set[str]:
    if kind is not Need:
        return {"holder"}
    person = own.get(row.person_id)
    if person is not None and person.kind == "child":
        return {"young_person"}
    return {"parent"}


def opens_of(desk: Desk, condition: Condition) -> dict[UUID, bool]:
    """Return by scheme version whether it has no disclosure."""
    versions = desk.store.across(WHY, SchemeVersion, condition)
    return {
        version.id: "disclosed" not in scheme_of(version).steps.uses
        for version in versions
    }


def open_at(mine: Mine, assets: Condition) -> list[UUID]:
    """Return the scheme versions without disclosure that assets are proposed under."""
    used = among(Proposal.scheme_version_id, col(Proposal.asset_id).in_(assets))
    opens = opens_of(mine.desk, col(SchemeVersion.id).in_(used))
    return sorted(version for version, is_open in opens.items() if is_open)


def page_across(
    desk: Desk,
    kind: type[R],
    condition: Condition,
    *,
    show: Callable[[Sequence[R]], Sequence[Line]],
    after: UUID | None,
    limit: int,
) -> Line:
    """Return a page of rows of whatever organisation, oldest first.

    What is shown as nothing is not there, and leaves no trace.
    """

    def fetch(after: UUID | None, most: int) -> Sequence[R]:
        return desk.store.across(WHY, kind, condition, after=after, limit=most)

    return paged(fetch, show=show, after=after, limit=limit)
