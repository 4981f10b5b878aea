"""How the proposals of a run stand: those of a page, or all that stand in one way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from api.actions.desk import Desk
from api.records import Proposal, ProposalNeed, Round, Run
from api.steps import GONE, path_of, waits_for
from api.store import among, and_, col, or_
from matcher.schemes import Steps


class Standing(NamedTuple):
    """How a need's proposal stands."""

    id: UUID
    state: str
    available: bool
    waits: str


def standings(
    desk: Desk, round_: Round, run: Run, steps: Steps, needs: Collection[UUID]
) -> Mapping[UUID, Standing]:
    """Return by need how its proposal of a run stands, in two queries."""
    pairs = desk.store.find(
        ProposalNeed,
        col(ProposalNeed.need_id).in_(needs),
        col(ProposalNeed.proposal_id).in_(_of_run(round_, run)),
    )
    ids = {pair.proposal_id for pair in pairs}
    rows = desk.store.find(Proposal, col(Proposal.id).in_(ids))
    found = {row.id: _standing(steps, row) for row in rows}
    return {pair.need_id: found[pair.proposal_id] for pair in pairs}


def needs_that_stand(
    desk: Desk, round_: Round, run: Run, steps: Steps, *, state: str, waits: str
) -> frozenset[UUID]:
    """Return the needs whose proposals are at a state, or wait for something.

    One column in one query: there may be thousands, of which a page shows twenty.
    """
    ways = list(_ways(steps, state, waits))
    mine = _of_run(round_, run, or_(*ways) if ways else False)
    return frozenset(
        desk.store.columns(
            ProposalNeed,
            (ProposalNeed.need_id,),
            col(ProposalNeed.proposal_id).in_(mine),
        )
    )


def _of_run(round_: Round, run: Run, *more: Any) -> Any:
    return among(
        Proposal.id,
        Proposal.organisation_id == round_.organisation_id,
        Proposal.round_id == round_.id,
        Proposal.run_id == run.id,
        *more,
    )


def _standing(steps: Steps, row: Proposal) -> Standing:
    free, word = row.available and not row.frozen, row.worker_agreed_at is not None
    waits = waits_for(steps, row.state, held=not free, word=word)
    return Standing(row.id, row.state, free, waits)


def _ways(steps: Steps, wanted: str, waits: str) -> Iterator[Any]:
    """Yield a condition for each way to stand in which a proposal is wanted."""
    free = and_(col(Proposal.available).is_(True), col(Proposal.frozen).is_(False))
    agreed = col(Proposal.worker_agreed_at).is_not(None)
    for state in (*path_of(steps), *GONE):
        for held in (False, True):
            for word in (False, True):
                said = waits_for(steps, state, held=held, word=word)
                if wanted in ("", state) and waits in ("", said):
                    yield and_(
                        col(Proposal.state) == state,
                        ~free if held else free,
                        agreed if word else ~agreed,
                    )
