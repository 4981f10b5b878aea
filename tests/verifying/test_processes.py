"""Both verifiers from the command line: exit codes, the salt, files that are none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.planting import planted
from support.results import SALT
from support.tools import ROOT

from matcher import verify_round

Row = dict[str, Any]
Files = tuple[Path, Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write a round that is proven and drawn."""
    data, result = planted("flow")
    instance, answer = tmp_path / "instance.json", tmp_path / "result.json"
    instance.write_text(json.dumps(data), "utf-8")
    answer.write_text(json.dumps(result), "utf-8")
    return instance, answer


def spoilt(files: Files) -> Files:
    """Let the result claim one need more."""
    result = json.loads(files[1].read_text("utf-8"))
    result["objectives"][1]["value"] += 1
    files[1].write_text(json.dumps(result), "utf-8")
    return files


def stand_alone(files: Files, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the one file isolated, from its own copy: nothing of ours can be imported."""
    copy = files[0].parent / "copied.py"
    copy.write_bytes((ROOT / "matcher/verify_round.py").read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", copy, *files, *more],
        capture_output=True,
        text=True,
        cwd=files[0].parent,
        check=False,
    )


def process(files: Files, line: str) -> tuple[int, Row]:
    """Run the library's verifier in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "matcher.verifying", *files],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


def test_the_one_file_holds_a_good_round(files: Files) -> None:
    """With the salt all is checked; it needs nothing but Python."""
    done = stand_alone(files, "--salt", SALT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "The status is optimal.\n"
        "The draw was made again, to the end.\n"
        "Everything that was checked holds.\n"
    )


def test_the_one_file_says_what_it_did_not_check(files: Files) -> None:
    """Without the salt it says that the lottery was not checked."""
    done = stand_alone(files)
    assert done.returncode == 0
    assert "the lottery was not checked" in done.stdout


def test_the_one_file_names_the_fault(files: Files) -> None:
    """A fault exits 1 and is named."""
    done = stand_alone(spoilt(files), "--salt", SALT)
    assert done.returncode == 1
    assert "values: size is 3." in done.stdout


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"a": 1, "a": 2}', "\xff", "NaN", "[" * 9999]
)
def test_a_file_that_is_none_is_a_fault(files: Files, text: str) -> None:
    """What cannot be read does not hold, and is no crash, in either verifier."""
    files[1].write_text(text, "utf-8")
    done = stand_alone(files)
    assert (done.returncode, done.stderr) == (1, "")
    assert "format: " in done.stdout
    code, found = process(files, "\n")
    assert code == 1
    assert found["checks"][0]["name"] == "format"


def test_an_instance_that_is_none_is_a_fault(files: Files) -> None:
    """The same for the instance."""
    files[0].write_text('{"format": "acorns-instance/1"}', "utf-8")
    assert stand_alone(files).returncode == 1
    assert process(files, "\n")[0] == 1


def test_the_process_reports_as_json(files: Files) -> None:
    """One line with the salt goes in, the verification comes out."""
    code, found = process(files, json.dumps({"salt": SALT}) + "\n")
    assert (code, found["ok"], found["lottery_checked"]) == (0, True, True)
    code, found = process(spoilt(files), "\n")
    failed = [check["name"] for check in found["checks"] if not check["ok"]]
    assert (code, found["ok"], found["lottery_checked"]) == (1, False, False)
    assert "values" in failed


def test_texts_are_compared_in_one_form(files: Files) -> None:
    """A ref whose accents are written apart is the same ref, and the same digest."""
    texts = [path.read_text("utf-8").replace("f1", "f\u00e9") for path in files]
    data, result = (json.loads(text) for text in texts)
    columns = verify_round.in_columns(data, verify_round.Fits())
    result["instance_sha256"] = verify_round.instance_digest(columns)
    files[0].write_text(texts[0].replace("\u00e9", "e\u0301"), "utf-8")
    files[1].write_text(json.dumps(result), "utf-8")
    done = stand_alone(files)
    assert "digest" not in done.stdout
    assert "digest" not in json.dumps(
        process(files, "\n")[1]["checks"][:1][0]["detail"]
    )
