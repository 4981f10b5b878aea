"""Importing sheets through the API: all or nothing, and nothing loosened."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from support.world import World

from api.records import Asset, Blind, Need, Person, PersonLink, Private, Suspension
from api.store import read
from api.store.seats import seats_of

SCHEME = "hartlepool-babybank"
GIVEN = "ref,giver,contact,hub,item,size,quantity,condition,quality,checked\n"
HUBS = "ref,name,place\nh1,Invented hub,TS24\n"


def sheets(world: World, who: str = "coordinator", **files: str) -> Any:
    """Send sheets as somebody; returns the response."""
    dry_run = files.pop("dry_run", "")
    return world.client(who).post(
        f"/api/v1/schemes/{world.schemes[SCHEME]}/import",
        params={"dry_run": dry_run} if dry_run else {},
        headers=world.write(),
        files=[("files", (f"{name}.csv", text)) for name, text in files.items()],
    )


def cot(**cells: str) -> str:
    """Return one row of the sheet of offers."""
    base = {
        "ref": "g1",
        "giver": "Gil Invented",
        "contact": "gil@invented.example",
        "hub": "h1",
        "item": "cot",
        "size": "one-size",
        "quantity": "2",
        "condition": "good",
        "quality": "70",
        "checked": "yes",
    }
    return ",".join((base | cells).values()) + "\n"


def assets(world: World) -> list[tuple[Asset, dict[str, Any]]]:
    """Return the council's assets with what their cells hold."""
    with world.app.database.reading() as session:
        store = world.store(session)
        rows = store.find(Asset)
        kept = read(store, rows)
        return [(row, kept[row.id, "values"]) for row in rows]


def test_an_import_adds_what_is_new_and_says_so(world: World) -> None:
    """Rows in are accepted or refused, and every accepted one is a record."""
    answer = sheets(world, hubs=HUBS, assets=GIVEN + cot())
    assert answer.status_code == 200, answer.text
    assert answer.json()["counts"]["assets"]["new"] == 1
    assert answer.json()["read"]["assets"] == {"rows": 1, "accepted": 1, "refused": 0}
    ((asset, values),) = assets(world)
    assert values["quantity"] == 2
    with world.app.database.reading() as session:
        assert (
            seats_of(world.store(session), asset.id, world.council)["seats"].most == 2
        )


def test_a_fault_anywhere_leaves_everything_as_it_was(world: World) -> None:
    """One unreadable cell in one file, and no row of any file is taken."""
    bad = GIVEN + cot() + cot(ref="g2", quantity="many")
    answer = sheets(world, hubs=HUBS, assets=bad)
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"row": 3}]
    assert "many" not in answer.text
    assert assets(world) == []


def test_a_dry_run_shows_and_changes_nothing(world: World) -> None:
    """A dry run gives the counts of the import that follows, and leaves no row."""
    files = {"hubs": HUBS, "assets": GIVEN + cot()}
    shown = sheets(world, dry_run="true", **files)
    assert shown.status_code == 200, shown.text
    assert assets(world) == []
    taken = sheets(world, **files)
    assert taken.json()["counts"] == shown.json()["counts"]


def test_empty_leaves_dash_clears_absent_stays(world: World) -> None:
    """An empty cell leaves the value, a dash clears, an absent row changes nothing."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot() + cot(ref="g2"))
    again = GIVEN + cot(condition="-", quality="", quantity="3")
    answer = sheets(world, hubs=HUBS, assets=again)
    counts = answer.json()["counts"]["assets"]
    assert (counts["rows"], counts["changed"]) == (1, 1)
    first, second = assets(world)
    assert "condition" not in first[1]
    assert (first[1]["quality"], first[1]["quantity"]) == (70, 3)
    assert second[1]["condition"] == "good"


def test_the_same_sheet_again_changes_nothing(world: World) -> None:
    """What is there already counts as unchanged, and rows keep their versions."""
    files = {"hubs": HUBS, "assets": GIVEN + cot()}
    sheets(world, **files)
    before = assets(world)[0][0].version
    counts = sheets(world, **files).json()["counts"]
    assert counts["assets"]["unchanged"] == counts["hubs"]["unchanged"] == 1
    assert assets(world)[0][0].version == before


def test_what_a_person_changed_here_is_a_conflict(world: World) -> None:
    """A column edited here keeps its value, and the sheet's is shown as a conflict."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot())

    def edit(session: Any) -> None:
        store = world.store(session)
        (asset,) = store.find(Asset)
        store.change(asset, edited={"quality": "2026-11-23T09:00:00+00:00"})

    world.app.database.transaction(edit)
    answer = sheets(world, hubs=HUBS, assets=GIVEN + cot(quality="20", quantity="1"))
    (row,) = answer.json()["conflicts"]
    assert row["conflicts"] == [{"column": "quality", "why": "changed here"}]
    values = assets(world)[0][1]
    assert (values["quality"], values["quantity"]) == (70, 1)


