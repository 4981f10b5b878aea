"""What the latest run of a round came to, for whoever reports it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import near_rows, whose
from api.actions.performing import reads
from api.actions.schemes_in_use import rules_of
from api.actions.views import viewed_all
from api.records import Asset, Listed, Need, Round, Run
from api.store import COMPARISON, REFS, RESULT, SNAPSHOT, col, content, document
from matcher.errors import Refused
from matcher.explaining import Why
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme as Rules

_Side = tuple[type[Listed], dict[str, UUID]]


@dataclass(frozen=True, slots=True)
class Results:
    """A saved run with what it was made of: refs stand for people."""

    rules: Rules
    snapshot: Snapshot
    result: RoundResult


@reads("round.results", on=Round)
def read_results(desk: Desk, round_: Round) -> Results:
    """Return what the latest run came to.

    Raises
    ------
    Refused
        If the round has no saved run.
    """
    run = desk.store.get(Run, round_.run_id)
    if run is None or run.state != "saved":
        raise Refused("This round has no saved run.")
    kept = [
        document(desk.store, round_, kind, run_id=run.id) for kind in (SNAPSHOT, RESULT)
    ]
    snapshot, result = (content(desk.store, row).decode() for row in kept if row)
    return Results(
        rules_of(desk, round_.scheme_version_id),
        Snapshot.from_json(snapshot),
        RoundResult.from_json(result),
    )


@reads("round.explanations", on=Round)
def read_explanations(
    desk: Desk, round_: Round, *, kind: str, cursor: int = 0, limit: int = 50
) -> dict[str, Any]:
    """Return why: of pairs, of needs without one, of empty seats, of closed assets.

    Each in the version of who is asking: a coordinator's, or an approver's; none of
    somebody they are connected to. Whose reasons stand on the page, they have read.

    Raises
    ------
    Refused
        If the round has no saved run.
    """
    found = read_results.run(desk, round_).result
    audience = "staff" if "coordinator" in desk.audiences else "approver"
    sides = behind(desk, round_)
    near = {side: near_rows(desk, table) for side, (table, _) in sides.items()}
    rows = [
        why
        for why in found.whys
        if why.kind == kind
        and not any(sides[side][1].get(ref) in near[side] for side, ref in _refs(why))
    ]
    page = rows[cursor : cursor + limit]
    _log(desk, sides, page)
    after = cursor + limit
    return {
        "items": [_said(why, audience) for why in page],
        "next": str(after) if after < len(rows) else None,
    }


@reads("round.explanations", on=Round)
def read_comparison(desk: Desk, round_: Round) -> dict[str, Any]:
    """Return what the latest comparison came to: totals by policy, and nobody's ref.

    Raises
    ------
    Refused
        If nothing was compared yet.
    """
    runs = desk.store.find(
        Run,
        Run.round_id == round_.id,
        Run.kind == "compare",
        Run.state == "saved",
        newest_first=True,
    )
    # One without policies looked at coverage alone.
    compared = [run for run in runs if run.policy.get("policies")]
    row = compared and document(desk.store, round_, COMPARISON, run_id=compared[0].id)
    if not row:
        raise Refused("Nothing was compared in this round yet.")
    said: dict[str, Any] = json.loads(content(desk.store, row))
    return {name: said[name] for name in ("snapshot_sha256", "policies")}


def behind(desk: Desk, round_: Round) -> dict[str, _Side]:
    """Return by side its table, and the records behind the refs of the latest run."""
    row = document(desk.store, round_, REFS, run_id=round_.run_id)
    assert row is not None, "a snapshot is kept with its refs"
    refs = json.loads(content(desk.store, row))
    tables: dict[str, type[Listed]] = {"needs": Need, "assets": Asset}
    return {
        side: (table, {ref: UUID(text) for ref, text in refs[side].items()})
        for side, table in tables.items()
    }


def _refs(why: Why) -> tuple[tuple[str, str], ...]:
    return ("needs", why.need), ("assets", why.asset)


def _log(desk: Desk, sides: dict[str, _Side], page: Sequence[Why]) -> None:
    shown = {each for why in page for each in _refs(why)}
    for side, (table, ids) in sides.items():
        wanted = {ids[ref] for at, ref in shown if at == side and ref in ids}
        # Of whichever organisation takes part: the run froze them, as it might.
        rows = desk.store.across("locate", table, col(table.id).in_(wanted))
        viewed_all(desk, "round.explanations", whose(desk, rows))


def _said(why: Why, audience: str) -> dict[str, Any]:
    return {
        "need": why.need,
        "asset": why.asset,
        "state": why.state,
        "summary": why.summary,
        "fits": dict(why.fits),
        "parts": [
            {"heading": part.heading, "lines": list(part.lines)}
            for part in why.versions.get(audience, ())
        ],
    }
