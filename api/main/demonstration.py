"""The demo's database: the communities' rounds, done again as records by real actions.

Nothing here goes round an action that a person would take: the invented people add and
accept schemes, import the workbooks, open and run a round, each under their own name.
A round whose snapshot and rules are those that the demo has solved already, by their
digests, is saved with that result; any other is solved.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
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
    signs_in,
)
from api.permissions import Who
from api.records import Asset, Need, Person, Proposal, ProposalNeed, Speaker
from api.settings import Settings
from api.steps import london_day
from api.store import Session, Store, work
from matcher.intake import Intake
from matcher.model import Snapshot
from matcher.rounds import RoundResult, run_apart
from matcher.schemes import Scheme as Rules

DATABASE, KEYS, MAILBOX = "acorns.sqlite", "master.keys", "mailbox"
_WORK = Who(by="work")
_HANDS = "demo"
WITH_CHILDREN = ("norfolk-carers", "oxfordshire-mentors")
_SPEAK = {
    "worker": "worker",
    "parent": "parental-responsibility",
    "advocate": "advocate",
}


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


def settings_in(folder: Path) -> Settings:
    """Return the settings of a demo's folder: whatever the environment says."""
    return Settings(
        database=f"sqlite:///{folder.absolute() / DATABASE}",
        keys=folder.absolute() / KEYS,
        mailbox=folder.absolute() / MAILBOX,
        demo=True,
    )


def app_in(folder: Path) -> App:
    """Return the application of a demo's folder."""
    settings = settings_in(folder)
    return App(settings, Database(settings.database), Keys.load(settings))


def load_demo(
    folder: Path, communities: Iterable[Matched], *, tell: Callable[[str], None]
) -> Loaded:
    """Make a database in a folder, and load communities with their rounds."""
    _make_keys(folder / KEYS)
    (folder / MAILBOX).mkdir(mode=0o700)
    app = app_in(folder)
    try:
        migrate(app.database)
        people = invent_staff(app)
        schemes, rounds, drafted, same = {}, {}, 0, 0
        for one in communities:
            tell(f"{one.rules.title}: into the database")
            name = one.rules.name
            schemes[name] = _scheme(app, people, one)
            rounds[name], made, equal = _round(app, people, one, schemes[name])
            drafted, same = drafted + made, same + equal
        people |= _parties(app, people, rounds)
        return Loaded(people, schemes, rounds, drafted, same)
    finally:
        app.database.close()


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


def _parties(app: App, people: People, rounds: dict[str, UUID]) -> People:
    """Let those of one drafted proposal sign in, and three who speak for the child.

    It is of the first scheme that has children in it and drafted any.
    """
    for name in WITH_CHILDREN:

        def sign_in(session: Session, name: str = name) -> People:
            store = Store(
                session,
                keys=app.keys,
                organisation_id=people[name, "coordinator"].organisation_id,
                now=app.now(),
            )
            return _parties_of(store, name, rounds[name])

        found = app.database.transaction(sign_in)
        if found:
            return found
    return {}


def _parties_of(store: Store, name: str, round_id: UUID) -> People:
    drafted = store.find(Proposal, Proposal.round_id == round_id, limit=1)
    if not drafted:
        return {}
    (pair, *_) = store.find(ProposalNeed, ProposalNeed.proposal_id == drafted[0].id)
    asset, need = store.get(Asset, drafted[0].asset_id), store.get(Need, pair.need_id)
    assert asset is not None
    assert need is not None
    found = {}
    for role, id_ in (("holder", asset.person_id), ("young_person", need.person_id)):
        person = store.get(Person, id_)
        assert person is not None
        found[name, role] = signs_in(store, person, name, role)
    for role, capacity in _SPEAK.items():
        person = store.new(Person, kind="adult")
        found[name, role] = signs_in(store, person, name, role)
        store.new(
            Speaker,
            person_id=need.person_id,
            speaker_id=person.id,
            capacity=capacity,
            starts=london_day(store.now),
        )
    return found
