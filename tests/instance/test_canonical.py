"""The canonical form: one text and one digest, however the rows were shuffled."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, shuffled

import matcher
from matcher.instance import (
    compile_market,
    digest,
    hygiene,
    instance_of,
    read_instance,
    write_instance,
)
from matcher.instance.document import Prefers

ROOT = str(Path(matcher.__file__).parents[1])
SMALL: dict[str, Any] = {
    "format": "acorns-instance/1",
    "needs": [{"ref": "c1", "prefers": [["f1"]]}, {"ref": "c2"}],
    "assets": [{"ref": "f1"}],
}


@given(instances(), st.integers(0, 2**32))
def test_shuffling_changes_nothing(data: dict[str, Any], seed: int) -> None:
    """Rows, keys, tie groups and pairs in another order give one digest and market."""
    one = instance_of(data)
    other = instance_of(shuffled(random.Random(seed), data))
    assert digest(one) == digest(other)
    assert hygiene(one) == hygiene(other)
    a, b = compile_market(one), compile_market(other)
    assert a.units == b.units
    assert a.bad_pins == b.bad_pins
    for name in ("unit", "asset", "unit_rank", "asset_rank", "fit", "home"):
        assert getattr(a, name).tolist() == getattr(b, name).tolist()


@given(instances())
def test_reading_undoes_writing(data: dict[str, Any]) -> None:
    """The canonical text reads back as itself, and is canonical JSON."""
    text = write_instance(instance_of(data))
    assert write_instance(read_instance(text)) == text
    plain = json.loads(text)
    assert text == json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


@given(instances())
def test_the_digest_is_sha_256_of_the_text(data: dict[str, Any]) -> None:
    """Anybody can check the digest with the text alone."""
    instance = instance_of(data)
    text = write_instance(instance)
    assert digest(instance) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_defaults_are_dropped() -> None:
    """A default that is written out says nothing new."""
    spelled = {
        **SMALL,
        "round": "",
        "needs": [
            {"ref": "c2", "seats": 1, "priority": 0, "uses": {}},
            {"ref": "c1", "prefers": [["f1"]]},
        ],
        "assets": [
            {
                "ref": "f1",
                "capacity": 1,
                "opens_with": 0,
                "minimum": 0,
                "limits": {},
                "slots": [],
                "staffing": [],
            }
        ],
        "groups": [],
        "staff": [],
        "fits": [],
        "pinned": [],
        "forbidden": [],
        "apart": [],
        "previous": [],
        "agreed": [],
    }
    assert write_instance(instance_of(spelled)) == write_instance(instance_of(SMALL))


@pytest.mark.parametrize(
    "change",
    [
        {"round": "x"},
        {"max_changes": 0},
        {"pinned": [["c1", "f1"]]},
        {"forbidden": [["c1", "f1"]]},
        {"apart": [["c1", "c2"]]},
        {"assets": [{"ref": "f1", "prefers": []}]},
        {"assets": [{"ref": "f1", "max_units": 0}]},
        {"assets": [{"ref": "f1", "unless_one_group": 0}]},
        {"assets": [{"ref": "f1", "limits": {"creche": 0}}]},
        {"needs": [{"ref": "c1", "prefers": [["f1"]], "seats": 2}, {"ref": "c2"}]},
        {"staff": [{"ref": "t1", "role": "r", "can": []}]},
    ],
    ids=str,
)
def test_what_says_something_is_kept(change: dict[str, Any]) -> None:
    """Empty lists of acceptance and limits of zero are no defaults."""
    assert digest(instance_of(SMALL | change)) != digest(instance_of(SMALL))
    text = write_instance(instance_of(SMALL | change))
    assert write_instance(read_instance(text)) == text


def test_pairs_keep_their_order_except_apart() -> None:
    """[need, asset] is no set; a pair kept apart is."""
    one = instance_of(SMALL | {"apart": [["c2", "c1"], ["c1", "x"]]})
    other = instance_of(SMALL | {"apart": [["x", "c1"], ["c1", "c2"]]})
    assert digest(one) == digest(other)
    assert one.apart == (("c1", "c2"), ("c1", "x"))


@given(instances(groups=True, apart=True, staffing=True))
def test_an_instance_built_in_another_order_is_written_the_same(
    data: dict[str, Any],
) -> None:
    """Whoever builds an instance need not sort: writing does."""
    instance = instance_of(data)
    turned = dataclasses.replace(
        instance,
        groups=tuple(
            dataclasses.replace(row, members=row.members[::-1])
            for row in instance.groups[::-1]
        ),
        assets=tuple(
            dataclasses.replace(
                row, prefers=backwards(row.prefers), slots=row.slots[::-1]
            )
            for row in instance.assets
        ),
        staff=instance.staff[::-1],
        forbidden=instance.forbidden[::-1],
        apart=tuple((two, one) for one, two in instance.apart[::-1]),
    )
    assert write_instance(turned) == write_instance(instance)


def backwards(prefers: Prefers | None) -> Prefers | None:
    """Turn each tie group round, but not the order of the groups."""
    return None if prefers is None else tuple(tie[::-1] for tie in prefers)


def test_text_is_composed() -> None:
    """A ref typed with combining accents is the same ref, in NFC."""
    wide, tight = "Zoe\u0308", unicodedata.normalize("NFC", "Zoe\u0308")
    texts = [
        json.dumps(
            SMALL
            | {
                "needs": [{"ref": ref, "prefers": [["f1"]]}],
                "fits": [{"need": other, "asset": "f1", "fit": 7}],
            },
            ensure_ascii=ascii_only,
        )
        for ref, other in ((wide, tight), (tight, wide))
        for ascii_only in (True, False)
    ]
    assert len({digest(read_instance(text)) for text in texts}) == 1
    assert tight in write_instance(read_instance(texts[0]))


def test_fit_is_dropped_where_the_two_sides_imply_it() -> None:
    """2ab // (a + b) goes without saying; any other sum is kept."""
    row = {"need": "c1", "asset": "f1", "need_fit": 90, "asset_fit": 77}
    bare = instance_of(SMALL | {"fits": [row]})
    assert bare.fits.fit.tolist() == [82]
    assert '"fit":' not in write_instance(bare)
    assert digest(instance_of(SMALL | {"fits": [row | {"fit": 82}]})) == digest(bare)
    other = instance_of(SMALL | {"fits": [row | {"fit": 83}]})
    assert (other.fits.stated, bare.fits.stated) == (True, False)
    assert digest(other) != digest(bare)


def test_the_digest_is_the_same_in_another_process() -> None:
    """Neither the hash seed nor the process decides."""
    code = (
        "import json,sys;from matcher.instance import digest,instance_of;"
        "print(digest(instance_of(json.loads(sys.argv[1]))))"
    )
    data = SMALL | {"staff": [{"ref": "t1", "role": "r", "traits": ["b", "a", "c"]}]}
    found = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(data)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ROOT},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {digest(instance_of(data))}
