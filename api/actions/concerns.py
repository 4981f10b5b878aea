"""Concerns: anyone may report, a lead hears of it, and nothing changes by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.matches_case import match_case
from api.actions.pages import page_of
from api.actions.people_about import called
from api.actions.performing import acts, reads
from api.actions.proposals_case import case_of
from api.actions.proposals_telling import heard
from api.actions.safeguarding_tasks import tell_leads
from api.actions.views import viewed_all
from api.permissions import About, NotThere, shown
from api.records import (
    ROLES,
    Account,
    Attendance,
    Concern,
    Leader,
    Match,
    Person,
    Proposal,
    Row,
    Session,
)
from api.store import col, keep, value

TASK = "read_a_concern"
_KNOW_ALWAYS = {*ROLES} - {"holder", "parent", "young_person", "advocate"}
"""Who may know of a proposal that nobody has been told of yet."""


@acts("concern.report")
def report_concern(desk: Desk, *, words: str) -> Done:
    """Report something that is about nobody in particular."""
    return _report(desk, words)


@acts("proposal.report_concern", on=Proposal, adds=True)
def report_about_proposal(desk: Desk, proposal: Proposal, *, words: str) -> Done:
    """Report something about a proposal that one is a party to.

    Raises
    ------
    NotThere
        Who is asking has not heard of it.
    """
    if not has_heard(desk, proposal):
        raise NotThere
    people = case_of(desk, proposal).people.values()
    return _report(desk, words, proposal, tuple(people))


def has_heard(desk: Desk, proposal: Proposal) -> bool:
    """Tell whether who is asking knows of a proposal by now, in any capacity."""
    known = _KNOW_ALWAYS | set(heard(case_of(desk, proposal)))
    return bool(known & set(desk.audiences))


@acts("match.report_concern", on=Match, adds=True)
def report_about_match(desk: Desk, match: Match, *, words: str) -> Done:
    """Report something about a match that one is a party to."""
    return _report(desk, words, match, match_case(desk, match).people)


@acts("session.report_concern", on=Session, adds=True)
def report_about_session(desk: Desk, session: Session, *, words: str) -> Done:
    """Report something about a session that one leads, came to, or is staff of.

    Raises
    ------
    NotThere
        Who is asking has nothing to do with it.
    """
    store = desk.store
    leads = store.find(Leader, Leader.session_id == session.id)
    comes = store.find(Attendance, Attendance.session_id == session.id)
    led = {row.person_id for row in leads}
    ids = led | {row.person_id for row in comes}
    people = store.across("identity", Person, col(Person.id).in_(ids))
    mine = any(person.identity_id == desk.who.identity_id for person in people)
    staff = desk.who.organisation_id == session.organisation_id and (
        desk.who.holds("hub") or desk.who.holds("coordinator")
    )
    if not (mine or staff):
        raise NotThere
    about = [person for person in people if person.id in led]
    return _report(desk, words, session, about)


@acts("person.report_concern", on=Person, adds=True)
def report_about_person(desk: Desk, person: Person, *, words: str) -> Done:
    """Report something about somebody."""
    return _report(desk, words, person, [person])


@acts("concern.close", on=Concern)
def close_concern(desk: Desk, concern: Concern) -> Done:
    """Write that a concern was dealt with."""
    desk.store.change(concern, state="closed", closed_by=desk.who.account_id)
    desk.record("concern.close", concern)
    return desk.done(concern)


@tells(Concern)
def about_concern(desk: Desk, concern: Concern) -> About:
    """Return whom a concern is about: they, and who knows them, never see it."""
    people = _people(desk, [concern])
    identities = frozenset(person.identity_id for person in people)
    return About(concern.organisation_id, state=concern.state, people=identities)


@reads("concern.read", on=Concern)
def read_concern(desk: Desk, concern: Concern) -> dict[str, Any]:
    """Return a concern with its words."""
    people = sorted(_people(desk, [concern]), key=lambda person: person.id)
    viewed_all(
        desk, "concern.read", [(concern, person.identity_id) for person in people]
    )
    line = _line(concern) | {
        "words": value(desk.store, concern, "words"),
        "people": called(desk, people),
        "reported_by": called(desk, _reporter(desk, concern)),
    }
    return shown("concern", desk.audiences, concern.state, line)


@reads("concern.list")
def list_concerns(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the concerns that who is asking may hear of, without their words."""
    near = {desk.who.identity_id, *desk.who.connected}

    def show(concerns: Sequence[Concern]) -> Iterator[dict[str, Any] | None]:
        whose = {str(row.id): row.identity_id for row in _people(desk, concerns)}
        for concern in concerns:
            about = {whose[id_] for id_ in concern.about_people}
            seen = shown("concern", desk.audiences, concern.state, _line(concern))
            yield None if near & about else seen

    return page_of(desk, Concern, show=show, after=after, limit=limit)


def _report(
    desk: Desk, words: str, row: Row | None = None, people: Collection[Person] = ()
) -> Done:
    """Write a concern down, sealed, and let the leads know that there is one."""
    concern = desk.store.new(
        Concern,
        about_person_id=row.id if isinstance(row, Person) else None,
        about_table="" if row is None else str(row.__tablename__),
        about_id=None if row is None else row.id,
        about_people=sorted(str(person.id) for person in people),
        reported_by=desk.who.account_id,
    )
    # Under the organisation's key: it outlives whoever it is about, or reported it.
    keep(desk.store, concern, concern.organisation_id, words=words)
    tell_leads(desk, TASK, concern, {person.identity_id for person in people})
    desk.record("concern.report", concern)
    return desk.done(concern)


def _people(desk: Desk, concerns: Collection[Concern]) -> list[Person]:
    ids = {UUID(id_) for concern in concerns for id_ in concern.about_people}
    found = desk.store.across("identity", Person, col(Person.id).in_(ids))
    return list(found)


def _reporter(desk: Desk, concern: Concern) -> list[Person]:
    accounts = desk.store.across("identity", Account, Account.id == concern.reported_by)
    ids = [account.person_id for account in accounts]
    return list(desk.store.across("identity", Person, col(Person.id).in_(ids)))


def _line(concern: Concern) -> dict[str, Any]:
    about = {"kind": concern.about_table, "id": str(concern.about_id)}
    person = concern.about_person_id
    return {
        "id": str(concern.id),
        "version": concern.version,
        "state": concern.state,
        "about": about if concern.about_id else None,
        "person": str(person) if person else None,
        "reported_at": concern.created_at.isoformat(),
    }
