"""A round's run done by hand in the test's own process, as a worker does it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from support.communities import load
from support.world import World

from api.actions import look, perform
from api.actions.figures import keep_figures, read_saved
from api.actions.runs import (
    policy_of,
    read_inputs,
    save_comparison,
    save_run,
    start_run,
)
from api.permissions import Who
from api.records import Run
from api.reports.drawing import figures_of_comparison, figures_of_round
from matcher.gazetteer import load_gazetteer
from matcher.intake import Intake, read_sheets
from matcher.model import Snapshot
from matcher.rounds import Comparison, RoundResult, compare_round, run_round
from matcher.schemes import Scheme, find_scheme

WORK = Who(by="work")
AS_OF = date(2026, 11, 23)
HARBOURSIDE = Path(__file__).parents[2] / "fixtures" / "harbourside"


@cache
def harbourside_sheets() -> Intake:
    """Return what the example that can be solved by eye holds, cells and all."""
    scheme = find_scheme("norfolk-carers")
    return read_sheets(
        scheme,
        sorted(HARBOURSIDE.glob("*.csv")),
        gazetteer=load_gazetteer(),
        as_of=AS_OF,
        given=True,
    )


def load_harbourside(world: World) -> None:
    """Import the example into the council's records."""
    load(world, find_scheme("norfolk-carers"), harbourside_sheets())


def do_run(world: World, run_id: UUID) -> RoundResult:
    """Start a run, solve it here, and save it; return what it came to."""
    fence = perform(
        world.app, WORK, start_run, on=run_id, key=f"start {run_id}", executor="test"
    ).facts["fence"]
    given = look(world.app, WORK, read_inputs, on=run_id)
    found = solved(given)
    perform(
        world.app,
        WORK,
        save_run,
        on=run_id,
        key=f"save {run_id}",
        fence=fence,
        result=found.to_json(),
    )
    return found


def draw_run(world: World, run_id: UUID) -> dict[str, Any]:
    """Draw a saved run here, and keep what was drawn; return its figures."""
    saved = look(world.app, WORK, read_saved, on=run_id)
    scheme = saved["scheme"]
    if saved["kind"] == "compare":
        figures = figures_of_comparison(Comparison.from_json(saved["found"]), scheme)
    else:
        figures = figures_of_round(
            RoundResult.from_json(saved["found"]),
            Snapshot.from_json(saved["snapshot"]),
            scheme,
            load_gazetteer(),
            salt=saved["salt"],
            effort=saved["effort"],
        )
    perform(
        world.app,
        WORK,
        keep_figures,
        on=run_id,
        key=f"draw {run_id}",
        figures=json.dumps(figures),
        workbook=b"" if saved["kind"] == "compare" else b"invented workbook",
    )
    return figures


def do_comparison(world: World, run_id: UUID) -> Comparison:
    """Start a comparison, solve it here, and save it; return what it came to."""
    fence = perform(
        world.app, WORK, start_run, on=run_id, key=f"start {run_id}", executor="test"
    ).facts["fence"]
    given = look(world.app, WORK, read_inputs, on=run_id)
    scheme: Scheme = given["scheme"]
    found = compare_round(
        given["snapshot"],
        scheme,
        [policy_of(each, scheme.policy) for each in given["policy"]["policies"]],
        salt=given["salt"],
        effort=given["effort"],
    )
    perform(
        world.app,
        WORK,
        save_comparison,
        on=run_id,
        key=f"save {run_id}",
        fence=fence,
        comparison=found.to_json(),
    )
    return found


def solved(given: dict[str, Any]) -> RoundResult:
    """Return the round of these inputs, solved once for equal ones."""
    scheme: Scheme = given["scheme"]
    snapshot: Snapshot = given["snapshot"]
    policy = policy_of(given["policy"], scheme.policy)
    key = (snapshot.digest(), scheme.digest, given["salt"], repr(policy))
    if key not in _SOLVED:
        _SOLVED[key] = run_round(
            snapshot, scheme, salt=given["salt"], effort=given["effort"], policy=policy
        )
    return _SOLVED[key]


_SOLVED: dict[tuple[str, ...], RoundResult] = {}


def latest_run(world: World, round_id: str) -> UUID:
    """Return the latest run of a round."""
    with world.app.database.reading() as session:
        runs = world.store(session).find(Run, Run.round_id == UUID(round_id))
        return runs[-1].id
