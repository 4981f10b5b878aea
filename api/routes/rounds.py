"""``/rounds``: open, rule, run, compare, release, close; and a scheme's rounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.coverage import ask_coverage
from api.actions.figures import read_coverage, read_figures
from api.actions.referral_sheets import read_sheet
from api.actions.releasing import release, release_proposals
from api.actions.results import read_comparison, read_explanations
from api.actions.reviewing import Wanted, read_left, read_lines
from api.actions.reviewing_runs import read_difference, swap_pair
from api.actions.rounds import (
    close_round,
    list_rounds,
    open_round,
    read_round,
    rule_pair,
)
from api.actions.rounds_standing import list_answers
from api.actions.runs import (
    MOST_EFFORT,
    ask_comparison,
    ask_run,
    cancel_run,
)
from api.permissions import ProposalState
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route
from matcher.model import Term

router = APIRouter(tags=["rounds"])
_DIGEST = r"^[0-9a-f]{64}$"
Narrow = Annotated[str, Query(max_length=20)]
Effort = Annotated[float, Field(gt=0, le=MOST_EFFORT)]


class Opening(Body):
    """A round to open."""

    name: str = Field(min_length=1, max_length=100)
    as_of: date
    term_start: date
    term_end: date


class PolicyBody(Body):
    """A policy by its parts; what is left out is the scheme's."""

    name: Literal["stable", "best", "fair", "needs-first", "assets-first"] | None = None
    maximise: (
        Literal["size-fit", "fit", "generous", "egalitarian", "minimum-regret"] | None
    ) = None
    allow: int | None = Field(default=None, ge=0, le=1_000_000)
    margin: int | None = Field(default=None, ge=1, le=100)
    ties: Literal["lottery", "person"] | None = None

    def given(self) -> dict[str, Any]:
        """Return the parts that were given."""
        return self.model_dump(exclude_none=True)


class RunBody(Body):
    """A run to ask for."""

    policy: PolicyBody = PolicyBody()
    effort: Effort = 10.0
    snapshot_sha256: str = Field(default="", pattern=rf"^$|{_DIGEST}")


class CompareBody(Body):
    """Policies to compare on one snapshot."""

    policies: list[PolicyBody] = Field(min_length=1, max_length=6)
    effort: Effort = 10.0


class RulingBody(Body):
    """What is ruled about a pair; ``none`` takes it back."""

    need: UUID
    asset: UUID
    kind: Literal["pin", "forbid", "none"]


class SwapBody(Body):
    """A need, and the asset it is pinned to before the round is run again."""

    need: UUID
    asset: UUID


class Preview(Body):
    """A proposal to release, and the digest of its message as it was previewed."""

    proposal: UUID
    preview_sha256: str = Field(pattern=_DIGEST)


class ReleaseBody(Body):
    """Proposals to release together."""

    proposals: list[Preview] = Field(min_length=1, max_length=500)


@route(router, "GET", "/schemes/{id}/rounds", list_rounds)
def list_(call: Caller, id: UUID, after: After = None, limit: Limit = 50) -> Any:
    """Show a scheme's rounds, newest first."""
    return call.see(list_rounds, id, after=after, limit=limit)


@route(router, "POST", "/schemes/{id}/rounds", open_round, status_code=201)
def open_(call: Caller, id: UUID, body: Opening) -> Any:
    """Open a round; the hash of its salt is shown before anything is frozen."""
    term = Term(body.term_start, body.term_end)
    return call.do(open_round, id, name=body.name, as_of=body.as_of, term=term)


@route(router, "GET", "/rounds/{id}", read_round)
def read(call: Caller, id: UUID) -> Any:
    """Show a round, and how far its run is."""
    return call.see(read_round, id)


