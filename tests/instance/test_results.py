"""Results on disk: every field comes back, and nothing else is read."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from matcher.errors import InstanceError
from matcher.instance import (
    Chosen,
    Conflict,
    Objective,
    Solution,
    read_result,
    result_digest,
    write_result,
)
from matcher.model import Policy

FULL = Solution(
    policy=Policy("stable", maximise="fit", allow=2, margin=5),
    status="optimal",
    market="two-sided",
    instance_sha256="0" * 64,
    salt_sha256="1" * 64,
    reproducible=False,
    tie="lottery",
    chosen=(
        Chosen("c1", "f1", 90, 77, 82),
        Chosen("c2", "f1", 10, 0, 0, provisional=True),
    ),
    staff=(("t1", "k1"),),
    closed=(("k2", "fewer seats than it opens with"),),
    unmatched=(("c9", "no asset accepts it"),),
    equal=(("c2", ("f2", "f5")),),
    objectives=(
        Objective("size", 2, 2, "count"),
        Objective("fit", 82, 82, "safe-lp", {"duals": ["1/3", 2]}, ("below c1 f1",)),
    ),
    blocking_pairs=(("s1", "f1"),),
    excused_pairs=(("c8", "f2", "pin"),),
    conflict=(Conflict("pin", ("c1", "a9")), Conflict("max_changes", ())),
    hygiene=("Assets without a seat (1): f4.",),
    frontier=({"blocking": 0, "size": 1, "fit": 90},),
    versions={"acorns": "0.1.0", "ortools": "9"},
    seconds=0.25,
)
KEYS = set(
    "format policy options status market reproducible tie chosen staff closed unmatched"
    " equal objectives blocking_pairs excused_pairs conflict hygiene frontier"
    " instance_sha256 salt_sha256 versions seconds".split()
)


def test_reading_undoes_writing() -> None:
    """Every field of a result comes back as it was."""
    assert read_result(write_result(FULL)) == FULL


def test_the_keys_are_those_of_the_specification() -> None:
    """No key is missing and none is new, whatever the result holds."""
    bare = Solution(Policy("best"), "unknown", "lists", "", "")
    for solution in (FULL, bare):
        assert set(json.loads(write_result(solution))) == KEYS
    chosen = json.loads(write_result(FULL))["chosen"]
    assert set(chosen[0]) == {"need", "asset", "need_fit", "asset_fit", "fit"}
    assert chosen[1]["provisional"] is True
    lists = dataclasses.replace(bare, chosen=(Chosen("c1", "f1"),))
    assert json.loads(write_result(lists))["chosen"] == [{"need": "c1", "asset": "f1"}]


def test_rows_are_written_in_order() -> None:
    """The order in which a solver found the rows does not show."""
    turned = dataclasses.replace(
        FULL, chosen=FULL.chosen[::-1], equal=(("c2", ("f5", "f2")),)
    )
    assert write_result(turned) == write_result(FULL)


def test_the_digest_leaves_out_seconds_and_versions_only() -> None:
    """Two runs of one answer agree; another answer does not."""
    slower = dataclasses.replace(FULL, seconds=9.0, versions={})
    assert result_digest(slower) == result_digest(FULL)
    for change in ({"status": "claimed"}, {"tie": "unique"}, {"chosen": ()}):
        assert result_digest(dataclasses.replace(FULL, **change)) != result_digest(FULL)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"extra": 1}, '"extra" is not a key'),
        ({"format": "acorns-result/9"}, "is not a format"),
        ({"status": "perfect"}, '"perfect" is not one of optimal, claimed'),
        ({"reproducible": 1}, "1 is neither true nor false"),
        ({"chosen": [{"need": "c1"}]}, 'the key "asset" is missing'),
        ({"chosen": [{"need": "c1", "asset": "f1", "fit": 1.5}]}, "not a whole number"),
        (
            {"objectives": [{"name": "fit", "value": 1, "bound": 1, "proof": "faith"}]},
            "is not one of dual",
        ),
        ({"options": {"maximise": "fit", "allow": None}}, '"margin" is missing'),
        ({"blocking_pairs": [["c1"]]}, "is not a pair"),
        ({"seconds": -1}, "not a number of seconds"),
        ({"seconds": True}, "not a number of seconds"),
        ({"versions": []}, "is not an object"),
        ({"frontier": [{"size": "2"}]}, "is not a whole number"),
    ],
    ids=str,
)
def test_what_is_no_result_is_refused(change: dict[str, Any], words: str) -> None:
    """A result that somebody edited by hand is refused with its line."""
    data = json.loads(write_result(FULL)) | change
    with pytest.raises(InstanceError, match=r"^Line \d+: ") as refusal:
        read_result(json.dumps(data, indent=1))
    assert words in str(refusal.value)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_no_key_may_be_missing(key: str) -> None:
    """Half a result is no result."""
    data = json.loads(write_result(FULL))
    del data[key]
    with pytest.raises(InstanceError, match=f'"{key}" is missing'):
        read_result(json.dumps(data))
