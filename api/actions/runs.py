"""Runs: asked for, started with a fence, saved by whoever holds it, or ended kindly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from api.actions.app import App
from api.actions.courses_planning import plan_openings
from api.actions.desk import Desk, Done
from api.actions.drafting import SIDES, draft_all
from api.actions.performing import acts, reads
from api.actions.round_lines import LINES, write_lines
from api.actions.rounds import step
from api.actions.schemes_in_use import rules_of
from api.records import Document, Round, Ruling, Run, SchemeVersion
from api.snapshots import Frozen, freeze_records
from api.steps import next_number
from api.store import (
    COMPARISON,
    REFS,
    RESULT,
    SNAPSHOT,
    Session,
    Store,
    col,
    content,
    document,
    keep_document,
    scheme_of,
    value,
)
from matcher.errors import Refused
from matcher.instance import read_result
from matcher.model import Policy, Snapshot, Term
from matcher.rounds import RoundResult

LIVE = ("queued", "solving")
MOST_EFFORT = 600.0


class TakenOver(Refused):
    """Another process carries this run on: what this one found is not saved."""


@acts("round.run", on=Round)
def ask_run(
    desk: Desk,
    round_: Round,
    *,
    policy: Mapping[str, Any] | None = None,
    effort: float = 10.0,
    snapshot_sha256: str = "",
) -> Done:
    """Ask for a run, under the next number; a worker starts it.

    Parameters
    ----------
    policy : mapping, optional
        Another policy than the scheme's, by the names of `matcher.model.Policy`.
    snapshot_sha256 : str
        Of the snapshot that a comparison froze, to run on the very same.

    Raises
    ------
    Refused
        If a run is on its way, or there is no such snapshot.
    """
    state = step(desk, round_, "run")
    run = new_run(desk, round_, "run", policy, effort)
    if snapshot_sha256:
        _same_snapshot(desk, round_, run, snapshot_sha256)
    desk.store.change(round_, state=state, runs=run.number, run_id=run.id)
    desk.record("round.run", round_, run=str(run.id), number=run.number)
    desk.post("round.run", once=f"run:{run.id}", run=run.id)
    return desk.done(round_)


@acts("round.compare", on=Round)
def ask_comparison(
    desk: Desk,
    round_: Round,
    *,
    policies: list[Mapping[str, Any]],
    effort: float = 10.0,
) -> Done:
    """Ask what several policies would come to, on one snapshot; nothing is proposed.

    Raises
    ------
    Refused
        If a run is on its way, or the round is past running.
    """
    step(desk, round_, "run")
    run = new_run(desk, round_, "compare", {"policies": policies}, effort)
    desk.store.change(round_, runs=run.number)
    desk.record("round.compare", round_, run=str(run.id), number=run.number)
    desk.post("round.compare", once=f"run:{run.id}", run=run.id)
    return desk.done(round_)


@acts("round.cancel", on=Round)
def cancel_run(desk: Desk, round_: Round) -> Done:
    """Ask the run on its way to end; one that has not begun ends at once.

    Raises
    ------
    Refused
        If none is on its way.
    """
    run = desk.store.one(Run, Run.round_id == round_.id, col(Run.state).in_(LIVE))
    if run is None:
        raise Refused("No run of this round is on its way.")
    if run.state == "queued":
        _end(desk, round_, run, "cancelled", "Cancelled before it began.")
    else:
        desk.store.change(run, cancel_asked=True)
        desk.store.change(round_)
    desk.record("round.cancel", round_, run=str(run.id))
    return desk.done(round_)


@acts("round.work", on=Run, adds=True)
def start_run(desk: Desk, run: Run, *, executor: str) -> Done:
    """Take a run in hand: the fence grows, and its inputs are frozen if they are not.

    Whoever held it before can save nothing any more.

    Raises
    ------
    Refused
        If it has ended; the caller has nothing to do.
    """
    if run.state not in LIVE:
        raise Refused("This run has ended.")
    round_ = desk.find(Round, run.round_id)
    frozen = document(desk.store, round_, SNAPSHOT, run_id=run.id)
    if frozen is None:
        frozen = _freeze(desk, round_, run)
    desk.store.change(
        run,
        state="solving",
        fence=run.fence + 1,
        executor=executor,
        started_at=run.started_at or desk.now,
        snapshot_digest=frozen.digest,
        scheme_digest=rules_of(desk, round_.scheme_version_id).digest,
    )
    desk.record("run.start", run, fence=run.fence, snapshot_sha256=frozen.digest)
    return desk.done(run, fence=run.fence)


@reads("round.work", on=Run)
def read_inputs(desk: Desk, run: Run) -> dict[str, Any]:
    """Return what a run's process is given: nothing in it names anybody."""
    round_ = desk.find(Round, run.round_id)
    frozen = document(desk.store, round_, SNAPSHOT, run_id=run.id)
    assert frozen is not None, "a run that was started is frozen"
    text = content(desk.store, frozen).decode()
    return {
        "kind": run.kind,
        "snapshot": Snapshot.from_json(text),
        "scheme": rules_of(desk, round_.scheme_version_id),
        "salt": value(desk.store, round_, "salt"),
        "effort": run.effort,
        "policy": run.policy,
    }


