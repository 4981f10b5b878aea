"""The menu: one line for each place, with whom it is for."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class Entry(NamedTuple):
    """A place to go: in the menu of every page, or on the home page alone.

    Parameters
    ----------
    whole : bool
        Whether it is about all of an organisation: there for a role held for all of
        it, and not for one held for one scheme.
    """

    path: str
    title: str
    roles: frozenset[str]
    everywhere: bool = True
    whole: bool = False


def _for(path: str, title: str, roles: str) -> Entry:
    return Entry(path, title, frozenset(roles.split()))


def _at_home(path: str, title: str, roles: str, *, whole: bool = False) -> Entry:
    return Entry(path, title, frozenset(roles.split()), everywhere=False, whole=whole)


def _whole(path: str, title: str, roles: str) -> Entry:
    return Entry(path, title, frozenset(roles.split()), whole=True)


EVERYBODY = (
    "administrator coordinator approver worker holder parent young_person advocate "
    "hub helper safeguarding_lead auditor"
)
STAFF = "administrator coordinator approver worker hub helper safeguarding_lead auditor"
MENU = (
    _for("/home", "Home", EVERYBODY),
    _for("/find", "Find for one today", "coordinator"),
    _for("/ours", "What happens next", "young_person parent advocate"),
    _for("/children", "My children", "worker"),
    _for("/mine", "What you give", "holder"),
    _for("/tasks", "Tasks", STAFF),
    _for("/sessions", "Sessions", "hub coordinator"),
    _for("/sessions", "What is on", "holder parent young_person worker helper"),
    _for("/openings", "Courses", "hub coordinator approver"),
    _for("/enter", "At the desk", "hub helper"),
    _for("/shelf", "Baby bank", "hub helper coordinator"),
    _at_home("/hubs", "Hubs", "administrator hub"),
    _for(
        "/matches",
        "Matches",
        "coordinator approver auditor worker holder parent young_person advocate hub",
    ),
    _at_home("/checks", "Checks", "coordinator"),
    _at_home("/again", "Look again", "coordinator approver", whole=True),
    _at_home("/person-links", "Same person?", "coordinator", whole=True),
    _for("/people", "People", "auditor safeguarding_lead"),
    _at_home("/keeping", "Keeping", "administrator auditor", whole=True),
    _at_home("/audit-log", "Audit log", "administrator auditor", whole=True),
    _whole("/concerns", "Concerns", "safeguarding_lead"),
    _for("/schemes", "Schemes", "administrator coordinator approver auditor"),
    _whole("/accounts", "Accounts", "administrator"),
    _at_home("/organisation", "Organisation", "administrator", whole=True),
    _at_home("/agreed-code", "Agree a code", "worker hub coordinator"),
    _for("/approvals", "Approvals", "approver"),
)


def menu_for(held: frozenset[tuple[str, UUID | None]]) -> tuple[Entry, ...]:
    """Return what somebody who holds these roles finds in the menu."""
    roles = {role for role, _ in held}
    whole = {role for role, scheme_id in held if scheme_id is None}
    found = [each for each in MENU if each.roles & (whole if each.whole else roles)]
    first = {entry.path: entry for entry in reversed(found)}
    return tuple(entry for entry in found if first[entry.path] is entry)
