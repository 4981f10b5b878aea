"""``acorns scheme check`` says what is wrong in a scheme, by line."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from support.terminal import Terminal

from matcher.schemes import shipped_schemes


def shipped(name: str) -> str:
    """Return the text of a shipped scheme."""
    return files("matcher").joinpath(f"schemes/{name}.toml").read_text("utf-8")


@pytest.mark.parametrize("name", shipped_schemes())
def test_the_shipped_schemes_hold(terminal: Terminal, name: str) -> None:
    """Every shipped scheme holds together, read from any folder."""
    path = terminal.write("mine.toml", shipped(name))
    assert "holds together" in terminal.done("scheme", "check", path)


def test_json(terminal: Terminal) -> None:
    """For a program, a scheme without faults is its name and an empty list."""
    path = terminal.write("mine.toml", shipped("norfolk-carers"))
    shown = json.loads(terminal.done("scheme", "check", path, "--json"))
    assert shown["faults"] == []
    assert shown["name"] == "norfolk-carers"


def test_a_fault_names_its_line(terminal: Terminal) -> None:
    """A planted mistake is refused with the file and the line; JSON has the same."""
    lines = shipped("norfolk-carers").splitlines()
    at = lines.index('name = "stable"') + 1
    lines[at - 1] = 'name = "kindest"'
    path = terminal.write("mine.toml", "\n".join(lines))
    assert f"mine.toml, row {at}" in terminal.refused("scheme", "check", path)
    done = terminal.run("scheme", "check", path, "--json")
    assert done.returncode == 1
    assert [fault["row"] for fault in json.loads(done.stdout)["faults"]] == [at]
