"""Needs, assets and staff through the API: by whom, what is theirs to say, and seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.world import World

from api.records import Asset, Need, Person, Seats, Suspension, Task, View, ViewCount
from api.store import read

MENTOR = {
    "roles": "mentor",
    "place": "OX1",
    "travel_km": "10",
    "slots": "tue-eve; sat-am/fortnightly",
    "most_children": "1",
    "capabilities": "makaton",
    "check_level": "enhanced-barred",
    "check_issued": "2026-02-01",
    "name": "Vol Invented",
}
JUDGED = {
    "council_staff": "No",
    "trained": "Yes",
    "references": "2",
    "months_offered": "12",
}
PARENT = {
    "place": "TS24",
    "course": "being-a-parent",
    "slots": "tue-am",
    "child_age": "4",
    "name": "Pat Invented",
}
CHILD = {"birth": "2015-03", "place": "OX2", "role": "mentor", "slots": "tue-eve"}
CHILD |= {"waiting_since": "2026-09-01", "name": "Kim Invented", "own_words": "Chess."}


def add(
    world: World, who: str, noun: str, cells: dict[str, str], scheme: str = ""
) -> Any:
    """Add a row as somebody; returns the response."""
    named = scheme or "oxfordshire-mentors"
    return world.client(who).post(
        f"/api/v1/schemes/{world.schemes[named]}/{noun}",
        headers=world.write(),
        json={"values": cells},
    )


def get(world: World, who: str, path: str) -> Any:
    """Get a path as somebody."""
    return world.client(who).get(f"/api/v1{path}")


def patch(world: World, who: str, path: str, version: int, **cells: str) -> Any:
    """Change cells as somebody."""
    return world.client(who).patch(
        f"/api/v1{path}", headers=world.write(version), json={"values": cells}
    )


def test_a_volunteer_registers_skills_checks_travel_and_slots(world: World) -> None:
    """What a volunteer says of themselves is taken; what others judge stays lowest."""
    answer = add(world, "holder", "assets", MENTOR)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["values"]["capabilities"] == "makaton"
    assert shown["values"]["slots"] == "sat-am/fortnightly; tue-eve"
    assert shown["values"]["trained"] == "No"
    assert "paused" not in shown["values"]
    assert "suspended" not in answer.text
    with world.app.database.reading() as session:
        (asset,) = world.store(session).find(Asset)
        assert asset.person_id == world.people["holder"].person_id
    (line,) = get(world, "holder", "/assets").json()["items"]
    assert line["id"] == shown["id"]


@pytest.mark.parametrize("column", ["trained", "check_outcome", "suspended", "holder"])
def test_nobody_clears_themselves(world: World, column: str) -> None:
    """Training, a check's outcome, a hold and whose row it is are others' word."""
    answer = add(world, "holder", "assets", MENTOR | {column: "Yes"})
    assert answer.status_code == 409
    shown = add(world, "holder", "assets", MENTOR).json()
    path = f"/assets/{shown['id']}"
    assert patch(world, "holder", path, 2, **{column: "Yes"}).status_code == 409


def test_new_check_dates_have_to_be_decided_anew(world: World) -> None:
    """A holder who changes a check's dates takes its outcome away with them."""
    shown = add(world, "holder", "assets", MENTOR).json()
    path = f"/assets/{shown['id']}"
    cleared = patch(
        world, "coordinator", path, shown["version"], check_outcome="suitable"
    )
    assert cleared.json()["values"]["check_outcome"] == "suitable", cleared.text
    again = patch(
        world, "holder", path, cleared.json()["version"], check_issued="2026-10-01"
    )
    assert again.status_code == 200, again.text
    assert "check_outcome" not in again.json()["values"]


def test_cells_are_read_by_the_parser_of_the_sheets(world: World) -> None:
    """Faults come by the scheme's column, and repeat nothing that was sent."""
    answer = add(world, "holder", "assets", MENTOR | {"slots": "whenever"})
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"column": "slots"}]
    assert "whenever" not in answer.text
    strange = add(world, "coordinator", "assets", MENTOR | {"shoe": "42"})
    assert {"column": ""} in strange.json()["faults"]
    assert "shoe" not in strange.text


