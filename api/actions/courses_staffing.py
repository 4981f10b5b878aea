"""A course's tutors: who comes next when one cannot; no parent moves for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from api.actions.courses_case import missing_of, role_and_traits
from api.actions.gates import pair_today
from api.actions.proposals_case import Case, case_of, persons
from api.actions.proposals_drafting import draft_proposal
from api.actions.proposals_tasks import task
from api.records import Asset, Proposal, Staff
from api.snapshots import Frozen, values_of
from api.steps import GOING
from api.store import col
from matcher.candidates import why_not
from matcher.graph import build_asset_graph
from matcher.model import values_from_json, values_to_json

HERE = (*GOING, "agreed")


def refill(case: Case) -> Proposal | None:
    """Draft the next tutor in place of one who cannot lead a course.

    From today's records: the role, every gate, how many courses they lead, the times of
    those, kept apart from nobody who comes, and not a parent of it. A coordinator looks
    and sends, as with any assignment; what parents have stays as it is.

    Returns
    -------
    Proposal or None
        None where nobody can; a coordinator has a task then, too.
    """
    chosen = next(iter(_in_order(case)), None)
    if chosen is None:
        task(case, "find_tutor", "coordinator")
        return None
    row = draft_proposal(
        case.desk,
        scheme_id=case.row.scheme_id,
        scheme_version_id=case.row.scheme_version_id,
        asset_id=case.asset.id,
        staff_id=chosen,
        kind="assignment",
        round_id=case.row.round_id,
        seats=0,
    )
    task(case_of(case.desk, row), "next_tutor", "coordinator")
    return row


def _in_order(case: Case) -> list[UUID]:
    """Return who could lead it, those who bring what is missing first."""
    beside = _beside(case)
    team = [other for other in beside if other.staff is not None]
    parents = [other for other in beside if other.staff is None]
    frozen = pair_today(case, beside=[need.id for p in parents for need in p.needs])
    cells = {r.ref: values_to_json(r.values) for r in frozen.snapshot.staff}
    wanted = _wanted(case, team)
    found = []
    for ref in _free(case, frozen, parents):
        role, traits = role_and_traits(case.rules, cells[ref])
        if role == _role_of(case) and wanted(traits) is not None:
            found.append((wanted(traits), ref, frozen.staff[ref]))
    return [staff_id for _, _, staff_id in sorted(found)]


def _free(case: Case, frozen: Frozen, parents: list[Case]) -> Iterator[str]:
    """Yield the refs of staff who may lead it today and were not asked yet."""
    build = case.rules.build
    graph = build_asset_graph(frozen.snapshot, case.rules)
    asset = frozen.ref_of(case.asset)
    others = {asset, *frozen.needs}
    apart = {ref for pair in frozen.snapshot.apart if others & {*pair} for ref in pair}
    out = _asked(case) | _parents(case, frozen, parents) | _busy(case)
    for record in frozen.snapshot.staff:
        if frozen.staff[record.ref] in out or record.ref in apart:
            continue
        if build.most and int(str(record.values.get(build.most, 1))) < 1:
            continue
        said = why_not(graph, case.rules, record.ref, asset, left="staff")
        if all(each.passed for each in said):
            yield record.ref


def _wanted(case: Case, team: list[Case]) -> Any:
    """Return what ranks a tutor's traits: 0 brings what is missing, None cannot do."""
    role = _role_of(case)
    rows = [row for row in case.rules.build.staffing if row["role"] == role]
    here = [
        role_and_traits(case.rules, other.values[other.staff.id])
        for other in team
        if other.staff
    ]
    mine = [traits for led, traits in here if led == role]

    def rank(traits: tuple[str, ...]) -> int | None:
        brings = 0
        for row in rows:
            before, after = missing_of(row, mine), missing_of(row, [*mine, traits])
            if sum(n for name, n in after.items() if name) > after.get("", 0):
                return None  # somebody without what the last seat has to bring
            brings += sum(before.values()) - sum(after.values())
        return -brings

    return rank


def _beside(case: Case) -> list[Case]:
    """Return the course's other live proposals."""
    rows = case.desk.store.find(
        Proposal,
        Proposal.asset_id == case.asset.id,
        Proposal.id != case.row.id,
        col(Proposal.state).in_(HERE),
        col(Proposal.ended_at).is_(None),
    )
    return [case_of(case.desk, row) for row in rows]


def _asked(case: Case) -> set[UUID]:
    """Return who leads this course, was asked to before, or is let go from it now."""
    rows = case.desk.store.find(
        Proposal,
        Proposal.asset_id == case.asset.id,
        col(Proposal.staff_id).is_not(None),
        (col(Proposal.state).in_(HERE)) | (col(Proposal.offered_at).is_not(None)),
    )
    return {row.staff_id for row in (case.row, *rows) if row.staff_id}


def _parents(case: Case, frozen: Frozen, parents: list[Case]) -> set[UUID]:
    """Return the staff rows of people who come to this course themselves."""
    coming = {
        parent.people[need.person_id].identity_id
        for parent in parents
        for need in parent.needs
    }
    rows = case.desk.store.find(
        Staff, col(Staff.id).in_(list(frozen.staff.values())), within=case.within
    )
    people = persons(case.desk, {row.person_id for row in rows}, case.within)
    return {row.id for row in rows if people[row.person_id].identity_id in coming}


def _busy(case: Case) -> set[UUID]:
    """Return who leads another course at the same time."""
    build, store = case.rules.build, case.desk.store
    if not build.slots:
        return set()
    rows = store.find(
        Proposal,
        Proposal.scheme_id == case.row.scheme_id,
        Proposal.asset_id != case.asset.id,
        col(Proposal.staff_id).is_not(None),
        col(Proposal.state).in_(HERE),
        col(Proposal.ended_at).is_(None),
    )
    ids = {row.asset_id for row in rows}
    assets = store.find(Asset, col(Asset.id).in_(ids), within=case.within)
    cells = values_of(store, assets, within=case.within)
    mine = _times(values_from_json(case.values[case.asset.id]).get(build.slots))
    clash = {id_ for id_, held in cells.items() if mine & _times(held.get(build.slots))}
    return {row.staff_id for row in rows if row.staff_id and row.asset_id in clash}


def _times(slots: Any) -> set[str]:
    found: Iterable[Any] = slots or ()
    return {f"{slot.day}-{slot.part}" for slot in found}


def _role_of(case: Case) -> str:
    assert case.staff is not None
    return role_and_traits(case.rules, case.values[case.staff.id])[0]
