"""A pair's gates, run again on today's records before each step that matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from api.records import MatchNeed, Round, Ruling, Suspension
from api.snapshots import Frozen, freeze_records
from api.steps import planned_end
from api.store import col
from matcher.candidates import why_not
from matcher.errors import Refused
from matcher.graph import build_asset_graph
from matcher.model import Term

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
    if _suspended(case) or _matched(case):
        return False
    frozen = pair_today(case)
    graph = build_asset_graph(frozen.snapshot, case.rules)
    left = "needs" if case.staff is None else "staff"
    rows = case.needs if case.staff is None else (case.staff,)
    try:
        return all(
            result.passed
            for row in rows
            for result in why_not(
                graph,
                case.rules,
                frozen.ref_of(row),
                frozen.ref_of(case.asset),
                left=left,
            )
        )
    except Refused:  # one of the two is not among today's records
        return False


def pair_today(case: Case, *, beside: Iterable[UUID] = ()) -> Frozen:
    """Return the two sides as a round would freeze them today, and no other needs.

    Parameters
    ----------
    beside : iterable of UUID
        Needs that are looked at with them, such as a course's parents with a tutor.
    """
    row, store = case.row, case.desk.store
    rulings = store.find(Ruling, Ruling.round_id == row.round_id)
    return freeze_records(
        store,
        case.rules,
        scheme_id=row.scheme_id,
        round=case.today.isoformat(),
        as_of=case.today,
        term=_term(case),
        rulings=rulings if row.round_id else (),
        needs=[*(need.id for need in case.needs), *beside],
        assets=[row.asset_id],
        own=row,
    )


def _term(case: Case) -> Term:
    round_ = case.desk.store.get(Round, case.row.round_id)
    if round_ is not None and round_.term_end >= case.today:
        return Term(max(round_.term_start, case.today), round_.term_end)
    return Term(case.today, planned_end(case.today, case.rules.steps.term_months))


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