def test_a_parent_asks_for_a_course_themselves(world: World) -> None:
    """A course parent adds their own need, and sees it; another parent does not."""
    answer = add(world, "parent", "needs", PARENT, "hartlepool-tutors")
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["personal"]["name"] == "Pat Invented"
    assert shown["values"]["waiting_since"] == "2026-11-23"
    world.invent("parent-2", "parent")
    path = f"/needs/{shown['id']}"
    assert get(world, "parent-2", path).status_code == 404
    assert get(world, "parent-2", "/needs").json()["items"] == []


def test_a_child_is_asked_for_by_their_worker(world: World) -> None:
    """A worker who enters a child speaks for them; a parent enters no child."""
    assert add(world, "parent", "needs", CHILD).status_code == 404
    answer = add(world, "worker", "needs", CHILD)
    assert answer.status_code == 201, answer.text
    path = f"/needs/{answer.json()['id']}"
    assert get(world, "worker", path).json()["personal"]["own_words"] == "Chess."
    world.invent("worker-2", "worker")
    for other in ("worker-2", "holder", "hub", "young_person", "charity-coordinator"):
        assert get(world, other, path).status_code == 404, other


def test_an_approver_sees_no_name(world: World) -> None:
    """What an approver is shown holds the cells, and none of the personal columns."""
    made = add(world, "worker", "needs", CHILD).json()
    shown = get(world, "approver", f"/needs/{made['id']}")
    assert shown.status_code == 200
    assert "personal" not in shown.json()
    assert "Kim" not in shown.text


def test_staff_see_nothing_of_their_own_household(world: World) -> None:
    """A coordinator who volunteers is to that row a holder, and no coordinator."""
    person = world.people["coordinator"].person_id
    made = add(world, "holder", "assets", MENTOR).json()

    def hand_over(session: Session) -> None:
        store = world.store(session)
        (asset,) = store.find(Asset)
        store.change(asset, beside_id=person)

    world.app.database.transaction(hand_over)
    shown = get(world, "coordinator", f"/assets/{made['id']}").json()
    assert "seats" not in shown
    assert "edited" not in shown
    assert "seats" in get(world, "coordinator-2", f"/assets/{made['id']}").json()


def test_what_holds_an_asset_back_looks_the_same(world: World) -> None:
    """On hold, or suspended: a coordinator reads the same bytes but for the version."""

    def seen() -> str:
        made = add(world, "coordinator", "assets", MENTOR | JUDGED).json()
        path = f"/assets/{made['id']}"
        if hold:
            client = world.client("coordinator")
            client.post(
                f"/api/v1{path}/hold", headers=world.write(made["version"]), json={}
            )
        else:
            suspend(world, UUID(made["id"]))
        text = get(world, "coordinator-2", path).json()
        same = {"id", "version", "ref"}
        return str({name: value for name, value in text.items() if name not in same})

    hold = True
    first = seen()
    hold = False
    assert seen() == first
    assert "'available': False" in first


def suspend(world: World, asset_id: UUID) -> None:
    """Suspend an asset's holder."""

    def act(session: Session) -> None:
        store = world.store(session)
        asset = store.get(Asset, asset_id)
        assert asset is not None
        person = store.get(Person, asset.person_id)
        assert person is not None
        store.new(
            Suspension,
            identity_id=person.identity_id,
            suspended_by=world.people["safeguarding_lead"].account_id,
        )

    world.app.database.transaction(act)


def test_a_pause_is_the_holders_and_a_hold_is_not(world: World) -> None:
    """A holder pauses and returns; from a hold only the organisation returns."""
    made = add(world, "holder", "assets", MENTOR).json()
    path, version = f"/api/v1/assets/{made['id']}", made["version"]

    def step(who: str, act: str) -> Any:
        nonlocal version
        answer = world.client(who).post(f"{path}/{act}", headers=world.write(version))
        version = answer.json().get("version", version)
        return answer

    assert step("holder", "pause").json()["paused"] is True
    assert step("holder", "return").json()["paused"] is False
    assert step("holder", "hold").status_code == 404
    assert step("coordinator", "hold").json()["available"] is False
    assert step("holder", "return").status_code == 409
    assert step("coordinator", "return").json()["open"] is True


