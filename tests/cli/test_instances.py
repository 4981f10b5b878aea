"""``acorns solve``, ``verify`` and ``convert``, from file to file."""

from __future__ import annotations

import json

import pytest
from support.terminal import Terminal

from matcher.model import MAXIMISE, POLICIES

SALT = ("--salt", "0a1b2c")
INSTANCE = {
    "format": "acorns-instance/1",
    "round": "example",
    "needs": [{"ref": ref} for ref in ("n1", "n2", "n3")],
    "assets": [{"ref": "a1", "capacity": 2}, {"ref": "a2"}],
    "fits": [
        {"need": need, "asset": asset, "need_fit": points, "asset_fit": points}
        for need, asset, points in (
            ("n1", "a1", 90),
            ("n1", "a2", 60),
            ("n2", "a1", 80),
            ("n3", "a1", 70),
            ("n3", "a2", 75),
        )
    ],
}


def instance(terminal: Terminal, **changes: object) -> str:
    """Write the example, with changes; return its path."""
    return str(terminal.write("instance.json", json.dumps({**INSTANCE, **changes})))


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_solved_verifies(terminal: Terminal, policy: str) -> None:
    """Every policy's result holds under ``acorns verify``, its draw included."""
    path = instance(terminal)
    words = ("solve", path, "--policy", policy, *SALT, "--out", "result.json")
    assert "3 of 3 needs matched" in terminal.done(*words)
    shown = json.loads(terminal.done("verify", path, "result.json", *SALT, "--json"))
    assert shown["ok"]
    assert shown["lottery_checked"]
    assert "not checked" in terminal.done("verify", path, "result.json")
    told = terminal.done("verify", path, "result.json", *SALT)
    assert "The status is optimal." in told
    assert "The draw was made again, to the end" in told


@pytest.mark.parametrize("maximise", MAXIMISE)
def test_every_way_to_maximise_verifies(terminal: Terminal, maximise: str) -> None:
    """The option reaches the solver, stands in the result, and holds."""
    path = instance(terminal)
    words = ("solve", path, "--maximise", maximise, *SALT, "--out", "result.json")
    terminal.done(*words)
    terminal.done("verify", path, "result.json", *SALT)
    written = json.loads((terminal.folder / "result.json").read_text("utf-8"))
    assert written["options"]["maximise"] == maximise


def test_what_rests_on_a_word_is_named(terminal: Terminal) -> None:
    """A claimed result holds, and the level without a certificate is named."""
    path = instance(terminal)
    result = json.loads(terminal.done("solve", path, *SALT, "--json"))
    level = result["objectives"][-1]
    level.pop("certificate", None)
    level["proof"], result["status"] = "none", "claimed"
    terminal.write("result.json", json.dumps(result))
    told = terminal.done("verify", path, "result.json", *SALT)
    assert "The status is claimed." in told
    assert f"{level['name']} rests on the solver's word" in told
    shown = json.loads(terminal.done("verify", path, "result.json", *SALT, "--json"))
    assert (shown["status"], shown["word_only"]) == ("claimed", [level["name"]])


def test_one_salt_one_answer(terminal: Terminal) -> None:
    """The same instance and salt give the same result, whatever the order of rows."""
    forth = json.loads(terminal.done("solve", instance(terminal), *SALT, "--json"))
    turned = {key: INSTANCE[key][::-1] for key in ("needs", "assets", "fits")}
    path = instance(terminal, **turned)
    back = json.loads(terminal.done("solve", path, *SALT, "--json"))
    assert forth | {"seconds": 0} == back | {"seconds": 0}


def test_a_drawn_salt_is_said(terminal: Terminal) -> None:
    """Without a salt one is drawn, and said, so that the draw can be checked."""
    path = instance(terminal)
    done = terminal.run("solve", path, "--out", "result.json")
    salt = done.stderr.split()[-1]
    assert len(salt) == 64
    assert "not checked" not in terminal.done(
        "verify", path, "result.json", "--salt", salt
    )


def test_a_result_that_was_touched_does_not_verify(terminal: Terminal) -> None:
    """A need moved by hand is found, and the code is 1."""
    path = instance(terminal)
    result = json.loads(terminal.done("solve", path, *SALT, "--json"))
    result["chosen"][0]["asset"] = "a2"
    touched = terminal.write("touched.json", json.dumps(result))
    assert "does not hold" in terminal.refused("verify", path, touched)


def test_what_cannot_hold_is_named(terminal: Terminal) -> None:
    """Pins that contradict each other are named, and the result is still written."""
    path = instance(terminal, pinned=[["n1", "a2"], ["n3", "a2"]])
    said = terminal.refused("solve", path, *SALT, "--out", "result.json")
    assert "pin n1 a2" in said
    assert "pin n3 a2" in said
    written = (terminal.folder / "result.json").read_text("utf-8")
    assert json.loads(written)["status"] == "infeasible"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line"),
        ("{", "line"),
        ('{"format": "acorns-instance/1"}', "needs"),
        (json.dumps({**INSTANCE, "colour": 1}), "colour"),
        (json.dumps(INSTANCE).replace("90", "NaN"), "line"),
        (json.dumps(INSTANCE).replace("90", "1" + "0" * 30), "line"),
    ],
    ids=["empty", "cut", "bare", "unknown", "nan", "huge"],
)
def test_a_bad_instance_is_a_sentence(
    terminal: Terminal, text: str, sentence: str
) -> None:
    """A file that is no instance is refused by what is wrong; nothing is written."""
    path = terminal.write("bad.json", text)
    said = terminal.refused("solve", path, "--out", "result.json")
    assert sentence in said.lower()
    assert not (terminal.folder / "result.json").exists()


def test_a_folder_that_is_not_there(terminal: Terminal) -> None:
    """Where the result cannot go is said before any work."""
    done = terminal.run("solve", instance(terminal), "--out", "none/result.json")
    assert done.returncode == 1
    assert done.stderr == "none is not a folder. Make it first, then run again.\n"


def test_there_and_back(terminal: Terminal) -> None:
    """Lists survive Glasgow and back; what a form cannot hold is refused by name."""
    lists = {
        "format": "acorns-instance/1",
        "needs": [
            {"ref": "1", "prefers": [["1"], ["2"]]},
            {"ref": "2", "prefers": [["1", "2"]]},
        ],
        "assets": [
            {"ref": "1", "prefers": [["2"], ["1"]]},
            {"ref": "2", "prefers": [["1", "2"]]},
        ],
    }
    path = terminal.write("lists.json", json.dumps(lists))
    terminal.done("convert", path, "--to", "glasgow", "--out", "lists.txt")
    back = json.loads(terminal.done("convert", "lists.txt", "--to", "json"))
    assert back == json.loads(terminal.done("convert", path, "--to", "json"))
    assert "fits" in terminal.refused("convert", instance(terminal), "--to", "glasgow")


def test_a_matrix_is_read(terminal: Terminal) -> None:
    """A score matrix is known by its first line, and can be solved."""
    path = terminal.write("scores.grp", "2\n2\n5 3\n4 1\n")
    shown = json.loads(
        terminal.done("solve", path, "--policy", "best", *SALT, "--json")
    )
    assert [level["value"] for level in shown["objectives"]] == [2, 7]
    assert "5 3" in terminal.done("convert", path, "--to", "grp")


def test_progress_is_plain_lines(terminal: Terminal) -> None:
    """Away from a terminal, progress is plain, and apart from the output."""
    done = terminal.run("solve", instance(terminal), *SALT, "--json")
    assert "\x1b" not in done.stderr
    json.loads(done.stdout)
