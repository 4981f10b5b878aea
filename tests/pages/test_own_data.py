"""What is kept about oneself: read on a page, saved as a file, put right on asking."""

from __future__ import annotations

from support.visiting import Visit
from support.world import World

from api.records import Task


def test_everything_kept_is_on_one_page(world: World) -> None:
    """One's own name and address are there, and nobody else's."""
    seen = Visit(world, "holder").get("/mine/data")
    assert seen.status == 200
    assert "holder@invented.example" in seen.main
    assert "parent@invented.example" not in seen.text
    assert "What is not shown, and why" in seen.main


def test_the_same_as_a_file(world: World) -> None:
    """For a machine, the same records, in JSON."""
    answer = Visit(world, "holder").client.get("/mine/data/data.json")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.json()["records"]


def test_something_is_put_right_on_asking(world: World) -> None:
    """One's own words go to somebody who looks at it; none at all are asked for."""
    visit = Visit(world, "holder")
    assert visit.send("/mine/data", "/mine/data").status == 422
    seen = visit.send("/mine/data", "/mine/data", words="My name is spelt wrongly.")
    assert "Somebody will look at it" in seen.main
    with world.app.database.reading() as session:
        tasks = world.store(session).find(Task, Task.kind == "correct")
    assert len(tasks) == 1
