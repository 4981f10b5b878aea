"""The menu: one line for each place, with whom it is for."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A place to go: in the menu of every page, or on the home page alone."""

    path: str
    title: str
    roles: frozenset[str]
    everywhere: bool = True


def _for(path: str, title: str, roles: str) -> Entry:
    return Entry(path, title, frozenset(roles.split()))


def _at_home(path: str, title: str, roles: str) -> Entry:
    return Entry(path, title, frozenset(roles.split()), everywhere=False)


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
    _at_home("/again", "Look again", "coordinator approver"),
    _at_home("/person-links", "Same person?", "coordinator"),
    _for("/people", "People", "auditor safeguarding_lead"),
    _at_home("/keeping", "Keeping", "administrator auditor"),
    _at_home("/audit-log", "Audit log", "administrator auditor"),
    _for("/concerns", "Concerns", "safeguarding_lead"),
    _for("/schemes", "Schemes", "administrator coordinator approver auditor"),
    _for("/accounts", "Accounts", "administrator"),
    _at_home("/organisation", "Organisation", "administrator"),
    _at_home("/agreed-code", "Agree a code", "worker hub coordinator"),
    _for("/approvals", "Approvals", "approver"),
)


def menu_for(roles: frozenset[str]) -> tuple[Entry, ...]:
    """Return what somebody of these roles finds in the menu."""
    found = [entry for entry in MENU if entry.roles & roles]
    first = {entry.path: entry for entry in reversed(found)}
    return tuple(entry for entry in found if first[entry.path] is entry)
