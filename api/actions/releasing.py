"""Release: what is shown is verified again from stored bytes, then offered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.performing import acts, look, perform, reads
from api.actions.proposals_offering import offer_one
from api.actions.rounds import step
from api.actions.schemes_in_use import rules_of
from api.permissions import Who
from api.records import Proposal, Round, Run, SchemeVersion
from api.store import RESULT, SNAPSHOT, Changed, content, document, value
from matcher.errors import Refused
from matcher.rounds import RoundResult, verify_texts


@reads("round.release", on=Round)
def read_stored(desk: Desk, round_: Round) -> dict[str, str]:
    """Return what a release verifies: the stored texts, and the hashes they stand by.

    Raises
    ------
    Refused
        If the snapshot, the scheme or the result is not what the run left.
    """
    run = desk.find(Run, round_.run_id)
    texts = {}
    for kind, digest in ((SNAPSHOT, run.snapshot_digest), (RESULT, run.result_digest)):
        row = document(desk.store, round_, kind, run_id=run.id)
        if row is None or row.digest != digest:
            raise _changed(kind)
        try:
            texts[kind] = content(desk.store, row).decode()
        except Changed:
            raise _changed(kind) from None
    version = desk.find(SchemeVersion, round_.scheme_version_id)
    if hashlib.sha256(version.source.encode()).hexdigest() != run.scheme_digest:
        raise _changed("scheme")
    salt = value(desk.store, round_, "salt")
    return texts | {"salt": salt, "result_sha256": run.result_digest}


def release(
    app: App,
    who: Who,
    *,
    on: UUID,
    previews: Mapping[UUID, str],
    key: str | None = None,
    version: int | None = None,
) -> Done:
    """Verify a round from its stored bytes in another process, then offer proposals.

    Parameters
    ----------
    previews : mapping of UUID to str
        By proposal, the digest of the message as the coordinator saw it.

    Raises
    ------
    Refused
        If a stored text changed, the verification fails, or a proposal cannot be
        offered: then none is.
    """
    stored = look(app, who, read_stored, on=on)
    result = RoundResult.from_json(stored[RESULT])
    found = verify_texts(result.instance, result.result, salt=stored["salt"])
    if not found.ok:
        raise Refused("The result does not verify any more; nothing was released.")
    return perform(
        app,
        who,
        release_proposals,
        on=on,
        key=key,
        version=version,
        previews={str(id_): digest for id_, digest in sorted(previews.items())},
        verified=stored["result_sha256"],
    )


@acts("round.release", on=Round)
def release_proposals(
    desk: Desk, round_: Round, *, previews: Mapping[str, str], verified: str
) -> Done:
    """Offer proposals of a round as one logged act, all of them or none.

    Raises
    ------
    Refused
        If the run is no longer the one that was verified, or a proposal is not its.
    """
    run = desk.find(Run, round_.run_id)
    stored = read_stored.run(desk, round_)
    if verified != run.result_digest or stored["result_sha256"] != verified:
        raise _changed(RESULT)
    if not previews:
        raise Refused("Name at least one proposal to release.")
    steps = rules_of(desk, round_.scheme_version_id).steps
    given = ["previewed", "unchanged", "verified_again"]
    if steps.approval == "before_offer":
        given.append("approvals")  # each proposal's own step asks for its approval
    state = step(desk, round_, "release", *given)
    for text, digest in sorted(previews.items()):
        proposal = desk.find(Proposal, UUID(text))
        if proposal.round_id != round_.id or proposal.run_id != run.id:
            raise Refused("One of these proposals is not of this round's latest run.")
        offer_one(desk, proposal, preview=digest)
    desk.store.change(round_, state=state)
    desk.record("round.release", round_, proposals=len(previews), verified=verified)
    return desk.done(round_, released=len(previews))


def _changed(what: str) -> Refused:
    return Refused(
        f"The stored {what} is not the one the run left. Nothing is released; tell "
        "whoever looks after this server."
    )
