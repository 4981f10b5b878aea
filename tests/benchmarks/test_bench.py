"""``acorns bench``: every bench runs, and says nothing that was not measured."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.terminal import Terminal

from matcher.benchmarks import BENCHES

ABSENT = 'raise ModuleNotFoundError("not here", name=__name__)\n'
WRONG = """
class HR:
    def __init__(self, **asked): pass
    def get_stable_matching(self): return {"resident_sided": {}}
"""


def planted(terminal: Terminal, **modules: str) -> str:
    """Put modules before those that are installed; return the PYTHONPATH for it."""
    folder = terminal.folder / "planted"
    folder.mkdir()
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_runs(terminal: Terminal, name: str) -> None:
    """Everybody in a bench runs at a tiny size, or is said not to be installed."""
    found = json.loads(terminal.done("bench", name, "--quick", "--json"))
    (bench,) = found["benches"]
    assert (bench["name"], bench["quick"], found["seconds"]) == (name, True, [])
    for case in bench["cases"]:
        assert case["wrong"] == []
        for entrant in case["entrants"]:
            assert entrant["state"] in {"done", "missing"}, entrant["notes"]
            assert entrant["package"] or entrant["state"] == "done"
        for run in case["runs"]:
            assert run["state"] == "missing" or run["cpu"] > 0
        # A tiny size reaches nothing, whatever it takes.
        assert {row["reached"] for row in case["reach"]} <= {None}


def test_a_figure_is_measured_and_kept(terminal: Terminal) -> None:
    """A part that is measured again replaces its own and leaves the others."""
    kept = terminal.folder / "kept.json"
    other = {"name": "stable-size", "cases": []}
    kept.write_text(
        json.dumps({"format": "acorns-bench/1", "benches": [other], "rounds": None})
    )
    terminal.done("bench", "help", "--out", kept)
    found = json.loads(kept.read_text("utf-8"))
    assert found["benches"] == [other]
    assert [row["name"] for row in found["rounds"]["seconds"]] == ["help"]
    assert found["rounds"]["machine"]["processors"] >= 1


def test_a_quick_run_is_not_kept(terminal: Terminal) -> None:
    """What measured nothing cannot take the place of what did."""
    assert "nothing to keep" in terminal.refused(
        "bench", "courses", "--quick", "--out", terminal.folder / "kept.json"
    )
    assert not (terminal.folder / "kept.json").exists()


def test_a_peer_that_is_missing(terminal: Terminal) -> None:
    """A peer that is not installed has a sentence and no number."""
    path = planted(terminal, pyhrtc=ABSENT)
    said = terminal.done("bench", "stable-size", "--quick", PYTHONPATH=path)
    (line,) = (x for x in said.splitlines() if "pyhrtc, CBC" in x)
    assert line.split("  ")[-1] == "not installed: make bench-peers"


def test_claims_that_differ(terminal: Terminal) -> None:
    """Where two say different things of one instance there is no ratio, and a failure.

    A peer is planted that matches nobody.
    """
    path = planted(terminal, algmatch=WRONG, matching=ABSENT)
    done = terminal.run("bench", "needs-first", "--quick", "--json", PYTHONPATH=path)
    assert done.returncode == 1
    assert "seed 1: acorns says matched 40, algmatch says 0" in done.stderr
    case = json.loads(done.stdout)["benches"][0]["cases"][0]
    assert case["wrong"]
    assert not any("ratio" in entrant for entrant in case["entrants"])


def test_a_file_of_another_kind_is_left_alone(terminal: Terminal) -> None:
    """A file that holds no figures is not written over."""
    mine: Path = terminal.write("mine.json", '{"format": "acorns-instance/1"}')
    assert "not acorns-bench/1" in terminal.refused("bench", "help", "--out", mine)
    assert mine.read_text("utf-8") == '{"format": "acorns-instance/1"}'
