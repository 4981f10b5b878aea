"""A match with what it is about: its rules, its needs, its asset, its people."""

from __future__ import annotations

from dataclasses import dataclass

from api.actions.about import tells
from api.actions.desk import Desk
from api.actions.proposals_case import about_proposal, case_of
from api.permissions import About
from api.records import Asset, Match, Need, Person, Proposal, Review, Suspension
from api.store import col
from matcher.schemes import Scheme


@dataclass(frozen=True, slots=True)
class MatchCase:
    """One match, read once for one request; ``people`` has a child of it first."""

    desk: Desk
    row: Match
    rules: Scheme
    needs: tuple[Need, ...]
    asset: Asset
    people: tuple[Person, ...]

    @property
    def suspended(self) -> bool:
        """Tell whether somebody of it is suspended; it is nobody's to say who."""
        identities = [person.identity_id for person in self.people]
        return bool(
            self.desk.store.across(
                "identity",
                Suspension,
                col(Suspension.identity_id).in_(identities),
                col(Suspension.lifted_at).is_(None),
            )
        )


def match_case(desk: Desk, row: Match) -> MatchCase:
    """Return a match with what it is about."""
    case = case_of(desk, desk.find(Proposal, row.proposal_id))
    first = [case.people[need.person_id] for need in case.needs]
    others = [person for person in case.people.values() if person not in first]
    people = (*first, *others)
    return MatchCase(desk, row, case.rules, case.needs, case.asset, people)


@tells(Match)
def about_match(desk: Desk, row: Match) -> About:
    """Return who is a party to a match: those of its proposal, as they are today."""
    before = about_proposal(desk, desk.find(Proposal, row.proposal_id))
    return About(
        row.organisation_id,
        row.scheme_id,
        row.state,
        before.parties,
        before.people,
        before.acted,
        before.members,
    )


@tells(Review)
def about_review(desk: Desk, row: Review) -> About:
    """Return who is a party to a review: those of its match."""
    return about_match(desk, desk.find(Match, row.match_id))
