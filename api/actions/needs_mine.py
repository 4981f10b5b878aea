"""One's own needs, and those of whom one speaks for: a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.mine import WHY, Mine, mine_of, page_across
from api.actions.pages import Line
from api.actions.performing import reads
from api.actions.views import viewed_all
from api.permissions import shown
from api.records import Need, Person
from api.store import col, read

_READERS = ("worker", "parent", "advocate")
"""In which capacities whoever speaks for a child may read its need."""


@reads("need.mine", logs=True)
def my_needs(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the needs that the caller stands behind, by themselves or for a child.

    A worker reads whose each is. Before the code agreed in person only one's own are
    there: nothing of a child is.
    """
    mine = mine_of(desk)
    if desk.who.waits:
        mine = replace(mine, spoken={})
    return page_across(
        desk,
        Need,
        mine.behind(Need),
        show=lambda rows: _lines(mine, rows),
        after=after,
        limit=limit,
    )


def _lines(mine: Mine, rows: Sequence[Need]) -> list[Line]:
    audiences = {row.id: _audiences(mine, row) for row in rows}
    theirs = [row for row in rows if "worker" in audiences[row.id]]
    names = _names(mine.desk, theirs)
    return [
        shown("need", audiences[row.id], "", _line(row) | {"name": names.get(row.id)})
        for row in rows
    ]


def _audiences(mine: Mine, row: Need) -> set[str]:
    found = mine.spoken.get(row.person_id, set()) & {*_READERS}
    own = mine.own.get(row.person_id)
    if own is None:
        return found
    return found | {"young_person" if own.kind == "child" else "self"}


def _names(desk: Desk, rows: Sequence[Need]) -> dict[UUID, str]:
    """Return whose needs these are, and leave a view of each."""
    ids = {row.person_id for row in rows}
    people = {
        person.id: person
        for person in desk.store.across(WHY, Person, col(Person.id).in_(ids))
    }
    viewed_all(
        desk, "need.mine", [(row, people[row.person_id].identity_id) for row in rows]
    )
    within = {person.organisation_id for person in people.values()}
    kept = read(desk.store, people.values(), ["name"], within=within)
    return {row.id: str(kept.get((row.person_id, "name")) or "") for row in rows}


def _line(row: Need) -> Line:
    return {
        "id": str(row.id),
        "version": row.version,
        "ref": row.ref,
        "scheme_id": str(row.scheme_id),
        "organisation_id": str(row.organisation_id),
        "state": row.state,
        "own": True,
    }