def test_nothing_is_closed_under_a_seat(world: World) -> None:
    """An asset with a held seat is not closed, and never made smaller than is held."""
    made = add(world, "holder", "assets", MENTOR | {"most_children": "2"}).json()

    def hold(session: Session) -> None:
        store = world.store(session)
        (seats,) = store.find(Seats)
        store.change(seats, held=2, units=2)

    world.app.database.transaction(hold)
    path = f"/assets/{made['id']}"
    smaller = patch(world, "holder", path, made["version"], most_children="1")
    assert smaller.status_code == 409, smaller.text
    headers = world.write(made["version"])
    shut = world.client("holder").post(f"/api/v1{path}/close", headers=headers)
    assert shut.status_code == 409


def test_a_stale_form_changes_nothing(world: World) -> None:
    """A change needs the version that was seen, and an old one is refused."""
    made = add(world, "holder", "assets", MENTOR).json()
    path = f"/assets/{made['id']}"
    assert patch(world, "holder", path, made["version"], travel_km="5").is_success
    assert (
        patch(world, "holder", path, made["version"], travel_km="6").status_code == 412
    )


def test_every_read_of_a_person_is_logged(world: World) -> None:
    """A read leaves a view row and counts once an hour; over a hundred raise a task."""
    made = [add(world, "worker", "needs", CHILD).json() for _ in range(2)]
    for each in made:
        for _ in range(2):
            get(world, "coordinator", f"/needs/{each['id']}")
    me = world.people["coordinator"].account_id

    def look(session: Session) -> tuple[int, int, int]:
        store = world.store(session)
        (count,) = store.find(ViewCount, ViewCount.account_id == me)
        return (
            store.count(View, View.account_id == me),
            count.people,
            store.count(Task, Task.kind == "bulk_reading"),
        )

    with world.app.database.reading() as session:
        assert look(session) == (4, 2, 0)

    def nearly(session: Session) -> None:
        store = world.store(session)
        (count,) = store.find(ViewCount, ViewCount.account_id == me)
        store.change(count, people=100)

    world.app.database.transaction(nearly)
    third = add(world, "worker", "needs", CHILD).json()
    for _ in range(2):
        get(world, "coordinator", f"/needs/{third['id']}")
    with world.app.database.reading() as session:
        assert look(session)[1:] == (101, 3)
    world.later(hours=1)
    get(world, "coordinator", f"/needs/{third['id']}")
    with world.app.database.reading() as session:
        assert (
            len(world.store(session).find(ViewCount, ViewCount.account_id == me)) == 2
        )


def test_a_list_shows_no_cells_and_costs_the_same(world: World) -> None:
    """A page of refs holds nothing about anybody, and pages join without a gap."""
    refs = [add(world, "worker", "needs", CHILD).json()["ref"] for _ in range(3)]
    path = f"/schemes/{world.schemes['oxfordshire-mentors']}/needs"
    first = get(world, "coordinator", f"{path}?limit=2")
    assert "Kim" not in first.text
    rest = get(world, "coordinator", f"{path}?limit=2&cursor={first.json()['next']}")
    found = [row["ref"] for page in (first, rest) for row in page.json()["items"]]
    assert sorted(found) == sorted(refs)
    assert rest.json()["next"] is None
    assert get(world, "holder", path).status_code == 404


def test_values_are_sealed_under_their_person(world: World) -> None:
    """What a cell holds is in the private table alone, under its person's key."""
    add(world, "worker", "needs", CHILD)
    with world.app.database.reading() as session:
        store = world.store(session)
        (need,) = store.find(Need)
        assert "OX2" not in need.model_dump_json()
        assert read(store, [need])[need.id, "values"]["birth"] == {"date": "2015-03-01"}
        assert need.created_at - world.app.now() < timedelta(seconds=1)
