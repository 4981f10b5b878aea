"""Whom else a pair's need could go to, by what the round froze: best first, and why."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import asdict
from threading import Lock
from typing import Any
from uuid import UUID

from api.actions.asking import log_pairs, plain
from api.actions.desk import Desk
from api.actions.kept_runs import Kept, frozen_rows, kept_run
from api.actions.near import near_rows
from api.actions.performing import reads
from api.actions.proposals_case import case_of
from api.actions.reporting import does
from api.actions.reviewing_choices import run_of
from api.records import Asset, Proposal, Round, Ruling, Run
from api.store import col
from matcher.rounds import Day, shortlist

OPEN_AT_ONCE = 2
"""Rounds whose candidates stay built in a process."""
_open: OrderedDict[UUID, Day] = OrderedDict()
_lock = Lock()


@reads("round.rule", on=Proposal)
def read_others(desk: Desk, row: Proposal, *, top: int = 8) -> dict[str, Any]:
    """Return whom else the first need of a pair could go to, with reasons and gaps.

    By the records that the round froze and its rules, so that a swap is among equals:
    not who it goes to now, nobody whom who asks knows, and no pair that is forbidden.
    What a choice would do to others is said where the run has worked it out.

    Raises
    ------
    NotThere
        It is of no round.
    Refused
        The documents of its run are past their keeping.
    """
    round_, run = run_of(desk, row)
    case, kept = case_of(desk, row), kept_run(desk, round_, run)
    need, ids = case.needs[0], kept.ids["assets"]
    out = near_rows(desk, Asset) | _forbidden(desk, round_, need.id) | {row.asset_id}
    found = shortlist(
        _day(desk, round_, run, kept),
        kept.refs[need.id],
        most=top,
        keep=lambda ref: ref in ids and ids[ref] not in out,
    )
    log_pairs(desk, "round.rule", need, {ids[line.asset] for line in found.listed})
    effects = does(case, need.id)
    rows = [
        row
        | {"asset_id": str(ids[row["asset"]]), "does": effects.get(row["asset"], "")}
        for row in plain({"listed": [asdict(line) for line in found.listed]})["listed"]
    ]
    return {"listed": rows, "of": found.of, "beside": list(found.beside)}


def _forbidden(desk: Desk, round_: Round, need_id: UUID) -> set[UUID]:
    rows = desk.store.find(
        Ruling,
        Ruling.round_id == round_.id,
        Ruling.need_id == need_id,
        Ruling.kind == "forbid",
        col(Ruling.lifted_at).is_(None),
    )
    return {each.asset_id for each in rows}


def _day(desk: Desk, round_: Round, run: Run, kept: Kept) -> Day:
    """Return a run's candidates, built once for the last few that were asked for."""
    with _lock:
        found = _open.pop(run.id, None)
    found = found or Day(frozen_rows(desk, round_, run), kept.rules)
    with _lock:
        _open[run.id] = found
        while len(_open) > OPEN_AT_ONCE:
            _open.popitem(last=False)
    return found
