"""What a coordinator may rule about a pair of a round, and what stands ruled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.actions.desk import Desk
from api.actions.kept_runs import Kept, kept_run
from api.actions.performing import reads
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_showing import reasons_of
from api.actions.schemes_in_use import rules_of
from api.permissions import NotThere, shown
from api.records import Proposal, Round, Ruling, Run
from api.steps import open_acts, round_machine
from api.store import col


@reads("round.rule", on=Proposal)
def read_choices(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return what could be ruled about a pair of a round.

    Assets that a ruling can name, the next best first, then those as good.

    Raises
    ------
    NotThere
        It is of no round.
    """
    round_, run = desk.store.get(Round, row.round_id), desk.store.get(Run, row.run_id)
    if round_ is None or run is None or run.state != "saved" or row.staff_id:
        raise NotThere
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
            {"ref": ref, "id": str(kept.ids["assets"][ref])}
            for ref in dict.fromkeys(_others(case))
            if ref in kept.ids["assets"]
        ],
        "ruled": list(_ruled(case, kept, round_)),
    }
    return shown("choices", desk.audiences, "", said)


def _others(case: Case) -> Iterator[str]:
    for said in reasons_of(case).values():
        yield from said.get("equal", ())
        for each in said.get("alternatives", ()):
            if each["possible"]:
                yield each["asset"]


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
