"""What a coordinator may rule about a pair of a round, and what stands ruled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.actions.desk import Desk
from api.actions.kept_runs import Kept, kept_run
from api.actions.performing import reads
from api.actions.proposals_case import Case, case_of
from api.actions.reporting import does
from api.actions.schemes_in_use import rules_of
from api.permissions import NotThere, shown
from api.records import Proposal, Round, Ruling, Run
from api.steps import open_acts, round_machine
from api.store import col


@reads("round.rule", on=Proposal)
def read_choices(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return what could be ruled about a pair of a round.

    Assets that a ruling can name: those as good, then the next best, each with what it
    would do to others.

    Raises
    ------
    NotThere
        It is of no round.
    """
    round_, run = run_of(desk, row)
    case, kept = case_of(desk, row), kept_run(desk, round_, run)
    machine = round_machine(rules_of(desk, round_.scheme_version_id).steps)
    said = {
        "round_id": str(round_.id),
        "round": round_.name,
        "version": round_.version,
        "open": "run" in open_acts(machine, round_.state),
        "needs": [{"id": str(need.id), "ref": need.ref} for need in case.needs],
        "asset": {"id": str(row.asset_id), "ref": case.asset.ref},
        "others": [
            {"ref": ref, "id": str(kept.ids["assets"][ref]), "does": said}
            for ref, said in _others(case).items()
            if ref in kept.ids["assets"]
        ],
        "ruled": list(_ruled(case, kept, round_)),
    }
    return shown("choices", desk.audiences, "", said)


def run_of(desk: Desk, row: Proposal) -> tuple[Round, Run]:
    """Return the round and the saved run that a pair is of.

    Raises
    ------
    NotThere
        It is of none.
    """
    round_, run = desk.store.get(Round, row.round_id), desk.store.get(Run, row.run_id)
    if round_ is None or run is None or run.state != "saved" or row.staff_id:
        raise NotThere
    return round_, run


def _others(case: Case) -> dict[str, str]:
    """Return by asset what it would do, in order."""
    found: dict[str, str] = {}
    for need in case.needs:
        found = does(case, need.id) | found
    return found


def _ruled(case: Case, kept: Kept, round_: Round) -> Iterator[dict[str, Any]]:
    for each in case.desk.store.find(
        Ruling,
        Ruling.round_id == round_.id,
        col(Ruling.need_id).in_([need.id for need in case.needs]),
        col(Ruling.lifted_at).is_(None),
    ):
        yield {
            "kind": each.kind,
            "need_id": str(each.need_id),
            "asset_id": str(each.asset_id),
            "need": kept.refs.get(each.need_id, ""),
            "asset": kept.refs.get(each.asset_id, ""),
        }
