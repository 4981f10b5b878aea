"""What is kept about oneself: read, saved as a file, put right on asking."""

from __future__ import annotations

from support.visiting import Visit
from support.world import World

from api.records import Task


def test_what_is_kept_is_one_click_away(world: World) -> None:
    """One's own name and address are there, to read and as a file; nobody else's."""
    visit = Visit(world, "holder")
    read, file = (each for each in visit.get("/mine/data").links() if "/export" in each)
    seen = visit.get(read)
    assert "holder@invented.example" in seen.main
    assert "parent@invented.example" not in seen.text
    assert visit.client.get(file).json()["records"]


def test_something_is_put_right_on_asking(world: World) -> None:
    """One's own words go to somebody who looks at it; none at all are asked for."""
    visit = Visit(world, "holder")
    assert visit.send("/mine/data", "/mine/data").status == 422
    seen = visit.send("/mine/data", "/mine/data", words="My name is spelt wrongly.")
    assert "Somebody will look at it" in seen.main
    with world.app.database.reading() as session:
        tasks = world.store(session).find(Task, Task.kind == "correct")
    assert len(tasks) == 1
