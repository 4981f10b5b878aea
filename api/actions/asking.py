"""Asked today, of today's records: who for this need, why not this pair, what reach."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.schemes_in_use import members_of
from api.actions.shortlists import shortlist_today
from api.actions.today import frozen_today
from api.actions.views import viewed
from api.records import Asset, Need, Person, Scheme
from matcher.errors import Refused
from matcher.insight import reach
from matcher.rounds import answer

_LEFT_OUT = ("words", "gap_words", "paths")


@reads("need.shortlist", on=Need)
def list_for_need(desk: Desk, need: Need, *, top: int = 5) -> dict[str, Any]:
    """Return who could be asked for one need today, best for it first."""
    today = shortlist_today(desk, desk.find(Scheme, need.scheme_id), need.id)
    found = asdict(today.found)
    _seen(desk, "need.shortlist", need)
    rows = [
        _plain(row) | {"asset_id": str(today.frozen.assets[row["asset"]])}
        for row in found["listed"][:top]
    ]
    return _plain(found) | {"listed": rows, "of": len(found["listed"])}


@reads("need.why_not", on=Need)
def explain_pair(desk: Desk, need: Need, *, asset_id: UUID) -> dict[str, Any]:
    """Return every rule's word on one pair."""
    asset = desk.find(Asset, asset_id, within=members_of(desk, need.scheme_id))
    frozen, rules = frozen_today(desk, desk.find(Scheme, need.scheme_id))
    pair = frozen.ref_of(need), frozen.ref_of(asset)
    if not all(pair):
        raise Refused(
            "One of the two does not wait or is not live: there is an offer, a match, "
            "or it is closed."
        )
    found = asdict(answer(frozen.snapshot, rules, *pair))
    _seen(desk, "need.why_not", need)
    return _plain(found)


@reads("insight.read", on=Scheme)
def read_insight(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return coverage, what shuts needs out, and on whom needs depend alone."""
    frozen, rules = frozen_today(desk, scheme)
    found = reach(frozen.snapshot, rules)
    return {
        "needs": found.needs,
        "reached": found.reached,
        "gates": [asdict(gate) for gate in found.gates],
        "single": [{"asset": ref, "needs": count} for ref, count in found.single],
    }


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
