"""Who is the same human being: joined by people, never loosened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.merging import merge
from api.actions.pages import page_of
from api.actions.people_about import called
from api.actions.performing import acts, reads
from api.actions.views import viewed_all
from api.permissions import About, NotThere, shown
from api.records import Person, PersonLink
from api.store import col
from matcher.errors import Refused


@acts("person_link.decide", on=PersonLink)
def decide_link(desk: Desk, link: PersonLink, *, same: bool) -> Done:
    """Say whether two rows are one human being; what holds for one then holds for both.

    Raises
    ------
    Refused
        It was decided before.
    """
    if link.state != "proposed":
        raise Refused("This was decided before.")
    one, other = _both(desk, link)
    desk.store.change(
        link,
        state="confirmed" if same else "refused",
        decided_by=desk.who.account_id,
        decided_at=desk.now,
    )
    if same:
        merge(desk, one, other)
    desk.record("person_link.decide", link, same=same)
    return desk.done(link)


@tells(PersonLink)
def about_link(desk: Desk, link: PersonLink) -> About:
    """Return whom a link is about."""
    people = frozenset(person.identity_id for person in _both(desk, link))
    return About(link.organisation_id, state=link.state, people=people)


@reads("person_link.read", on=PersonLink)
def read_link(desk: Desk, link: PersonLink) -> dict[str, Any]:
    """Return a link: two ids, what they have in common, and the names known here."""
    both = _both(desk, link)
    viewed_all(
        desk, "person_link.read", [(link, person.identity_id) for person in both]
    )
    # Another organisation's own word for somebody is theirs.
    here = [each for each in both if each.organisation_id == link.organisation_id]
    line = _line(link) | {"names": called(desk, here)}
    return shown("person_link", desk.audiences, "", line)


@reads("person_link.list")
def list_links(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the links that wait for a decision, bar those about oneself."""
    near = {desk.who.identity_id, *desk.who.connected}

    def show(links: Sequence[PersonLink]) -> Iterator[dict[str, Any] | None]:
        ids = [id_ for link in links for id_ in (link.person_id, link.other_id)]
        rows = desk.store.across("identity", Person, col(Person.id).in_(ids))
        whose = {row.id: row.identity_id for row in rows}
        for link in links:
            seen = shown("person_link", desk.audiences, "", _line(link))
            about = {whose.get(link.person_id), whose.get(link.other_id)}
            yield None if near & about else seen

    waiting = PersonLink.state == "proposed"
    return page_of(desk, PersonLink, waiting, show=show, after=after, limit=limit)


def _both(desk: Desk, link: PersonLink) -> tuple[Person, Person]:
    ids = {link.person_id, link.other_id}
    rows = desk.store.across("identity", Person, col(Person.id).in_(ids))
    by_id = {row.id: row for row in rows}
    if ids - by_id.keys():
        raise NotThere
    return by_id[link.person_id], by_id[link.other_id]


def _line(link: PersonLink) -> dict[str, Any]:
    return {
        "id": str(link.id),
        "version": link.version,
        "person": str(link.person_id),
        "other": str(link.other_id),
        "kind": link.kind,
        "state": link.state,
    }