def note_progress(
    app: App,
    run_id: UUID,
    *,
    organisation_id: UUID,
    fence: int,
    doing: str,
    share: float,
) -> bool:
    """Write how far a run is; return whether its process should end now.

    It should where somebody asked for that, or where another holds the fence.
    """

    def note(session: Session) -> bool:
        store = Store(
            session, keys=app.keys, organisation_id=organisation_id, now=app.now()
        )
        changed = store.change_where(
            Run,
            Run.id == run_id,
            Run.fence == fence,
            Run.state == "solving",
            Run.cancel_asked == False,  # noqa: E712 - SQL
            doing=doing[:200],
            share=share,
        )
        return changed == 0

    return app.database.transaction(note)


@acts("round.work", on=Run, adds=True)
def save_run(desk: Desk, run: Run, *, fence: int, result: str) -> Done:
    """Save what a run came to, and draft its proposals.

    Raises
    ------
    TakenOver
        If another process holds the fence by now.
    Refused
        If the result is not of these inputs, or did not pass its verification.
    """
    _holds(run, fence)
    round_ = desk.find(Round, run.round_id)
    found = RoundResult.from_json(result)
    _matches(round_, run, found)
    kept = keep_document(desk.store, round_, RESULT, result.encode(), run_id=run.id)
    _keep_lines(desk, round_, run, found)
    desk.store.change(
        run,
        state="saved",
        share=1.0,
        doing="",
        result_digest=kept.digest,
        ended_at=desk.now,
    )
    drafted = draft_all(desk, round_, run, found)
    plan_openings(desk, round_, run, found)
    state = step(desk, round_, "save", "verified", "current_fence")
    desk.store.change(round_, state=state, run_id=run.id)
    desk.record("run.save", run, result_sha256=kept.digest, drafted=drafted)
    return desk.done(run, drafted=drafted)


def _keep_lines(desk: Desk, round_: Round, run: Run, found: RoundResult) -> None:
    frozen = document(desk.store, round_, SNAPSHOT, run_id=run.id)
    assert frozen is not None, "a run that was started is frozen"
    snapshot = Snapshot.from_json(content(desk.store, frozen).decode())
    rules = rules_of(desk, round_.scheme_version_id)
    written = write_lines(found, rules, snapshot)
    keep_document(desk.store, round_, LINES, written, run_id=run.id)


@acts("round.work", on=Run, adds=True)
def save_comparison(desk: Desk, run: Run, *, fence: int, comparison: str) -> Done:
    """Save what a comparison came to: aggregates by policy."""
    _holds(run, fence)
    round_ = desk.find(Round, run.round_id)
    kept = keep_document(
        desk.store, round_, COMPARISON, comparison.encode(), run_id=run.id
    )
    desk.store.change(
        run,
        state="saved",
        share=1.0,
        doing="",
        result_digest=kept.digest,
        ended_at=desk.now,
    )
    desk.record("run.save", run, result_sha256=kept.digest)
    return desk.done(run)


@acts("round.work", on=Run, adds=True)
def end_run(desk: Desk, run: Run, *, fence: int, state: str, reason: str) -> Done:
    """End a run that failed or was cancelled, with a sentence; the round opens again.

    Raises
    ------
    TakenOver
        If another process holds the fence by now.
    """
    if run.state not in LIVE or run.fence != fence:
        raise TakenOver("Another process carries this run on, or it has ended.")
    round_ = desk.find(Round, run.round_id)
    _end(desk, round_, run, state, reason)
    desk.record(f"run.{state}", run, fence=fence)
    return desk.done(run)


