"""Rights on pages: found by ref alone, shown, held, erased; second looks; keeping."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.databases import NewDatabase
from support.populated import Populated
from support.proposing import make_pair
from support.visiting import Visit
from support.world import World, make_world

from api.records import Again, Erasure, PersonLink

WORDS = "zzcanary Please look at my travel."


@pytest.fixture
def here(new_database: NewDatabase, tmp_path: Path) -> World:
    """Return a world of one's own; actions are tried on both databases elsewhere."""
    return make_world(new_database("sqlite"), tmp_path)


def test_a_person_is_found_by_what_one_has_in_hand(populated: Populated) -> None:
    """A ref or an address finds somebody; nothing typed is in an address or a list."""
    visit = Visit(populated.world, "auditor")
    person = f"/people/{populated.world.people['young_person'].person_id}"
    page = visit.get("/people")
    assert person not in page.text
    for typed in ({"ref": "n1"}, {"email": "young_person@invented.example"}):
        seen = visit.send(page, "/people", **typed)
        assert person in seen.links()
        assert seen.path == "/people"
    nobody = visit.send(page, "/people", ref="n1' OR 1=1")
    assert "Nobody." in nobody.main
    assert "Nobody." in visit.send(page, "/people").main


def test_only_who_answers_for_people_finds_them(populated: Populated) -> None:
    """Lead and auditor find, each with a next step; to others it is not there."""
    lead = Visit(populated.world, "safeguarding_lead")
    seen = lead.send("/people", "/people", ref="n1")
    assert any(each.endswith("/suspend") for each in seen.links())
    for name in ("coordinator", "approver", "administrator", "holder", "worker"):
        assert Visit(populated.world, name).get("/people").status == 404


def test_who_read_a_record(populated: Populated) -> None:
    """Every read is on the person's page, by name and time, and reading it is one."""
    world = populated.world
    need = populated.ids["needs"]
    assert Visit(world, "coordinator").client.get(f"/needs/{need}").status_code == 200
    id_ = world.people["young_person"].person_id
    seen = Visit(world, "auditor").get(f"/people/{id_}")
    assert "Coordinator Invented" in seen.main
    for name in ("coordinator", "safeguarding_lead", "young_person"):
        assert Visit(world, name).get(f"/people/{id_}").status == 404


def test_access(populated: Populated) -> None:
    """What is kept is a page to read and a file for machines, and the same thing."""
    world = populated.world
    id_ = world.people["young_person"].person_id
    for name in ("auditor", "young_person"):
        visit = Visit(world, name)
        page = visit.get(f"/people/{id_}/export")
        assert "Young_Person Invented" in page.main
        assert "What is not shown, and why" in page.main
        answer = visit.client.get(f"/people/{id_}/export.json")
        assert "attachment" in answer.headers["content-disposition"]
        assert "invented" not in answer.headers["content-disposition"]
        records = json.loads(answer.text)["records"]
        shown = len(list(page.root.all("h3"))) + len(list(page.root.all("tr"))) - 1
        # Somebody else's look at the page is kept too, and stands in the file.
        assert len(records) - shown == (name == "auditor")
    for name in ("coordinator", "parent", "holder"):
        assert Visit(world, name).get(f"/people/{id_}/export").status == 404


def test_a_childs_file_is_not_erased(populated: Populated) -> None:
    """Where a hold or the law keeps a record, the page says under which rule."""
    id_ = populated.world.people["young_person"].person_id
    visit = Visit(populated.world, "auditor")
    seen = visit.get(f"/people/{id_}/erase")
    assert "A legal hold keeps this record: invented." in seen.main
    assert not list(next(seen.root.all("main")).all("form"))


def test_erasing(here: World) -> None:
    """An erasure waits for somebody who read what it does; then it says what stays."""
    visit, id_ = Visit(here, "auditor"), here.people["helper"].person_id
    path = f"/people/{id_}/erase"
    page = visit.get(path)
    assert "Nobody can undo this" in page.main
    assert visit.send(page, path).status == 422
    done = visit.send(page, path, sure="true")
    assert "It is erased." in done.text
    assert "What is kept, and why" in done.main
    with here.app.database.reading() as session:
        assert len(here.store(session).find(Erasure)) == 1


def test_holds(here: World) -> None:
    """A hold is placed under a rule, seen before an erasure, and lifted."""
    visit, id_ = Visit(here, "auditor"), here.people["helper"].person_id
    path = f"/people/{id_}"
    assert visit.send(path, f"{path}/holds", rule=" ").status == 422
    seen = visit.send(path, f"{path}/holds", rule="An invented order")
    assert "An invented order" in seen.main
    assert "A legal hold keeps this record" in visit.get(f"{path}/erase").main
    [lift] = [
        form.get("action")
        for form in seen.root.all("form")
        if form.get("action").startswith("/holds/")
    ]
    assert "The hold is lifted." in visit.send(seen, lift).text
    assert "Nobody can undo this" in visit.get(f"{path}/erase").main


def test_the_same_person(here: World) -> None:
    """Two rows are joined by a coordinator's word alone, once."""

    def make(session: object) -> None:
        store = here.store(session)  # type: ignore[arg-type]
        people = here.people
        store.new(
            PersonLink,
            person_id=people["holder"].person_id,
            other_id=people["holder-2"].person_id,
            kind="name",
        )

    here.app.database.transaction(make)
    visit = Visit(here, "coordinator")
    [path] = [
        each for each in visit.get("/person-links").links() if "person-links/" in each
    ]
    page = visit.get(path)
    assert "Holder Invented" in page.main
    assert visit.send(page, f"{path}/decide").status == 422
    joined = visit.send(page, f"{path}/decide", same="yes")
    assert "They are one person from now on." in joined.text
    assert "Nothing waits for you." in joined.main


def test_a_second_look(here: World) -> None:
    """Somebody who did not decide looks, and the asker reads the answer."""
    pair = make_pair(here, "oxfordshire-mentors")
    pair.draft()
    pair.go("disclosed")
    path = f"/proposals/{pair.proposal_id}/again"
    Visit(here, "parent").send(path, path, words=WORDS)
    with here.app.database.reading() as session:
        [row] = here.store(session).find(Again)
    page = f"/again/{row.id}"
    assert page in Visit(here, "approver").get("/again").links()
    decided = Visit(here, "coordinator").get(page)
    refused = Visit(here, "coordinator").send(
        decided, f"{page}/look", outcome="stands", words="No."
    )
    assert refused.status == 409
    looked = Visit(here, "approver").send(
        page, f"{page}/look", outcome="to_be_changed", words="You are right."
    )
    assert WORDS in looked.main
    told = Visit(here, "parent").get(page)
    assert "You are right." in told.main
    assert WORDS not in told.main
    assert Visit(here, "holder").get(page).status == 404


def test_keeping(here: World) -> None:
    """The table with what would go now; only an administrator does it, or keys."""
    auditor = Visit(here, "auditor").get("/keeping")
    assert "A round can be replayed for a year" in auditor.main.replace(
        "a round", "A round"
    )
    assert not list(next(auditor.root.all("main")).all("form"))
    admin = Visit(here, "administrator")
    assert "records are gone." in admin.send("/keeping", "/keeping/run").text
    assert "0 are left." in admin.send("/keeping", "/keeping/keys").text
    assert Visit(here, "coordinator").get("/keeping").status == 404
