"""Figures: what was counted and drawn of a run when it was saved, for pages to show.

No page reads a whole round: it may hold thousands. What is here names nobody; refs of
assets on which needs depend alone are in it, for staff.
"""

from __future__ import annotations

import json
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.near import near_rows, whose
from api.actions.performing import acts, reads
from api.actions.results import behind
from api.actions.schemes_in_use import members_of, rules_of
from api.actions.views import viewed_all
from api.permissions import NotThere
from api.records import Asset, Need, Round, Run, Scheme
from api.store import (
    COMPARISON,
    FIGURES,
    RESULT,
    SNAPSHOT,
    WORKBOOK,
    col,
    content,
    document,
    find_among,
    keep_document,
    value,
)
from matcher.errors import Refused

_LOOKED = 5
"""Rounds, and their saved runs, that are looked through for the newest figures."""


@reads("round.work", on=Run)
def read_saved(desk: Desk, run: Run) -> dict[str, Any]:
    """Return what a saved run came to, as texts, for whoever draws it.

    Raises
    ------
    NotThere
        If it was not saved, is drawn already, or its documents are past their keeping.
    """
    round_ = desk.find(Round, run.round_id)
    kind = COMPARISON if run.kind == "compare" else RESULT
    frozen = document(desk.store, round_, SNAPSHOT, run_id=run.id)
    found = document(desk.store, round_, kind, run_id=run.id)
    drawn = document(desk.store, round_, FIGURES, run_id=run.id)
    if run.state != "saved" or frozen is None or found is None or drawn:
        raise NotThere
    return {
        "kind": run.kind,
        "snapshot": content(desk.store, frozen).decode(),
        "found": content(desk.store, found).decode(),
        "scheme": rules_of(desk, round_.scheme_version_id),
        "salt": value(desk.store, round_, "salt"),
        "effort": run.effort,
    }


@acts("round.work", on=Run, adds=True)
def keep_figures(desk: Desk, run: Run, *, figures: str, workbook: bytes) -> Done:
    """Keep what was counted and drawn of a saved run, and its workbook.

    Raises
    ------
    Refused
        If the run was not saved.
    """
    if run.state != "saved":
        raise Refused("Only a run that was saved has figures.")
    round_ = desk.find(Round, run.round_id)
    keep_document(desk.store, round_, FIGURES, figures.encode(), run_id=run.id)
    if workbook:
        keep_document(desk.store, round_, WORKBOOK, workbook, run_id=run.id)
    desk.record("run.figures", run)
    return desk.done(run)


@reads("round.list", on=Round)
def read_figures(
    desk: Desk, round_: Round, *, kind: str = "run"
) -> dict[str, Any] | None:
    """Return the figures of a round's latest saved run, or of its latest comparison.

    None where none was saved, or its pictures are not drawn yet.
    """
    newest = _newest(desk, Run.round_id == round_.id, Run.kind == kind)
    if kind == "run":
        newest = [run for run in newest if run.id == round_.run_id]
    return _figures(desk, newest[0]) if newest else None


@reads("insight.read", on=Scheme)
def read_coverage(desk: Desk, scheme: Scheme) -> dict[str, Any] | None:
    """Return the newest coverage of a scheme, with the round it was counted for.

    It comes with every run and every comparison. None where there was neither yet.
    """
    rounds = desk.store.find(
        Round, Round.scheme_id == scheme.id, newest_first=True, limit=_LOOKED
    )
    ids = [round_.id for round_ in rounds]
    for run in _newest(desk, col(Run.round_id).in_(ids)):
        found = _figures(desk, run)
        if found and found.get("coverage"):
            round_ = desk.find(Round, run.round_id)
            return {
                "round": {"id": str(round_.id), "name": round_.name},
                "at": run.ended_at.isoformat() if run.ended_at else None,
                "coverage": found["coverage"],
                "helps": found.get("helps"),
                "pictures": [
                    each
                    for each in found["pictures"]
                    if each["name"].startswith(("reached", "places", "coverage"))
                ],
            }
    return None


@reads("round.results", on=Round)
def read_workbook(desk: Desk, round_: Round) -> bytes:
    """Return the latest run as a workbook; everybody in it has been read by then.

    Raises
    ------
    Refused
        If it is not written yet.
    NotThere
        If it tells of who asks, or of somebody they are connected to.
    """
    row = round_.run_id and document(desk.store, round_, WORKBOOK, run_id=round_.run_id)
    if not row:
        raise Refused(
            "The spreadsheet of this round is not written yet. Wait a minute."
        )
    sides = behind(desk, round_)
    if any(near_rows(desk, table) & {*ids.values()} for table, ids in sides.values()):
        raise NotThere
    within = members_of(desk, round_.scheme_id)
    for table in (Need, Asset):
        side = "needs" if table is Need else "assets"
        rows = find_among(
            desk.store, table, table.id, {*sides[side][1].values()}, within=within
        )
        viewed_all(desk, "round.results", whose(desk, rows))
    return content(desk.store, row)


def _newest(desk: Desk, *conditions: Any) -> list[Run]:
    return list(
        desk.store.find(
            Run,
            *conditions,
            col(Run.state) == "saved",
            newest_first=True,
            limit=_LOOKED,
        )
    )


def _figures(desk: Desk, run: Run) -> dict[str, Any] | None:
    round_ = desk.find(Round, run.round_id)
    row = document(desk.store, round_, FIGURES, run_id=run.id)
    if row is None:
        return None
    found: dict[str, Any] = json.loads(content(desk.store, row))
    return found
