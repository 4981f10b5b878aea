"""Asked today, of today's records: who for this need, why not this pair, what reach."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.schemes_in_use import in_use, members_of
from api.actions.views import viewed
from api.records import Asset, Need, Person, Scheme
from api.snapshots import Frozen, freeze_records
from api.steps import london_day, planned_end
from api.store import scheme_of
from matcher.insight import reach
from matcher.model import Term
from matcher.rounds import answer, shortlist
from matcher.schemes import Scheme as Rules

_LEFT_OUT = ("words", "gap_words", "paths")


@reads("need.shortlist", on=Need)
def list_for_need(desk: Desk, need: Need, *, top: int = 5) -> dict[str, Any]:
    """Return who could be asked for one need today, best for it first."""
    frozen, rules = frozen_today(desk, need.scheme_id)
    snapshot = frozen.snapshot
    found = asdict(shortlist(snapshot, rules, frozen.ref_of(need)))
    _seen(desk, "need.shortlist", need)
    return _plain(found) | {
        "listed": [_plain(row) for row in found["listed"][:top]],
        "of": len(found["listed"]),
        "snapshot_sha256": snapshot.digest(),
    }


@reads("need.why_not", on=Need)
def explain_pair(desk: Desk, need: Need, *, asset_id: UUID) -> dict[str, Any]:
    """Return every rule's word on one pair."""
    asset = desk.find(Asset, asset_id, within=members_of(desk, need.scheme_id))
    frozen, rules = frozen_today(desk, need.scheme_id)
    pair = frozen.ref_of(need), frozen.ref_of(asset)
    found = asdict(answer(frozen.snapshot, rules, *pair))
    _seen(desk, "need.why_not", need)
    return _plain(found)


@reads("insight.read", on=Scheme)
def read_insight(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return coverage, what shuts needs out, and on whom needs depend alone."""
    frozen, rules = frozen_today(desk, scheme.id)
    found = reach(frozen.snapshot, rules)
    return {
        "needs": found.needs,
        "reached": found.reached,
        "gates": [asdict(gate) for gate in found.gates],
        "single": [{"asset": ref, "needs": count} for ref, count in found.single],
    }


def frozen_today(desk: Desk, scheme_id: UUID) -> tuple[Frozen, Rules]:
    """Return today's records of a scheme as a round freezes them, and its rules."""
    scheme = desk.find(Scheme, scheme_id)
    rules = scheme_of(in_use(desk, scheme))
    today = london_day(desk.now)
    frozen = freeze_records(
        desk.store,
        rules,
        scheme_id=scheme.id,
        round=today.isoformat(),
        as_of=today,
        term=Term(today, planned_end(today, rules.steps.term_months)),
    )
    return frozen, rules


def _seen(desk: Desk, act: str, need: Need) -> None:
    person = desk.find(Person, need.person_id, within=members_of(desk, need.scheme_id))
    viewed(desk, act, need, person.identity_id)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what stands behind a sentence: a person reads the sentence."""
    for row in (data, *data.get("listed", ())):
        for reason in row.get("reasons", ()):
            for name in _LEFT_OUT:
                reason.pop(name, None)
    return data
