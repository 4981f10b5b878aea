"""One proposal: the same address for everybody, and to each the page that is theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.proposals import read_proposal
from api.pages import (
    proposal_family,
    proposal_holder,
    proposal_hub,
    proposal_staff,
)
from api.pages.at import At
from api.pages.calling import Asker, page

router = APIRouter(prefix="/proposals")
View = Callable[[At, Mapping[str, Any]], Response]


@page(router, "GET", "/{id}", read_proposal)
def proposal(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show a proposal, as far as who is asking may see it."""
    seen = at.see(read_proposal, id)
    return view_for(seen, at.roles)(at, seen)


def view_for(seen: Collection[str], roles: Collection[str]) -> View:
    """Return whose page shows these fields of a proposal.

    Which fields there are says who is asking: reasons are for staff alone, needs for
    professionals, and nobody but the holder sees the card without the holder's own.
    """
    if "reasons" in seen:
        return proposal_staff.view
    if "needs" in seen:
        return proposal_hub.view if "hub" in roles else proposal_family.view
    if "holder_card" in seen:
        return proposal_family.view
    if "card" in seen:
        return proposal_holder.view
    # What is over shows so little that only the role is left to tell.
    for role, view in (("holder", proposal_holder.view), ("hub", proposal_hub.view)):
        if role in roles:
            return view
    return proposal_family.view
