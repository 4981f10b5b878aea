"""``acorns worker``: a round that a command asks for on PostgreSQL is its work."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cli_rounds import DAY
from support.databases import NewDatabase
from support.labour import drop_work
from support.running import load_harbourside
from support.served import Served
from support.terminal import Terminal
from support.world import make_world

from api.keys import Keys

CORA = "coordinator@invented.example"
RUN = ("round", "run", "norfolk-carers", *DAY, "--as", CORA)


@pytest.fixture
def env(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """Give the settings of a PostgreSQL database with the example in it."""
    text = Keys.make()
    monkeypatch.setattr(Keys, "make", staticmethod(lambda: text))
    database = new_database("postgresql")
    load_harbourside(make_world(database, tmp_path))
    keys = tmp_path / "master.keys"
    keys.touch(0o600)
    keys.write_text(text)
    yield {"ACORNS_DATABASE": database.address, "ACORNS_KEYS": str(keys)}
    drop_work(database)


def test_a_round_waits_for_no_worker(terminal: Terminal, env: dict[str, str]) -> None:
    """Without a worker nothing is asked; with one the round is run, then it stops."""
    assert "No worker is at work" in terminal.refused(*RUN, **env)
    worker = Served("worker", cwd=terminal.folder, env=env, last="at work")
    try:
        assert "12  children in the round" in terminal.done(*RUN, **env)
        assert worker.end(signal.SIGTERM) == (0, "")
    finally:
        worker.kill()
    assert "No worker is at work" in terminal.refused(*RUN, **env)
