"""Asking for a decision to be looked at again, by somebody who did not decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from api.actions.about import about, tells
from api.actions.concerns import has_heard
from api.actions.desk import Desk, Done
from api.actions.pages import page_of
from api.actions.performing import acts, reads
from api.actions.proposals_tasks import raise_task
from api.actions.views import viewed
from api.permissions import About, NotThere, NotTwice, shown
from api.records import (
    Account,
    Again,
    Decision,
    Match,
    Person,
    Proposal,
    Row,
)
from api.steps import london_day
from api.store import Taken, keep, new_or_taken, value
from matcher.errors import Refused

OUTCOMES = ("stands", "to_be_changed")
"""What a second look comes to; whoever may change it then does so, or does not."""
_TABLES: dict[str, type[Row]] = {"proposal": Proposal, "match": Match}


@acts("proposal.ask_again", on=Proposal, adds=True)
def ask_again_about_proposal(desk: Desk, proposal: Proposal, *, words: str) -> Done:
    """Ask for what was decided about a proposal to be looked at again.

    Raises
    ------
    NotThere
        Who is asking has not heard of it.
    Refused
        They have asked already.
    """
    if not has_heard(desk, proposal):
        raise NotThere
    return _ask(desk, proposal, words)


@acts("match.ask_again", on=Match, adds=True)
def ask_again_about_match(desk: Desk, match: Match, *, words: str) -> Done:
    """Ask for what was decided about a match to be looked at again.

    Raises
    ------
    Refused
        They have asked already.
    """
    return _ask(desk, match, words)


@acts("again.look", on=Again)
def look_again(desk: Desk, row: Again, *, outcome: str, words: str = "") -> Done:
    """Write what a second look came to; it changes nothing by itself.

    Raises
    ------
    NotTwice
        Who is asking decided it, or asked for the second look.
    Refused
        It was looked at before, or the outcome is none.
    """
    if row.state != "asked":
        raise Refused("This was looked at before.")
    if outcome not in OUTCOMES:
        raise Refused(f"Say what it came to, by one of: {', '.join(OUTCOMES)}.")
    if desk.who.account_id == row.asked_by:
        raise NotTwice("Somebody else has to look at this again: you asked for it.")
    if words:
        keep(desk.store, row, _asker(desk, row).id, outcome_words=words)
    desk.store.change(
        row, state="looked_at", outcome=outcome, looked_by=desk.who.account_id
    )
    desk.record("again.look", row, outcome=outcome)
    return desk.done(row)


@tells(Again)
def about_again(desk: Desk, row: Again) -> About:
    """Return who asked, and who decided what is to be looked at again."""
    subject = desk.find(_TABLES[row.about_table], row.about_id)
    before = about(desk, subject)
    asker = frozenset({_asker(desk, row).identity_id})
    decided = {row.decided_by} if row.decided_by else set()
    return About(
        row.organisation_id,
        before.scheme_id,
        row.state,
        {"asker": asker},
        before.people,
        before.acted | frozenset(decided) | frozenset(_decided(desk, subject)),
        before.members,
    )


@reads("again.read", on=Again)
def read_again(desk: Desk, row: Again) -> dict[str, Any]:
    """Return a second look, with its words for those who are to look."""
    viewed(desk, "again.read", row, _asker(desk, row).identity_id)
    line = _line(row) | {
        "words": value(desk.store, row, "words"),
        "answer": value(desk.store, row, "outcome_words"),
    }
    return shown("again", desk.audiences, row.state, line)


@reads("again.list")
def list_again(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the second looks that were asked for, without their words."""
    return page_of(
        desk,
        Again,
        show=lambda rows: [
            shown("again", desk.audiences, row.state, _line(row)) for row in rows
        ],
        after=after,
        limit=limit,
    )


def _ask(desk: Desk, subject: Row, words: str) -> Done:
    assert desk.who.person_id is not None
    decided = _decided(desk, subject)
    others = [account for account in decided if account != desk.who.account_id]
    try:
        row = new_or_taken(
            desk.store,
            Again,
            about_table=str(subject.__tablename__),
            about_id=subject.id,
            asked_by=desk.who.account_id,
            decided_by=others[-1] if others else None,
        )
    except Taken:
        raise Refused("You have asked for this already. Somebody will look.") from None
    keep(desk.store, row, desk.who.person_id, words=words)
    raise_task(
        desk,
        row,
        "look_again",
        "coordinator",
        due=london_day(desk.now),
        scheme=getattr(subject, "scheme_id", None),
    )
    desk.record("again.ask", row)
    return desk.done(row)


def _decided(desk: Desk, subject: Row) -> Iterator[UUID]:
    """Yield the accounts that decided on it: drafted, approved, released, said no."""
    if isinstance(subject, Match):
        subject = desk.find(Proposal, subject.proposal_id)
    if not isinstance(subject, Proposal):
        return
    yield from (one for one in (subject.drafted_by, subject.released_by) if one)
    for said in desk.store.find(Decision, Decision.proposal_id == subject.id):
        yield said.account_id


def _asker(desk: Desk, row: Again) -> Person:
    account = desk.store.across("identity", Account, Account.id == row.asked_by)[0]
    return desk.store.across("identity", Person, Person.id == account.person_id)[0]


def _line(row: Again) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "version": row.version,
        "about": {"kind": row.about_table, "id": str(row.about_id)},
        "state": row.state,
        "outcome": row.outcome,
        "asked_at": row.created_at.isoformat(),
    }
