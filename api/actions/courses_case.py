"""A course that may open: its parents, its tutors, and what it still waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk
from api.actions.gates import pair_today, passes_today
from api.actions.proposals_case import Case, case_of, within_scheme
from api.actions.proposals_moving import held
from api.actions.proposals_yes import still_asked
from api.actions.schemes_in_use import in_use, members_of, rules_of
from api.permissions import About, NotThere
from api.records import Asset, Hub, Match, Opening, Proposal, Round, Scheme, Seats
from api.steps import GOING
from api.store import col, read, seats_of
from matcher.candidates import why_not
from matcher.errors import Refused
from matcher.graph import build_asset_graph
from matcher.schemes import Scheme as Rules

READY, CHECKS, GONE = "ready", "checks", "gone"
"""How a tutor who said yes stands today; who is gone is so for no reason given."""


@dataclass(frozen=True)
class Course:
    """One opening of a course, read once for one request."""

    desk: Desk
    row: Opening
    asset: Asset
    rules: Rules
    version_id: UUID
    within: tuple[UUID, ...]

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Return the proposals that live or were agreed, parents' and tutors'."""
        rows = self.desk.store.find(
            Proposal,
            Proposal.asset_id == self.asset.id,
            col(Proposal.state).in_((*GOING, "agreed")),
            col(Proposal.ended_at).is_(None),
        )
        return tuple(case_of(self.desk, row) for row in rows)

    @property
    def parents(self) -> list[Case]:
        """Return the proposals of parents, in the order they were drafted."""
        return [case for case in self.cases if case.staff is None]

    @property
    def team(self) -> list[Case]:
        """Return the assignments of tutors who lead it, or were asked to."""
        return [case for case in self.cases if case.staff is not None]

    @cached_property
    def values(self) -> dict[str, Any]:
        """Return what the course's columns hold, as JSON."""
        found = read(self.desk.store, [self.asset], ["values"], within=self.within)
        return dict(found.get((self.asset.id, "values")) or {})

    @property
    def seats(self) -> dict[str, Seats]:
        """Return its seats and limits by name."""
        store = self.desk.store
        return dict(seats_of(store, self.asset.id, self.asset.organisation_id))

    def day(self, column: str) -> date | None:
        """Return the day that a column holds, or None."""
        said = self.values.get(column)
        return date.fromisoformat(said["date"]) if isinstance(said, dict) else None

    def waiting(self) -> list[Case]:
        """Return the parents' proposals that wait for the hub's yes alone."""
        return [
            case
            for case in self.parents
            if case.row.state == "offered" and not held(case.row) and _only_hub(case)
        ]

    def coming(self) -> int:
        """Return how many parents have a live match to it."""
        agreed = [case for case in self.parents if case.row.state == "agreed"]
        ids = [case.row.id for case in agreed]
        live = self.desk.store.find(
            Match,
            col(Match.proposal_id).in_(ids),
            col(Match.state).in_(("active", "paused", "extended")),
        )
        here = {match.proposal_id for match in live}
        return sum(len(case.needs) for case in agreed if case.row.id in here)

    def staffed(self) -> Iterator[str]:
        """Yield ``tutors`` and ``checks`` where they are met."""
        said = [(case, stands(case)) for case in self.team if _agreed(case)]
        there = [case for case, word in said if word != GONE]
        if self._complete(there):
            yield "tutors"
        if not any(word == CHECKS for _, word in said):
            yield "checks"

    def children(self, joining: list[Case]) -> int:
        """Return how many children of these parents come to the creche."""
        return sum(sum(case.row.uses.values()) for case in joining)

    def _complete(self, team: list[Case]) -> bool:
        led = [self.led_by(case) for case in team]
        return all(
            not missing_of(row, [traits for role, traits in led if role == row["role"]])
            for row in self.rules.build.staffing
        )

    def led_by(self, case: Case) -> tuple[str, tuple[str, ...]]:
        """Return the role and the traits of an assignment's tutor."""
        assert case.staff is not None
        return role_and_traits(self.rules, case.values[case.staff.id])


def course_of(desk: Desk, row: Opening) -> Course:
    """Return an opening with what it is about.

    Raises
    ------
    NotThere
        Its course is nobody's who takes part any more.
    """
    found = desk.store.across("locate", Asset, col(Asset.id) == row.asset_id)
    if not found:
        raise NotThere
    asset = found[0]
    round_ = desk.store.get(Round, row.round_id)
    if round_ is not None:
        version_id = round_.scheme_version_id
    else:
        version_id = in_use(desk, desk.find(Scheme, asset.scheme_id)).id
    within = within_scheme(desk, asset.scheme_id)
    return Course(desk, row, asset, rules_of(desk, version_id), version_id, within)


def stands(case: Case) -> str:
    """Return how a tutor stands today: ready, waiting for a check, or gone."""
    if not held(case.row) and passes_today(case):
        return READY
    if held(case.row) or case.staff is None or case.staff.state != "live":
        return GONE
    frozen = pair_today(case)
    kinds = {gate.name: gate.kind for gate in case.rules.gates}
    graph = build_asset_graph(frozen.snapshot, case.rules)
    try:
        said = why_not(
            graph,
            case.rules,
            frozen.ref_of(case.staff),
            frozen.ref_of(case.asset),
            left="staff",
        )
    except Refused:  # not among today's records
        return GONE
    failed = {kinds.get(each.name) for each in said if not each.passed}
    return CHECKS if failed == {"check"} else GONE


def role_and_traits(rules: Rules, cells: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the role and the traits that a tutor's cells, as JSON, say."""
    build = rules.build
    roles = [str(row["role"]) for row in build.staffing]
    role = str(cells.get(build.staff_role, "")) if build.staff_role else roles[0]
    said = cells.get(build.staff_traits) or {}
    traits = said.get("list", []) if isinstance(said, dict) else said
    return role, tuple(str(trait) for trait in traits)


def missing_of(row: Any, team: list[tuple[str, ...]]) -> dict[str, int]:
    """Return what a row of staffing still wants, "" being anybody, of these traits."""
    wanted = {"": int(row["exactly"]) - len(team)}
    for trait, many in dict(row.get("at_least", {})).items():
        wanted[str(trait)] = int(many) - sum(trait in traits for traits in team)
    return {name: many for name, many in wanted.items() if many > 0}


@tells(Opening)
def about_opening(desk: Desk, row: Opening) -> About:
    """Return whose course it is; nobody decides about one that they come to or lead."""
    course = course_of(desk, row)
    hub = desk.store.get(Hub, course.asset.hub_id, within=course.within)
    homes = {course.asset.organisation_id} | ({hub.organisation_id} if hub else set())
    scheme_id = course.asset.scheme_id
    return About(
        row.organisation_id,
        scheme_id,
        row.state,
        people=frozenset(_people(course)),
        members=frozenset(homes & {*members_of(desk, scheme_id)}),
    )


def _people(course: Course) -> Iterator[UUID]:
    for case in course.cases:
        sides = (*case.needs, *((case.staff,) if case.staff else ()))
        for side in sides:
            yield case.people[side.person_id].identity_id


def _agreed(case: Case) -> bool:
    return case.row.state == "agreed"


def _only_hub(case: Case) -> bool:
    missing = still_asked(case)
    return bool(missing) and all(names == ("hub",) for names in missing.values())
