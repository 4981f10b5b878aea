"""The server is killed while people write: what was acknowledged stands, once."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.databases import NewDatabase
from support.processes import until
from support.world import World, make_world

from api.keys import Keys
from api.records import Account, Message, Once, Outbox

SERVE = "from api.cli import main; main()"
POINTS = (
    "commit.before",
    "commit.after",
    "work.taken",
    "message.ready",
    "message.sent",
)


@dataclass
class Served:
    """One database, and servers of it that come and go."""

    world: World
    folder: Path
    key_text: str
    sent: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    port: int = 0

    def start(self, crash_at: str = "") -> subprocess.Popen[str]:
        """Start a server, and wait until it listens or has died."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ACORNS_")
        } | {
            "ACORNS_DATABASE": self.world.app.database.address,
            "ACORNS_WORK_DATABASE": f"sqlite:///{self.folder / 'work.sqlite'}",
            "ACORNS_KEY": self.key_text,
            "ACORNS_MAILBOX": str(self.folder / "mail"),
            "CRASH_AT": crash_at,
        }
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(self.port)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout is not None
        while (line := server.stdout.readline()) and "listens" not in line:
            pass
        return server

    def invite(self, key: str) -> bool:
        """Invite somebody under a key; tell whether the server acknowledged it."""
        world = self.world
        token = world.people["administrator"].token
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(
                "POST",
                f"/api/v1/organisations/{world.council}/accounts",
                json.dumps({"address": f"{key}@new.example", "role": "hub"}),
                {
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": key,
                },
            )
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        assert answer.status == 201, answer.status
        return True

    def write_until_dead(self, server: subprocess.Popen[str], most: int) -> None:
        """Repeat what was left unknown, then write on until the server is gone."""
        for key in self.unknown.copy():
            if not self.invite(key):
                return
            self.unknown.remove(key)
            self.sent.append(key)
        for _ in range(most):
            if server.poll() is not None:
                return
            key = f"invited-{len(self.sent) + len(self.unknown)}"
            (self.sent if self.invite(key) else self.unknown).append(key)
            if self.unknown:
                return


def stop(server: subprocess.Popen[str]) -> None:
    """End a server that may be gone already, and forget it."""
    with suppress(ProcessLookupError):
        server.kill()
    server.wait()
    if server.stdout:
        server.stdout.close()


def campaign(new_database: NewDatabase, kind: str, folder: Path, kills: int) -> None:
    """Kill servers at points and moments of a seed; then look at what stands."""
    key_text = Keys.make()
    world = make_world(new_database(kind), folder, keys=key_text)
    served, draw = Served(world, folder, key_text), random.Random(1)
    points = POINTS if kind == "sqlite" else POINTS[:2]  # no work in this process
    for _ in range(kills):
        server = served.start(f"{draw.choice(points)}:{draw.randint(1, 6)}")
        served.write_until_dead(server, draw.randint(1, 12))
        stop(server)
    server = served.start()
    served.write_until_dead(server, 3)
    assert served.unknown == []
    if kind == "sqlite":
        until(lambda: _states(world) == {"done"})
    stop(server)
    actor = str(world.people["administrator"].account_id)
    with world.app.database.reading() as session:
        store = world.store(session)
        used = [row.key for row in store.find(Once) if row.actor == actor]
        wanted = {
            world.app.keys.blind("address", f"{k}@new.example") for k in served.sent
        }
        accounts = [row.address_blind for row in store.find(Account)]
        messages = store.count(Message)
    assert sorted(used) == sorted(served.sent)
    assert sum(blind in wanted for blind in accounts) == len(served.sent)
    if kind == "sqlite":
        assert messages == len(served.sent)
        assert len(list((folder / "mail").glob("*.eml"))) == len(served.sent)


def _states(world: World) -> set[str]:
    with world.app.database.reading() as session:
        rows = world.store(session).find(Outbox, Outbox.kind == "message")
        return {row.state for row in rows}


def test_a_killed_server_loses_and_doubles_nothing(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    """After each kill the same keys are sent again: every write stands, once."""
    campaign(new_database, "sqlite", tmp_path, 2)


@pytest.mark.deep
def test_fifty_killed_servers(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """Fifty kills of the server on each database."""
    campaign(new_database, database_kind, tmp_path, 50)
