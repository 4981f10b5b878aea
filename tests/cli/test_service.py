"""Commands on a database: whose they are, what they may, and what they leave behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient
from support.cli_rounds import APART, CHILDREN, DAY, HOUSEHOLDS
from support.terminal import Terminal

from api.actions import App, look, perform
from api.actions.rounds import open_round
from api.actions.schemes import accept_version, list_schemes
from api.auth import who_of_token
from api.keys.__main__ import write as write_keys
from api.main import create_app, wire
from api.permissions import About, Who
from api.permissions.acts import RULES
from api.permissions.rules import audiences
from api.records import ROLES, AuditRow, Organisation, Proposal, SchemeVersion, new_id
from api.settings import read_settings
from api.store import Store
from matcher.errors import Refused
from matcher.model import Term
from matcher.schemes import find_scheme

NAME = "Invented council"
ANN, CORA, ABEL = (f"{name}@invented.example" for name in ("ann", "cora", "abel"))
CARERS = "norfolk-carers"


@dataclass
class Server:
    """A database of its own, and commands that know it."""

    terminal: Terminal
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """Return the settings of its commands."""
        return {
            "ACORNS_DATABASE": f"sqlite:///{self.terminal.folder / 'acorns.sqlite'}",
            "ACORNS_KEYS": str(self.terminal.folder / "master.keys"),
        }

    @property
    def app(self) -> App:
        """Return the application in this process."""
        return wire(read_settings(self.env))

    def done(self, *words: object) -> str:
        """Run a command that succeeds."""
        return self.terminal.done(*words, **self.env)

    def refused(self, *words: object) -> str:
        """Run a command that is refused."""
        return self.terminal.refused(*words, **self.env)

    def invited(self, email: str, role: str, *more: str) -> str:
        """Invite somebody and use their code; return their token."""
        code = self.done("admin", "invite", NAME, email, role, *more).split()[-1]
        self.tokens[email] = self.done("admin", "use-invitation", code).strip()
        assert "was used" in self.refused("admin", "use-invitation", code)
        return self.tokens[email]

    def who(self, email: str) -> Who:
        """Return somebody as the API sees them."""
        app = self.app
        with app.database.reading() as session:
            who = who_of_token(
                session,
                keys=app.keys,
                now=app.now(),
                secret=self.tokens[email],
                loopback=True,
            )
        assert who is not None
        return who

    def rows(self, kind: Any, organisation_id: UUID) -> list[Any]:
        """Return an organisation's rows."""
        app = self.app
        with app.database.reading() as session:
            store = Store(
                session, keys=app.keys, organisation_id=organisation_id, now=app.now()
            )
            return list(store.find(kind))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Make a council with three people and a scheme, by commands, from nothing."""
    made = Server(Terminal(tmp_path_factory.mktemp("server")))
    write_keys(made.terminal.folder / "master.keys")
    assert "doctor --migrate" in made.refused("import", CARERS, CHILDREN, "--as", ANN)
    assert "an administrator's" in made.refused("admin", "invite", NAME, ANN, "worker")
    made.invited(ANN, "administrator")
    made.invited(CORA, "coordinator", "--as", ANN)
    made.invited(ABEL, "approver", "--as", ANN)
    scheme = Path(find_scheme(CARERS).source)
    assert "second person" in made.done("scheme", "add", scheme, "--as", CORA)
    return made


@pytest.fixture(scope="module")
def loaded(server: Server) -> Server:
    """Have the scheme accepted in the app, and import the example that ships."""
    who = server.who(ABEL)
    assert who.organisation_id
    (version,) = server.rows(SchemeVersion, who.organisation_id)
    perform(server.app, who, accept_version, on=version.id)
    sheets = (CHILDREN, HOUSEHOLDS, APART)
    before = server.done("import", CARERS, *sheets, "--as", CORA, "--dry-run")
    assert "Nothing was changed" in before
    server.done("import", CARERS, *sheets, "--as", CORA)
    return server


def test_an_invitation_makes_the_organisation_and_then_needs_somebody(
    server: Server,
) -> None:
    """The first is an administrator's; after it, whoever invites says who they are."""
    assert len(server.rows(Organisation, _home(server))) == 1
    later = ("admin", "invite", NAME, "new@invented.example", "coordinator")
    assert "--as EMAIL" in server.refused(*later)
    stranger = server.refused(*later, "--as", "nobody@invented.example")
    assert "Nobody signs in here" in stranger
    assert "not yours" in server.refused(*later, "--as", CORA)
    assert "There is no such role" in server.refused(*later[:-1], "king", "--as", ANN)


