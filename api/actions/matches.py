"""Matches as they live on: paused, extended, ended, stopped, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.matches_case import MatchCase, match_case
from api.actions.matches_mine import line_of, readers_of
from api.actions.near import no_match_of_the_near, whose
from api.actions.performing import acts, reads
from api.actions.stock import leave
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Asset, Match, MatchNeed, Need, Proposal, Review, Scheme
from api.steps import LIVE, london_day, match_machine, next_state, open_acts
from api.store import among, and_, col, free_seats, keep, or_
from matcher.errors import Refused

WHY = (
    "planned_end",
    "goals_reached",
    "moved_away",
    "child_no",
    "holder_no",
    "worker_no",
    "not_safe",
    "handover",
    "something_else",
)
"""Why a match ends or stops: a code; words are sealed."""
_LEAD = {"coordinator", "worker"}
"""Who takes the steps of a match; nobody else is told which are open."""
_OF_NEED = {"needs", "reviews", "why"}
"""Fields that say how somebody fares; dates alone say nothing of anybody."""


@acts("match.pause", on=Match)
def pause_match(desk: Desk, match: Match) -> Done:
    """Pause a match; it keeps its seat. A person does it, never a clock."""
    return _move(match_case(desk, match), "pause")


@acts("match.resume", on=Match)
def resume_match(desk: Desk, match: Match) -> Done:
    """Go on with a paused match."""
    return _move(match_case(desk, match), "resume")


@acts("match.extend", on=Match)
def extend_match(desk: Desk, match: Match, *, planned_end: date) -> Done:
    """Extend a match to a later planned end.

    Raises
    ------
    Refused
        The new end is not after the old one.
    """
    if planned_end <= match.planned_end:
        raise Refused("The new planned end has to be later than the old one.")
    case = match_case(desk, match)
    return _move(case, "extend", "planned_end", planned_end=planned_end)


@acts("match.end", on=Match)
def end_match(desk: Desk, match: Match, *, why: str = "planned_end") -> Done:
    """End a match well: its seat is free, and its needs are closed."""
    return _finish(match_case(desk, match), "end", why, "closed")


@acts("match.stop", on=Match)
def stop_match(
    desk: Desk, match: Match, *, why: str, words: str = "", waits: bool = True
) -> Done:
    """Stop a match before its end; what was said about why is sealed.

    Parameters
    ----------
    waits : bool
        Whether its needs wait for somebody again.
    """
    case = match_case(desk, match)
    if words:
        keep(desk.store, match, case.people[0].id, words=words)
    return _finish(case, "stop", why, "waiting" if waits else "closed")


@acts("match.handover", on=Match)
def hand_over(desk: Desk, match: Match) -> Done:
    """End a match so that somebody else can take over: its needs wait, and come first.

    The next proposal takes the same way as any.
    """
    case = match_case(desk, match)
    done = _finish(case, "end", "handover", "waiting")
    for need in case.needs:
        desk.store.change(need, first_waiting=True)
    return done


@reads("match.read", on=Match)
def read_match(desk: Desk, match: Match) -> dict[str, Any]:
    """Return a match and its reviews, as far as who is asking may see it."""
    case = match_case(desk, match)
    reviews = desk.store.find(Review, Review.match_id == match.id)
    values = {
        "id": str(match.id),
        "version": match.version,
        "scheme_id": str(match.scheme_id),
        "proposal_id": str(match.proposal_id),
        "asset": {"id": str(match.asset_id), "ref": case.asset.ref},
        "needs": [{"id": str(need.id), "ref": need.ref} for need in case.needs],
        "state": match.state,
        "starts": match.starts.isoformat(),
        "planned_end": match.planned_end.isoformat(),
        "why": match.why,
        "open_acts": _open_acts(case) if _LEAD & set(desk.audiences) else [],
        "reviews": [_review(review) for review in reviews],
        "dates": [_date(review) for review in reviews],
    }
    audiences = readers_of(
        desk.audiences, opens="disclosed" not in case.rules.steps.uses
    )
    seen = shown("match", audiences, match.state, values)
    if not seen:
        raise NotThere
    read: list[Need | Asset] = [*case.needs] if _OF_NEED & set(seen) else []
    read += [case.asset] if "asset" in seen else []
    viewed_all(desk, "match.read", whose(desk, read))
    return seen


@reads("match.list", on=Scheme)
def list_matches(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    late: bool = False,
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a scheme's matches for staff, in their order, and none of the near.

    Parameters
    ----------
    state : str
        Only those of a state.
    late : bool
        Only those that live and have a look back, or their planned end, behind them.
    """
    wanted: list[Any] = [Match.scheme_id == scheme.id, *no_match_of_the_near(desk)]
    if state:
        wanted.append(col(Match.state) == state)
    if late:
        wanted += _late(desk)
    rows = desk.store.find(Match, *wanted, after=after, limit=limit + 1)
    page = rows[:limit]
    more = named_lines(desk, page)
    return {
        "items": [line_of(row) | more[row.id] for row in page],
        "next": str(page[-1].id) if rows[limit:] else None,
    }