@pytest.mark.parametrize("held", [True, False])
def test_a_sheet_never_loosens_what_is_held_or_suspended(
    world: World, *, held: bool
) -> None:
    """With a seat held, or its holder suspended, a sheet gives no more room."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot(quantity="1"))

    def tighten(session: Any) -> None:
        store = world.store(session)
        (asset,) = store.find(Asset)
        if held:
            seats = seats_of(store, asset.id, world.council)["seats"]
            store.change(seats, held=1, units=1)
            return
        person = store.get(Person, asset.person_id)
        assert person is not None
        store.new(
            Suspension,
            identity_id=person.identity_id,
            suspended_by=world.people["safeguarding_lead"].account_id,
        )

    world.app.database.transaction(tighten)
    answer = sheets(world, hubs=HUBS, assets=GIVEN + cot(quantity="5"))
    (row,) = answer.json()["conflicts"]
    why = "matched" if held else "not available"
    assert row["conflicts"] == [{"column": "quantity", "why": why}]
    assert "suspend" not in answer.text
    assert assets(world)[0][1]["quantity"] == 1


def test_personal_columns_are_kept_sealed_and_nowhere_else(world: World) -> None:
    """A name from a sheet is the person's, sealed; no table holds it in the clear."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot(giver="Canary Invented"))
    with world.app.database.reading() as session:
        store = world.store(session)
        (asset,) = store.find(Asset)
        person = store.get(Person, asset.person_id)
        assert person is not None
        assert read(store, [person])[person.id, "name"] == "Canary Invented"
        plain = [row.sealed for row in store.find(Private)]
        assert not any(b"Canary" in sealed for sealed in plain)


def test_a_likeness_only_proposes_a_link(world: World) -> None:
    """The same name and contact on two rows makes two people and a proposed link."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot() + cot(ref="g2"))
    with world.app.database.reading() as session:
        store = world.store(session)
        people = {asset.person_id for asset in store.find(Asset)}
        assert len(people) == 2
        (link,) = store.find(PersonLink)
        assert {link.person_id, link.other_id} == people
        assert link.state == "proposed"
        assert len(store.find(Blind, Blind.person_id.in_(people))) == 2  # type: ignore[attr-defined]


def test_only_staff_of_the_scheme_import(world: World) -> None:
    """To a holder, and to a stranger, the scheme's import is not there."""
    for who in ("holder", "parent", "charity-holder"):
        assert sheets(world, who, hubs=HUBS).status_code == 404


def test_a_member_organisation_imports_rows_of_its_own(world: World) -> None:
    """What a member's coordinator imports is the member's, refs its own."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot())
    answer = sheets(
        world, "charity-coordinator", hubs=HUBS, assets=GIVEN + cot(quantity="9")
    )
    assert answer.json()["counts"]["assets"]["new"] == 1
    assert len(assets(world)) == 1
    with world.app.database.reading() as session:
        (theirs,) = world.store(session, world.charity).find(Asset)
        assert theirs.organisation_id == world.charity


def test_a_ref_that_leads_nowhere_is_a_fault(world: World) -> None:
    """A hub that no file and no record knows refuses the whole import."""
    answer = sheets(world, hubs=HUBS, assets=GIVEN + cot(hub="h9"))
    assert answer.status_code == 422
    with world.app.database.reading() as session:
        assert world.store(session).find(Need) == []


def test_sheets_come_out_formula_safe_and_go_in_unchanged(world: World) -> None:
    """An export holds no name; imported again it changes nothing; text stays text."""
    sheets(world, hubs=HUBS, assets=GIVEN + cot(giver="Canary Invented"))
    path = f"/api/v1/schemes/{world.schemes[SCHEME]}/export"
    out = world.client("coordinator").get(path, params={"sheet": "assets"})
    assert out.status_code == 200, out.text
    book = load_workbook(BytesIO(out.content))
    texts = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Canary Invented" not in texts
    assert "g1" in texts
    files = [("files", ("assets.xlsx", out.content))]
    again = world.client("coordinator").post(
        path.replace("/export", "/import"), headers=world.write(), files=files
    )
    assert again.json()["counts"]["assets"]["unchanged"] == 1, again.text
    assert (
        world.client("holder").get(path, params={"sheet": "assets"}).status_code == 404
    )


def test_too_much_is_refused_before_it_is_read(world: World) -> None:
    """Files above 20 MB together are refused, and none of them is read."""
    large = b"ref\n" + b"x" * (20 * 1024 * 1024)
    path = f"/api/v1/schemes/{world.schemes[SCHEME]}/import"
    client = world.client("coordinator")
    files = [("files", ("assets.csv", large))]
    assert client.post(path, headers=world.write(), files=files).status_code == 413
    assert assets(world) == []


def test_two_rows_of_one_person_have_one_name(world: World) -> None:
    """Where rows of one holder name them differently, the first counts, every time."""
    files = {
        "hubs": HUBS,
        "assets": GIVEN.replace("giver", "holder,giver")
        + cot().replace("g1,", "g1,p1,")
        + cot(ref="g2", giver="Other Invented").replace("g2,", "g2,p1,"),
    }
    assert sheets(world, **files).json()["counts"]["assets"]["new"] == 2
    again = sheets(world, **files)
    assert again.json()["counts"]["assets"]["unchanged"] == 2
    with world.app.database.reading() as session:
        store = world.store(session)
        (person,) = {asset.person_id for asset in store.find(Asset)}
        row = store.get(Person, person)
        assert row is not None
        assert read(store, [row])[person, "name"] == "Gil Invented"
