"""An invented course with parents and tutors, as a round leaves it. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.testclient import TestClient
from support.proposing import ASSETS, CHECK, NEEDS, NORWICH
from support.world import World

from api.actions import Desk
from api.actions.proposals import draft_proposal
from api.permissions import Who
from api.records import Asset, Hub, Need, Opening, Proposal, Row, Staff
from api.store import keep, set_seats
from matcher.model import Slot, values_to_json

SCHEME = "hartlepool-tutors"
V1 = "/api/v1"
PARENT = {k: v for k, v in NEEDS[SCHEME].items() if k != "creche_under_2"}
COURSE = {
    **ASSETS[SCHEME],
    "room": 14,
    "first_session": date(2027, 1, 12),
    "decide_by": date(2026, 12, 18),
}
TUTOR = {
    "role": "tutor",
    "courses": ("being-a-parent",),
    "slots": (Slot("tue", "am"),),
    "place": NORWICH,
    "travel_km": 20,
    **CHECK,
}
EXPERIENCED = {**TUTOR, "traits": ("experienced",)}


@dataclass
class Course:
    """One course of a member organisation's hub, and who is proposed for it."""

    world: World
    asset_id: UUID
    opening_id: UUID
    parents: dict[str, UUID] = field(default_factory=dict)
    tutors: dict[str, UUID] = field(default_factory=dict)
    needs: dict[str, UUID] = field(default_factory=dict)
    clients: list[TestClient] = field(default_factory=list)

    def row(self, kind: type[Row], id: UUID) -> Any:  # noqa: A002
        """Return a row as it stands."""
        with self.world.app.database.reading() as session:
            store = self.world.store(session)
            return store.get(kind, id, within=[self.world.charity])

    def rows(self, kind: type[Row], *conditions: Any) -> list[Any]:
        """Return the rows of a table, both organisations'."""
        with self.world.app.database.reading() as session:
            store = self.world.store(session)
            return list(store.find(kind, *conditions, within=[self.world.charity]))

    def state(self, name: str) -> str:
        """Return the state of somebody's proposal."""
        id_ = (self.parents | self.tutors)[name]
        return str(self.row(Proposal, id_).state)

    def call(self, name: str, method: str, path: str, **more: Any) -> Any:
        """Call the API as somebody."""
        if not self.clients:
            self.clients.append(self.world.client())
        client = self.clients[0]
        token = self.world.people[name].token
        client.headers["Authorization"] = f"Bearer {token}"
        return client.request(method, f"{V1}{path}", **more)

    def do(self, name: str, act: str, **body: Any) -> Any:
        """Do something to the opening as somebody."""
        version = self.row(Opening, self.opening_id).version
        path = f"/openings/{self.opening_id}/{act}"
        headers = self.world.write(version)
        return self.call(name, "POST", path, json=body or None, headers=headers)

    def see(self, name: str = "charity-hub") -> Any:
        """Read the opening as somebody."""
        return self.call(name, "GET", f"/openings/{self.opening_id}").json()

    def step(self, name: str, proposal: UUID, act: str, **body: Any) -> Any:
        """Take a step of a proposal as somebody."""
        version = self.row(Proposal, proposal).version
        path = f"/proposals/{proposal}/{act}"
        headers = self.world.write(version)
        return self.call(name, "POST", path, json=body or None, headers=headers)

    def offer(self, *names: str) -> None:
        """Have proposals offered, as previewed."""
        for name in names:
            id_ = (self.parents | self.tutors)[name]
            assert self.step("hub", id_, "may-be-offered").status_code == 200
            path = f"/proposals/{id_}/preview"
            digest = self.call("coordinator", "GET", path).json()["digest"]
            answer = self.step("coordinator", id_, "offer", preview=digest)
            assert answer.status_code == 200, answer.text

    def say(self, *names: str, answer: str = "yes", **more: Any) -> None:
        """Have people answer what they were offered."""
        for name in names:
            id_ = (self.parents | self.tutors)[name]
            said = self.step(name, id_, "decisions", answer=answer, **more)
            assert said.status_code == 200, said.text

    def ready(self, parents: int = 8) -> Course:
        """Have both tutors and so many parents said yes."""
        names = [*self.tutors, *list(self.parents)[:parents]]
        self.offer(*names)
        self.say(*names)
        self.world.later(minutes=1)
        return self

    def add_parent(self, name: str, *, draft: bool = True, **cells: Any) -> UUID:
        """Invent a parent who asks for this course."""
        self.world.invent(name, "parent")
        return self.world.app.database.transaction(
            lambda session: self._parent(session, name, draft=draft, **cells)
        )

    def add_tutor(self, name: str, *, draft: bool = True, **cells: Any) -> UUID:
        """Invent a tutor, with an assignment to this course or without."""
        self.world.invent(name, "holder")
        return self.world.app.database.transaction(
            lambda session: self._tutor(session, name, draft=draft, **cells)
        )

    def _parent(
        self, session: Session, name: str, *, draft: bool, **cells: Any
    ) -> UUID:
        store = self.world.store(session)
        person = self.world.people[name].person_id
        need = store.new(
            Need, scheme_id=self.world.schemes[SCHEME], ref=name, person_id=person
        )
        keep(store, need, person, values=_json(PARENT | cells))
        self.needs[name] = need.id
        if draft:
            uses = {"creche-under-2": int(cells.get("creche_under_2", 0))}
            self.parents[name] = self._draft(session, need_ids=[need.id], uses=uses)
        return need.id

    def _tutor(self, session: Session, name: str, *, draft: bool, **cells: Any) -> UUID:
        store = self.world.store(session)
        person = self.world.people[name].person_id
        staff = store.new(
            Staff, scheme_id=self.world.schemes[SCHEME], ref=name, person_id=person
        )
        keep(store, staff, person, values=_json(TUTOR | cells))
        if draft:
            self.tutors[name] = self._draft(
                session, staff_id=staff.id, kind="assignment", seats=0
            )
        return staff.id

    def _draft(self, session: Session, **more: Any) -> UUID:
        ran = self.world.people["coordinator-2"]
        desk = Desk(
            self.world.app,
            self.world.store(session),
            Who(account_id=ran.account_id, person_id=ran.person_id),
        )
        row = draft_proposal(
            desk,
            scheme_id=self.world.schemes[SCHEME],
            scheme_version_id=self.world.versions[SCHEME],
            asset_id=self.asset_id,
            **more,
        )
        return row.id


