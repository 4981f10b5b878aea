"""An invented pair of each scheme, and its way through the steps by the API.

Everybody in it is invented. `Pair.go` takes the steps in their order up to one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.testclient import TestClient
from support.world import World

from api.actions import Desk
from api.actions.proposals import draft_proposal
from api.permissions import Who
from api.records import Asset, Hub, Item, Need, Proposal, Row, Speaker, new_id
from api.store import keep, set_seats
from matcher.model import Place, Slot, values_to_json

NORWICH = Place("NR3", 52.64, 1.29)
MENTOR_SLOTS = (Slot("tue", "eve"), Slot("sat", "am"))
CANARY = "zzcanary"
"""In every private value that no card shows."""

NEEDS: dict[str, dict[str, Any]] = {
    "norfolk-carers": {
        "birth": date(2014, 5, 1),
        "placement": "long-term",
        "levels": (("communication", 1),),
        "strengths": ("kind", "musical"),
        "outcomes": ("make-friends",),
        "wishes": ("garden",),
        "legal_status": "section-20",
        "waiting_since": date(2026, 6, 1),
        "home_place": Place("NR1", 52.62, 1.31),
    },
    "oxfordshire-mentors": {
        "birth": date(2014, 5, 1),
        "place": NORWICH,
        "role": "mentor",
        "slots": MENTOR_SLOTS,
        "interests": ("football", "music"),
        "goals": (("make-friends", 2),),
        "wishes": ("funny",),
        "waiting_since": date(2026, 6, 1),
    },
    "hartlepool-tutors": {
        "place": NORWICH,
        "travel_km": 20,
        "course": ("being-a-parent",),
        "child_age": 4,
        "slots": (Slot("tue", "am"),),
        "creche_under_2": 1,
        "waiting_since": date(2026, 6, 1),
    },
    "hartlepool-babybank": {
        "item": "pram",
        "size": "one-size",
        "child_age_months": 2,
        "asked_on": date(2026, 11, 1),
    },
}
CHECK = {
    "check_level": "enhanced-barred",
    "check_issued": date(2026, 1, 10),
    "check_outcome": "suitable",
}
ASSETS: dict[str, dict[str, Any]] = {
    "norfolk-carers": {
        "place": NORWICH,
        "approved_types": ("long-term", "short-term"),
        "approved_from": 0,
        "approved_to": 18,
        "approved_number": 3,
        "vacancies": 1,
        "bedrooms_free": 2,
        "languages": ("english",),
        "home_has": ("dogs",),
        "offers": ("garden",),
        "capabilities": ("communication-support",),
        "hopes_for": ("long-term",),
        **CHECK,
    },
    "oxfordshire-mentors": {
        "place": NORWICH,
        "travel_km": 20,
        "roles": ("mentor",),
        "council_staff": False,
        "slots": MENTOR_SLOTS,
        "most_children": 3,
        "months_offered": 12,
        "trained": True,
        "references": 2,
        "interests": ("football",),
        "languages": ("english",),
        **CHECK,
    },
    "hartlepool-tutors": {
        "hub": "h1",
        "course": "being-a-parent",
        "slots": (Slot("tue", "am"),),
        "bookable": 12,
        "creche_seats_under_2": 3,
        "topics": ("sleep",),
    },
    "hartlepool-babybank": {
        "hub": "h1",
        "item": "pram",
        "size": "one-size",
        "quantity": 3,
        "condition": "good",
        "checked": True,
    },
}
LIMITS = {
    "norfolk-carers": {"bedrooms": 2},
    "hartlepool-tutors": {"creche-under-2": 3},
}


@dataclass
class Pair:
    """One need, its assets, and who speaks for whom."""

    world: World
    scheme: str
    need_id: UUID
    asset_ids: list[UUID]
    who: dict[str, str] = field(default_factory=dict)
    proposal_id: UUID = field(default_factory=new_id)

    @property
    def scheme_id(self) -> UUID:
        """Return the scheme's id."""
        return self.world.schemes[self.scheme]

    def row(self, kind: type[Row] = Proposal, id: UUID | None = None) -> Any:  # noqa: A002
        """Return a row as it stands."""
        with self.world.app.database.reading() as session:
            members = [self.world.charity]
            store = self.world.store(session)
            return store.get(kind, id or self.proposal_id, within=members)

    def rows(self, kind: type[Row], *conditions: Any) -> list[Any]:
        """Return the running organisation's rows of a table."""
        with self.world.app.database.reading() as session:
            return list(self.world.store(session).find(kind, *conditions))

    def draft(
        self,
        *,
        asset: int = 0,
        kind: str = "round",
        why: dict[str, Any] | None = None,
        **more: Any,
    ) -> UUID:
        """Draft a proposal, as a round that somebody else ran would."""

        def make(session: Session) -> UUID:
            ran = self.world.people["coordinator-2"]
            desk = Desk(
                self.world.app,
                self.world.store(session),
                Who(account_id=ran.account_id, person_id=ran.person_id),
            )
            uses = {
                "norfolk-carers": {"bedrooms": 1},
                "hartlepool-tutors": {"creche-under-2": 1},
            }.get(self.scheme, {})
            row = draft_proposal(
                desk,
                scheme_id=self.scheme_id,
                scheme_version_id=self.world.versions[self.scheme],
                asset_id=self.asset_ids[asset],
                need_ids=[self.need_id],
                reasons={self.need_id: why or {"summary": "A reason.", "versions": {}}},
                kind=kind,
                uses=uses,
                **more,
            )
            return row.id

        self.proposal_id = self.world.app.database.transaction(make)
        return self.proposal_id

    def client(self, name: str) -> TestClient:
        """Return the API as somebody."""
        return self.world.client(self.who.get(name, name))

    def get(self, name: str, path: str = "", id: UUID | None = None) -> Any:  # noqa: A002
        """Read the proposal, or something of it, as somebody."""
        path = f"/api/v1/proposals/{id or self.proposal_id}{path}"
        return self.client(name).get(path)

    def post(
        self,
        name: str,
        act: str,
        id: UUID | None = None,  # noqa: A002
        **body: Any,
    ) -> Any:
        """Take a step as somebody, with the version that stands now."""
        id_ = id or self.proposal_id
        headers = self.world.write(self.row(id=id_).version)
        path = f"/api/v1/proposals/{id_}/{act}"
        return self.client(name).post(path, json=body or None, headers=headers)

    def approve(self) -> Any:
        """Have the reasons read and the pair approved."""
        digest = self.row().reasons_digest
        return self.post("approver", "approval", reasons_digest=digest)

    def offer(self, name: str = "coordinator") -> Any:
        """Preview the offer and release it."""
        digest = self.get(name, "/preview").json()["digest"]
        return self.post(name, "offer", preview=digest)

    def say(self, name: str, answer: str = "yes", **more: Any) -> Any:
        """Answer as somebody."""
        return self.post(name, "decisions", answer=answer, **more)

    def go_on(self, to: str) -> Pair:
        """Take the steps that are left up to a state."""
        return self.go(to, since=self.row().state)

    def go(self, to: str, *, since: str = "drafted") -> Pair:
        """Take every step up to a state; each has to succeed."""
        way = STEPS[self.scheme]
        first = next((n + 1 for n, step in enumerate(way) if step.to == since), 0)
        for step in way[first:]:
            for answer in step.do(self):
                assert answer.status_code == 200, (step.to, answer.text)
            self.world.later(minutes=1)
            if step.to == to:
                assert self.row().state == to
                return self
        raise AssertionError(f"no step leads to {to}")


