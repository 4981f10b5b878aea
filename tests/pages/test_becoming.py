"""Parents who ask to hear about leading a course: who they are, and what is missing."""

from __future__ import annotations

import pytest
from support.proposing import make_pair
from support.visiting import Visit
from support.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_a_parent_asks_to_hear_and_a_coordinator_speaks_to_them(world: World) -> None:
    """Yes on their own page brings them onto the list, with the step that is missing.

    What was said is written down; a no takes them off it at once.
    """
    scheme = world.schemes["hartlepool-tutors"]
    make_pair(world, "hartlepool-tutors")
    parent, staff = Visit(world, "parent"), Visit(world, "coordinator")
    (mine,) = (each for each in parent.get("/ours").links() if each.count("-") == 4)
    here = f"/schemes/{scheme}/becoming"
    assert here in staff.get(f"/schemes/{scheme}").links()
    assert "Nobody asked." in staff.get(here).main
    seen = parent.send(mine, f"{mine}/hear")
    assert "You said yes." in seen.main
    page = staff.get(here)
    need = mine.replace("/ours", "/needs")
    assert need in page.links()
    assert "not written down" in page.main
    change = f"{need}/change/pathway"
    staff.send(change, change, pathway="completed")
    page = staff.get(here)
    assert "One step away" in page.main
    assert "Still to come: asked, then in training, then accredited." in page.main
    assert f"{need}/spoken" in page.links()
    speak = f"{need}/spoken"
    assert staff.send(speak, speak).status == 422
    page = staff.send(speak, speak, words="zzcanary She starts in May.")
    assert "Spoken to on" in page.main
    assert "zzcanary" in page.main
    assert "zzcanary" not in parent.get(mine).raw
    parent.send(mine, f"{mine}/hear")
    assert "Nobody asked." in staff.get(here).main
    assert need not in staff.get(here).links()


def test_it_is_there_for_coordinators_of_such_a_scheme_alone(world: World) -> None:
    """Nobody else finds the list, and no scheme without the step has one."""
    here = f"/schemes/{world.schemes['hartlepool-tutors']}/becoming"
    for name in ("approver", "parent", "hub", "administrator", "charity-coordinator"):
        assert Visit(world, name).get(here).status == 404
    homes = f"/schemes/{world.schemes['norfolk-carers']}"
    staff = Visit(world, "coordinator")
    assert staff.get(f"{homes}/becoming").status == 404
    assert f"{homes}/becoming" not in staff.get(homes).links()
    need = make_pair(world, "norfolk-carers").need_id
    assert staff.get(f"/needs/{need}/spoken").status == 404
