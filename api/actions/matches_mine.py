"""One's own matches: by the rows one stands behind, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.mine import (
    WHY,
    Condition,
    Mine,
    mine_of,
    open_at,
    opens_of,
    page_across,
)
from api.actions.pages import Line
from api.actions.performing import reads
from api.permissions import shown
from api.records import Asset, Match, MatchNeed, Need, Proposal, SchemeVersion
from api.store import among, and_, col, or_


@reads("match.mine")
def list_my_matches(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the matches that who is asking is a party to."""
    mine = mine_of(desk)
    return page_across(
        desk,
        Match,
        party_to(mine),
        show=lambda rows: _lines(mine, rows),
        after=after,
        limit=limit,
    )


def party_to(mine: Mine) -> Condition:
    """Say that a match is one's own, on whichever side."""
    needs = mine.through_needs(MatchNeed.match_id, MatchNeed.need_id)
    held = among(Asset.id, mine.behind(Asset))
    sides: list[Condition] = [col(Match.id).in_(needs), col(Match.asset_id).in_(held)]
    if mine.desk.who.holds("hub"):
        assets = among(Asset.id, mine.at_hub())
        opened = among(
            Proposal.id,
            col(Proposal.scheme_version_id).in_(open_at(mine, assets)),
        )
        sides.append(
            and_(col(Match.asset_id).in_(assets), col(Match.proposal_id).in_(opened))
        )
    return or_(*sides)


def _lines(mine: Mine, rows: Sequence[Match]) -> list[Line]:
    """Return a line for each match of a page; an empty one where one may not read."""
    store, ids = mine.desk.store, [row.id for row in rows]
    pairs = store.across(WHY, MatchNeed, col(MatchNeed.match_id).in_(ids))
    parties = mine.parties_through((pair.match_id, pair.need_id) for pair in pairs)
    held = mine.stands(Asset, {row.asset_id for row in rows})
    wanted = [row.proposal_id for row in rows]
    proposals = store.across(WHY, Proposal, col(Proposal.id).in_(wanted))
    versions = {each.scheme_version_id for each in proposals}
    opens = opens_of(mine.desk, col(SchemeVersion.id).in_(versions))
    open_for = {each.id: opens[each.scheme_version_id] for each in proposals}
    refs = _refs(mine, pairs)

    def line(row: Match) -> Line:
        who = parties.get(row.id, set()) | held.get(row.asset_id, set())
        audiences = readers_of(who, opens=open_for[row.proposal_id])
        more = {"needs": refs.get(row.id, [])}
        return (
            line_of(row) | shown("match", audiences, row.state, more)
            if audiences
            else {}
        )

    return [line(row) for row in rows]


def _refs(mine: Mine, pairs: Iterable[MatchNeed]) -> dict[UUID, list[str]]:
    """Return by match the refs of its needs, for the professionals who work with it."""
    there = list(pairs)
    wanted = {pair.need_id for pair in there}
    needs = mine.desk.store.across(WHY, Need, col(Need.id).in_(wanted))
    by_id = {need.id: need.ref for need in needs}
    found: dict[UUID, list[str]] = {}
    for pair in there:
        found.setdefault(pair.match_id, []).append(by_id.get(pair.need_id, ""))
    return found


def readers_of(audiences: Iterable[str], *, opens: bool) -> list[str]:
    """Return who of these may read: a hub only where the scheme has no disclosure."""
    return [each for each in audiences if opens or each != "hub"]


def line_of(row: Match) -> Line:
    """Return what a list says of a match."""
    return {
        "id": str(row.id),
        "scheme_id": str(row.scheme_id),
        "state": row.state,
        "starts": row.starts.isoformat(),
        "planned_end": row.planned_end.isoformat(),
    }