@route(router, "GET", "/rounds/{id}/results", read_explanations)
def results(
    call: Caller,
    id: UUID,
    kind: Literal["pair", "need", "seat", "closed"] = "need",
    cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> Any:
    """Show why: of pairs, of needs without one, of empty seats, of closed assets."""
    return call.see(read_explanations, id, kind=kind, cursor=cursor, limit=limit)


@route(router, "GET", "/rounds/{id}/review", read_lines)
def review(
    call: Caller,
    id: UUID,
    *,
    part: Literal["proposed", "choose", "waiting", "empty"] = "proposed",
    state: Narrow = "",
    waits: Narrow = "",
    priority: Narrow = "",
    fit: Narrow = "",
    gap: Narrow = "",
    outcode: Narrow = "",
    gate: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> Any:
    """Look through the last saved run, narrowed as wanted."""
    wanted = Wanted(state, waits, priority, fit, gap, outcode, gate)
    return call.see(
        read_lines, id, part=part, wanted=wanted, cursor=cursor, limit=limit
    )


@route(router, "GET", "/rounds/{id}/left", read_left)
def left(call: Caller, id: UUID, row: UUID) -> Any:
    """Show why a need has no match, or why a seat stays empty."""
    return call.see(read_left, id, row_id=row)


@route(router, "GET", "/rounds/{id}/referral", read_sheet)
def referral(call: Caller, id: UUID, need: UUID) -> Any:
    """Show the anonymous sheet of a need without a match."""
    return call.see(read_sheet, id, need_id=need)


@route(router, "GET", "/rounds/{id}/difference", read_difference)
def difference(
    call: Caller,
    id: UUID,
    cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> Any:
    """Show what the last saved run changed against the one before."""
    return call.see(read_difference, id, cursor=cursor, limit=limit)


@route(router, "GET", "/rounds/{id}/figures", read_figures)
def figures(call: Caller, id: UUID) -> Any:
    """Show what was counted and drawn of the latest run; empty until it is drawn."""
    return call.see(read_figures, id) or {}


@route(router, "GET", "/rounds/{id}/answers", list_answers)
def answers(
    call: Caller,
    id: UUID,
    state: ProposalState = "offered",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """Show a round's proposals at one step."""
    return call.see(list_answers, id, state=state, after=after, limit=limit)


@route(router, "GET", "/schemes/{id}/coverage", read_coverage)
def coverage(call: Caller, id: UUID) -> Any:
    """Show who could be reached when that was last counted; empty until it is."""
    return call.see(read_coverage, id) or {}


@route(router, "POST", "/rounds/{id}/coverage", ask_coverage, status_code=202)
def count(call: Caller, id: UUID) -> Any:
    """Count on today's records who can be reached; nobody is matched."""
    return call.do(ask_coverage, id)


@route(router, "GET", "/rounds/{id}/comparison", read_comparison)
def comparison(call: Caller, id: UUID) -> Any:
    """Show what the latest comparison of policies came to."""
    return call.see(read_comparison, id)


@route(router, "POST", "/rounds/{id}/rulings", rule_pair, status_code=201)
def rule(call: Caller, id: UUID, body: RulingBody) -> Any:
    """Pin or forbid a pair, or take a ruling back."""
    return call.do(
        rule_pair, id, need_id=body.need, asset_id=body.asset, kind=body.kind
    )


@route(router, "POST", "/rounds/{id}/swap", swap_pair, status_code=202)
def swap(call: Caller, id: UUID, body: SwapBody) -> Any:
    """Pin a need to another asset and ask for a run."""
    return call.do(swap_pair, id, need_id=body.need, asset_id=body.asset)


@route(router, "POST", "/rounds/{id}/run", ask_run, status_code=202)
def run(call: Caller, id: UUID, body: RunBody) -> Any:
    """Ask for a run; read the round to see how far it is."""
    return call.do(
        ask_run,
        id,
        policy=body.policy.given(),
        effort=body.effort,
        snapshot_sha256=body.snapshot_sha256,
    )


@route(router, "POST", "/rounds/{id}/compare", ask_comparison, status_code=202)
def compare(call: Caller, id: UUID, body: CompareBody) -> Any:
    """Ask what several policies would come to, on one snapshot."""
    policies = [policy.given() for policy in body.policies]
    return call.do(ask_comparison, id, policies=policies, effort=body.effort)


@route(router, "POST", "/rounds/{id}/cancel", cancel_run)
def cancel(call: Caller, id: UUID) -> Any:
    """Ask the run on its way to end."""
    return call.do(cancel_run, id)


@route(router, "POST", "/rounds/{id}/release", release_proposals)
def release_(call: Caller, id: UUID, body: ReleaseBody) -> Any:
    """Verify from stored bytes, then offer these proposals: all of them, or none."""
    previews = {row.proposal: row.preview_sha256 for row in body.proposals}
    return call.do_through(release, release_proposals, id, previews=previews)


@route(router, "POST", "/rounds/{id}/close", close_round)
def close(call: Caller, id: UUID) -> Any:
    """Close a round."""
    return call.do(close_round, id)
