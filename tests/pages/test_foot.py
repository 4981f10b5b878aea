"""What stands at the foot of every page, and the pages for when something fails."""

from __future__ import annotations

import pytest
from support.html import Element
from support.populated import Populated
from support.reading_age import reading_age_index
from support.visiting import Seen, Visit
from support.world import World

from api.actions.retention_table import KEEPING
from api.database import Busy
from api.pages.at import At
from api.pages.front import KEPT_AS
from api.settings import Settings

WORDS = "zzcanary The list is hard to read."
PLAIN = ("/", "/help", "/feedback", "/privacy", "/accessibility", "/concern")
STAFF_WORDS = ("asset", "candidate", "placement", "breakdown", "unmatched", "lottery")


def readable(seen: Seen) -> str:
    """Return what a page says, a heading, a sentence or a point at a time."""
    main = next(seen.root.all("main"))
    said = [e.text.strip() for e in main.all("h1", "h2", "p", "li") if not _within(e)]
    return "\n\n".join(each for each in said if each)


def _within(element: Element) -> bool:
    return any(each is not element for each in element.all("li"))


@pytest.mark.parametrize("path", PLAIN)
def test_what_anybody_reads_is_easy(populated: Populated, path: str) -> None:
    """Pages for everybody are in short words and sentences, with no staff word."""
    seen = Visit(populated.world, "parent" if path == "/concern" else "").get(path)
    assert seen.status == 200
    assert reading_age_index(readable(seen)) <= 6, readable(seen)
    for word in STAFF_WORDS:
        assert word not in seen.main.lower().split()


def test_a_hard_sentence_is_caught() -> None:
    """The index sees a sentence that somebody of eleven does not read."""
    text = (
        "Safeguarding responsibilities necessitate proportionate information sharing."
    )
    assert reading_age_index(text) > 6


def test_whom_to_call(populated: Populated, monkeypatch: pytest.MonkeyPatch) -> None:
    """Help names a person, a phone and hours where there are any, else who you know."""
    visit, app = Visit(populated.world), populated.world.app
    assert "Ask the person you know here." in visit.get("/help").main
    told = {"help_person": "Ola Invented", "help_phone": "01632 960 123"}
    settings = Settings.model_validate(
        app.settings.model_dump() | told | {"help_hours": "9am to 5pm"}
    )
    before = app.settings
    monkeypatch.setitem(vars(app), "settings", settings)
    assert app.settings is not before
    for path in ("/help", "/feedback", "/privacy", "/accessibility"):
        seen = visit.get(path)
        assert "Call Ola Invented: 01632 960 123" in seen.main
        assert "9am to 5pm" in seen.main
        assert "tel:01632960123" in seen.links()


def test_every_kind_that_is_kept_is_said(populated: Populated) -> None:
    """The privacy page says every line of the retention table in plain words."""
    assert set(KEPT_AS) == set(KEEPING)
    seen = Visit(populated.world).get("/privacy")
    for said in KEPT_AS.values():
        assert said in seen.main
    assert "Who looked at your record 2 years" in " ".join(seen.main.split())


def test_feedback_is_read_by_a_person(populated: Populated) -> None:
    """What somebody writes comes to a coordinator as a task with its words, once."""
    visit = Visit(populated.world, "parent")
    page = visit.get("/feedback")
    assert "A person will read it." in visit.send(page, "/feedback", words=WORDS).text
    visit.send(page, "/feedback", words=WORDS)
    staff = Visit(populated.world, "coordinator")
    said = "Read what somebody says about these pages."
    tasks = staff.get("/tasks")
    [path] = [
        each.get("href") for each in tasks.root.all("a") if each.text.strip() == said
    ]
    assert WORDS in staff.get(path).main
    assert Visit(populated.world, "holder").get(path).status == 404


def test_feedback_has_an_end(world: World) -> None:
    """Nobody buries the people who read: after ten that wait, one is asked to call."""
    visit = Visit(world, "advocate")
    for _ in range(10):
        assert "will read it" in visit.send("/feedback", "/feedback", words=WORDS).text
    refused = visit.send("/feedback", "/feedback", words=WORDS)
    assert refused.status == 409
    assert "Please call." in refused.main
    assert WORDS in refused.text


def test_feedback_without_an_account(populated: Populated) -> None:
    """Whoever has no account is given a person to talk to, and no form."""
    seen = Visit(populated.world).get("/feedback")
    assert not list(next(seen.root.all("main")).all("form"))
    assert "Without an account" in seen.main


def test_home_says_what_waits(populated: Populated) -> None:
    """Each role's home has its tasks, how things stand, and where it may go."""
    staff = Visit(populated.world, "coordinator").get("/home")
    assert "Hold a look back at a match." in staff.main
    assert "Norfolk carers" in staff.main
    for name in ("holder", "young_person", "auditor", "administrator"):
        seen = Visit(populated.world, name).get("/home")
        assert seen.status == 200
        assert "Norfolk carers" not in seen.main, name
    holder = Visit(populated.world, "holder").get("/home")
    assert f"/proposals/{populated.ids['proposals']}" in holder.links()
    child = Visit(populated.world, "young_person").get("/home")
    assert f"/proposals/{populated.ids['proposals']}" not in child.links()


def test_late_tasks_are_red(populated: Populated) -> None:
    """A task past its day is marked in words and colour, and leads to its subject."""
    world = populated.world
    before = world.moment[0]
    world.later(days=3)
    seen = Visit(world, "coordinator").get("/tasks")
    world.moment[0] = before
    assert "Late" in seen.main
    assert any("app-red" in each.get("class") for each in seen.root.all("strong"))


@pytest.mark.parametrize(
    ("status", "fault"), [(500, ValueError("zzcanary")), (503, Busy("zzcanary"))]
)
def test_when_something_fails(
    populated: Populated,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    fault: Exception,
) -> None:
    """A fault of ours is a page that says what to do, whom to call, and no more."""

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(At, "page", fail)
    seen = Visit(populated.world, "parent").get("/feedback")
    assert seen.status == status
    assert "Call 999." in seen.main
    assert "zzcanary" not in seen.text
