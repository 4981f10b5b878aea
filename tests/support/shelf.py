"""An invented baby bank's shelf, through the API. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.testclient import TestClient
from support.proposing import NORWICH
from support.world import World

from api.records import Hub, Item, Proposal, Row, Seats
from api.store import keep
from matcher.model import values_to_json

SCHEME = "hartlepool-babybank"
V1 = "/api/v1"


@dataclass
class Shelf:
    """A shelf at the council's hub."""

    world: World
    clients: list[TestClient] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Return the path of its stock."""
        return f"/schemes/{self.world.schemes[SCHEME]}/stock"

    def rows(self, kind: type[Row], *conditions: Any) -> list[Any]:
        """Return the rows of a table, both organisations'."""
        with self.world.app.database.reading() as session:
            store = self.world.store(session)
            return list(store.find(kind, *conditions, within=[self.world.charity]))

    def call(self, name: str, method: str, path: str, **more: Any) -> Any:
        """Call the API as somebody."""
        if not self.clients:
            self.clients.append(self.world.client())
        client = self.clients[0]
        token = self.world.people[name].token
        client.headers["Authorization"] = f"Bearer {token}"
        return client.request(method, f"{V1}{path}", **more)

    def do(self, act: str, name: str = "helper", **body: Any) -> Any:
        """Do something at the shelf."""
        headers = self.world.write()
        return self.call(name, "POST", f"{self.path}/{act}", json=body, headers=headers)

    def step(self, proposal: str, act: str, name: str = "helper") -> Any:
        """Take a step of a piece that was set aside."""
        [row] = self.rows(Proposal, Proposal.id == UUID(proposal))
        headers = self.world.write(row.version)
        path = f"/proposals/{proposal}/{act}"
        return self.call(name, "POST", path, headers=headers)

    def ask(self, **more: Any) -> list[str]:
        """Have a family ask, and return its needs."""
        body: dict[str, Any] = {"first_name": "Ann", "age_months": 2, "item": "pram"}
        answer = self.do("asked", **body | {"size": "one-size"} | more)
        assert answer.status_code == 201, answer.text
        return list(answer.json()["needs"])

    def receive(self, **more: Any) -> Any:
        """Have something come in."""
        body = {"item": "pram", "size": "one-size", "hub": "h1", "condition": "good"}
        return self.do("received", **body | more)

    def stock(self, **more: Any) -> str:
        """Have something come in, be looked over and shelved; return its offer."""
        came = self.receive(**more)
        assert came.status_code == 201, came.text
        body = came.json()
        done = self.do("shelved", asset=body["id"], passed=body["pieces"])
        assert done.status_code == 200, done.text
        return str(body["id"])

    def states(self) -> list[str]:
        """Return the states of all pieces, sorted."""
        return sorted(piece.state for piece in self.rows(Item))

    def free(self, asset: str) -> tuple[int, int]:
        """Return how many seats an offer has, and how many are held."""
        [seats] = self.rows(Seats, Seats.asset_id == UUID(asset))
        return seats.most, seats.held


def make_shelf(world: World) -> Shelf:
    """Make hubs where a shelf stands: the council's h1, the charity's h2."""

    def make(session: Session) -> None:
        for ref, home in (("h1", world.council), ("h2", world.charity)):
            store = world.store(session, home)
            hub = store.new(Hub, ref=ref, name="Invented hub")
            named: Any = {"name": "Invented hub", "place": NORWICH}
            field = f"values:{world.schemes[SCHEME]}"
            keep(store, hub, home, **{field: values_to_json(named)})

    world.app.database.transaction(make)
    return Shelf(world)
