"""Rounds: opened for a scheme, with their salt committed before anything is frozen."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.near import not_near
from api.actions.performing import acts, reads
from api.actions.schemes_in_use import in_use, members_of, rules_of
from api.permissions import shown
from api.records import Asset, Need, Organisation, Round, Ruling, Run, Scheme
from api.steps import needs_of, next_state, open_acts, round_machine
from api.store import col, keep, value
from matcher.errors import Refused
from matcher.model import Term

_SALT_BYTES = 32


@acts("round.open", on=Scheme, adds=True)
def open_round(
    desk: Desk,
    scheme: Scheme,
    *,
    name: str,
    as_of: date,
    term: Term,
    salt: str = "",
) -> Done:
    """Open a round: its salt is drawn now, its hash shown, itself kept sealed.

    Parameters
    ----------
    salt : str
        Of a demo's round only, whose draw everybody may repeat.

    Raises
    ------
    Refused
        If the name is taken, the term ends before it starts, or a salt is given for a
        round that is no demo's: whoever names the salt could choose who is drawn.
    """
    organisation = desk.find(Organisation, scheme.organisation_id)
    if salt and not organisation.demo:
        raise Refused("The salt of a round is drawn here; nobody chooses it.")
    if term.end < term.start:
        raise Refused("The term ends before it starts. Swap or correct the two dates.")
    taken = desk.store.count(Round, Round.scheme_id == scheme.id, Round.name == name)
    if taken:
        raise Refused("A round of this scheme has this name. Give it another.")
    salt = salt or secrets.token_hex(_SALT_BYTES)
    round_ = desk.store.new(
        Round,
        scheme_id=scheme.id,
        scheme_version_id=in_use(desk, scheme).id,
        name=name,
        as_of=as_of,
        term_start=term.start,
        term_end=term.end,
        salt_digest=hashlib.sha256(salt.encode("ascii")).hexdigest(),
        opened_by=desk.who.account_id,
    )
    keep(desk.store, round_, round_.organisation_id, salt=salt)
    desk.record("round.open", round_, salt_sha256=round_.salt_digest)
    return desk.done(round_)


@acts("round.rule", on=Round)
def rule_pair(
    desk: Desk, round_: Round, *, need_id: UUID, asset_id: UUID, kind: str
) -> Done:
    """Pin or forbid a pair before a run, or take back what was ruled (``none``).

    Raises
    ------
    Refused
        If the round is past running.
    NotThere
        If the need or the asset is not of this scheme, or of somebody connected.
    """
    _still(desk, round_, "run")
    members = members_of(desk, round_.scheme_id)
    for table, row_id in ((Need, need_id), (Asset, asset_id)):
        row = desk.find(table, row_id, within=members)
        if row.scheme_id != round_.scheme_id:
            raise Refused("This need or asset belongs to another scheme.")
        not_near(desk, row)
    # What was ruled before is lifted, not forgotten: whoever ruled it approves nothing.
    desk.store.change_where(
        Ruling,
        Ruling.round_id == round_.id,
        Ruling.need_id == need_id,
        Ruling.asset_id == asset_id,
        col(Ruling.lifted_at).is_(None),
        lifted_at=desk.now,
    )
    if kind != "none":
        desk.store.new(
            Ruling,
            round_id=round_.id,
            need_id=need_id,
            asset_id=asset_id,
            kind=kind,
            ruled_by=desk.who.account_id,
        )
    desk.store.change(round_)
    desk.record("round.rule", round_, kind=kind, need=str(need_id), asset=str(asset_id))
    return desk.done(round_)


@acts("round.close", on=Round)
def close_round(desk: Desk, round_: Round) -> Done:
    """Close a round: what is still drafted is not offered any more."""
    state = step(desk, round_, "close")
    desk.store.change(round_, state=state)
    desk.record("round.close", round_)
    return desk.done(round_)


@reads("round.read", on=Round)
def read_round(desk: Desk, round_: Round) -> dict[str, Any]:
    """Return a round and its latest run; its salt only once it is released."""
    run = _latest(desk, round_)
    machine = round_machine(rules_of(desk, round_.scheme_version_id).steps)
    released = round_.state in {"released", "closed"}
    return shown(
        "round",
        desk.audiences,
        round_.state,
        {
            "id": str(round_.id),
            "version": round_.version,
            "scheme": str(round_.scheme_id),
            "name": round_.name,
            "state": round_.state,
            "as_of": round_.as_of.isoformat(),
            "term_start": round_.term_start.isoformat(),
            "term_end": round_.term_end.isoformat(),
            "salt_sha256": round_.salt_digest,
            "salt": value(desk.store, round_, "salt") if released else None,
            "run": run and run_view(run),
            "open_acts": list(open_acts(machine, round_.state)),
        },
    )


@reads("round.list", on=Scheme)
def list_rounds(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the rounds of a scheme, newest first."""
    rows = desk.store.find(
        Round,
        Round.scheme_id == scheme.id,
        after=after,
        limit=limit + 1,
        newest_first=True,
    )
    items = [
        {
            "id": str(row.id),
            "name": row.name,
            "state": row.state,
            "as_of": row.as_of.isoformat(),
        }
        for row in rows[:limit]
    ]
    return {"items": items, "next": str(rows[limit - 1].id) if rows[limit:] else None}


def step(desk: Desk, round_: Round, act: str, *given: str) -> str:
    """Return the state that an act leads a round to.

    Raises
    ------
    IllegalStep
        Saying what the state is, what is missing, and what is open.
    """
    machine = round_machine(rules_of(desk, round_.scheme_version_id).steps)
    return next_state(machine, round_.state, act, given=given)


def run_view(run: Run) -> dict[str, Any]:
    """Return what staff see of a run: how far it is, and what became of it."""
    return {
        "id": str(run.id),
        "number": run.number,
        "kind": run.kind,
        "state": run.state,
        "doing": run.doing,
        "share": round(run.share, 3),
        "reason": run.reason,
        "policy": run.policy,
        "snapshot_sha256": run.snapshot_digest,
        "scheme_sha256": run.scheme_digest,
        "result_sha256": run.result_digest,
    }


def _still(desk: Desk, round_: Round, act: str) -> None:
    """Refuse where the act is no longer open, whatever it waits for."""
    machine = round_machine(rules_of(desk, round_.scheme_version_id).steps)
    next_state(machine, round_.state, act, given=needs_of(machine, round_.state, act))


def _latest(desk: Desk, round_: Round) -> Run | None:
    runs = desk.store.find(Run, Run.round_id == round_.id, newest_first=True, limit=1)
    return runs[0] if runs else None