def _late(desk: Desk) -> list[Any]:
    today = london_day(desk.now)
    waiting = and_(
        col(Review.organisation_id) == desk.store.organisation_id,
        col(Review.held_on).is_(None),
        col(Review.due) < today,
    )
    behind = among(Review.match_id, waiting)
    over = col(Match.planned_end) < today
    return [col(Match.state).in_(LIVE), or_(col(Match.id).in_(behind), over)]


def named_lines(desk: Desk, rows: Sequence[Match]) -> dict[UUID, dict[str, Any]]:
    """Return by match the refs of its needs and its asset, and what it waits for."""
    store, ids = desk.store, [row.id for row in rows]
    pairs = store.find(MatchNeed, col(MatchNeed.match_id).in_(ids))
    wanted = [pair.need_id for pair in pairs]
    needs = {
        n.id: n.ref for n in store.across("locate", Need, col(Need.id).in_(wanted))
    }
    held = [row.asset_id for row in rows]
    assets = store.across("locate", Asset, col(Asset.id).in_(held))
    refs = {asset.id: asset.ref for asset in assets}
    ahead = store.find(
        Review, col(Review.match_id).in_(ids), col(Review.held_on).is_(None)
    )
    found: dict[UUID, dict[str, Any]] = {
        row.id: {"needs": [], "asset": refs.get(row.asset_id, ""), "look_back": None}
        for row in rows
    }
    for pair in pairs:
        found[pair.match_id]["needs"].append(needs.get(pair.need_id, ""))
    for review in sorted(ahead, key=lambda review: review.due, reverse=True):
        found[review.match_id]["look_back"] = review.due.isoformat()
    return found


def _open_acts(case: MatchCase) -> list[str]:
    return list(open_acts(match_machine(case.rules.steps), case.row.state))


def _review(review: Review) -> dict[str, Any]:
    return _date(review) | {"version": review.version, "outcomes": review.outcomes}


def _date(review: Review) -> dict[str, Any]:
    return {
        "id": str(review.id),
        "kind": review.kind,
        "due": review.due.isoformat(),
        "held_on": review.held_on.isoformat() if review.held_on else None,
    }


def _move(case: MatchCase, act: str, *given: str, **changes: Any) -> Done:
    """Take a step of a match.

    Raises
    ------
    IllegalStep
        It is not open, or waits for somebody: a home moves by a person alone.
    """
    machine = match_machine(case.rules.steps)
    person = ("a_person",) if case.desk.who.account_id else ()
    able = () if case.suspended else ("available",)
    state = next_state(machine, case.row.state, act, given=(*given, *person, *able))
    case.desk.store.change(case.row, state=state, **changes)
    case.desk.record(f"match.{act}", case.row, state=state)
    return case.desk.done(case.row)


def _finish(case: MatchCase, act: str, why: str, needs: str) -> Done:
    """End or stop: the seat is free at once, and each need waits again or is closed."""
    if why not in WHY:
        raise Refused(f"Say why, by one of: {', '.join(WHY)}.")
    desk, row = case.desk, case.row
    done = _move(case, act, "reason", ended_at=desk.now, why=why)
    proposal = desk.find(Proposal, row.proposal_id)
    if proposal.holds:
        free_seats(desk.store, case.asset, seats=proposal.seats, uses=proposal.uses)
        leave(desk, case.rules, case.asset, proposal.seats)
        desk.store.change(proposal, holds=False)
    desk.store.change_where(MatchNeed, MatchNeed.match_id == row.id, live=False)
    for need in case.needs:
        desk.store.change(need, state=needs)
    return done
