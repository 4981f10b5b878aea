"""Asked by ref, as a command does: one need today, and one pair."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from api.actions.asking import log_pairs, strangers_for
from api.actions.desk import Desk
from api.actions.near import not_near
from api.actions.performing import reads
from api.actions.schemes_in_use import members_of
from api.actions.shortlists import Listing
from api.actions.today import today_of
from api.records import Asset, Need, Scheme
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
def shortlist_for(desk: Desk, need: Need, *, top: int) -> Listing:
    """Return who could be asked for one need today; so many of them are shown."""
    return strangers_for(desk, need, "need.shortlist", top=top)


@reads("need.why_not", on=Need)
def answer_pair(desk: Desk, need: Need, *, asset_id: UUID) -> Answered:
    """Return every rule's word on one pair, of people whom the reader does not know."""
    asset = desk.find(Asset, asset_id, within=members_of(desk, need.scheme_id))
    not_near(desk, asset)
    today = today_of(desk, desk.find(Scheme, need.scheme_id))
    frozen = today.frozen
    refs = frozen.ref_of(need), frozen.ref_of(asset)
    if not all(refs):
        raise Refused("One of the two is not waiting or not there today.")
    log_pairs(desk, "need.why_not", need, [asset.id])
    return Answered(today.day.scheme, answer_for(today.day, *refs))
