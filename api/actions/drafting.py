"""From a verified result to proposals: one for each unit and asset, one a tutor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.proposals_drafting import digest_of, draft_proposal
from api.actions.proposals_ending import withdraw_one
from api.records import Proposal, ProposalNeed, Round, Run
from api.store import REFS, col, content, document
from matcher.instance import Instance, read_instance, read_result
from matcher.rounds import RoundResult

UNOFFERED = ("drafted", "approved")
SIDES = ("needs", "assets", "staff")


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal to be: refs, seats, uses of limits, and its reasons by ref."""

    needs: tuple[str, ...]
    asset: str
    staff: str
    seats: int
    uses: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, Any]]

    @property
    def digest(self) -> str:
        """Return what an approval is bound to: the pair and its reasons."""
        return digest_of([self.needs, self.asset, self.staff, self.reasons])


def draft_all(desk: Desk, round_: Round, run: Run, found: RoundResult) -> int:
    """Draft what a run chose; what an earlier run drafted stays only if identical.

    Returns
    -------
    int
        How many proposals the round now has from this run.
    """
    drafts = list(drafts_of(found))
    ids = _Ids(desk, round_, run)
    kept = _keep(desk, round_, run, {ids.key(draft): draft for draft in drafts})
    for draft in drafts:
        if ids.key(draft) in kept:
            continue
        draft_proposal(
            desk,
            kind="assignment" if draft.staff else "round",
            scheme_id=round_.scheme_id,
            scheme_version_id=round_.scheme_version_id,
            round_id=round_.id,
            run_id=run.id,
            need_ids=[ids.needs[ref] for ref in draft.needs],
            asset_id=ids.assets[draft.asset],
            staff_id=ids.staff.get(draft.staff),
            seats=draft.seats,
            uses=draft.uses,
            reasons={ids.needs[ref]: why for ref, why in draft.reasons.items()},
            reasons_digest=draft.digest,
            drafted_by=run.asked_by,
        )
    return len(drafts)


def drafts_of(found: RoundResult) -> Iterator[Draft]:
    """Yield what a result chose, siblings that go together as one."""
    instance, result = read_instance(found.instance), read_result(found.result)
    rows = {need.ref: need for need in instance.needs}
    whys = {(why.need, why.asset): why for why in found.whys if why.kind == "pair"}
    settled = {*instance.agreed}
    units: dict[tuple[str, str], list[str]] = {}
    group = _groups(instance)
    for chosen in result.chosen:
        if (chosen.need, chosen.asset) not in settled:
            unit = group.get(chosen.need, chosen.need)
            units.setdefault((unit, chosen.asset), []).append(chosen.need)
    for (_, asset), members in sorted(units.items()):
        uses: dict[str, int] = {}
        for ref in members:
            for name, number in rows[ref].uses:
                uses[name] = uses.get(name, 0) + number
        yield Draft(
            tuple(sorted(members)),
            asset,
            "",
            sum(rows[ref].seats for ref in members),
            uses,
            {ref: asdict(whys[ref, asset]) for ref in members if (ref, asset) in whys},
        )
    for staff, asset in result.staff:
        yield Draft((), asset, staff, 0, {}, {})


def _groups(instance: Instance) -> dict[str, str]:
    """Return by need the name of its group; those without one are units alone."""
    return {ref: group.ref for group in instance.groups for ref in group.members}


class _Ids:
    """The records behind a snapshot's refs, as they were when it was frozen."""

    def __init__(self, desk: Desk, round_: Round, run: Run) -> None:
        row = document(desk.store, round_, REFS, run_id=run.id)
        assert row is not None, "a snapshot is kept with its refs"
        behind = json.loads(content(desk.store, row))
        self.needs, self.assets, self.staff = (
            {ref: UUID(text) for ref, text in behind[side].items()} for side in SIDES
        )

    def key(self, draft: Draft) -> _Key:
        """Return what makes two proposals the same pair."""
        return (
            frozenset(self.needs[ref] for ref in draft.needs),
            self.assets[draft.asset],
            self.staff.get(draft.staff),
        )


_Key = tuple[frozenset[UUID], UUID, UUID | None]


def _keep(
    desk: Desk, round_: Round, run: Run, drafts: Mapping[_Key, Draft]
) -> frozenset[_Key]:
    """Keep earlier proposals of identical pair and reasons; withdraw the others."""
    kept = set()
    earlier = desk.store.find(
        Proposal, Proposal.round_id == round_.id, col(Proposal.state).in_(UNOFFERED)
    )
    members = _needs_of(desk, [row.id for row in earlier])
    for row in earlier:
        key = (members.get(row.id, frozenset()), row.asset_id, row.staff_id)
        draft = drafts.get(key)
        if draft is not None and draft.digest == row.reasons_digest:
            desk.store.change(row, run_id=run.id)
            kept.add(key)
        else:
            withdraw_one(desk, row)
    return frozenset(kept)


def _needs_of(desk: Desk, proposals: list[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = desk.store.find(ProposalNeed, col(ProposalNeed.proposal_id).in_(proposals))
    for row in rows:
        found.setdefault(row.proposal_id, set()).add(row.need_id)
    return {key: frozenset(needs) for key, needs in found.items()}
