"""The one question: whether somebody may do this, about that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.permissions.who import About, NotThere, NotTwice, Who

_PROFESSIONAL = frozenset({"worker", "council", "hub"})
"""Parties by their work: they decide nothing about somebody they are connected to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one act.

    Parameters
    ----------
    roles : tuple of str
        Staff roles, held in the row's own organisation, for its scheme.
    parties : tuple of str
        Parties to the row itself, whatever their organisation.
    at : tuple of str
        The states at which parties may; every state where none is named.
    work : bool
        Whether the work that goes on by itself does this.
    command : bool
        Whether a database command may; never approve, release or send.
    second : bool
        Only somebody who has not acted on it before.
    members : tuple of str
        Staff roles held in an organisation that takes part in the row's scheme.
    themselves : bool
        Whether staff may do it about themselves and people they are connected to.
    anyone : bool
        Whether everybody who signed in may; what they then see is theirs alone.
    early : bool
        Whether an adult may before the code agreed in person, about themselves: it
        shows nothing about a child.
    always : bool
        Whether it needs neither a second factor nor that code.
    public : bool
        Whether it is done without an account; somebody signed in has no more of it.
    one : bool
        Whether a role held for one scheme is enough for what belongs to none.
    """

    roles: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    work: bool = False
    command: bool = False
    second: bool = False
    members: tuple[str, ...] = ()
    themselves: bool = False
    anyone: bool = False
    early: bool = False
    always: bool = False
    public: bool = False
    one: bool = False


def audiences(rule: Rule, who: Who, about: About) -> tuple[str, ...]:
    """Return every capacity in which they may do it; none means they may not."""
    if who.suspended or (who.waits and not _before(rule, who, about)):
        return ()
    if who.by == "public":
        return ("public",) if rule.public else ()
    if who.by == "work":
        return ("work",) if rule.work else ()
    if who.by == "command" and not rule.command:
        return ()
    anyone = ("anyone",) if rule.anyone and who.account_id else ()
    return (*_staff(rule, who, about), *_parties(rule, who, about), *anyone)


def require(rule: Rule, who: Who, about: About) -> tuple[str, ...]:
    """Return the capacities in which they may do it.

    Raises
    ------
    NotThere
        If they may not; it looks as if the thing were absent.
    NotTwice
        If a second pair of eyes is wanted, and theirs was the first.
    """
    found = audiences(rule, who, about)
    if not found:
        raise NotThere
    if rule.second and who.account_id in about.acted:
        raise NotTwice(
            "Somebody else has to do this: you ran, pinned, swapped or released it."
        )
    return found


def _before(rule: Rule, who: Who, about: About) -> bool:
    """Tell whether a sign-in that still waits for something may do this.

    This is the one place: whatever is not marked is closed until then, so that nothing
    about a child is read with somebody's inbox alone.
    """
    if rule.always:
        return True
    own = about.parties.get("holder", frozenset()) | about.parties.get(
        "self", frozenset()
    )
    themselves = not about.people or who.identity_id in own
    adult = not who.holds("young_person")
    return rule.early and who.waits == "code" and adult and themselves


def _staff(rule: Rule, who: Who, about: About) -> Iterable[str]:
    near = {who.identity_id, *who.connected} & about.people
    if near and not rule.themselves:
        return ()
    if who.organisation_id == about.organisation_id:
        return (role for role in rule.roles if _holds(rule, who, role, about))
    if who.organisation_id in about.members:
        return (role for role in rule.members if who.has(role, about.scheme_id))
    return ()


def _holds(rule: Rule, who: Who, role: str, about: About) -> bool:
    one = rule.one and about.scheme_id is None
    return who.holds(role) if one else who.has(role, about.scheme_id)


def _parties(rule: Rule, who: Who, about: About) -> Iterable[str]:
    if rule.at and about.state not in rule.at:
        return ()
    near = {who.identity_id, *who.connected} & about.people and not rule.themselves
    return (
        party
        for party in rule.parties
        if who.identity_id in about.parties.get(party, frozenset())
        # A worker who knows the family, or is of it, is no worker here.
        and not (near and party in _PROFESSIONAL)
    )
