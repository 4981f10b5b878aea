"""Planning courses: what a round opens is planned, for its hub to decide by a day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from api.actions.courses_case import course_of
from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.proposals_case import within_scheme
from api.records import Asset, Hub, Opening, Organisation, Proposal, Round, Run, Task
from api.steps import london_day
from api.store import REFS, col, content, document, read
from matcher.instance import read_instance, read_result
from matcher.rounds import RoundResult

DECIDE_BY = "decide_by"
"""The assets column that says by when a hub decides."""
DAYS_BEFORE = 14
"""Without such a day, a hub decides so many days before the term."""
TASK = "decide_opening"


def plan_openings(desk: Desk, round_: Round, run: Run, found: RoundResult) -> int:
    """Plan the courses that a run opens; those that only an earlier run opened go.

    A course that is planned or open already, by whatever round, is not planned twice.
    One that somebody was offered stays, whatever a later run says.

    Returns
    -------
    int
        How many courses this run opens.
    """
    ids = _assets_of(desk, round_, run)
    wanted = [ids[ref] for ref in opened_by(found)]
    _drop(desk, round_, set(wanted))
    if not wanted:
        return 0
    within = within_scheme(desk, round_.scheme_id)
    assets = desk.store.find(Asset, col(Asset.id).in_(wanted), within=within)
    cells = read(desk.store, assets, ["values"], within=within)
    there = desk.store.find(
        Opening,
        col(Opening.asset_id).in_(wanted),
        col(Opening.state).in_(("planned", "open")),
    )
    planned = {row.asset_id for row in there}
    for asset in assets:
        if asset.id not in planned:
            said = (cells.get((asset.id, "values")) or {}).get(DECIDE_BY)
            row = desk.store.new(
                Opening,
                asset_id=asset.id,
                round_id=round_.id,
                decide_by=_decide_by(said, round_),
            )
            desk.record("opening.plan", row, decide_by=row.decide_by.isoformat())
    return len(wanted)


def opened_by(found: RoundResult) -> Iterable[str]:
    """Yield the refs of the assets that may stay closed, and that a result opens."""
    closed = {ref for ref, _ in read_result(found.result).closed}
    for asset in read_instance(found.instance).assets:
        if asset.openable and asset.ref not in closed:
            yield asset.ref


@acts("opening.mark_due", on=Organisation, adds=True)
def mark_due_openings(desk: Desk, organisation: Organisation) -> Done:
    """Raise a task for the hub of each course whose day to decide has come.

    It is red from the day after; no course opens, and none is given up, by silence.
    """
    today = london_day(desk.now)
    due = desk.store.find(
        Opening, Opening.state == "planned", col(Opening.decide_by) <= today
    )
    raised = sum(_ask_hub(desk, row) for row in due)
    desk.record("opening.mark_due", organisation, due=len(due), raised=raised)
    return desk.done(organisation, due=len(due), raised=raised)


def settle_task(desk: Desk, row: Opening) -> None:
    """Close the hub's task: it has decided."""
    for task in desk.store.across("locate", Task, col(Task.key) == _key(row)):
        if task.done_at is None:
            desk.store.change(task, done_at=desk.now, done_by=desk.who.account_id)


def _ask_hub(desk: Desk, row: Opening) -> bool:
    if desk.store.across("locate", Task, col(Task.key) == _key(row)):
        return False
    course = course_of(desk, row)
    hub = desk.store.get(Hub, course.asset.hub_id, within=course.within)
    desk.store.new(
        Task,
        # The hub's own staff see it, whoever runs the scheme.
        organisation_id=(hub or course.asset).organisation_id,
        kind=TASK,
        role="hub",
        scheme_id=course.asset.scheme_id,
        about_table="opening",
        about_id=row.id,
        due=row.decide_by,
        key=_key(row),
    )
    return True


def _key(row: Opening) -> str:
    return f"{TASK}:{row.id}"


def _decide_by(said: object, round_: Round) -> date:
    if isinstance(said, dict) and "date" in said:
        return date.fromisoformat(said["date"])
    return round_.term_start - timedelta(days=DAYS_BEFORE)


def _assets_of(desk: Desk, round_: Round, run: Run) -> dict[str, UUID]:
    row = document(desk.store, round_, REFS, run_id=run.id)
    assert row is not None, "a snapshot is kept with its refs"
    behind = json.loads(content(desk.store, row))
    return {ref: UUID(text) for ref, text in behind["assets"].items()}


def _drop(desk: Desk, round_: Round, wanted: set[UUID]) -> None:
    """Take back what an earlier run of this round planned, and nobody has heard of."""
    for row in desk.store.find(
        Opening, Opening.round_id == round_.id, Opening.state == "planned"
    ):
        heard = desk.store.count(
            Proposal,
            Proposal.asset_id == row.asset_id,
            col(Proposal.offered_at).is_not(None),
            col(Proposal.ended_at).is_(None),
        )
        if row.asset_id not in wanted and not heard:
            desk.record("opening.unplan", row, asset=str(row.asset_id))
            desk.store.delete_where(Opening, col(Opening.id) == row.id)
