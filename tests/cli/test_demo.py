"""``acorns demo`` and ``acorns bench``: invented communities, and their times."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.served import Served, taken_port
from support.terminal import Terminal
from support.tools import tool

from api.cli.demo import ABOUT, DATABASE, MARKER
from api.main import create_app
from api.main.demonstration import app_in
from api.records import ROLES
from matcher.schemes import shipped_schemes

pytestmark = pytest.mark.xdist_group("demo")  # made once for all workers
DEMO = ("demo", "--small", "--no-serve")
ELSEWHERE = {
    "ACORNS_DATABASE": "postgresql+psycopg://nobody@127.0.0.1:1/elsewhere",
    "ACORNS_KEYS": "no-such-file",
    "ACORNS_SMTP": "smtp://mail.example:25",
    "ACORNS_DATA": "real",
    "ACORNS_HOST": "0.0.0.0",
}
"""Settings that a demo has nothing to do with."""


@dataclass(frozen=True)
class Shown:
    """The small demo while it is served."""

    terminal: Terminal
    served: Served
    taken: int

    @property
    def said(self) -> str:
        """Return what it printed."""
        return self.served.said

    @property
    def database(self) -> Path:
        """Return its folder with the database."""
        return self.terminal.folder / "acorns-demo" / DATABASE

    def settings(self) -> dict[str, str]:
        """Return the settings by which another command would find its database."""
        return {
            "ACORNS_DATABASE": f"sqlite:///{self.database / 'acorns.sqlite'}",
            "ACORNS_KEYS": str(self.database / "master.keys"),
        }

    def tokens(self) -> list[str]:
        """Return every token it printed."""
        return re.findall(r"Invented +(\S{40,})$", self.said, re.MULTILINE)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Make the small demo anew, over an old one, and serve it beside a taken port."""
    terminal = Terminal(tmp_path_factory.mktemp("demo"))
    old = terminal.folder / "acorns-demo"
    old.mkdir()
    (old / MARKER).write_text(ABOUT, "utf-8")
    (old / "left-over.txt").touch()
    with taken_port() as taken:
        port = taken.getsockname()[1]
        words = ("demo", "--small", "--yes", "--port", str(port))
        env = {**ELSEWHERE, "ACORNS_PLACES": "places.sqlite", "COLUMNS": "200"}
        served = Served(*words, cwd=terminal.folder, env=env, last="# helper\n  curl")
        try:
            yield Shown(terminal, served, port)
            code, errors = served.end()  # a Ctrl-C
            assert code == 0, errors
        finally:
            served.kill()


def test_every_community_is_matched_and_explained(shown: Shown) -> None:
    """Each scheme has its report, verified, and says what to do next."""
    terminal, said = shown.terminal, shown.said
    assert said.count("Verified by an independent check") == len(shipped_schemes())
    assert said.count("What to do next") == len(shipped_schemes())
    assert "Every person in them is invented" in said
    made = {path.name for path in (terminal.folder / "acorns-demo").iterdir()}
    assert made == {MARKER, DATABASE}.union(
        *({f"{name}.xlsx", f"{name}-round"} for name in shipped_schemes())
    )
    left = {path.name for path in terminal.folder.iterdir()}
    assert left == {"acorns-demo", "errors.txt"}