@dataclass(frozen=True)
class Way:
    """How a state is reached."""

    to: str
    do: Any


def _yes(*names: str) -> Any:
    return lambda pair: [pair.say(name) for name in names]


APPROVE = Way("approved", lambda pair: [pair.approve()])
ALLOW = Way("", lambda pair: [pair.post("worker", "may-be-offered")])
OFFER = Way("offered", lambda pair: [pair.offer()])
INTEREST = Way("interested", _yes("holder"))
DISCLOSE = Way("disclosed", lambda pair: [pair.post("worker", "details")])
MEET = Way(
    "introduced",
    lambda pair: [pair.post(name, "meeting") for name in ("holder", "worker")],
)
HUB = Way("", lambda pair: [pair.post("hub", "may-be-offered")])
STEPS = {
    "norfolk-carers": (
        *(APPROVE, ALLOW, OFFER, INTEREST, DISCLOSE, MEET),
        Way("agreed", _yes("young_person", "parent", "worker", "holder")),
    ),
    "oxfordshire-mentors": (
        *(ALLOW, OFFER, INTEREST, DISCLOSE, MEET),
        Way("", _yes("young_person", "parent", "council", "worker", "holder")),
        Way("agreed", lambda pair: [pair.approve()]),
    ),
    "hartlepool-tutors": (HUB, OFFER, Way("", _yes("parent"))),
    "hartlepool-babybank": (HUB, OFFER, Way("agreed", _yes("parent", "hub"))),
}


