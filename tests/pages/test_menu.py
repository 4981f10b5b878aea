"""The menu leads nowhere that is not there for whoever has it."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select
from support.visiting import Visit
from support.world import World

from api.pages.menu import menu_for
from api.records import ROLES, Membership

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def for_one_scheme(world: World, name: str) -> None:
    """Have everybody hold their role for one scheme alone, as who joins by a link."""

    def narrow(session: Session) -> None:
        for row in session.exec(select(Membership)).all():
            row.scheme_id = world.schemes[name]

    world.app.database.transaction(narrow)


@pytest.mark.parametrize("scheme", ["", "oxfordshire-mentors"])
def test_every_place_of_a_menu_is_there(world: World, scheme: str) -> None:
    """With a role for all schemes or for one, each entry leads to a page."""
    if scheme:
        for_one_scheme(world, scheme)
    scheme_id = world.schemes.get(scheme)
    for role in ROLES:
        visit = Visit(world, role)
        for entry in menu_for(frozenset({(role, scheme_id)})):
            assert visit.get(entry.path).status == 200, (role, entry.path)


def test_a_role_for_one_scheme_shows_that_one(world: World) -> None:
    """A volunteer who joined for one scheme is asked about it, and no other."""
    for_one_scheme(world, "oxfordshire-mentors")
    links = Visit(world, "holder").get("/mine").links()
    asked = [each for each in links if "/register/" in each]
    assert asked == [f"/mine/register/{world.schemes['oxfordshire-mentors']}"]
    assert Visit(world, "coordinator").get("/schemes").main.count("Hartlepool") == 0