def test_what_to_try_next_works_as_it_stands(shown: Shown) -> None:
    """Every command that the demo ends with runs, with refs that are there."""
    terminal, said = shown.terminal, shown.said
    commands = re.findall(r"^  acorns (.*)$", said, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        if not command.startswith("round run"):
            terminal.done(*shlex.split(command))


def test_every_role_has_a_token_that_answers(shown: Shown) -> None:
    """The request that is printed for each role works as it stands."""
    requests = re.findall(r"# (\S+)\n  (curl .*)$", shown.said, re.MULTILINE)
    assert {role for role, _ in requests} == set(ROLES)
    for role, request in requests:
        assert _code(request) == "200", role


def _code(request: str) -> str:
    words = shlex.split(request)
    words[:1] = [tool("curl"), "-s", "-o", "/dev/null", "-w", "%{http_code}"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_the_next_free_port_is_taken(shown: Shown) -> None:
    """Where something listens already, the demo says which port it has instead."""
    found = re.search(r"http://127\.0\.0\.1:(\d+)/api/v1; Ctrl-C", shown.said)
    assert found
    assert int(found[1]) > shown.taken


def test_a_token_answers_this_computer_alone(shown: Shown) -> None:
    """From anywhere else it is no token at all; and only its hash is kept."""
    app, token = app_in(shown.database), shown.tokens()[0]
    codes = []
    for host in ("127.0.0.1", "192.0.2.7"):
        client = TestClient(create_app(app), client=(host, 50_000))
        client.headers["Authorization"] = f"Bearer {token}"
        codes.append(client.get("/api/v1/proposals").status_code)
    app.database.close()
    assert codes == [200, 401]
    files = [path.read_bytes() for path in shown.database.glob("*.sqlite*")]
    assert not any(token.encode() in held for held in files for token in shown.tokens())
    assert any(hashlib.sha256(token.encode()).digest() in held for held in files)


def test_what_the_demo_holds_was_done_by_people(shown: Shown) -> None:
    """Each round is the workbook's by its digest; each act has its own person."""
    assert "In 4 of 4 rounds" in shown.said
    with sqlite3.connect(shown.database / "acorns.sqlite") as there:
        acts = there.execute("SELECT act, actor FROM audit").fetchall()
        marks = there.execute("SELECT demo, data FROM organisation").fetchall()
        rounds = there.execute("SELECT state FROM round").fetchall()
    there.close()
    assert marks == [(1, "invented")] * 4
    assert rounds == [("proposed",)] * 4
    by = {act: {actor for found, actor in acts if found == act} for act, _ in acts}
    assert len(by["scheme.add"]) == len(by["scheme.accept"]) == 4
    assert not by["scheme.add"] & by["scheme.accept"]
    assert by["import.sheets"] == by["round.run"] == by["scheme.add"]
    assert by["run.save"] == {"work"}
    assert "round.release" not in by


def test_nothing_leaves_a_demo(shown: Shown) -> None:
    """Keys, database and mailbox are its own, and its owner's alone."""
    names = {path.name: path for path in shown.database.iterdir()}
    assert {"acorns.sqlite", "master.keys", "mailbox"} <= set(names)
    assert not any(path.stat().st_mode & 0o077 for path in names.values())
    assert app_in(shown.database).settings.smtp is None


def test_a_demo_is_served_once_and_here_only(shown: Shown) -> None:
    """One process has its file, no other computer sees it, and no demo replaces it."""
    terminal, env = shown.terminal, shown.settings()
    port = ("--port", str(shown.taken))
    assert "is taken" in terminal.refused("serve", *port, **env)
    free = ("serve", "--port", "1")
    with taken_port() as other:
        free = ("serve", "--port", str(other.getsockname()[1]))
    assert "served by another process" in terminal.refused(*free, **env)
    said = terminal.refused(*free, "--host", "0.0.0.0", **env)
    assert "on this computer only" in said
    assert "served by another process" in terminal.refused(*DEMO, "--yes")


def test_a_round_run_beside_the_server_is_the_servers_work(shown: Shown) -> None:
    """A command asks for the run; the process that has the file does it."""
    words = ("round", "run", "hartlepool-babybank")
    who = ("--as", "coordinator@hartlepool-babybank.example")
    said = shown.terminal.done(*words, *who, **shown.settings())
    assert "Verified by an independent check" in said


def test_an_unmarked_database_is_left_alone(shown: Shown, terminal: Terminal) -> None:
    """A folder with the demo's mark, and a database without it, is not made anew."""
    mine = terminal.folder / "acorns-demo"
    mine.mkdir()
    (mine / MARKER).write_text(ABOUT, "utf-8")
    (mine / DATABASE).mkdir()
    shutil.copy(shown.database / "master.keys", mine / DATABASE)
    with (
        sqlite3.connect(shown.database / "acorns.sqlite") as there,
        sqlite3.connect(mine / DATABASE / "acorns.sqlite") as copy,
    ):
        there.backup(copy)
        copy.execute("UPDATE organisation SET demo = 0 WHERE name LIKE 'Norfolk%'")
    there.close()
    copy.close()
    assert "not marked as a demo's" in terminal.refused(*DEMO, "--yes")
    assert (mine / DATABASE / "acorns.sqlite").exists()


def test_a_demo_is_made_anew_only_where_asked(terminal: Terminal) -> None:
    """A second demo needs --yes where nobody can be asked; without it all stays."""
    terminal.folder.joinpath("acorns-demo").mkdir()
    kept = terminal.write("acorns-demo/" + MARKER, ABOUT)
    assert "Make it anew with --yes." in terminal.refused(*DEMO)
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("holds", ["letter.txt", "acorns-demo.txt"])
def test_a_folder_that_is_no_demo_is_left_alone(terminal: Terminal, holds: str) -> None:
    """Not even --yes lets the demo into somebody's own folder."""
    mine = terminal.folder / "mine"
    mine.mkdir()
    (mine / holds).write_text("mine", "utf-8")
    said = terminal.refused(*DEMO, "--data", "mine", "--yes")
    assert "left alone" in said
    assert [path.read_text("utf-8") for path in mine.iterdir()] == ["mine"]


def test_a_folder_in_no_folder(terminal: Terminal) -> None:
    """Where the demo cannot be is said at once."""
    said = terminal.refused(*DEMO, "--data", str(Path("none") / "demo"))
    assert "none is not a folder" in said


def test_the_bench_measures(terminal: Terminal) -> None:
    """A measurement has its runs, and a median between the least and the most."""
    (row,) = json.loads(terminal.done("bench", "help", "--json"))["seconds"]
    assert row["repeats"] >= 5
    assert 0 < row["least"] <= row["median"] <= row["most"]


def test_an_unknown_measurement_is_a_sentence(terminal: Terminal) -> None:
    """A name that is not there is refused with those that are."""
    assert "norfolk-cold" in terminal.refused("bench", "nothing")
