"""One proposal: whose page it is, and what staff find on theirs."""

from __future__ import annotations

import pytest
from support.populated import Populated
from support.visiting import Visit

from api.pages import (
    proposal_family,
    proposal_holder,
    proposal_hub,
    proposal_staff,
)
from api.pages.proposals import view_for
from api.permissions import FIELDS

VIEWS = {
    "coordinator": proposal_staff,
    "approver": proposal_staff,
    "holder": proposal_holder,
    "hub": proposal_hub,
    "parent": proposal_family,
    "young_person": proposal_family,
    "advocate": proposal_family,
    "worker": proposal_family,
    "council": proposal_family,
}


@pytest.mark.parametrize("audience", sorted(VIEWS))
def test_each_audience_has_its_own_page_at_every_step(audience: str) -> None:
    """Whatever the step, a proposal is shown on the page of who is asking."""
    role = "worker" if audience == "council" else audience
    for fields in FIELDS["proposal", audience].values():
        assert view_for(fields, {role}) is VIEWS[audience].view


@pytest.mark.parametrize("name", ["coordinator", "holder"])
def test_a_proposal_opens_for_its_people(populated: Populated, name: str) -> None:
    """Staff and the holder open the same address; a stranger finds nothing there."""
    path = f"/proposals/{populated.ids['proposals']}"
    assert Visit(populated.world, name).get(path).status == 200
    assert Visit(populated.world, "holder-2").get(path).status == 404
