"""The local mailbox: one file for each Message-ID, whole or not there."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from support.posts import AT, ID, parcel

from api.mail import Mailbox, Outcome


def test_one_file_for_one_id(tmp_path: Path) -> None:
    """The same id again is the same file, and what came first stays."""
    box = Mailbox(tmp_path / "post")
    first, again = parcel(), parcel("somebody.else@example.org")
    assert box.send(first) == box.send(again) == Outcome("sent")
    assert [path.name for path in box.folder.iterdir()] == [f"{ID.hex}.eml"]
    assert box.path(first).read_bytes() == first.content()


def test_text_messages_come_here_too(tmp_path: Path) -> None:
    """A text message is a file of its own kind, with the bytes that would leave."""
    text = parcel("07700900123", "text")
    box = Mailbox(tmp_path)
    box.send(text)
    assert (tmp_path / f"{ID.hex}.json").read_bytes() == text.content()


def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can look into it."""
    box = Mailbox(tmp_path / "post")
    box.send(parcel())
    assert box.folder.stat().st_mode & 0o777 == 0o700
    assert box.path(parcel()).stat().st_mode & 0o777 == 0o600


def test_many_at_once_are_one_file(tmp_path: Path) -> None:
    """Eight at the same time leave one whole file and nothing half done."""
    box = Mailbox(tmp_path)
    ready = threading.Barrier(8)
    results = []

    def put() -> None:
        ready.wait()
        results.append(box.send(parcel()))

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Outcome("sent")] * 8
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [parcel().content()]


def test_a_failure_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up is tried again later; no broken letter lies there."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert Mailbox(tmp_path).send(parcel()) == Outcome("later", "mailbox 28")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_tried_again_later(tmp_path: Path) -> None:
    """A file in the folder's place is no crash."""
    (tmp_path / "post").write_text("in the way")
    assert Mailbox(tmp_path / "post").send(parcel(at=AT)).result == "later"
