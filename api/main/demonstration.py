"""The demo's database: the communities' rounds, done again as records by real actions.

Nothing here goes round an action that a person would take: the invented people add and
accept schemes, import the workbooks, open and run a round, each under their own name.
A round whose snapshot and rules are those that the demo has solved already, by their
digests, is saved with that result; any other is solved.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from api.actions import App, look, perform
from api.actions.importing import Parsed, import_sheets
from api.actions.rounds import open_round
from api.actions.runs import ask_run, read_inputs, save_run, start_run
from api.actions.schemes import accept_version, add_scheme, set_member
from api.database import Database, migrate
from api.keys import Keys
from api.main.inventing import (
    TAKES_PART,
    People,
    as_somebody,
    invent_staff,
)
from api.main.inventing_parties import invent_parties
from api.main.marking import marks
from api.permissions import Who
from api.settings import Settings
from api.store import work
from matcher.errors import Refused
from matcher.intake import Intake
from matcher.model import Snapshot
from matcher.rounds import RoundResult, run_apart
from matcher.schemes import Scheme as Rules

DATABASE, KEYS, MAILBOX = "acorns.sqlite", "master.keys", "mailbox"
_WORK = Who(by="work")
_HANDS = "demo"
PORT = 8000


@dataclass(frozen=True, slots=True)
class Matched:
    """A community as the demo matched it from its workbook."""

    rules: Rules
    workbook: Path
    intake: Intake
    snapshot: Snapshot
    result: RoundResult
    salt: str
    effort: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the database holds: who signs in, and where each scheme and round is.

    Parameters
    ----------
    same : int
        For how many rounds the snapshot's digest was that of the workbook's round.
    """

    people: People
    schemes: dict[str, UUID]
    rounds: dict[str, UUID]
    drafted: int
    same: int


def settings_in(folder: Path, *, port: int = PORT) -> Settings:
    """Return the settings of a demo's folder: whatever the environment says."""
    return Settings(
        database=f"sqlite:///{folder.absolute() / DATABASE}",
        keys=folder.absolute() / KEYS,
        mailbox=folder.absolute() / MAILBOX,
        port=port,
        demo=True,
        help_person="Ola Invented at the front desk",
        help_phone="01632 960 123",
        help_hours="Monday to Friday, 9am to 5pm",
    )


def app_in(folder: Path, *, port: int = PORT) -> App:
    """Return the application of a demo's folder, which listens on a port."""
    settings = settings_in(folder, port=port)
    return App(settings, Database(settings.database), Keys.load(settings))


def refuse_unmarked(folder: Path) -> None:
    """Refuse a folder whose database is not wholly a demo's, or is being served.

    Raises
    ------
    Refused
        With what to do instead.
    """
    from api.jobs import Alone  # noqa: PLC0415 - heavy, and seldom wanted

    Alone(folder / DATABASE).leave()
    try:
        app = app_in(folder)
        marked = False not in marks(app)
        app.database.close()
    except Exception:  # noqa: BLE001 - no keys, no table of ours, no database at all
        marked = False
    if not marked:
        raise Refused(
            f"The database in {folder} is not marked as a demo's, so it is left alone. "
            "Name another folder with --data."
        )


class Loading:
    """A demo's database while it is filled, one community after the other.

    Parameters
    ----------
    folder : Path
        Where database, keys and mailbox are made; it is there, and empty.
    """

    def __init__(self, folder: Path) -> None:
        _make_keys(folder / KEYS)
        (folder / MAILBOX).mkdir(mode=0o700)
        self._app = app_in(folder)
        migrate(self._app.database)
        self._people = invent_staff(self._app)
        self._schemes: dict[str, UUID] = {}
        self._rounds: dict[str, UUID] = {}
        self._drafted = self._same = 0

    def add(self, one: Matched) -> None:
        """Add a community's scheme, import its workbook, and run its round."""
        name = one.rules.name
        self._schemes[name] = _scheme(self._app, self._people, one)
        self._rounds[name], drafted, same = _round(
            self._app, self._people, one, self._schemes[name]
        )
        self._drafted += drafted
        self._same += same

    def done(self) -> Loaded:
        """Let those of one proposal sign in, close the database, and say what is in."""
        parties = invent_parties(self._app, self._people, self._rounds)
        self._app.database.close()
        return Loaded(
            self._people | parties,
            self._schemes,
            self._rounds,
            self._drafted,
            self._same,
        )


def _make_keys(path: Path) -> None:
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
    ) as f:
        f.write(Keys.make())


def _scheme(app: App, people: People, one: Matched) -> UUID:
    """Add a scheme, have somebody else accept it, and import its workbook."""
    name = one.rules.name
    coordinator = people[name, "coordinator"]
    who = as_somebody(app, coordinator)
    source = Path(one.rules.source).read_text("utf-8")
    added = perform(app, who, add_scheme, on=coordinator.organisation_id, source=source)
    version_id = UUID(added.facts["version_id"])
    perform(
        app, as_somebody(app, people[name, "approver"]), accept_version, on=version_id
    )
    if name in TAKES_PART:
        perform(
            app,
            as_somebody(app, people[name, "administrator"]),
            set_member,
            on=added.id,
            organisation=TAKES_PART[name],
            basis="an invented agreement to share invented data",
            takes_part=True,
        )
    digest = hashlib.sha256(one.workbook.read_bytes()).hexdigest()
    parsed = Parsed(one.intake, digest, one.rules.digest)
    perform(app, who, import_sheets, on=added.id, parsed=parsed)
    return added.id


def _round(
    app: App, people: People, one: Matched, scheme_id: UUID
) -> tuple[UUID, int, bool]:
    """Open a round and run it; return it, how much it drafted, and if digests agree."""
    snapshot = one.snapshot
    who = as_somebody(app, people[one.rules.name, "coordinator"])
    opened = perform(
        app,
        who,
        open_round,
        on=scheme_id,
        name=snapshot.round,
        as_of=snapshot.as_of,
        term=snapshot.term,
        salt=one.salt,
    )
    perform(app, who, ask_run, on=opened.id, effort=one.effort)
    job = _take(app)
    run_id = UUID(job.ids["run"])
    started = perform(
        app, _WORK, start_run, on=run_id, key=f"{job.id}:start", executor=_HANDS
    )
    inputs = look(app, _WORK, read_inputs, on=run_id)
    same = (inputs["snapshot"].digest(), inputs["scheme"].digest) == (
        snapshot.digest(),
        one.rules.digest,
    )
    saved = perform(
        app,
        _WORK,
        save_run,
        on=run_id,
        key=f"{job.id}:save",
        fence=started.facts["fence"],
        result=(one.result if same else _solved(inputs)).to_json(),
    )
    _end(app, job)
    return opened.id, int(saved.facts["drafted"]), same


def _solved(inputs: dict[str, Any]) -> RoundResult:
    return run_apart(
        inputs["snapshot"],
        inputs["scheme"],
        salt=inputs["salt"],
        effort=inputs["effort"],
    )


def _take(app: App) -> work.Job:
    """Take the run that was just asked for from the outbox, as a worker does."""
    (job,) = app.database.transaction(
        lambda session: work.take_work(
            session, executor=_HANDS, now=app.now(), kinds=("round.run",), most=1
        )
    )
    return job


def _end(app: App, job: work.Job) -> None:
    app.database.transaction(
        lambda session: work.end_work(
            session, job.id, executor=_HANDS, state=work.DONE, now=app.now()
        )
    )
