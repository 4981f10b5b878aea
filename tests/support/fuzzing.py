"""Schemathesis before a world with one of everything: every check, as somebody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from support.populated import Populated
from support.routes import PREFIX, operations
from support.world import web


@dataclass
class Fuzzed:
    """What came of one run."""

    cases: int = 0
    checks: int = 0
    reached: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def fuzz(
    populated: Populated, name: str, *, examples: int, seed: int, phases: str
) -> Fuzzed:
    """Send what Schemathesis makes of the description, as somebody.

    Parameters
    ----------
    phases : str
        Of ``examples coverage fuzzing stateful``, those to run.
    """
    config = SchemathesisConfig.from_dict(
        {"seed": seed} | _config(populated, name, examples, phases)
    )
    schema = schemathesis.openapi.from_asgi(
        f"{PREFIX}/openapi.json", web(populated.world.app), config=config
    )
    found = Fuzzed()
    for event in from_schema(schema).execute():
        if isinstance(event, ScenarioFinished):
            _count(found, event)
        elif isinstance(event, NonFatalError | FatalError):
            said = getattr(event, "value", None) or event.exception  # type: ignore[union-attr]
            found.failures.append(f"{getattr(event, 'label', '')}: {said!r}")
    return found


def _config(
    populated: Populated, name: str, examples: int, phases: str
) -> dict[str, Any]:
    chosen = phases.split()
    token = populated.world.people[name].token
    return {
        "headers": {"Authorization": f"Bearer {token}"},
        "continue-on-failure": True,
        "generation": {"max-examples": examples, "database": "none"},
        "phases": {
            phase: {"enabled": phase in chosen}
            for phase in ("examples", "coverage", "fuzzing", "stateful")
        },
        "checks": {
            # A version that is not today's is no fault of a well-formed request; nor
            # is a date before another, which only the act itself can tell.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "404", "409", "412", "422"]
            },
            "negative_data_rejection": {
                "expected-statuses": "400 401 404 405 409 412 413 415 422 428".split()
            },
            "missing_required_header": {
                "expected-statuses": ["400", "401", "404", "412", "422", "428"]
            },
        },
        "operations": [
            {
                "include-path": PREFIX + path,
                "parameters": {"path.id": str(populated.ids[kind])},
            }
            for path, kind in _named(populated)
        ],
    }


def _named(populated: Populated) -> list[tuple[str, str]]:
    every = operations(web(populated.world.app))
    return sorted({(o.path, o.path.split("/")[1]) for o in every if o.named})


def _count(found: Fuzzed, event: ScenarioFinished) -> None:
    for case_id, interaction in event.recorder.interactions.items():
        found.cases += 1
        status = interaction.response.status_code if interaction.response else 0
        found.statuses[status] += 1
        if 200 <= status < 300:
            found.reached.add(event.recorder.cases[case_id].value.operation.label)
    for checks in event.recorder.checks.values():
        for check in checks:
            found.checks += 1
            if check.failure_info is not None:
                failure = check.failure_info.failure
                found.failures.append(
                    f"{event.label} {check.name}: {failure.title} {failure.message}"
                )
