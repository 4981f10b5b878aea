"""Erasure, holds, retention, rotation: what goes, what stays, by which rule."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col
from support.asking import get, post
from support.proposing import Pair, make_pair
from support.world import World

from api.actions.retention_table import KEEPING, workflows_before
from api.audit_log import check_chain
from api.keys import Keys, Unreadable
from api.records import (
    METADATA,
    Asset,
    Attendance,
    Blind,
    DataKey,
    Document,
    Hold,
    Hub,
    Invitation,
    Message,
    Need,
    Once,
    Outbox,
    Person,
    Private,
    Proposal,
    Round,
    Row,
    SignIn,
    SignInLink,
    Task,
    Token,
    View,
    ViewCount,
    new_id,
)
from api.records import Session as HubSession
from api.store import Store, keep, read, remember, value

OFFICER = "auditor"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def pair_of(world: World, scheme: str = "oxfordshire-mentors") -> Pair:
    """Return a pair whose holder and child can be found again by digest."""
    pair = make_pair(world, scheme)

    def note(session: Session) -> None:
        store = world.store(session)
        for name in ("holder", "young_person"):
            person_id = world.people[name].person_id
            remember(store, person_id, world.council, contact=f"zz{name}")

    world.app.database.transaction(note)
    return pair


def erase(world: World, whose: str, by: str = OFFICER) -> Any:
    """Erase somebody."""
    person_id = world.people[whose].person_id
    return post(world, by, f"/people/{person_id}/erasure", version(world, person_id))


def version(world: World, person_id: UUID) -> int:
    """Return the version of a person's row."""
    with world.app.database.reading() as session:
        person = world.store(session).get(Person, person_id)
    assert person is not None
    return person.version


def hold(world: World, whose: str, **more: Any) -> Any:
    """Place a legal hold."""
    path = f"/people/{world.people[whose].person_id}/holds"
    return post(world, OFFICER, path, rule="Inquiries Act 2005, section 35", **more)


def test_erasure_leaves_nothing_to_read(world: World) -> None:
    """After an erasure no value, digest or sign-in is left, and the log still holds."""
    pair_of(world)
    holder = world.people["holder"]
    answer = erase(world, "holder")
    assert answer.status_code == 200, answer.text
    assert answer.json()["destroyed"]["values"] > 0
    assert "audit log" in answer.json()["kept"]
    with world.app.database.reading() as session:
        store = world.store(session)
        assert not store.count(Private, Private.subject_id == holder.person_id)
        assert not store.count(Blind, Blind.person_id == holder.person_id)
        assert not store.count(Token, Token.account_id == holder.account_id)
        [key] = store.find(DataKey, DataKey.subject_id == holder.person_id)
        person = store.get(Person, holder.person_id)
        assert (key.wrapped, key.destroyed_at) == (None, world.app.now())
        assert person is not None
        assert person.erased_at == world.app.now()
        assert store.find(Asset)[0].state == "closed"
        assert check_chain(session, world.council).broken is None
    assert get(world, "holder", "/tasks").status_code == 401
    assert erase(world, "holder").status_code == 409


def test_bytes_of_a_backup_are_of_no_use(world: World) -> None:
    """A sealed value put back from a backup is read by nobody: its key is gone."""
    pair_of(world)
    person_id = world.people["holder"].person_id

    def sealed(session: Session) -> dict[str, Any]:
        rows = world.store(session).find(Private, Private.subject_id == person_id)
        return rows[0].model_dump(exclude={"id"})

    with world.app.database.reading() as session:
        kept = sealed(session)
    assert erase(world, "holder").is_success

    def restore(session: Session) -> None:
        store = world.store(session)
        store.new(Private, **kept)
        person = store.get(Person, person_id)
        assert person is not None
        assert read(store, [person]) == {}
        with pytest.raises(Unreadable):
            keep(store, person, person_id, name="Somebody")

    world.app.database.transaction(restore)


@pytest.mark.parametrize(
    ("whose", "rule"), [("young_person", "regulation 50"), ("holder", "regulation 32")]
)
def test_what_the_law_keeps_is_not_erased(world: World, whose: str, rule: str) -> None:
    """A looked-after child's file and a foster carer's record stay, by name of rule."""
    pair_of(world, "norfolk-carers")
    answer = erase(world, whose)
    assert answer.status_code == 409
    assert rule in answer.json()["detail"]


def test_a_hold_stops_an_erasure_until_it_is_lifted(world: World) -> None:
    """Under a legal hold nothing is erased; the refusal names the rule."""
    pair_of(world)
    placed = hold(world, "holder")
    assert placed.status_code == 201
    refused = erase(world, "holder")
    assert refused.status_code == 409
    assert "Inquiries Act 2005" in refused.json()["detail"]
    path = f"/people/{world.people['holder'].person_id}/holds"
    [item] = get(world, OFFICER, path).json()["items"]
    lifted = post(world, OFFICER, f"/holds/{item['id']}/lift", item["version"])
    assert lifted.is_success
    assert erase(world, "holder").is_success


