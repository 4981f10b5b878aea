"""The two text formats of the literature: there and back, and what they cannot hold."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import tiny

from matcher.errors import InstanceError
from matcher.instance import (
    Instance,
    compile_market,
    digest,
    instance_of,
    read_glasgow,
    read_grp,
    write_glasgow,
    write_grp,
)

SIX = """0
3
2
1 2 1
2 (1 2)
3
1 2 (3 1) 2
2 0 1
"""
MATRIX = "3\n2\n48 32\n0 17\n74 94\n"
TABLE = "Family,a,b\nx, 48, 32\ny, 0, 17\nz, 74, 94.0\n"


def listed(instance: Instance) -> dict[str, Any]:
    """Return each row's list by side and ref."""
    needs = {f"need {row.ref}": row.prefers for row in instance.needs}
    return needs | {f"asset {row.ref}": row.prefers for row in instance.assets}


def test_glasgow_text_is_read_as_the_source_says() -> None:
    """Identifiers, capacities, brackets for ties, an empty list."""
    instance = read_glasgow(SIX)
    assert listed(instance) == {
        "need 1": (("2",), ("1",)),
        "need 2": (("1", "2"),),
        "need 3": (),
        "asset 1": (("1", "3"), ("2",)),
        "asset 2": (("1",),),
    }
    assert [row.capacity for row in instance.assets] == [2, 0]
    assert write_glasgow(instance) == SIX.replace("(3 1)", "(1 3)")


def test_colons_blank_lines_and_windows_line_ends_are_no_fault() -> None:
    """Files in circulation have them."""
    text = SIX.replace("\n", "\r\n").replace("1 2 1", "1: 2 1") + "\r\n\r\n"
    assert digest(read_glasgow("\ufeff" + text)) == digest(read_glasgow(SIX))


@given(st.integers(0, 2**32))
def test_glasgow_there_and_back_is_the_same_market(seed: int) -> None:
    """Pairs, ranks and capacities survive; only names become numbers."""
    data = tiny(random.Random(seed), needs=12, assets=11, one_sided=False)
    data.pop("round", None)
    one = instance_of(data)
    text = write_glasgow(one)
    other = read_glasgow(text)
    assert write_glasgow(other) == text
    number = {ref: at for at, ref in enumerate(compile_market(one).units, start=1)}
    place = {row.ref: at for at, row in enumerate(one.assets, start=1)}
    assert sorted((number[u], place[a], *ranks) for u, a, *ranks in links(one)) == (
        sorted((int(u), int(a), *ranks) for u, a, *ranks in links(other))
    )


def links(instance: Instance) -> list[tuple[Any, ...]]:
    """Return each pair with its ranks and the asset's capacity."""
    market = compile_market(instance)
    columns = (market.unit, market.asset, market.unit_rank, market.asset_rank)
    return [
        (market.units[u], instance.assets[a].ref, r, s, instance.assets[a].capacity)
        for u, a, r, s in zip(*(column.tolist() for column in columns), strict=True)
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0\n3", "5\n3", "Line 1: the file begins with 5, not 0"),
        ("0\n3\n2\n", "0\n3\n", "Line 3: one number should stand alone"),
        ("0\n3\n2\n", "0\n3\n3\n", "Line 2: 3 \\+ 3 lines should follow, and 5 do"),
        (SIX, "0\n", "Line 2: the file ends early"),
        (SIX, "", "Line 1: the file ends early"),
        ("1 2 1", "1 2 one", 'Line 4: "one" is not a whole number'),
        ("1 2 1", "0 2 1", 'Line 4: "0" is not a whole number from 1'),
        ("1 2 1", "1 2.5 1", 'Line 4: "2.5" is not a whole number'),
        ("2 (1 2)", "2 (1 2", "Line 5: a tie is not closed"),
        ("2 (1 2)", "2 1 2)", "too many, or an empty tie"),
        ("2 (1 2)", "2 ((1 2)", "too many, or an empty tie"),
        ("2 (1 2)", "2 () 1", "too many, or an empty tie"),
        ("2 (1 2)", "1 (1 2)", "Line 5: the identifier 1 stands twice"),
        ("2 0 1\n", "2\n", "Line 8: the capacity is missing"),
        ("2 0 1\n", f"2 {2**31} 1\n", "is not a whole number from 0 to 2147483647"),
    ],
    ids=str,
)
def test_what_is_no_glasgow_text_is_refused(old: str, new: str, words: str) -> None:
    """Refusals name the line of the text file."""
    assert old in SIX
    with pytest.raises(InstanceError, match=words):
        read_glasgow(SIX.replace(old, new, 1))


