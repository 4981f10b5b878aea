"""Messages on their way: none lost, none doubled, each with an end."""

from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import select
from support.site import Site

from api.database.faults import EXIT_CODE
from api.records import Task

POINTS = (
    "message.ready",
    "message.sent",
    "message.settled",
    "job.done",
    "commit.before:6",
    "commit.after:6",
)


def letters(site: Site) -> list[Path]:
    """Return what has arrived."""
    return sorted((site.yard.folder / "mail").glob("*.eml"))


def test_a_message_leaves_under_its_outbox_id(site: Site) -> None:
    """An invitation arrives once, its Message-ID made from its outbox row's id."""
    site.invite("ivy")
    assert site.yard.labourer().ends() == 0
    (job,) = site.yard.states()
    (letter,) = letters(site)
    said = message_from_bytes(letter.read_bytes())
    assert said["Message-ID"].startswith(f"<{job.hex}@")
    assert [row.state for row in site.messages()] == ["sent"]


def test_a_message_survives_a_kill_at_every_point(site: Site) -> None:
    """Killed at every named point in turn, workers lose and double no message."""
    for number, point in enumerate(POINTS):
        site.invite(f"ivy-{number}")
        assert site.yard.labourer(crash_at=point).ends() == EXIT_CODE
    assert site.yard.labourer().ends() == 0
    assert len(letters(site)) == len(POINTS)
    assert [row.state for row in site.messages()] == ["sent"] * len(POINTS)
    assert set(site.yard.states().values()) == {"done"}


def test_a_message_that_cannot_go_becomes_a_task(site: Site) -> None:
    """Somebody without an address is not forgotten: a coordinator reaches them."""
    person = site.somebody()
    site.yard.post("message", message="sign_in", person=person, minutes=20)
    assert site.yard.labourer().ends() == 0
    (row,) = site.messages()
    assert row.state == "held"
    with site.world.app.database.reading() as session:
        (task,) = session.exec(select(Task)).all()
    assert (task.kind, task.about_id) == ("reach_by_hand", row.id)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_message_that_cannot_be_made_becomes_a_task(site: Site) -> None:
    """A message whose making fails for no known reason is held, never forgotten."""
    site.yard.post(
        "message", message="sign_in", person=site.somebody("ivy@invented.example")
    )
    assert site.yard.labourer().ends() == 0
    assert [row.state for row in site.messages()] == ["held"]
