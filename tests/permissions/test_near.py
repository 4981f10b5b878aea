"""Nobody sees staff views of themselves, or of somebody they declared to know."""

from __future__ import annotations

import pytest
from support.asking import get, post
from support.proposing import make_pair
from support.world import World

from api.records import Asset, Need


@pytest.mark.parametrize("kind", [Need, Asset])
def test_a_coordinator_who_knows_them_sees_no_staff_view(
    world: World, kind: type[Need | Asset]
) -> None:
    """Once declared, a proposal of theirs is absent: by its id and in the list."""
    pair = make_pair(world)
    pair.draft()
    path = f"/schemes/{pair.scheme_id}/proposals"
    row = pair.row(kind, pair.need_id if kind is Need else pair.asset_ids[0])
    assert len(get(world, "coordinator", path).json()["items"]) == 1
    declared = post(world, "coordinator", f"/people/{row.person_id}/connections")
    assert declared.status_code == 201
    assert get(world, "coordinator", path).json()["items"] == []
    assert pair.get("coordinator").status_code == 404
    assert pair.get("coordinator", "/preview").status_code == 404
    assert len(get(world, "coordinator-2", path).json()["items"]) == 1


def test_a_worker_who_knows_the_holder_is_no_worker(world: World) -> None:
    """A worker connected to the holder neither allows an offer nor releases details."""
    pair = make_pair(world)
    pair.draft()
    holder = world.people["holder"].person_id
    assert pair.get("worker").status_code == 200
    assert post(world, "worker", f"/people/{holder}/connections").status_code == 201
    assert pair.get("worker").status_code == 404
    assert pair.post("worker", "may-be-offered").status_code == 404


def test_only_the_childs_worker_speaks_before_an_offer(world: World) -> None:
    """Where a scheme has a worker, no hub, coordinator or family does it instead."""
    pair = make_pair(world)
    pair.draft()
    others = ("hub", "charity-hub", "coordinator", "parent", "advocate", "auditor")
    for name in others:
        assert pair.post(name, "may-be-offered").status_code == 404, name
    pair.go("interested")
    for name in (*others, "holder", "administrator", "young_person"):
        assert pair.post(name, "details").status_code == 404, name
        if name != "holder":
            assert pair.say(name).status_code == 404, name
    assert pair.row().state == "interested"
