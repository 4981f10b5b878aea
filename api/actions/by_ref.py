"""Asked by ref, as a command does: one need today, and one pair."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.schemes_in_use import members_of
from api.actions.shortlists import Today, shortlist_today
from api.actions.today import frozen_today
from api.actions.views import viewed
from api.records import Asset, Need, Person, Scheme
from matcher.errors import Refused
from matcher.rounds import Answer
from matcher.rounds import answer as answer_for
from matcher.schemes import Scheme as Rules

_KINDS: dict[str, type[Need | Asset]] = {"need": Need, "asset": Asset}


@dataclass(frozen=True, slots=True)
class Answered:
    """Every rule's word on one pair, and the rules."""

    rules: Rules
    found: Answer


@reads("need.why_not", on=Scheme)
def id_of_ref(desk: Desk, scheme: Scheme, *, kind: str, ref: str) -> UUID:
    """Return the id of a need or an asset by the ref of its sheet.

    Raises
    ------
    Refused
        If no row of the scheme has it, or rows of several organisations have.
    """
    table = _KINDS[kind]
    found = desk.store.find(
        table,
        table.scheme_id == scheme.id,
        table.ref == ref,
        within=members_of(desk, scheme.id),
    )
    if not found:
        raise Refused(f"No {kind} of this scheme has the ref {ref}.")
    if len(found) > 1:
        raise Refused(f"Two organisations use the ref {ref}. Ask in the app, by id.")
    return found[0].id


@reads("need.shortlist", on=Need)
def shortlist_for(desk: Desk, need: Need) -> Today:
    """Return who could be asked for one need today."""
    today = shortlist_today(desk, desk.find(Scheme, need.scheme_id), need.id)
    _seen(desk, "need.shortlist", need)
    return today


@reads("need.why_not", on=Need)
def answer_pair(desk: Desk, need: Need, *, asset_id: UUID) -> Answered:
    """Return every rule's word on one pair."""
    asset = desk.find(Asset, asset_id, within=members_of(desk, need.scheme_id))
    frozen, rules = frozen_today(desk, desk.find(Scheme, need.scheme_id))
    refs = frozen.ref_of(need), frozen.ref_of(asset)
    if not all(refs):
        raise Refused("One of the two is not waiting or not there today.")
    _seen(desk, "need.why_not", need)
    return Answered(rules, answer_for(frozen.snapshot, rules, *refs))


def _seen(desk: Desk, act: str, need: Need) -> None:
    person = desk.find(Person, need.person_id, within=members_of(desk, need.scheme_id))
    viewed(desk, act, need, person.identity_id)