def make_pair(
    world: World, scheme: str = "norfolk-carers", *, assets: int = 1, seats: int = 1
) -> Pair:
    """Make a need and assets of a scheme, and those who speak for it."""
    if "council" not in world.people:
        world.invent("council", "worker")

    def make(session: Session) -> Pair:
        return _pair(session, world, scheme, assets, seats)

    return world.app.database.transaction(make)


def another_need(pair: Pair, ref: str) -> Pair:
    """Return a second child before the same assets, with the same people around."""
    world = pair.world
    child = world.invent(ref, "young_person")

    def make(session: Session) -> UUID:
        store = world.store(session)
        need = store.new(
            Need, scheme_id=pair.scheme_id, ref=ref, person_id=child.person_id
        )
        keep(store, need, child.person_id, values=_json(NEEDS[pair.scheme]))
        _speakers(store, world, child.person_id)
        return need.id

    need_id = world.app.database.transaction(make)
    who = {**pair.who, "young_person": ref}
    return Pair(world, pair.scheme, need_id, pair.asset_ids, who)


def _pair(session: Session, world: World, scheme: str, assets: int, seats: int) -> Pair:
    store = world.store(session)
    scheme_id = world.schemes[scheme]
    course = scheme.startswith("hartlepool")
    child = world.people["parent" if course else "young_person"]
    need = store.new(Need, scheme_id=scheme_id, ref="n1", person_id=child.person_id)
    keep(store, need, child.person_id, values=_json(NEEDS[scheme]))
    hub = store.one(Hub) or store.new(Hub, ref="h1", name="Invented hub")
    cells: Any = {"name": "Invented hub", "place": NORWICH}
    keep(
        store,
        hub,
        hub.organisation_id,
        **{f"values:{scheme_id}": values_to_json(cells)},
    )
    ids = []
    holders = ("holder", "holder-2", "charity-holder", "administrator")
    for number, name in enumerate(holders[:assets]):
        holder = world.people[name]
        asset = store.new(
            Asset,
            organisation_id=holder.organisation_id,
            scheme_id=scheme_id,
            ref=f"a{number + 1}",
            person_id=holder.person_id,
            hub_id=hub.id if course else None,
        )
        keep(store, asset, holder.person_id, values=_json(ASSETS[scheme]))
        assert set_seats(store, asset, most=seats)
        for limit, most in LIMITS.get(scheme, {}).items():
            assert set_seats(store, asset, name=limit, most=most)
        for _ in range(seats if scheme == "hartlepool-babybank" else 0):
            store.new(
                Item,
                organisation_id=asset.organisation_id,
                asset_id=asset.id,
                state="available",
            )
        ids.append(asset.id)
    if not course:
        _speakers(store, world, child.person_id)
    return Pair(world, scheme, need.id, ids)


def _speakers(store: Any, world: World, child: UUID) -> None:
    for capacity, name in (
        ("worker", "worker"),
        ("parental-responsibility", "parent"),
        ("council", "council"),
        ("advocate", "advocate"),
    ):
        store.new(
            Speaker,
            person_id=child,
            speaker_id=world.people[name].person_id,
            capacity=capacity,
            starts=date(2026, 1, 1),
        )


def _json(values: Any) -> dict[str, Any]:
    return values_to_json(values)
