"""The service against a small model of it: the same acts come to the same things."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from support.databases import NewDatabase
from support.proposing import Pair, make_pair
from support.service import Service
from support.world import make_world


def run(
    new_database: NewDatabase, kind: str, folder: Path, runs: int, steps: int
) -> None:
    """Run the model against the service, each run on a fresh database."""

    class Here(Service):
        @staticmethod
        def begin() -> Pair:
            return make_pair(make_world(new_database(kind), folder), assets=2)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=runs,
            print_blob=True,
            # A run is short already; a difference is read from its steps.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_service_does_what_the_model_does(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """Whatever is tried in whatever order, service and model never differ."""
    run(new_database, database_kind, tmp_path, 4, 25)


@pytest.mark.deep
def test_five_hundred_runs_of_fifty_steps(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """500 runs of 50 steps on each database, without a difference."""
    runs = int(os.environ.get("ACORNS_MODEL_RUNS", "500"))
    run(new_database, database_kind, tmp_path, runs, 50)