def make_course(
    world: World, *, parents: int = 0, tutors: int = 2, seats: int = 12, **cells: Any
) -> Course:
    """Make a planned course of the charity's hub; the first tutor is experienced."""

    def make(session: Session) -> Course:
        home = world.store(session, world.charity)
        hub = home.new(Hub, ref="h1", name="Invented hub")
        scheme_id = world.schemes[SCHEME]
        named: Any = {"name": "Invented hub", "place": NORWICH}
        keep(home, hub, world.charity, **{f"values:{scheme_id}": values_to_json(named)})
        holder = world.people["charity-holder"]
        asset = home.new(
            Asset,
            scheme_id=scheme_id,
            ref="k1",
            person_id=holder.person_id,
            hub_id=hub.id,
        )
        values: Any = COURSE | {"bookable": seats} | cells
        keep(home, asset, holder.person_id, values=values_to_json(values))
        assert set_seats(home, asset, most=seats)
        for limit in ("creche-under-2", "creche-over-2"):
            assert set_seats(home, asset, name=limit, most=1)
        opening = world.store(session).new(
            Opening, asset_id=asset.id, decide_by=date(2026, 12, 18)
        )
        return Course(world, asset.id, opening.id)

    course = world.app.database.transaction(make)
    for number in range(tutors):
        traits: Any = {} if number else {"traits": ("experienced",)}
        course.add_tutor(f"t{number + 1}", **traits)
    for number in range(parents):
        course.add_parent(f"p{number + 1}")
    return course


def _json(cells: Any) -> dict[str, Any]:
    return values_to_json(cells)
