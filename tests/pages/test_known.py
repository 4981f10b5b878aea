"""Whom one knows: said on a page, and from then on somebody else decides."""

from __future__ import annotations

from support.populated import Populated
from support.visiting import Visit

HERE = "/account/known"


def test_a_coordinator_says_whom_they_know_and_decides_no_more(
    populated: Populated,
) -> None:
    """From a need's page, or by an address: closed at once, and opened by the end."""
    world, need = populated.world, f"/needs/{populated.ids['needs']}"
    world.invent("neighbour", "coordinator")
    visit = Visit(world, "neighbour")
    assert HERE in visit.get("/account").links()
    (said,) = (each for each in visit.get(need).links() if each.startswith(HERE))
    seen = visit.send(said, f"{HERE}/row")
    assert "somebody else decides" in seen.main
    assert "Young_Person" not in seen.raw
    assert visit.get(need).status == 404
    assert Visit(world, "coordinator").get(need).status == 200
    (end,) = (
        f.get("action") for f in seen.root.all("form") if "/end" in f.get("action")
    )
    visit.send(seen, end)
    assert visit.get(need).status == 200
    seen = visit.send(HERE, HERE, known_as="young_person@invented.example")
    assert seen.main.count("young_person@") == 1
    assert visit.get(need).status == 404


def test_nobody_says_it_for_somebody_else(populated: Populated) -> None:
    """A row that is not theirs to see is not there; a family's own page lists none."""
    world = populated.world
    world.invent("other hub", "hub", organisation_id=world.charity)
    seen = Visit(world, "other hub").get(f"{HERE}?need={populated.ids['needs']}")
    page = Visit(world, "other hub")
    assert page.send(seen, f"{HERE}/row").status == 404
    assert page.send(HERE, HERE, known_as="nobody@where.example").status == 409
    assert "I know them" not in Visit(world, "parent").get(HERE).raw
    world.invent("knows", "approver")
    visit = Visit(world, "knows")
    mine = visit.send(HERE, HERE, known_as="holder@invented.example")
    (end,) = (
        f.get("action") for f in mine.root.all("form") if "/end" in f.get("action")
    )
    fields = {"csrf": "", "key": "k", "version": "0"}
    other = Visit(world, "coordinator")
    fields["csrf"] = next(
        field.get("value")
        for field in other.get(HERE).form(HERE).all("input")
        if field.get("name") == "csrf"
    )
    assert other.client.post(end, data=fields).status_code == 404