def test_glasgow_refuses_what_it_cannot_hold_by_name() -> None:
    """Nothing is dropped in silence."""
    data = tiny(
        random.Random(3),
        market="two-sided",
        groups=True,
        seats=True,
        priorities=True,
        pins=True,
        staffing=True,
    )
    with pytest.raises(InstanceError, match="The format glasgow cannot hold: ") as no:
        write_glasgow(instance_of(data | {"round": "r", "pinned": [["c1", "f1"]]}))
    for field in ("fits", "groups", "needs.priority", "pinned", "round", "staff"):
        assert field in str(no.value)


def test_glasgow_refuses_absent_lists_and_strangers() -> None:
    """The format has no way to accept everybody, or to name nobody."""
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1", "prefers": [["f1"]]}],
        "assets": [{"ref": "f1"}],
    }
    with pytest.raises(InstanceError, match=r"assets.prefers of f1 \(absent"):
        write_glasgow(instance_of(data))
    data["assets"] = [{"ref": "f1", "prefers": [["c9"]]}]
    with pytest.raises(InstanceError, match=r"assets.prefers of f1 \(a ref that names"):
        write_glasgow(instance_of(data))


def test_a_matrix_is_read_with_and_without_names() -> None:
    """Rows are assets, columns are needs; 0 is no pair."""
    plain, named = read_grp(MATRIX), read_grp(TABLE)
    assert plain.fits.fit.tolist() == [48, 74, 32, 17, 94]
    assert named.fits.fit.tolist() == [48, 74, 32, 17, 94]
    assert [row.ref for row in named.needs] == ["a", "b"]
    assert [row.ref for row in named.assets] == ["x", "y", "z"]
    assert write_grp(plain) == write_grp(named) == MATRIX
    assert plain.market == "common"


def test_a_threshold_leaves_out_what_is_below() -> None:
    """Delorme and others drop pairs below a score; so does the reader, when asked."""
    assert read_grp(MATRIX, threshold=48).fits.fit.tolist() == [48, 74, 94]
    assert len(read_grp(MATRIX, threshold=0).fits) == 6


@given(
    st.integers(1, 12).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 99), min_size=width, max_size=width), min_size=1
        )
    )
)
def test_a_matrix_there_and_back_is_the_same(rows: list[list[int]]) -> None:
    """More than nine rows too: refs are ordered as numbers."""
    lines = [" ".join(map(str, row)) for row in rows]
    text = "\n".join([str(len(rows)), str(len(rows[0])), *lines]) + "\n"
    instance = read_grp(text)
    assert write_grp(instance) == text
    assert digest(read_grp(write_grp(instance))) == digest(instance)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Line 1: the file is empty"),
        ("3\n", "Line 1: the first line says how many rows"),
        ("3\n2\n1 2\n", "how many rows of scores follow"),
        ("1\n2\n1 2 3\n", "Line 3: 3 scores stand here, and 2 should"),
        ("1\n2\n1 2.5\n", 'Line 3: "2.5" is not a whole number. Multiply'),
        ("1\n2\n1 -2\n", 'Line 3: "-2" is not a whole number'),
        ("1\n2\n1 x\n", 'Line 3: "x" is not a whole number'),
        ("0\n999999999\n", "is not a whole number from 0 to 999999"),
        ("t,a,a\nx,1,2\n", "Line 1: two columns have one name"),
        ("t,a,b\nx,1,2\nx,1,2\n", "two rows have one name"),
        ("t,a,\nx,1,2\n", "Line 1: a row or column has no name"),
        ("t,a,b\nx,1\n", "Line 2: 1 scores stand here, and 2 should"),
    ],
    ids=repr,
)
def test_what_is_no_matrix_is_refused(text: str, words: str) -> None:
    """Refusals name the line of the text file."""
    with pytest.raises(InstanceError, match=words):
        read_grp(text)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"assets": [{"ref": "f1", "capacity": 2}]}, "assets.capacity"),
        ({"needs": [{"ref": "c1", "prefers": [["f1"]]}]}, "needs.prefers"),
        ({"forbidden": [["c1", "f1"]]}, "forbidden"),
        ({"max_changes": 0}, "max_changes"),
        ({"round": "r"}, "round"),
        ({"fits": [{"need": "c1", "asset": "f1", "fit": 0}]}, "0 means no pair"),
        (
            {"fits": [{"need": "c1", "asset": "f1", "need_fit": 1, "asset_fit": 2}]},
            "fits.need_fit, fits.asset_fit",
        ),
    ],
    ids=str,
)
def test_a_matrix_refuses_what_it_cannot_hold(
    change: dict[str, Any], field: str
) -> None:
    """Nothing is dropped in silence."""
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}],
        "assets": [{"ref": "f1"}],
        "fits": [{"need": "c1", "asset": "f1", "fit": 5}],
    }
    assert write_grp(instance_of(data)) == "1\n1\n5\n"
    with pytest.raises(InstanceError, match=field):
        write_grp(instance_of(data | change))
