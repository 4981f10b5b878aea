"""An invented world with one of everything that a route can name, and a stranger.

Everybody in it is invented. `Populated.ids` says by the start of a path which id
there is; the strangers hold every role in an organisation that shares nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import ask
from support.proposing import Pair, make_pair
from support.world import World, make_world

from api.actions import perform
from api.actions.needs import change_need
from api.actions.rounds import open_round
from api.database import Database
from api.records import (
    ROLES,
    Again,
    Ask,
    Closure,
    Concern,
    Connection,
    Deputy,
    Emergency,
    Hold,
    Hours,
    Hub,
    Match,
    Opening,
    Organisation,
    PersonLink,
    Review,
    Round,
    SignIn,
    Speaker,
    Staff,
    Suspension,
    Task,
    new_id,
)
from api.records import (
    Session as Meeting,
)
from api.store import Store, keep
from matcher.model import Term

TERM = Term(date(2027, 1, 4), date(2027, 4, 2))
NOBODY = UUID(int=7)
"""An id that no row has."""
CANARY = "zzcanary"


@dataclass
class Populated:
    """A world, one id for every kind of thing, and the pairs behind them."""

    world: World
    ids: dict[str, UUID] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)

    def path(self, template: str, **instead: UUID) -> str:
        """Return a route's address, with this world's ids or others."""
        kind = template.partition("/{id}")[0].rpartition("/")[2]
        return template.replace(
            "{id}", str(instead.get("id", self.ids.get(kind)))
        ).replace("{asset}", str(instead.get("asset", self.ids["assets"])))

    def ask(self, name: str, method: str, path: str, **more: Any) -> Any:
        """Ask the API something as somebody."""
        return ask(self.world, name, method, path, **more)


def populate(world: World) -> Populated:
    """Fill a world with one of everything."""
    there = Populated(world)
    family = make_pair(world, "norfolk-carers")
    family.draft()
    family.go("interested")
    mentor = make_pair(world, "oxfordshire-mentors")
    mentor.draft()
    mentor.go("agreed")
    course = make_pair(world, "hartlepool-tutors")
    hears = {"tell_me": "Yes", "pathway": "completed"}
    world.do("coordinator", change_need, course.need_id, cells=hears)
    there.pairs = {"family": family, "mentor": mentor, "course": course}
    perform(
        world.app,
        world.who("coordinator"),
        open_round,
        on=world.schemes["norfolk-carers"],
        name="Invented round",
        as_of=world.app.now().date(),
        term=TERM,
    )
    world.app.database.transaction(lambda session: _rows(session, there))
    return there


def _sign_in_of(store: Store, account_id: UUID) -> UUID:
    row = store.one(SignIn, SignIn.account_id == account_id)
    assert row is not None
    return row.id


def _rows(session: Session, there: Populated) -> None:
    world, store = there.world, there.world.store(session)
    family, course = there.pairs["family"], there.pairs["course"]
    child = world.people["young_person"]
    waiting = family.need_id
    account = world.people["coordinator"].account_id
    hub = store.one(Hub)
    assert hub
    start = store.now + timedelta(days=7)
    meeting = store.new(
        Meeting,
        hub_id=hub.id,
        title="Invented session",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        places=9,
    )
    closed = store.new(
        Closure, what="Invented", starts=date(2027, 2, 15), ends=date(2027, 2, 19)
    )
    staff = store.new(
        Staff,
        scheme_id=course.scheme_id,
        ref="s1",
        person_id=world.people["holder-2"].person_id,
    )
    keep(store, staff, staff.person_id, values={})
    opening = store.new(
        Opening, asset_id=course.asset_ids[0], decide_by=date(2027, 1, 1)
    )
    asked = store.new(
        Ask,
        scheme_id=family.scheme_id,
        need_id=waiting,
        how="at_once",
        asked_by=account,
    )
    concern = store.new(Concern, reported_by=account)
    keep(store, concern, store.organisation_id, words=CANARY)
    gone = world.people["helper"]
    stopped = store.new(
        Suspension,
        identity_id=new_id(),
        suspended_by=world.people["safeguarding_lead"].account_id,
    )
    keep(store, stopped, store.organisation_id, why=CANARY)
    task = store.new(
        Task,
        kind="review_due",
        role="coordinator",
        due=store.now.date(),
        key="invented",
    )
    again = store.new(
        Again,
        about_table="proposal",
        about_id=family.proposal_id,
        asked_by=world.people["parent"].account_id,
    )
    keep(store, again, store.organisation_id, words=CANARY)
    links = store.new(
        PersonLink, person_id=child.person_id, other_id=gone.person_id, kind="name"
    )
    emergency = store.new(
        Emergency,
        scheme_id=family.scheme_id,
        need_id=waiting,
        asset_id=family.asset_ids[0],
        starts=store.now.date(),
        overdue_from=store.now.date() + timedelta(days=8),
        recorded_by=account,
    )
    hold = store.new(
        Hold,
        person_id=child.person_id,
        rule="invented",
        placed_by=world.people["auditor"].account_id,
    )
    match, speaker = store.one(Match), store.one(Speaker)
    assert match
    assert speaker
    review = store.one(Review) or store.new(
        Review, match_id=match.id, kind="review", due=store.now.date()
    )
    hours = store.new(
        Hours,
        match_id=match.id,
        person_id=world.people["holder"].person_id,
        day=store.now.date(),
        minutes=90,
    )
    known = store.new(
        Connection,
        identity_id=world.people["approver"].identity_id,
        other_identity_id=new_id(),
        declared_by=world.people["approver"].account_id,
    )
    deputy = store.new(
        Deputy,
        account_id=account,
        deputy_id=world.people["approver"].account_id,
        role="coordinator",
        starts=date(2027, 1, 4),
        ends=date(2027, 1, 8),
        named_by=account,
    )
    there.ids = {
        "organisations": world.council,
        "accounts": world.people["helper"].account_id,
        "connections": known.id,
        "deputies": deputy.id,
        "sign-ins": _sign_in_of(store, world.people["helper"].account_id),
        "schemes": family.scheme_id,
        "scheme-versions": world.versions["norfolk-carers"],
        "needs": family.need_id,
        "assets": family.asset_ids[0],
        "staff": staff.id,
        "people": child.person_id,
        "proposals": family.proposal_id,
        "asks": asked.id,
        "matches": match.id,
        "reviews": review.id,
        "hours": hours.id,
        "emergencies": emergency.id,
        "rounds": _round(store),
        "hubs": hub.id,
        "sessions": meeting.id,
        "near": meeting.id,
        "closures": closed.id,
        "shelf": world.schemes["hartlepool-babybank"],
        "openings": opening.id,
        "concerns": concern.id,
        "suspensions": stopped.id,
        "tasks": task.id,
        "again": again.id,
        "person-links": links.id,
        "speakers": speaker.id,
        "holds": hold.id,
        "waiting": course.need_id,
        "courses": course.asset_ids[0],
        "ours": family.need_id,
        "teaching": course.scheme_id,
        "new": family.scheme_id,
        "ask": course.scheme_id,
        "children": family.need_id,
    }


def _round(store: Any) -> UUID:
    found = store.one(Round)
    assert found
    return UUID(str(found.id))


def add_strangers(world: World) -> list[str]:
    """Give every role to somebody of an organisation that shares nothing with any."""
    away = new_id()

    def make(session: Session) -> None:
        store = world.store(session, away)
        store.new(Organisation, id=away, organisation_id=away, name="Invented stranger")

    world.app.database.transaction(make)
    for role in ROLES:
        world.invent(f"stranger-{role}", role, organisation_id=away)
    return [f"stranger-{role}" for role in ROLES]


@pytest.fixture(scope="module")
def populated(
    template: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Return one populated world a module, on SQLite; its tests change nothing."""
    folder: Path = tmp_path_factory.mktemp("populated")
    shutil.copyfile(template("sqlite"), folder / "all.sqlite")
    with closing(Database(f"sqlite:///{folder / 'all.sqlite'}")) as database:
        yield populate(make_world(database, folder))
