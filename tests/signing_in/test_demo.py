"""The demo offers everybody in one click: in the demo, and nowhere else."""

from __future__ import annotations

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient
from support.visiting import Visit
from support.world import World, web

from api.pages.demo import TRY
from api.records import ROLES, Organisation
from api.settings import Settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def as_demo(world: World) -> Visit:
    """Make the council's world a demo's, and return somebody's browser at it."""

    def mark(session: Session) -> None:
        council = session.get(Organisation, world.council)
        assert council is not None
        council.demo = True

    world.app.database.transaction(mark)
    told = Settings(database=world.app.settings.database, demo=True)
    object.__setattr__(world.app, "settings", told)
    return Visit(world)


def test_one_click_is_enough(world: World) -> None:
    """Whoever is chosen is signed in at once, with nothing more to prove."""
    visit = as_demo(world)
    front = visit.get("/")
    assert front.status == 200
    assert "Invented charity" not in front.main
    assert set(TRY) == set(ROLES)
    for role in ROLES:
        assert TRY[role] in front.main
        account = str(world.people[role].account_id)
        home = visit.send(visit.get("/"), "/demo/sign-in", account=account)
        assert (home.status, home.path) == (200, "/home"), role
        assert "Be somebody else" in home.text
        assert visit.get("/").main == front.main


def test_elsewhere_there_is_no_such_way_in(world: World) -> None:
    """Outside a demo, from another computer, or as somebody real: nothing is there."""
    account = {"account": str(world.people["coordinator"].account_id)}
    assert Visit(world).client.post("/demo/sign-in", data=account).status_code == 404
    assert "Be " not in Visit(world).get("/").main
    visit = as_demo(world)
    stranger = {"account": str(world.people["charity-coordinator"].account_id)}
    assert visit.client.post("/demo/sign-in", data=stranger).status_code == 404
    far = TestClient(web(world.app), client=("192.0.2.7", 50_000))
    far.headers["Sec-Fetch-Site"] = "same-origin"
    assert far.post("/demo/sign-in", data=account).status_code == 404


def test_the_demo_s_sign_in_answers_this_computer_alone(world: World) -> None:
    """A cookie that was carried away opens nothing."""
    visit = as_demo(world)
    account = {"account": str(world.people["coordinator"].account_id)}
    visit.client.post("/demo/sign-in", data=account)
    assert visit.get("/home").path == "/home"
    far = TestClient(web(world.app), client=("192.0.2.7", 50_000))
    far.cookies.update(visit.client.cookies)
    answer = far.get("/home", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in"
