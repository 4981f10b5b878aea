"""Tasks: listed, done once, and said so."""

from __future__ import annotations

from support.populated import Populated
from support.visiting import Visit


def test_a_page_that_is_not_there_says_what_to_do(populated: Populated) -> None:
    """An address of nothing, and one of another's, get the same page of help."""
    visit = Visit(populated.world, "coordinator")
    seen = visit.get("/nowhere")
    assert seen.status == 404
    assert "There is nothing here" in seen.main


def test_tasks_are_listed(populated: Populated) -> None:
    """Tasks to do and tasks done are two lists, one click apart."""
    visit = Visit(populated.world, "coordinator")
    seen = visit.get("/tasks")
    assert seen.status == 200
    assert "/tasks?done=true" in seen.links()
    assert visit.get("/tasks?done=true").title.startswith("Tasks done")
