"""Packs: checked by a stranger in an empty folder, and telling of nobody."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.packs import SECRET, opened, parties, released
from support.solved import SIZES

from api.packs import auditor, auditor_pack, outcomes, public_pack, rekey, rekeying
from api.packs.released import Released
from api.packs.suppressing import suppress
from matcher.errors import Refused
from matcher.instance import read_instance, read_result
from matcher.verifying import verify_solution

Row = dict[str, Any]
NAMES = sorted(SIZES)


def auditors(name: str, **changed: Any) -> dict[str, bytes]:
    """Return the files of a community's auditor pack."""
    found = replace(released(name), **changed)
    return opened(auditor_pack(found, parties(found), secret=SECRET))


def everybodys(name: str, **options: Any) -> dict[str, bytes]:
    """Return the files of a community's public pack."""
    found = released(name)
    return opened(public_pack(found, parties(found), secret=SECRET, **options))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_folder_is_enough(name: str, tmp_path: Path) -> None:
    """Unzipped, the README's own command finds that all holds; so do the hashes."""
    files = auditors(name)
    for path, data in files.items():
        (tmp_path / path).write_bytes(data)
    readme = files["README.txt"].decode()
    (command,) = re.findall(r"^    python (verify_round\.py .*)$", readme, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-I", *command.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Everything that was checked holds." in done.stdout
    for line in files["MANIFEST.sha256"].decode().splitlines():
        stated, path = line.split("  ")
        assert hashlib.sha256(files[path]).hexdigest() == stated


def refs(found: Released) -> set[str]:
    """Return every old ref of a round."""
    instance = json.loads(found.instance)
    kinds = ("needs", "assets", "staff", "groups")
    return {row["ref"] for kind in kinds for row in instance.get(kind, [])}


def told(found: Released, files: dict[str, bytes]) -> set[str]:
    """Return the old refs that stand as words in files that are not our own code."""
    own = (".py", ".txt", ".sha256")
    text = b" ".join(data for path, data in files.items() if not path.endswith(own))
    return refs(found) & set(re.findall(r"[\w-]+", text.decode()))


@pytest.mark.parametrize("name", NAMES)
def test_no_old_ref_is_in_either_pack(name: str) -> None:
    """Not one ref of the round, and not the round's name."""
    found = released(name)
    assert len(refs(found)) > 40
    for files in (auditors(name), everybodys(name)):
        assert told(found, files) == set()
        assert json.loads(found.instance)["round"].encode() not in (
            files.get("instance.json", b"") + files["round.json"]
        )


def test_an_old_ref_that_stays_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: pairs that keep their refs are seen by the search above."""
    name = "hartlepool-babybank"
    monkeypatch.setattr(rekeying, "fresh", lambda names, ref: ref)
    assert told(released(name), auditors(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_round_gives_the_same_bytes(name: str) -> None:
    """Twice the same secret, twice the same zip, with no hour of its making in it."""
    found = released(name)
    tree = parties(found)
    for make in (auditor_pack, public_pack):
        one, same = (make(found, tree, secret=SECRET) for _ in range(2))
        assert one == same
        assert make(found, tree, secret=SECRET[::-1]) != one
        with zipfile.ZipFile(io.BytesIO(one)) as archive:
            rows = archive.infolist()
        assert {row.date_time for row in rows} == {(1980, 1, 1, 0, 0, 0)}
        assert {row.compress_type for row in rows} == {zipfile.ZIP_STORED}
        assert [row.filename for row in rows] == sorted(row.filename for row in rows)


def test_the_auditor_can_open_what_the_public_was_given() -> None:
    """Opening and digest give each public commitment; the root is the same."""
    name = "norfolk-carers"
    mine = json.loads(auditors(name)["round.json"])
    theirs = json.loads(everybodys(name)["round.json"])
    assert mine["commitments"] == theirs["commitments"]
    assert mine["root"] == theirs["root"]
    assert "digests" not in theirs
    for what, value in mine["digests"].items():
        opening = bytes.fromhex(mine["openings"][what])
        made = hashlib.sha256(opening + bytes.fromhex(value)).hexdigest()
        assert made == theirs["commitments"][what]
        assert value.encode() not in everybodys(name)["round.json"]
    assert mine["digests"]["snapshot"] == released(name).snapshot_sha256
    salt = hashlib.sha256(theirs["salt"].encode()).hexdigest()
    assert salt == theirs["salt_sha256"]


def test_the_readme_says_what_the_draw_check_can_re_make() -> None:
    """With a draw: not from here, no salt in the command; without one: the salt."""
    for name in NAMES:
        found = released(name)
        readme = auditors(name)["README.txt"].decode()
        drawn = found.solution().tie != "unique"
        assert ("cannot be made again from this pack" in readme) == drawn
        assert ("result.json --salt" in readme) != drawn
        assert json.loads(auditors(name)["round.json"])["verified"]["draw"] == (
            found.verification.draw
        )
    assert {released(name).solution().tie for name in NAMES} > {"unique"}


def test_with_the_salt_the_draw_over_fresh_refs_would_fail() -> None:
    """Why the command has none: over other refs the same salt draws another answer."""
    failed: list[str] = []
    for name in NAMES:
        found = released(name)
        new = rekey(found.instance, found.result, secret=SECRET)
        instance = read_instance(new.instance)
        solution = read_result(new.result)
        again = verify_solution(instance, solution, salt=found.salt)
        assert set(again.failed) <= {"lottery"}
        failed += again.failed
    assert failed


@pytest.mark.parametrize("name", NAMES)
def test_public_counts_are_round_and_not_small(name: str) -> None:
    """Totals are what the suppressed tables show; no objective's value is there."""
    about = json.loads(everybodys(name)["round.json"])
    counts = [
        count
        for table in about["totals"].values()
        for row in table.values()
        for count in row.values()
    ]
    assert counts
    assert all(count is None or count % 5 == 0 for count in counts)
    assert not {"objectives", "seconds", "chosen", "unmatched"} & about.keys()
    numbers = {v for v in about.values() if type(v) is int}
    assert numbers == {about["threshold"]}


def test_areas_are_one_table() -> None:
    """A small area is hidden, with what would tell it; the threshold may only rise."""
    name = "hartlepool-babybank"
    found = released(name)
    needs = [row["ref"] for row in json.loads(found.instance)["needs"]]
    areas = {ref: "one" if at < 2 else "two" for at, ref in enumerate(needs[:-6])}
    table = json.loads(everybodys(name, areas=areas)["round.json"])["totals"]["needs"]
    assert table.keys() == {"one", "two", "elsewhere", "total"}
    assert None in table["one"].values()
    assert suppress({"a": {"b": 3}}).shown["a", "b"] is None
    with pytest.raises(Refused):
        everybodys(name, threshold=4)


@pytest.mark.parametrize("name", NAMES)
def test_every_party_has_a_line_of_its_own(name: str) -> None:
    """Each need and asset; the line names its party, its outcome, and nobody else."""
    found = released(name)
    lines = outcomes(found)
    instance, solution = json.loads(found.instance), found.solution()
    assert len(lines) == len(instance["needs"]) + len(instance["assets"])
    for party, line in lines.items():
        assert line["party"] == party
        assert line.keys() == {"round", "party", "outcome"}
    matched = {party for party, line in lines.items() if line["outcome"] == "matched"}
    assert matched == {f"need {row.need}" for row in solution.chosen}


def test_what_is_not_sound_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed check, another salt, a bad hash, a re-keying that spoils the round."""
    name = "norfolk-carers"
    found = released(name)
    failed = replace(found.verification, ok=False)
    for wrong in (
        {"verification": failed},
        {"salt": "00fe"},
        {"salt": "not hex"},
        {"scheme_sha256": "x"},
        {"scheme": "Ada's scheme"},
    ):
        with pytest.raises(Refused):
            auditors(name, **wrong)
    monkeypatch.setattr(auditor, "rekey", spoilt)
    with pytest.raises(Refused, match="does not verify"):
        auditors(name)


def spoilt(instance: str, result: str, *, secret: bytes) -> rekeying.Rekeyed:
    """Re-key, and lose one chosen pair."""
    found = rekey(instance, result, secret=secret)
    answer = json.loads(found.result)
    answer["chosen"] = answer["chosen"][1:]
    return replace(found, result=json.dumps(answer))
