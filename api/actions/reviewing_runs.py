"""Two runs of a round beside each other, and the swap that asks for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.kept_runs import Kept, kept_run, saved_runs
from api.actions.performing import acts, reads
from api.actions.reviewing import without_near
from api.actions.rounds import rule_pair
from api.actions.runs import ask_run
from api.permissions import shown
from api.records import Round, Ruling, Run
from api.store import col
from matcher.errors import Refused

NOTHING_BEFORE = "This round was run once. There is nothing to compare it with yet."


@acts("round.rule", on=Round)
def swap_pair(desk: Desk, round_: Round, *, need_id: UUID, asset_id: UUID) -> Done:
    """Pin a need to another asset and ask for a run; what is settled stays.

    Raises
    ------
    Refused, NotThere
        As `rule_pair` and `ask_run`.
    """
    # Two pins of one need could never both hold.
    for pin in desk.store.find(
        Ruling,
        Ruling.round_id == round_.id,
        Ruling.need_id == need_id,
        Ruling.kind == "pin",
        col(Ruling.lifted_at).is_(None),
    ):
        desk.store.change(pin, lifted_at=desk.now)
    rule_pair.run(desk, round_, need_id=need_id, asset_id=asset_id, kind="pin")
    done: Done = ask_run.run(desk, round_)
    return done


@reads("round.explanations", on=Round)
def read_difference(
    desk: Desk, round_: Round, *, cursor: int = 0, limit: int = 50
) -> dict[str, Any]:
    """Return what the last saved run changed against the one before, need by need.

    None of somebody whom who asks is connected to.

    Raises
    ------
    Refused
        If there are not two saved runs.
    """
    runs = saved_runs(desk, round_, most=2)
    if len(runs) < 2:
        raise Refused(NOTHING_BEFORE)
    now, before = (_places(desk, kept_run(desk, round_, run)) for run in runs)
    changes = list(_changes(before, now))
    after = cursor + limit
    return {
        "items": [
            shown("pair_change", desk.audiences, "", change)
            for change in changes[cursor : cursor + limit]
        ],
        "next": str(after) if after < len(changes) else None,
        "kept": len([id_ for id_ in now if _stays(before, now, id_)]),
        "new": sum(1 for change in changes if change["now"]),
        "gone": sum(1 for change in changes if change["before"]),
        "runs": [_run(run) for run in runs],
    }


_Places = Mapping[UUID, tuple[str, str, str]]
"""By need: its ref, the asset it has or "", and the sentence that goes with it."""


def _places(desk: Desk, kept: Kept) -> _Places:
    return {
        kept.ids["needs"][ref]: (ref, line.asset, line.summary)
        for line in without_near(desk, kept)
        if line.kind in {"pair", "need"}
        for ref in line.needs
        if ref in kept.ids["needs"]
    }


def _asset(places: _Places, id_: UUID) -> str:
    return places[id_][1] if id_ in places else ""


def _moved(before: _Places, now: _Places, id_: UUID) -> bool:
    return _asset(before, id_) != _asset(now, id_)


def _stays(before: _Places, now: _Places, id_: UUID) -> bool:
    return bool(_asset(now, id_)) and not _moved(before, now, id_)


def _changes(before: _Places, now: _Places) -> Iterator[dict[str, Any]]:
    """Yield each need that has another asset now, or none, or one at last."""
    nothing = ("", "", "It is not in this run.")
    for id_ in {**before, **now}:
        if _moved(before, now, id_):
            was, is_ = before.get(id_, nothing), now.get(id_, nothing)
            yield {
                "need": is_[0] or was[0],
                "need_id": str(id_),
                "before": was[1],
                "now": is_[1],
                "why_before": was[2],
                "why_now": is_[2],
            }


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": str(run.id),
        "number": run.number,
        "ended_at": run.ended_at and run.ended_at.isoformat(),
    }