def test_the_token_of_an_invitation_answers(server: Server) -> None:
    """What use-invitation prints is a bearer token of the API."""
    client = TestClient(create_app(server.app), client=("192.0.2.7", 50_000))
    path = f"/api/v1/organisations/{_home(server)}"
    assert client.get(path).status_code == 401
    client.headers["Authorization"] = f"Bearer {server.tokens[ANN]}"
    assert client.get(path).json()["name"] == NAME


def test_a_round_on_the_database(loaded: Server) -> None:
    """It opens, is solved, says what one on the files says, and releases nothing."""
    said = loaded.done("round", "run", CARERS, "--as", CORA)
    assert "12  children in the round" in said
    assert "Verified by an independent check" in said
    assert "Drafted, and seen by nobody yet" in said
    drafted = loaded.rows(Proposal, _home(loaded))
    assert drafted
    assert {proposal.state for proposal in drafted} == {"drafted"}
    again = loaded.terminal.run("round", "run", CARERS, "--as", CORA, **loaded.env)
    assert again.returncode == 0
    assert re.search(r"Round \d{4}-\d\d-\d\d\.", again.stderr)
    refused = loaded.refused("round", "run", CARERS, "--as", CORA, "--salt", "00ff")
    assert "with its own day and salt" in refused
    assert "not yours" in loaded.refused("round", "run", CARERS, "--as", ANN)


def test_nobody_chooses_the_salt_of_a_real_round(loaded: Server) -> None:
    """Only a demo's salt is given; any other is drawn when the round is opened."""
    who = loaded.who(CORA)
    shown = look(loaded.app, who, list_schemes, on=who.organisation_id)
    with pytest.raises(Refused, match="nobody chooses it"):
        perform(
            loaded.app,
            who,
            open_round,
            on=UUID(shown["items"][0]["id"]),
            name="a chosen draw",
            as_of=date(2026, 11, 22),
            term=Term(date(2026, 12, 1), date(2027, 11, 30)),
            salt="00ff",
        )


def test_one_need_and_one_pair_on_the_database(loaded: Server) -> None:
    """They are asked by ref, of today's records, as somebody who may."""
    listed = loaded.done("shortlist", CARERS, "c5", "--as", CORA)
    assert "could be asked for c5" in listed
    answered = loaded.done("why-not", CARERS, "c9", "f7", "--as", CORA)
    assert "c9 with f7 is not possible" in answered
    assert "has the ref c99" in loaded.refused("shortlist", CARERS, "c99", "--as", CORA)
    days = ("shortlist", CARERS, "c5", *DAY, "--as", CORA)
    assert "asked of today" in loaded.refused(*days)
    both = ("shortlist", CARERS, "c5", CHILDREN, HOUSEHOLDS, "--as", CORA)
    assert "leave --as out" in loaded.refused(*both)
    assert "--as EMAIL" in loaded.refused("shortlist", CARERS, "c5")
    assert "no scheme called other" in loaded.refused(
        "shortlist", "other", "c5", "--as", CORA
    )


