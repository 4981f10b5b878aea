"""``acorns import`` on a database: as somebody, shown first, or all taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlmodel import Session
from support.world import make_world
from typer.testing import CliRunner

from api.cli import create_app
from api.database import Database, migrate
from api.keys import Keys
from api.records import Asset

HUBS = "ref,name,place\nh1,Invented hub,TS24\n"
GIVEN = "ref,hub,item,size,quantity,checked\ng1,h1,cot,one-size,2,yes\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write two sheets, and return their paths."""
    for name, text in (("hubs", HUBS), ("assets", GIVEN)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return [str(tmp_path / "hubs.csv"), str(tmp_path / "assets.csv")]


def test_the_command_imports_as_somebody(
    tmp_path: Path, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --dry-run nothing is there afterwards; without, every row; by name only."""
    key = Keys.make()
    monkeypatch.setattr(Keys, "make", lambda: key)
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    migrate(database)
    world = make_world(database, tmp_path)
    monkeypatch.setenv("ACORNS_DATABASE", database.address)
    monkeypatch.setenv("ACORNS_KEY", key)

    def run(*more: str) -> tuple[int, str]:
        words = ["import", "hartlepool-babybank", *files, *more]
        result = CliRunner().invoke(create_app(), words)
        return result.exit_code, result.output or str(result.exception)

    me = ("--as", "coordinator@invented.example")
    assert "Say who you are" in run()[1]
    assert run("--as", "nobody@invented.example")[0] == 1
    assert run("--as", "holder@invented.example")[0] == 1
    code, shown = run("--dry-run", "--json", *me)
    assert code == 0, shown
    assert json.loads(shown)["counts"]["assets"]["new"] == 1

    def there(session: Session) -> int:
        return world.store(session).count(Asset)

    assert database.transaction(there) == 0
    code, shown = run(*me)
    assert code == 0, shown
    assert "assets: 1 rows; 1 were added" in shown
    assert database.transaction(there) == 1
    database.close()
