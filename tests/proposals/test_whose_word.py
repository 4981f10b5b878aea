"""Whose word counts: a capacity speaks for its own side, and for no other child."""

from __future__ import annotations

import pytest
from support.proposing import make_pair
from support.world import World

from api.records import Decision


@pytest.mark.parametrize("said", ["yes", "question"])
def test_only_the_holder_says_the_first_yes_or_asks(world: World, said: str) -> None:
    """Nobody of the child's side answers an offer for the holder it went to."""
    pair = make_pair(world)
    pair.draft()
    pair.go("offered")
    before = len(pair.rows(Decision))
    more = {"words": "Which school?"} if said == "question" else {}
    for name in ("worker", "young_person", "parent", "council", "advocate"):
        assert pair.say(name, said, **more).status_code in {404, 409}, name
        assert pair.post("worker", "details").status_code in {404, 409}
    assert (pair.row().state, len(pair.rows(Decision))) == ("offered", before)
    assert pair.say("holder", said, **more).status_code == 200
    assert pair.say("worker").status_code == 409
    assert pair.row().state == "interested"