def test_a_hold_ends_with_its_last_day(world: World) -> None:
    """A hold with a last day holds until that day is over."""
    pair_of(world)
    today = world.app.now().date()
    yesterday = today - timedelta(days=1)
    assert hold(world, "holder", until=str(yesterday)).status_code == 409
    assert hold(world, "holder", until=str(today)).is_success
    assert erase(world, "holder").status_code == 409
    world.later(days=1)
    assert erase(world, "holder").is_success


@pytest.mark.parametrize("state", ["offered", "agreed"])
def test_what_lives_has_to_end_first(world: World, state: str) -> None:
    """Nobody is erased out of a live proposal or match."""
    pair = pair_of(world)
    pair.draft()
    pair.go(state)
    assert "end first" in erase(world, "holder").json()["detail"]


def test_only_the_officer_erases_and_holds(world: World) -> None:
    """Erasure and holds are the data protection officer's, nobody else's."""
    pair_of(world)
    for name in world.people:
        if name != OFFICER:
            assert erase(world, "holder", by=name).status_code == 404, name


Plant = Callable[[Store, World, Pair, datetime], Row]


def _document(kind: str) -> Plant:
    def plant(store: Store, world: World, pair: Pair, at: datetime) -> Row:
        round_ = store.new(
            Round,
            scheme_id=pair.scheme_id,
            scheme_version_id=world.versions[pair.scheme],
            name=kind,
            as_of=at.date(),
            term_start=at.date(),
            term_end=at.date(),
            salt_digest="0",
        )
        return store.new(
            Document,
            round_id=round_.id,
            kind=kind,
            digest="0",
            sealed=b"0",
            key_version=1,
            created_at=at,
        )

    return plant


def _reason(store: Store, world: World, pair: Pair, at: datetime) -> Row:
    proposal = store.get(Proposal, pair.proposal_id)
    assert proposal is not None
    store.change(proposal, state="declined", ended_at=at)
    return store.find(Private, Private.record_id == proposal.id)[0]


def _closed(kind: type[Need | Asset]) -> Plant:
    def plant(store: Store, world: World, pair: Pair, at: datetime) -> Row:
        row = store.find(kind)[0]
        store.change(row, state="closed", created_at=at)
        return store.find(Private, Private.record_id == row.id)[0]

    return plant


def _outbox(store: Store, at: datetime, person_id: UUID) -> Outbox:
    return store.new(
        Outbox,
        kind="message",
        ids={"person": str(person_id)},
        once=str(new_id()),
        state="done",
        not_before=at,
        done_at=at,
        created_at=at,
    )


def _message(store: Store, world: World, pair: Pair, at: datetime) -> Row:
    person_id = world.people["holder"].person_id
    row = _outbox(store, world.app.now(), person_id)
    return store.new(
        Message,
        outbox_id=row.id,
        kind="offer",
        person_id=person_id,
        state="sent",
        created_at=at,
    )


def _care(store: Store, world: World, pair: Pair, at: datetime) -> Row:
    booked = _attendance(store, world, pair, at - timedelta(hours=1))
    store.change(booked, created_at=store.now)
    keep(store, booked, world.people["holder"].person_id, care="No nuts.")
    return store.find(Private, Private.record_id == booked.id)[0]


def _attendance(store: Store, world: World, pair: Pair, at: datetime) -> Row:
    there = store.one(Hub, Hub.ref == "h9")
    hub = there or store.new(Hub, ref="h9", name="Invented hub")
    meeting = store.new(
        HubSession,
        hub_id=hub.id,
        title="Stay and play",
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        places=2,
    )
    return store.new(
        Attendance,
        session_id=meeting.id,
        person_id=world.people["holder"].person_id,
        created_at=at,
    )


def _of(kind: type[Row], when: str = "created_at", /, **values: Any) -> Plant:
    def plant(store: Store, world: World, pair: Pair, at: datetime) -> Row:
        holder = world.people["holder"]
        known = {
            "account_id": holder.account_id,
            "identity_id": holder.identity_id,
            "record_id": holder.person_id,
            "person_id": holder.person_id,
            "about_id": holder.person_id,
            "actor": str(holder.account_id),
        }
        columns = METADATA.tables[str(kind.__tablename__)].c
        mine = {name: said for name, said in known.items() if name in columns}
        return store.new(kind, **{**mine, **values, when: at})

    return plant


