"""Several proposals of a scheme with what they are about, in a few queries for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.proposals_case import (
    Case,
    Speakers,
    persons,
    speakers_for,
    within_scheme,
)
from api.actions.schemes_in_use import rules_of
from api.records import Asset, Need, Proposal, ProposalNeed, Row, Staff
from api.store import find_among, read


def cases_of(desk: Desk, rows: Sequence[Proposal]) -> list[Case]:
    """Return proposals of one scheme, each as `case_of` does, in their order.

    The number of queries does not grow with them.
    """
    if not rows:
        return []
    within = within_scheme(desk, rows[0].scheme_id)
    ids = {row.id for row in rows}
    pairs = find_among(desk.store, ProposalNeed, ProposalNeed.proposal_id, ids)
    needs = _by_id(desk, Need, {pair.need_id for pair in pairs}, within)
    assets = _by_id(desk, Asset, {row.asset_id for row in rows}, within)
    staff = _by_id(desk, Staff, {r.staff_id for r in rows if r.staff_id}, within)
    rules = {id_: rules_of(desk, id_) for id_ in {r.scheme_version_id for r in rows}}
    cases = []
    for row in rows:
        mine = {pair.need_id for pair in pairs if pair.proposal_id == row.id}
        about = tuple(need for id_, need in needs.items() if id_ in mine)
        who = staff.get(row.staff_id) if row.staff_id else None
        sides = about, assets[row.asset_id], who
        rule = rules[row.scheme_version_id]
        cases.append(Case(desk, row, rule, *sides, within))
    _look_up(desk, cases, within)
    return cases


def _look_up(desk: Desk, cases: Sequence[Case], within: tuple[UUID, ...]) -> None:
    """Give each case what it would ask for by itself: people, speakers, cells."""
    sides = [side for case in cases for side in case.sides]
    ids = {id_ for row in sides for id_ in (row.person_id, row.beside_id) if id_}
    people = persons(desk, ids, within)
    spoken = speakers_for(desk, {row.person_id for row in sides}, within)
    held = read(desk.store, sides, ["values"], within=within)
    for case in cases:
        mine = {id_ for row in case.sides for id_ in (row.person_id, row.beside_id)}
        side = case.staff or case.asset
        about = {*(need.person_id for need in case.needs), side.person_id}
        rows = tuple(row for row in spoken.rows if row.person_id in about)
        # Where a cached property would keep what it had looked up.
        vars(case).update(
            people={id_: person for id_, person in people.items() if id_ in mine},
            speakers=Speakers(rows, spoken.people),
            values={r.id: dict(held.get((r.id, "values")) or {}) for r in case.sides},
        )


def _by_id(
    desk: Desk, kind: type[Row], ids: set[UUID], within: tuple[UUID, ...]
) -> Mapping[UUID, Any]:
    return {
        row.id: row for row in find_among(desk.store, kind, kind.id, ids, within=within)
    }
