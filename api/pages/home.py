"""Home: what waits for whoever is signed in, how things stand, and where to go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.counting import count_today
from api.actions.proposals_reading import list_mine
from api.actions.schemes import list_schemes
from api.actions.tasks import list_tasks
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page

router = APIRouter()
LEADS = ("coordinator", "approver")
PARTIES = ("holder", "parent", "young_person", "advocate", "worker")
OVER = {"ended", "agreed"}
MOST = 5
"""So many tasks, proposals and schemes stand on a home page; the rest is a step on."""
ABOUT = {
    "/tasks": "What is for you to do, and by when",
    "/matches": "Who is with whom, and when you look back",
    "/concerns": "What people are worried about, and who is suspended",
    "/checks": "Which checks run out, and when",
    "/again": "Decisions that somebody asks you to look at again",
    "/people": "What is kept of somebody, and who read it",
    "/person-links": "Rows that may be the same person",
    "/keeping": "What is kept for how long, and the keys",
    "/audit-log": "Who did what, and when; and whether the log is whole",
    "/find": "One need today: who could help, and asking them",
    "/schemes": "The rules, and the rounds",
    "/sessions": "Groups, courses and drop-ins near you",
    "/hubs": "Places, rooms and days closed",
    "/approvals": "Pairs that wait for a second pair of eyes",
    "/children": "Each child, what is asked for them, and what they said",
    "/mine": "What you give, your hours, and what we keep",
    "/enter": "Write down what somebody tells you who is not online",
    "/accounts": "Who may sign in, and what each may do",
    "/organisation": "Its name, and whether its people are real",
    "/openings": "Courses that are planned, open or over",
    "/shelf": "Things asked for, and things there are",
    "/agreed-code": "The words by which we know somebody, before anything of a child",
    "/ours": "What was asked for, and where it stands",
}
"""What somebody finds behind an entry of the menu; one without is its own name."""


@page(router, "GET", "/home", SIGNED_IN)
def home(at: Asker) -> Response:
    """Show what waits for whoever is signed in, and where they may go."""
    tasks = at.may_see(list_tasks, limit=MOST) or {"items": [], "next": None}
    mine = at.may_see(list_mine, limit=MOST * 4) if at.holds(*PARTIES) else None
    lines = mine["items"] if mine else []
    return at.page(
        "front/home.html",
        tasks=tasks,
        proposals=[each for each in lines if each["state"] not in OVER][:MOST],
        places=[(e.path, e.title, ABOUT.get(e.path, "")) for e in _places(at)],
        counts=list(_counts(at)) if at.holds(*LEADS) else [],
    )


def _places(at: At) -> Iterator[Any]:
    return (entry for entry in at.menu if entry.path != "/home")


def _counts(at: At) -> Iterator[dict[str, Any]]:
    schemes = at.may_see(list_schemes, at.who.organisation_id)
    for scheme in schemes["items"][:MOST] if schemes else ():
        found = at.may_see(count_today, UUID(scheme["id"]))
        if found:
            yield found | {"title": scheme["title"]}
