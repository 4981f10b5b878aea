"""Hubs and sessions: who may know of one, book it, and register who came."""

from __future__ import annotations

from typing import Any

import pytest
from support.world import World

from api.records import View

TIMES = {"starts_at": "2026-12-01T10:00:00Z", "ends_at": "2026-12-01T12:00:00Z"}


def post(
    world: World, who: str, path: str, version: int | None = None, **body: Any
) -> Any:
    """Post to a path as somebody."""
    return world.client(who).post(
        f"/api/v1{path}", headers=world.write(version), json=body
    )


def get(world: World, who: str, path: str) -> Any:
    """Get a path as somebody."""
    return world.client(who).get(f"/api/v1{path}")


def session(world: World, *, who: str = "hub", **facts: Any) -> dict[str, Any]:
    """List a session at a new hub, and return it."""
    hub = post(world, who, "/hubs", ref=f"h{next(world.keys)}", name="Invented hub")
    assert hub.status_code == 201, hub.text
    body: dict[str, Any] = {"title": "Stay and play", "places": 2, **TIMES}
    made = post(
        world,
        who,
        f"/hubs/{hub.json()['id']}/sessions",
        **(body | facts),
    )
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


@pytest.mark.parametrize(
    ("shown", "seen_by"),
    [
        ("public", {"parent", "holder", "worker", "hub", "charity-holder"}),
        ("referral", {"worker", "hub"}),
        ("hidden", {"hub"}),
    ],
)
def test_a_session_is_there_for_whom_it_is_meant(
    world: World, shown: str, seen_by: set[str]
) -> None:
    """Listed, by referral or hidden: to outsiders one that is not theirs is absent."""
    made = session(world, shown=shown)
    for who in ("parent", "holder", "worker", "hub", "charity-holder"):
        listed = get(world, who, "/sessions").json()["items"]
        code = get(world, who, f"/sessions/{made['id']}").status_code
        assert (code == 200) == (who in seen_by), who
        assert bool(listed) == (who in seen_by), who
    absent = get(world, "parent", f"/sessions/{world.council}")
    if shown == "hidden":
        assert get(world, "parent", f"/sessions/{made['id']}").text == absent.text


def test_a_place_is_booked_once_and_never_above_the_room(world: World) -> None:
    """Two places are two bookings; a third is refused, and a second of one's own."""
    made = session(world)
    path = f"/sessions/{made['id']}"
    assert post(world, "parent", f"{path}/book").status_code == 200
    assert post(world, "parent", f"{path}/book").status_code == 409
    assert post(world, "holder", f"{path}/book").status_code == 200
    assert post(world, "holder-2", f"{path}/book").status_code == 409
    assert get(world, "holder-2", path).json()["full"] is True
    assert post(world, "holder", f"{path}/unbook").status_code == 200
    assert post(world, "holder-2", f"{path}/book").status_code == 200
    assert get(world, "hub", path).json()["booked"] == 2


def test_nobody_books_for_another_but_staff(world: World) -> None:
    """A parent books for themselves alone; a worker sends somebody to a referral."""
    made = session(world, shown="referral")
    path = f"/sessions/{made['id']}/book"
    other = str(world.people["parent"].person_id)
    assert post(world, "holder", path, person_id=other).status_code == 404
    assert post(world, "parent", path).status_code == 404
    assert post(world, "worker", path, person_id=other).status_code == 200
    assert get(world, "parent", f"/sessions/{made['id']}").status_code == 200


def test_the_register_is_the_hubs_and_the_leaders(world: World) -> None:
    """Who comes is shown to the hub and who leads, logged; registered once begun."""
    made = session(world)
    path = f"/sessions/{made['id']}"
    post(world, "parent", f"{path}/book")
    assert get(world, "coordinator", f"{path}/people").status_code == 404
    assert get(world, "holder", f"{path}/people").status_code == 404
    leader = str(world.people["holder"].person_id)
    version = get(world, "hub", path).json()["version"]
    led = post(world, "hub", f"{path}/leaders", version, person_id=leader)
    assert led.json()["leaders"] == [leader]
    (row,) = get(world, "holder", f"{path}/people").json()["items"]
    assert row["name"] == "Parent Invented"
    with world.app.database.reading() as opened:
        views = world.store(opened).find(View)
        assert [v.identity_id for v in views] == [world.people["parent"].identity_id]
    version = get(world, "hub", path).json()["version"]
    came = {row["person_id"]: True}
    early = post(world, "holder", f"{path}/register", version, came=came)
    assert early.status_code == 409
    world.later(days=9)
    held = post(world, "holder", f"{path}/register", version, came=came)
    assert held.json()["state"] == "held", held.text
    (row,) = get(world, "holder", f"{path}/people").json()["items"]
    assert row["came"] is True


def test_a_cancelled_session_takes_nobody(world: World) -> None:
    """After a cancellation nothing is booked, changed or cancelled again."""
    made = session(world)
    path = f"/sessions/{made['id']}"
    assert post(world, "parent", f"{path}/cancel", made["version"]).status_code == 404
    gone = post(world, "hub", f"{path}/cancel", made["version"])
    assert gone.json()["state"] == "cancelled"
    assert post(world, "parent", f"{path}/book").status_code == 409
    again = post(world, "hub", f"{path}/cancel", gone.json()["version"])
    assert again.status_code == 409


def test_a_hub_of_another_organisation_is_not_ones_own(world: World) -> None:
    """A hub worker lists sessions at their own organisation's hubs and at no other."""
    hub = post(world, "charity-hub", "/hubs", ref="h1", name="Their hub").json()
    body: dict[str, Any] = {"title": "Ours", "places": 1, **TIMES}
    path = f"/hubs/{hub['id']}/sessions"
    assert post(world, "hub", path, **body).status_code == 404
    assert post(world, "charity-hub", path, **body).status_code == 201
    assert [h["id"] for h in get(world, "hub", "/hubs").json()["items"]] == [hub["id"]]
