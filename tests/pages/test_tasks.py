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
    theirs = visit.get(f"/concerns/{populated.ids['concerns']}")
    assert (theirs.status, theirs.main) == (404, seen.main)


def test_tasks_are_listed(populated: Populated) -> None:
    """Tasks to do and tasks done are two lists, one click apart."""
    visit = Visit(populated.world, "coordinator")
    seen = visit.get("/tasks")
    assert seen.status == 200
    assert "/tasks?done=true" in seen.links()
    assert visit.get("/tasks?done=true").title.startswith("Tasks done")


def test_a_message_leads_to_its_page(populated: Populated) -> None:
    """A link that holds an id alone leads to its page, and strangers to their home."""
    kinds = {
        "coordinator": ("tasks", "matches", "reviews", "assets"),
        "safeguarding_lead": ("concerns",),
        "young_person": ("matches", "reviews"),
        "holder": ("matches", "proposals"),
        "holder-2": (),
    }
    for name, theirs in kinds.items():
        visit = Visit(populated.world, name)
        for kind in ("tasks", "matches", "reviews", "assets", "concerns", "proposals"):
            id_ = populated.ids[kind]
            answer = visit.client.get(f"/go/{id_.hex}", follow_redirects=False)
            if kind in theirs:
                assert answer.headers["location"] == f"/{kind}/{id_}", (name, kind)
        assert visit.get(f"/go/{populated.ids['concerns'].hex}").path == (
            f"/concerns/{populated.ids['concerns']}" if "lead" in name else "/home"
        )
