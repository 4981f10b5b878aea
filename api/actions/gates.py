"""A pair's gates, run again on today's records before each step that matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.records import (
    Asset,
    MatchNeed,
    Need,
    Round,
    Ruling,
    Staff,
    Suspension,
)
from api.steps import planned_end
from api.store import col
from matcher.candidates import why_not
from matcher.errors import Refused
from matcher.graph import build_asset_graph
from matcher.model import Record, Snapshot, Term, values_from_json

if TYPE_CHECKING:
    from api.actions.proposals_case import Case

_OPEN = {"live", "waiting"}


def passes_today(case: Case) -> bool:
    """Tell whether a proposal's pair passes every gate on today's records.

    Whatever stands in the way, the answer is the same: not available. Read in the
    caller's transaction, so that what it finds is what the step is taken on.
    """
    if any(row.state not in _OPEN for row in case.sides):
        return False
    if _suspended(case) or _matched(case) or _forbidden(case):
        return False
    snapshot = pair_snapshot(case)
    graph = build_asset_graph(snapshot, case.rules)
    left = "needs" if case.staff is None else "staff"
    rows = case.needs if case.staff is None else (case.staff,)
    try:
        return all(
            result.passed
            for row in rows
            for result in why_not(graph, case.rules, row.ref, case.asset.ref, left=left)
        )
    except Refused:
        return False


def pair_snapshot(case: Case) -> Snapshot:
    """Return the two sides as a round would freeze them today, and nobody else."""
    start, end = _term(case)
    return Snapshot(
        scheme=case.rules.name,
        round="today",
        as_of=case.today,
        term=Term(start, end),
        needs=tuple(_record(case, row) for row in _by_ref(case.needs)),
        assets=(_record(case, case.asset),),
        staff=() if case.staff is None else (_record(case, case.staff),),
    )


def _term(case: Case) -> tuple[Any, Any]:
    round_ = case.desk.store.get(Round, case.row.round_id)
    if round_ is not None and round_.term_end >= case.today:
        return max(round_.term_start, case.today), round_.term_end
    return case.today, planned_end(case.today, case.rules.steps.term_months)


def _record(case: Case, row: Need | Asset | Staff) -> Record:
    values = dict(case.values[row.id])
    if row is case.asset and case.row.holds:
        # Its own seats are held already: room is what the table of seats says.
        build = case.rules.build
        least = max(1, case.row.seats)
        for name in filter(None, (build.capacity, build.approved)):
            values[name] = max(least, int(values.get(name) or 0))
        if build.taken:
            values[build.taken] = 0
    return Record(row.ref, values_from_json(values))


def _by_ref(needs: tuple[Need, ...]) -> Iterator[Need]:
    return iter(sorted(needs, key=lambda need: need.ref))


def _suspended(case: Case) -> bool:
    identities = {person.identity_id for person in case.people.values()}
    found = case.desk.store.across(
        "identity",
        Suspension,
        col(Suspension.identity_id).in_(identities),
        col(Suspension.lifted_at).is_(None),
    )
    return bool(found)


def _matched(case: Case) -> bool:
    """Tell whether a need, or its person where one match is allowed, has a match."""
    store, row = case.desk.store, case.row
    here: list[UUID] = [need.id for need in case.needs]
    live = [MatchNeed.live == True]  # noqa: E712 - SQL
    if store.count(MatchNeed, col(MatchNeed.need_id).in_(here), *live):
        return True
    people = [case.people[need.person_id].identity_id for need in case.needs]
    return bool(
        case.rules.steps.one_live
        and store.count(
            MatchNeed,
            MatchNeed.scheme_id == row.scheme_id,
            col(MatchNeed.one_live_id).in_(people),
            *live,
        )
    )


def _forbidden(case: Case) -> bool:
    row = case.row
    if row.round_id is None:
        return False
    return bool(
        case.desk.store.count(
            Ruling,
            Ruling.round_id == row.round_id,
            Ruling.asset_id == row.asset_id,
            col(Ruling.need_id).in_([need.id for need in case.needs]),
            Ruling.kind == "forbid",
            col(Ruling.lifted_at).is_(None),
        )
    )
