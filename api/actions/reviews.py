"""Reviews: what became of the wanted outcomes; the words are sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.matches_case import MatchCase, match_case
from api.actions.near import whose as whose_rows
from api.actions.performing import acts, reads
from api.actions.proposals_tasks import raise_task
from api.actions.views import viewed_all
from api.permissions import shown
from api.records import Match, Organisation, Review
from api.snapshots.rows import VALUES
from api.steps import is_live, london_day, next_review
from api.store import col, find_among, keep, read
from matcher.errors import Refused
from matcher.model import values_from_json

OUTCOMES = ("met", "partly", "not_met", "too_early")
KINDS = ("review", "supervision", "meeting")


@acts("review.plan", on=Match, adds=True)
def plan_review(desk: Desk, match: Match, *, kind: str, due: date) -> Done:
    """Write down a date on which to look back.

    Raises
    ------
    Refused
        The match has ended, or there is no such kind.
    """
    if kind not in KINDS:
        raise Refused(f"A look back is one of: {', '.join(KINDS)}.")
    if not is_live(match.state):
        raise Refused("This match has ended.")
    review = desk.store.new(Review, match_id=match.id, kind=kind, due=due)
    desk.record("review.plan", review, due=due.isoformat())
    return desk.done(review)


@acts("review.hold", on=Review)
def hold_review(
    desk: Desk,
    review: Review,
    *,
    outcomes: Mapping[str, str],
    words: str = "",
    held_on: date | None = None,
) -> Done:
    """Write down what a review found; the next one is planned with it.

    Parameters
    ----------
    outcomes : mapping of str to str
        By the wanted outcome, as the scheme's needs name them: one of `OUTCOMES`.
    words : str
        What was said, sealed.

    Raises
    ------
    Refused
        It was held already, lies ahead, or names an outcome that nobody wanted.
    """
    today = london_day(desk.now)
    if review.held_on is not None:
        raise Refused("This review was held already. Plan another.")
    if held_on is not None and held_on > today:
        raise Refused("A review is written down once it was held.")
    match = desk.find(Match, review.match_id)
    case = match_case(desk, match)
    _known(case.rules.sheets["needs"].columns, outcomes)
    day = held_on or today
    desk.store.change(
        review, held_on=day, outcomes=dict(outcomes), held_by=desk.who.account_id
    )
    if words:
        keep(desk.store, review, case.people[0].id, words=words)
    weeks = case.rules.steps.review_weeks
    if review.kind == "review" and weeks and is_live(match.state):
        desk.store.new(Review, match_id=match.id, due=next_review(day, weeks))
    desk.record("review.hold", review, outcomes=len(outcomes))
    return desk.done(review)


@reads("review.read", on=Review)
def read_review(desk: Desk, review: Review) -> dict[str, Any]:
    """Return a review; its words only to who may read them."""
    found = read(desk.store, [review], ["words"])
    case = match_case(desk, desk.find(Match, review.match_id))
    values = {
        "id": str(review.id),
        "version": review.version,
        "match_id": str(review.match_id),
        "kind": review.kind,
        "due": review.due.isoformat(),
        "held_on": review.held_on.isoformat() if review.held_on else None,
        "wanted": _wanted(desk, case) if review.kind == "review" else [],
        "outcomes": review.outcomes,
        "words": found.get((review.id, "words")),
    }
    seen = shown("review", desk.audiences, "", values)
    if seen.get("wanted") or seen.get("outcomes") or seen.get("words"):
        # Outcomes are those of every child that the match is for.
        children = [(review, whose) for _, whose in whose_rows(desk, case.needs)]
        viewed_all(desk, "review.read", children)
    return seen


@acts("review.remind_due", on=Organisation, adds=True)
def remind_due(desk: Desk, organisation: Organisation) -> Done:
    """Raise a task for every review that is due, and for every match past its end.

    A match past its planned end goes on: a person ends or extends it.
    """
    today, store = london_day(desk.now), desk.store
    due = store.find(Review, col(Review.held_on).is_(None), col(Review.due) <= today)
    over = store.find(
        Match,
        col(Match.planned_end) < today,
        col(Match.state).in_(("active", "extended", "paused")),
    )
    matches = find_among(store, Match, Match.id, {review.match_id for review in due})
    schemes = {match.id: match.scheme_id for match in matches}
    for review in due:
        raise_task(
            desk,
            review,
            "review_due",
            "coordinator",
            due=review.due,
            scheme=schemes.get(review.match_id),
        )
    for match in over:
        raise_task(
            desk,
            match,
            "match_past_its_end",
            "coordinator",
            due=match.planned_end,
            scheme=match.scheme_id,
        )
    desk.record("review.remind_due", organisation, reviews=len(due), over=len(over))
    return desk.done(organisation, reviews=len(due), over=len(over))


def _wanted(desk: Desk, case: MatchCase) -> list[str]:
    """Return what is hoped for, for the children of a match, each thing once."""
    within = {need.organisation_id for need in case.needs}
    kept = read(desk.store, case.needs, (VALUES,), within=within)
    found: dict[str, None] = {}
    for cells in kept.values():
        values = values_from_json(cells)
        for column in _WANTED:
            hoped = values.get(column)
            for each in hoped if isinstance(hoped, tuple) else ():
                found[str(each[0] if isinstance(each, tuple) else each)] = None
    return list(found)


def _known(columns: Any, outcomes: Mapping[str, str]) -> None:
    wanted = {
        value for column in columns if column.name in _WANTED for value in column.values
    }
    if not set(outcomes) <= wanted:
        raise Refused(f"The wanted outcomes are: {', '.join(sorted(wanted))}.")
    if not set(outcomes.values()) <= set(OUTCOMES):
        raise Refused(f"An outcome is one of: {', '.join(OUTCOMES)}.")


_WANTED = ("outcomes", "goals", "hopes")
"""The needs columns in which schemes keep what is hoped for."""
