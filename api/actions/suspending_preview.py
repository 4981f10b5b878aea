"""What a suspension would stop, counted before it is done; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_about import accounts_of, at
from api.actions.schemes_in_use import rules_of
from api.actions.suspending import (
    LIVE_ROWS,
    Reach,
    emergencies_of,
    led_sessions,
    matches_of,
    reach_of,
)
from api.records import Asset, Need, Proposal, Staff
from api.steps import on_suspension


def would_stop(desk: Desk, identity_id: UUID) -> dict[str, Any]:
    """Return what `api.actions.suspending` would do to somebody, counted.

    A home and an emergency placement stand under ``task_only``: they go on as they
    are, and the child's own worker gets a task.
    """
    reach = reach_of(desk, identity_id)
    counts = Counter(_each(desk, reach))
    sessions = led_sessions(desk, reach.people)
    return {
        "lapses": counts["lapse"],
        "freezes": counts["freeze"],
        "pauses": counts["pause"],
        "task_only": counts["task_only"],
        "on_hold": counts["on_hold"],
        "accounts": len(accounts_of(desk, identity_id)),
        "sessions": [
            {"title": row.title, "starts_at": row.starts_at.isoformat()}
            for row in sorted(sessions, key=lambda row: row.starts_at)
        ],
    }


def _each(desk: Desk, reach: Reach) -> Iterator[str]:
    rows: tuple[Need | Asset | Staff, ...] = (*reach.needs, *reach.assets, *reach.staff)
    yield from ("on_hold" for row in rows if row.state in LIVE_ROWS)
    for proposal in reach.proposals:
        # What is agreed is held by its match; an assignment has none beside itself.
        settled = proposal.state == "agreed" and not proposal.staff_id
        if not (proposal.frozen or settled):
            yield _then(desk, proposal, "proposal", proposal.state)
    for match in matches_of(desk, reach):
        there = at(desk, match.organisation_id)
        proposal = there.find(Proposal, match.proposal_id)
        yield _then(desk, proposal, "match", match.state)
    for _ in emergencies_of(desk, reach):
        yield "task_only"


def _then(desk: Desk, proposal: Proposal, kind: str, state: str) -> str:
    there = at(desk, proposal.organisation_id)
    rules = rules_of(there, proposal.scheme_version_id)
    return on_suspension(rules.steps, kind, state)
