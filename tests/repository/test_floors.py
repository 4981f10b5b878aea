"""Imports only go down, each library has one home, and no file outgrows its cap."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.imports import cycles, floor_of, imports, modules
from support.tools import ROOT

# Bottom first; the modules of one floor do not see each other.
FLOORS = """
matcher.model matcher.errors < matcher.schemes < matcher.gazetteer
< matcher.intake matcher.communities < matcher.graph < matcher.candidates
< matcher.scoring < matcher.instance < matcher.solving matcher.verifying
< matcher.explaining < matcher.insight < matcher.rounds < matcher.benchmarks
< api.settings < api.keys api.database < api.records < api.migrations < api.steps
< api.permissions api.audit_log < api.store
< api.snapshots api.outbox api.mail api.packs < api.auth < api.actions api.errors
< api.reports < api.jobs < api.routes api.pages api.feeds < api.main < api.cli
"""
LEVEL = {m: n for n, floor in enumerate(FLOORS.split("<")) for m in floor.split()}
ALONE = "matcher.verify_round"  # the standard library only, and nobody imports it
PEERS = "matcher.benchmarks"  # runs beside the engine what the engine has elsewhere
HOMES = {
    "ortools": f"matcher.solving {PEERS}",
    "networkx": f"matcher.graph matcher.insight {PEERS}",
    "geopy": f"matcher.gazetteer {PEERS}",
    "matching": PEERS,
    "algmatch": PEERS,
    "pyhrtc": PEERS,
    "sqlmodel": "api.records api.database api.audit_log api.store",
    "sqlalchemy": "api.records api.database api.migrations api.audit_log api.store",
    "cryptography": "api.keys",
    "authlib": "api.auth",
    "joserfc": "api.auth",
    "pwdlib": "api.auth",
    "pyotp": "api.auth",
    "segno": "api.auth",
    "fastapi": "api.routes api.pages api.feeds api.main api.auth api.errors",
    "dbos": "api.jobs",
    "alembic": "api.database api.migrations",
}
CAP = 400
CAPS = {
    ALONE: 1_800,  # one file by design: it cannot be split, nothing is left out
    "api.migrations.versions.0001_first_tables": 1_200,  # one revision is one file
}


def breaches(root: Path) -> list[str]:
    """Return every breach under `root`, a sentence each."""
    known = modules(root, "matcher", "api")
    uses = {module: imports(module, known) for module in known}
    wrong = [why for module in known for why in _of_one(module, uses[module])]
    for module, path in known.items():
        cap = CAPS.get(module, CAP)
        if len(path.read_text("utf-8").splitlines()) > cap:
            wrong.append(f"{module} has more than {cap} lines")
    return wrong + [f"a cycle: {names}" for names in cycles(uses)]


def _of_one(module: str, uses: set[str]) -> Iterator[str]:
    mine = floor_of(module)
    if mine not in {*LEVEL, "matcher", "api", ALONE}:
        yield f"{module} stands on no floor"
    for used in sorted(uses):
        theirs = floor_of(used)
        if used.startswith(("matcher.", "api.")):
            if theirs != mine and LEVEL.get(theirs, 99) >= LEVEL.get(mine, -1):
                yield f"{module} imports {used}, which is not below it"
        elif mine == ALONE and used not in sys.stdlib_module_names:
            yield f"{module} imports {used} and should stand alone"
        elif mine not in HOMES.get(used, mine).split():
            yield f"{module} imports {used}, which has another home"
        elif used == "numba" and "kernel" not in module.rpartition(".")[2]:
            yield f"{module} imports numba and is no kernel"


def test_imports_only_go_down() -> None:
    """No file looks up or sideways, borrows a library, or outgrows its cap."""
    assert breaches(ROOT) == []


PLANTS = [
    ("matcher/graph.py", "from matcher import rounds", "not below"),
    ("matcher/schemes.py", "from .rounds import x", "not below"),
    ("matcher/solving.py", "def f():\n    from matcher import verifying", "not below"),
    ("matcher/instance.py", "import matcher.verify_round", "not below"),
    ("matcher/scoring.py", "import networkx.algorithms as nx", "another home"),
    ("matcher/candidates.py", "import numba", "no kernel"),
    ("matcher/verify_round.py", "import numpy", "stand alone"),
    ("matcher/rounds/one.py", "from matcher.rounds import two", "a cycle"),
    ("matcher/helpers.py", "", "no floor"),
    ("matcher/model.py", "\n" * (CAP + 1), "more than"),
]


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_breach_is_named(plant: tuple[str, str, str], tmp_path: Path) -> None:
    """Each kind of breach, planted in a sound tree, is named."""
    for name in (
        "rounds/one",
        "rounds/two",
        "rounds/__init__",
        "verify_round",
        "verifying",
    ):
        (tmp_path / "matcher/rounds").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"matcher/{name}.py").touch()
    (tmp_path / "matcher/rounds/two.py").write_text("import matcher.rounds.one")
    assert breaches(tmp_path) == []
    path, text, why = plant
    (tmp_path / path).write_text(text)
    assert any(why in breach for breach in breaches(tmp_path))
