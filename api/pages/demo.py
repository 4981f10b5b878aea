"""The demo's front page: every role by an invented name, and what to try as them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.demonstrating import Invented, invented_people, sign_in_invented
from api.pages.at import At
from api.pages.calling import OPEN, Asker, is_from_here, page
from api.pages.forms import Form
from api.pages.sign_in import let_in
from api.permissions import NotThere

router = APIRouter()

TRY: Mapping[str, str] = MappingProxyType(
    {
        "coordinator": "Open the round and look at what it proposes. Then find "
        "somebody for one child today.",
        "approver": "Read the reasons behind a proposal, then approve it or send it "
        "back.",
        "worker": "See what is proposed for a child, and say whether it may be "
        "offered.",
        "holder": "Look at what you offer, and answer what you are asked.",
        "young_person": "Say what you want, and see what happens next.",
        "parent": "See what is asked for your child, and whose yes is needed.",
        "advocate": "See what is going on for the child you speak for.",
        "hub": "Look at the week's sessions, and who comes.",
        "helper": "Look at the shelf, and set something aside for a child.",
        "safeguarding_lead": "Read the worries that were told, and see what a "
        "suspension stops.",
        "administrator": "Invite somebody, change what they may do, and reset a "
        "sign-in.",
        "auditor": "Open a closed round, and check it again from its pack.",
    }
)
"""What to try first, by role."""
ORDER = tuple(TRY)


class Chosen(Form):
    """Whom somebody wants to be."""

    account: UUID


def front(at: At) -> Response:
    """Show everybody who is in the demo, each with a button."""
    everybody = invented_people(at.app)
    homes = [
        _home(name, list(people))
        for name, people in groupby(everybody, key=lambda one: one.organisation)
    ]
    return at.page("front/demo.html", homes=homes, to_try=TRY)


@page(router, "POST", "/demo/sign-in", OPEN)
def sign_in(at: Asker) -> Response:
    """Sign in as somebody invented: in the demo, on this computer, and nowhere else."""
    if not at.demo:
        raise NotThere
    account_id = at.form(Chosen).account
    here = is_from_here(at.request)
    return let_in(at, sign_in_invented(at.app, account_id=account_id, loopback=here))


def _home(name: str, people: list[Invented]) -> dict[str, Any]:
    people.sort(key=lambda one: ORDER.index(one.role))
    return {"name": name, "schemes": people[0].schemes, "people": people}