PLANTS: dict[str, Plant] = {
    "snapshots": _document("snapshot"),
    "results": _document("result"),
    "packs": _document("pack"),
    "reasons of ended proposals": _reason,
    "values of closed needs": _closed(Need),
    "values of closed assets": _closed(Asset),
    "messages": _message,
    "workflow rows": lambda store, world, pair, at: _outbox(
        store, at, world.people["holder"].person_id
    ),
    "idempotency keys": _of(Once, key="k", request_digest="0"),
    "views": _of(View, act="need.read", table_name="need"),
    "counts of views": _of(ViewCount, hour=LONG_AGO),
    "tasks done": _of(
        Task, "done_at", kind="x", role="hub", due=LONG_AGO.date(), key="k"
    ),
    "tokens": _of(Token, "expires_at", digest=b"1"),
    "sign-ins": _of(SignIn, "expires_at", digest=b"1", way="link", seen_at=LONG_AGO),
    "sign-in links": _of(SignInLink, "expires_at", digest=b"1", purpose="sign_in"),
    "invitations": _of(Invitation, "expires_at", role="hub", digest=b"1"),
    "notes for a creche": _care,
    "attendances": _attendance,
}


def would_go(world: World) -> dict[str, int]:
    """Return how much of each kind the preview says would go."""
    path = f"/organisations/{world.council}/retention"
    kinds = get(world, "administrator", path).json()["kinds"]
    return {line["kind"]: line["would_go"] for line in kinds}


def run(world: World) -> Any:
    """Run the retention table."""
    return post(world, "administrator", f"/organisations/{world.council}/retention")


def test_each_kind_goes_on_its_day(world: World) -> None:
    """Of each kind what is too old goes, what is not stays, and a hold keeps it."""
    pair = pair_of(world)
    pair.draft()
    rows = {kind: plant_old(world, pair, kind) for kind in KEEPING}
    for name in ("holder", "young_person"):
        assert hold(world, name).is_success
    assert set(would_go(world).values()) == {0}
    run(world)
    for kind, row in rows.items():
        assert there(world, row), kind
    _lift_all(world)
    planned = would_go(world)
    assert min(planned.values()) > 0
    answer = run(world)
    assert answer.is_success, answer.text
    gone = answer.json()["gone"]
    assert gone == {kind.replace(" ", "_"): most for kind, most in planned.items()}
    for kind, row in rows.items():
        assert not there(world, row), kind
    assert set(would_go(world).values()) == {0}


def plant_old(world: World, pair: Pair, kind: str) -> Row:
    """Plant a row of a kind that became too old a minute ago."""
    old = world.app.now() - timedelta(days=KEEPING[kind].days, minutes=1)

    def plant(session: Session) -> Row:
        return PLANTS[kind](world.store(session), world, pair, old)

    return world.app.database.transaction(plant)


def _lift_all(world: World) -> None:
    def lift(session: Session) -> None:
        world.store(session).change_where(
            Hold, col(Hold.lifted_at).is_(None), lifted_at=world.app.now()
        )

    world.app.database.transaction(lift)


def there(world: World, row: Row) -> bool:
    """Tell whether a row is still there."""
    with world.app.database.reading() as session:
        return world.store(session).count(type(row), type(row).id == row.id) == 1


def test_nothing_young_goes(world: World) -> None:
    """On an ordinary day, right after a journey, the table deletes nothing."""
    pair = pair_of(world)
    pair.draft()
    pair.go("agreed")
    assert set(would_go(world).values()) == {0}
    assert KEEPING.keys() == PLANTS.keys()
    assert workflows_before(world.app.now()) < world.app.now()


def test_only_those_who_keep_see_and_run_it(world: World) -> None:
    """The preview is for administrators and the officer; the run for administrators."""
    path = f"/organisations/{world.council}/retention"
    for name in world.people:
        seen = get(world, name, path).status_code
        assert (seen == 200) == (name in {"administrator", OFFICER}), name
        if name != "administrator":
            assert post(world, name, path).status_code == 404, name


def test_rotation_leaves_everything_readable(world: World) -> None:
    """Rewrapped under a new master key, all is read without the old one."""
    pair_of(world)
    master = world.app.keys.master
    newer = Keys.read(Keys.make(_text(master)))
    alone = Keys(replace(newer.master, versions={newer.newest: _newest(newer)}))
    world.app = replace(world.app, keys=newer)
    person_id = world.people["holder"].person_id
    with pytest.raises(Unreadable):
        _name(world, person_id, alone)
    path = f"/organisations/{world.council}/keys"
    assert post(world, "coordinator", path).status_code == 404
    answer = post(world, "administrator", path)
    assert answer.json()["done"] > 0
    assert answer.json()["left"] == 0
    assert _name(world, person_id, alone) == "Holder Invented"
    assert post(world, "administrator", path).json()["done"] == 0


def _name(world: World, person_id: UUID, keys: Keys) -> Any:
    with world.app.database.reading() as session:
        store = Store(
            session, keys=keys, organisation_id=world.council, now=world.app.now()
        )
        person = store.get(Person, person_id)
        assert person is not None
        return value(store, person, "name")


def _newest(keys: Keys) -> bytes:
    return keys.master.versions[keys.newest]


def _text(master: Any) -> str:
    lines = [
        *(f"{n}:{base64.b64encode(k).decode()}" for n, k in master.versions.items()),
        f"blind:{base64.b64encode(master.blind).decode()}",
    ]
    return "\n".join(lines) + "\n"
