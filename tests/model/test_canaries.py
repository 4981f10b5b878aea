"""Canaries in private values appear nowhere, whatever is tried in whatever order."""

from __future__ import annotations

import io
import logging
import os
import pickle
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import compress

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sqlmodel import Session
from support.databases import NewDatabase
from support.proposing import Pair, make_pair
from support.remains import layers, remains
from support.service import MOST, Service
from support.world import World, make_world

from api.records import Need, Person
from api.store import keep

MARK = "zzcanary"
FIELDS = ("name", "email", "phone", "home", "notes", "health", "risk")


class Watched(Service):
    """The service, with a canary in every private value and every answer kept."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.client = self.pairs[0].client("coordinator")
        self.client.event_hooks["response"] = [self.hear]
        self.log = io.StringIO()
        self.handler = logging.StreamHandler(self.log)
        logging.getLogger().addHandler(self.handler)
        self.world.app.database.transaction(self.plant)

    def plant(self, session: Session) -> None:
        """Put a canary into every private field of everybody, and beside every need."""
        store = self.world.store(session)
        within = [self.world.charity]
        for person in store.find(Person, within=within):
            values = {field: f"{MARK}-{field}-{person.id.hex}" for field in FIELDS}
            keep(store, person, person.id, **values)
        for need in store.find(Need, within=within):
            keep(store, need, need.person_id, own_words=f"{MARK}-words-{need.id.hex}")

    def hear(self, response: Any) -> None:
        """Keep an answer whole, with its headers."""
        response.read()
        self.said.append(f"{response.url} {dict(response.headers)} {response.text}")

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def ask_back(self, at: int) -> None:
        """The holder asks something back; the words are sealed."""
        pair, draft, id_ = self.pick(at)
        words = f"{MARK}-question"
        holder = ("holder", "holder-2")[draft.asset]
        done = pair.post(holder, "decisions", id_, answer="question", words=words)
        if done.status_code == 200:
            draft.state = "interested"

    @precondition(lambda self: self.ids)
    @rule(
        at=st.integers(0, MOST - 1), name=st.sampled_from(("hub", "auditor", "parent"))
    )
    def read(self, at: int, name: str) -> None:
        """Somebody reads, whoever they are."""
        pair, _, id_ = self.pick(at)
        pair.get(name, "", id_)

    @rule()
    def send_nonsense(self) -> None:
        """A body that is refused is not repeated."""
        body = {f"{MARK}-field": f"{MARK}-value", "answer": f"{MARK}-answer"}
        for path in ("/api/v1/concerns", f"/api/v1/proposals/{MARK}/decisions"):
            self.client.post(path, json=body, headers=self.world.write(1))

    def teardown(self) -> None:
        """No answer, log line, message or stored byte holds a canary."""
        super().teardown()
        self.client.event_hooks["response"] = []
        logging.getLogger().removeHandler(self.handler)
        heard = [text for text in self.said if MARK in _answer(text)]
        assert heard == []
        assert MARK not in self.log.getvalue()
        assert list(found(self.world, type(self).folder)) == []

    folder: Path


def _answer(text: str) -> str:
    """Return what was said without the address that was asked."""
    return text.partition(" ")[2]


def found(world: World, folder: Path) -> Iterator[str]:
    """Yield where a canary lies, in tables or files, whatever it was wrapped in."""
    address = world.app.database.address
    yield from (where for where, value in remains(address) if MARK in value)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(MARK in text for text in layers(path.read_bytes())):
            yield path.name


def run(
    new_database: NewDatabase, kind: str, folder: Path, runs: int, steps: int
) -> None:
    """Run random sequences, each on a fresh database."""

    class Here(Watched):
        @staticmethod
        def begin() -> Pair:
            return make_pair(make_world(new_database(kind), folder), assets=2)

    Here.folder = folder
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_canary_gets_out(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """Answers, logs, messages and both databases' files hold no private value."""
    run(new_database, database_kind, tmp_path, 2, 20)


@pytest.mark.deep
def test_no_canary_gets_out_of_two_hundred_sequences(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """The same over 200 random sequences."""
    runs = int(os.environ.get("ACORNS_MODEL_RUNS", "200"))
    run(new_database, database_kind, tmp_path, runs, 40)


@pytest.mark.parametrize("wrap", ["plain", "base64", "pickle", "compressed"])
def test_a_planted_canary_is_found(world: World, tmp_path: Path, wrap: str) -> None:
    """A value that got out is found in a file, whatever it was wrapped in."""
    value = f"{MARK}-planted".encode()
    wrapped = {
        "plain": value,
        "base64": b64encode(value),
        "pickle": b64encode(pickle.dumps({"to": value.decode()})),
        "compressed": compress(value),
    }[wrap]
    (tmp_path / "planted").write_bytes(wrapped)
    assert "planted" in set(found(world, tmp_path))