def new_run(
    desk: Desk,
    round_: Round,
    kind: str,
    policy: Mapping[str, Any] | None,
    effort: float,
) -> Run:
    """Return a new run of a round, under the next number.

    Raises
    ------
    Refused
        If a run is on its way, or the effort is out of bounds.
    """
    if not 0 < effort <= MOST_EFFORT:
        raise Refused(f"Effort is above 0 and at most {MOST_EFFORT:.0f}.")
    live = desk.store.count(Run, Run.round_id == round_.id, col(Run.state).in_(LIVE))
    if live:
        raise Refused("A run of this round is on its way. Wait for it, or cancel it.")
    numbers = [run.number for run in desk.store.find(Run, Run.round_id == round_.id)]
    return desk.store.new(
        Run,
        round_id=round_.id,
        number=next_number(numbers),
        kind=kind,
        policy=dict(policy or {}),
        effort=effort,
        asked_by=desk.who.account_id,
    )


def _same_snapshot(desk: Desk, round_: Round, run: Run, digest: str) -> None:
    there = desk.store.one(
        Document,
        Document.round_id == round_.id,
        Document.kind == SNAPSHOT,
        Document.digest == digest,
    )
    if there is None:
        raise Refused("No snapshot of this round has this hash. Compare again first.")
    for kind in (SNAPSHOT, REFS):
        row = document(desk.store, round_, kind, run_id=there.run_id)
        assert row is not None, "a snapshot is kept with its refs"
        keep_document(desk.store, round_, kind, content(desk.store, row), run_id=run.id)


def _freeze(desk: Desk, round_: Round, run: Run) -> Document:
    frozen = frozen_now(desk, round_)
    behind = {
        side: {ref: str(id_) for ref, id_ in getattr(frozen, side).items()}
        for side in SIDES
    }
    refs = json.dumps(behind, sort_keys=True).encode()
    keep_document(desk.store, round_, REFS, refs, run_id=run.id)
    text = frozen.snapshot.to_json().encode()
    return keep_document(desk.store, round_, SNAPSHOT, text, run_id=run.id)


def frozen_now(desk: Desk, round_: Round) -> Frozen:
    """Return today's records as this round would freeze them."""
    version = desk.find(SchemeVersion, round_.scheme_version_id)
    rulings = desk.store.find(Ruling, Ruling.round_id == round_.id)
    return freeze_records(
        desk.store,
        scheme_of(version),
        scheme_id=round_.scheme_id,
        round=round_.name,
        as_of=round_.as_of,
        term=Term(round_.term_start, round_.term_end),
        rulings=rulings,
    )


def _holds(run: Run, fence: int) -> None:
    if run.state != "solving" or run.fence != fence:
        raise TakenOver("Another process carries this run on, or it has ended.")


def _matches(round_: Round, run: Run, found: RoundResult) -> None:
    same = (found.snapshot_sha256, found.scheme_sha256) == (
        run.snapshot_digest,
        run.scheme_digest,
    )
    if not same:
        raise Refused("The result is not of this run's snapshot and scheme.")
    if read_result(found.result).salt_sha256 != round_.salt_digest:
        raise Refused("The result was not drawn with this round's salt.")
    if not found.verification.ok:
        raise Refused("The result did not pass its verification; nothing is proposed.")


def _end(desk: Desk, round_: Round, run: Run, state: str, reason: str) -> None:
    desk.store.change(
        run, state=state, reason=reason[:500], doing="", ended_at=desk.now
    )
    if run.kind == "run":
        act = "cancel_run" if state == "cancelled" else "fail_run"
        desk.store.change(round_, state=step(desk, round_, act, "reason"))
    else:
        desk.store.change(round_)


def policy_of(given: Mapping[str, Any], scheme_policy: Policy) -> Policy:
    """Return the policy that a run names, on top of the scheme's.

    Of another policy than the scheme's the options are its own: only who settles ties
    is still as the scheme says.
    """
    base = scheme_policy.named(given.get("name", scheme_policy.name))
    return Policy(**(asdict(base) | dict(given)))
