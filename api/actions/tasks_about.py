"""What tasks are about: the rows behind them, by the refs that the office uses.

A task says what, and never why; without a ref nobody could tell two of them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import near_rows
from api.actions.safeguarding_tasks import SPEAK
from api.mail import KINDS
from api.records import (
    Asset,
    Emergency,
    Listed,
    Match,
    MatchNeed,
    Message,
    Need,
    Proposal,
    ProposalNeed,
    Review,
    Staff,
    Task,
)
from api.store import find_among

LISTED: tuple[type[Listed], ...] = (Need, Asset, Staff)
_SIDES: Mapping[str, type[Any]] = {
    "proposal": Proposal,
    "match": Match,
    "emergency": Emergency,
}
"""Tables whose rows have a need's side and an asset's side."""
_NEEDS: Mapping[type[Any], tuple[type[Any], str]] = {
    Proposal: (ProposalNeed, "proposal_id"),
    Match: (MatchNeed, "match_id"),
}
"""Where the needs of a row stand, if not in itself."""


@dataclass(frozen=True, slots=True)
class About:
    """What a task is about.

    Parameters
    ----------
    kind, id : str, UUID
        The table and the row; of a message, what the message was about.
    message : str
        The subject of the message that did not leave, and "" of every other task.
    """

    kind: str
    id: UUID
    message: str = ""


def abouts(desk: Desk, tasks: Sequence[Task]) -> dict[UUID, About]:
    """Return by task what it is about; tasks about nothing are not there."""
    wanted = {t.about_id for t in tasks if t.about_table == "message" and t.about_id}
    letters = {row.id: row for row in _rows(desk, Message, wanted)}
    found = {}
    for task in tasks:
        letter = letters.get(task.about_id) if task.about_id else None
        if letter is not None:
            found[task.id] = _of_letter(letter)
        elif task.about_id is not None:
            found[task.id] = About(task.about_table, task.about_id)
    return found


def _of_letter(letter: Message) -> About:
    kind = KINDS.get(letter.kind)
    subject = kind.subject if kind else letter.kind
    if letter.about_id is None:
        return About("message", letter.id, subject)
    return About(letter.about_table, letter.about_id, subject)


def refs(
    desk: Desk, tasks: Sequence[Task], found: Mapping[UUID, About]
) -> dict[UUID, list[str]]:
    """Return by task the refs of whom it is about, in a constant number of queries.

    What a lead alone may tell has none, and nobody near to whoever asks has.
    """
    told = {t.id: found[t.id] for t in tasks if t.id in found and t.kind != SPEAK}
    listed = _listed(desk, told.values())
    named = _named(desk, {id_ for ids in listed.values() for id_ in ids})
    return {
        task: [named[id_] for id_ in listed.get(about.id, ()) if id_ in named]
        for task, about in told.items()
    }


def _listed(desk: Desk, found: Iterable[About]) -> dict[UUID, list[UUID]]:
    """Return by row which needs, assets and staff it is about: itself, or its sides."""
    found = list(found)
    looks = {about.id for about in found if about.kind == "review"}
    of_match = {row.id: row.match_id for row in _rows(desk, Review, looks)}
    listed = {about.id: [about.id] for about in found}
    for name, kind in _SIDES.items():
        ids = {about.id for about in found if about.kind == name}
        ids |= set(of_match.values()) if name == "match" else set()
        listed |= _sides(desk, kind, ids)
    return listed | {look: listed.get(match, []) for look, match in of_match.items()}


def _sides(desk: Desk, kind: type[Any], ids: set[UUID]) -> dict[UUID, list[UUID]]:
    rows = _rows(desk, kind, ids)
    if kind is Emergency:
        return {row.id: [row.need_id, row.asset_id] for row in rows}
    pair, name = _NEEDS[kind]
    sides: dict[UUID, list[UUID]] = {row.id: [] for row in rows}
    for each in find_among(desk.store, pair, getattr(pair, name), ids) if ids else ():
        sides[getattr(each, name)].append(each.need_id)
    for row in rows:
        sides[row.id].append(row.asset_id)
    return sides


def _named(desk: Desk, ids: set[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for kind in LISTED:
        rows = _rows(desk, kind, ids)
        near = near_rows(desk, kind) if rows else set()
        found |= {row.id: row.ref for row in rows if row.id not in near}
    return found


def _rows(desk: Desk, kind: type[Any], ids: set[UUID]) -> list[Any]:
    return find_among(desk.store, kind, kind.id, ids) if ids else []
