"""Round packs: the auditor's, the public one, and each party's own proof."""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.proposals_case import case_of
from api.actions.schemes_in_use import members_of, rules_of
from api.packs import Parties, Released, auditor_pack, commit, outcomes, public_pack
from api.records import Asset, Need, Proposal, ProposalNeed, Round, Run
from api.store import REFS, RESULT, col, content, document, keep, value
from matcher.errors import Refused
from matcher.rounds import RoundResult

_SECRET_BYTES = 32
PUBLISHED = ("released", "closed")


@reads("round.audit", on=Round)
def read_auditor_pack(desk: Desk, round_: Round) -> bytes:
    """Return the auditor's pack of a released round; that it was read is logged.

    Raises
    ------
    Refused
        If the round is not released.
    """
    released, parties, secret = _released(desk, round_)
    desk.record("round.audit", round_)
    return auditor_pack(released, parties, secret=secret)


@reads("round.publish", on=Round)
def read_public_pack(desk: Desk, round_: Round) -> bytes:
    """Return the public pack of a released round: hashes, salt, suppressed totals.

    Raises
    ------
    Refused
        If the round is not released.
    """
    released, parties, secret = _released(desk, round_)
    desk.record("round.publish", round_)
    return public_pack(released, parties, secret=secret)


@reads("proposal.proof", on=Proposal)
def read_proofs(desk: Desk, proposal: Proposal) -> dict[str, Any]:
    """Return the proof that the caller's own side is under the published root.

    Raises
    ------
    Refused
        If the round is not released, or there is no proof of their own.
    """
    round_ = desk.find(Round, proposal.round_id)
    _, parties, _ = _released(desk, round_)
    files = {
        name: json.loads(parties.files[name])
        for name in _own(desk, round_, proposal)
        if name in parties.files
    }
    if not files:
        raise Refused("There is no proof of yours in this round.")
    return {"root": parties.root, "proofs": files}


def _released(desk: Desk, round_: Round) -> tuple[Released, Parties, bytes]:
    if round_.state not in PUBLISHED or round_.run_id is None:
        raise Refused("This round is not released. There is no pack of it yet.")
    run = desk.find(Run, round_.run_id)
    row = document(desk.store, round_, RESULT, run_id=run.id)
    if row is None:
        raise Refused("The documents of this round are past their keeping.")
    result = RoundResult.from_json(content(desk.store, row).decode())
    released = Released(
        round=round_.id,
        scheme=rules_of(desk, round_.scheme_version_id).name,
        instance=result.instance,
        result=result.result,
        verification=result.verification,
        salt=value(desk.store, round_, "salt"),
        snapshot_sha256=run.snapshot_digest,
        scheme_sha256=run.scheme_digest,
    )
    secret = bytes.fromhex(_secret(desk, round_))
    return released, commit(outcomes(released), secret=secret), secret


def _secret(desk: Desk, round_: Round) -> str:
    """Return the secret of this round's packs, drawn when it is first asked for."""
    there = value(desk.store, round_, "pack_secret")
    if there is None:
        there = secrets.token_hex(_SECRET_BYTES)
        keep(desk.store, round_, round_.organisation_id, pack_secret=there)
    return str(there)


def _own(desk: Desk, round_: Round, proposal: Proposal) -> list[str]:
    """Return the parties of a pack that the caller is, or speaks for."""
    row = document(desk.store, round_, REFS, run_id=round_.run_id)
    assert row is not None, "a released round has its refs"
    behind = json.loads(content(desk.store, row))
    within = members_of(desk, round_.scheme_id)
    found: list[str] = []
    if {"holder", "coordinator"} & {*desk.audiences}:
        asset = desk.find(Asset, proposal.asset_id, within=within)
        found += _named("asset", behind["assets"], {asset.id})
    if {"parent", "young_person", "worker", "coordinator"} & {*desk.audiences}:
        pairs = desk.store.find(ProposalNeed, ProposalNeed.proposal_id == proposal.id)
        ids = {pair.need_id for pair in pairs}
        mine = desk.store.find(Need, col(Need.id).in_(ids), within=within)
        # A sibling's proof is not a sibling's; who arranges the round has all of them.
        spoken = case_of(desk, proposal).spoken_by(desk.who)
        every = "coordinator" in desk.audiences
        own = {need.id for need in mine if every or need.person_id in spoken}
        found += _named("need", behind["needs"], own)
    return found


def _named(side: str, refs: dict[str, str], ids: set[UUID]) -> list[str]:
    wanted = {str(id_) for id_ in ids}
    return [f"{side} {ref}" for ref, text in sorted(refs.items()) if text in wanted]