def test_what_a_command_does_is_audited_as_its_person(loaded: Server) -> None:
    """Every row of the log names the account behind --as."""
    by: dict[str, set[str]] = {}
    app = loaded.app
    with app.database.reading() as session:
        for row in session.exec(
            select(AuditRow).where(col(AuditRow.organisation_id) == _home(loaded))
        ):
            by.setdefault(row.act, set()).add(row.actor)
    account = {email: str(loaded.who(email).account_id) for email in (ANN, CORA, ABEL)}
    assert by["organisation.found"] == {"command"}
    assert by["account.invite"] == {account[ANN]}
    assert by["scheme.add"] == by["import.sheets"] == {account[CORA]}
    assert by["scheme.accept"] == {account[ABEL]}


SENDS = (
    "scheme.accept",
    "proposal.approve",
    "proposal.send_back",
    "proposal.may_be_offered",
    "proposal.offer",
    "proposal.answer",
    "proposal.disclose",
    "proposal.met",
    "round.release",
    "round.publish",
    "round.close",
    "ask.release",
    "ask.confirm",
)
"""What no command does, whoever is named: typed here, not taken from the code."""


@pytest.mark.parametrize("act", SENDS)
def test_no_command_approves_releases_or_sends(act: str) -> None:
    """Somebody with every role, named by --as, may do none of it."""
    home = new_id()
    who = Who(
        account_id=new_id(),
        identity_id=new_id(),
        organisation_id=home,
        roles=frozenset((role, None) for role in ROLES),
        by="command",
    )
    assert who.identity_id
    everyone = dict.fromkeys((*ROLES, "council"), frozenset({who.identity_id}))
    assert audiences(RULES[act], who, About(home, parties=everyone)) == ()


def test_doctor_says_what_is_missing(server: Server) -> None:
    """Each check has a line, and real data waits for those that fail."""
    done = server.terminal.run("doctor", **server.env)
    assert done.returncode == 1
    assert "Not ready for real data" in done.stderr
    marks = {line[6:].partition(":")[0]: line[:4] for line in done.stdout.splitlines()}
    assert marks == {
        "tables": "ok  ",
        "keys": "ok  ",
        "TLS address": "FAIL",
        "backup": "FAIL",
        "two-factor": "FAIL",
        "audit log": "ok  ",
        "mail": "none",
    }


def test_real_data_is_refused_until_the_doctor_passes(server: Server) -> None:
    """Neither a server nor a worker starts on real data, and each says what waits."""
    real = server.env | {"ACORNS_DATA": "real"}
    said = server.terminal.refused("serve", "--port", "1", **real)
    assert "waits for: TLS address, backup, two-factor" in said


def test_a_worker_is_for_postgresql(server: Server) -> None:
    """On SQLite the server does the work itself."""
    assert "serve does the work itself" in server.refused("worker")


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "There are no master keys"),
        ({"ACORNS_DATABASE": "sqlite:///junk.sqlite"}, "does not answer"),
        (
            {"ACORNS_DATABASE": "postgresql+psycopg://secret@127.0.0.1:1/none"},
            "does not answer",
        ),
        ({"ACORNS_DATABASE": "mysql://none"}, "ACORNS_DATABASE must be"),
    ],
)
def test_a_server_that_cannot_be_is_a_sentence(
    server: Server, terminal: Terminal, env: dict[str, str], said: str
) -> None:
    """No keys, no database, or no address: told without a password or a traceback."""
    terminal.write("junk.sqlite", "this is no database, whatever its name says " * 9)
    keys = {"ACORNS_KEYS": server.env["ACORNS_KEYS"]} if env else {}
    given = {"ACORNS_DATABASE": server.env["ACORNS_DATABASE"], **keys, **env}
    for words in (["doctor"], ["serve"], ["scheme", "add", "junk.sqlite"]):
        refused = terminal.refused(*words, **given)
        assert said in refused
        assert "secret" not in refused


def _home(server: Server) -> UUID:
    home = server.who(ANN).organisation_id
    assert home is not None
    return home
