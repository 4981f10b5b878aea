"""Reading an instance: what is refused, with its line and what to do."""

from __future__ import annotations

import json

import pytest

from matcher.errors import InstanceError
from matcher.instance import instance_of, read_instance, write_instance
from matcher.instance.parsing import MAX_CHARACTERS

GOOD = """{
"format": "acorns-instance/1",
"round": "tiny-2026",
"needs": [
  {"ref": "c1", "prefers": [["f1"], ["f2"]], "seats": 2, "uses": {"creche": 1}},
  {"ref": "c2", "priority": 3},
  {"ref": "c3"}
],
"groups": [
  {"ref": "s1", "members": ["c1", "c2"], "prefers": [["f1"]]}
],
"assets": [
  {"ref": "f1", "prefers": [["c1", "c2"]], "capacity": 3, "max_units": 2},
  {"ref": "f2", "opens_with": 1, "minimum": 0, "limits": {"creche": 6},
   "staffing": [{"role": "tutor", "exactly": 2, "at_least": {"experienced": 1}}]}
],
"staff": [
  {"ref": "t1", "role": "tutor", "traits": ["experienced"], "can": ["f2"]}
],
"fits": [
  {"need": "c1", "asset": "f1", "need_fit": 90, "asset_fit": 77},
  {"need": "c2", "asset": "f1", "need_fit": 50, "asset_fit": 50, "fit": 60}
],
"pinned": [["c1", "f1"]],
"apart": [["c3", "t1"]],
"max_changes": 3
}
"""

REFUSED = {
    "unknown key at the top": ('"round":', '"rounds":', 3, '"rounds" is not a key'),
    "unknown key in a need": ('"seats": 2', '"seat": 2', 5, "Use one of: prefers"),
    "unknown key in a group": ('"members":', '"member":', 10, '"member" is not a key'),
    "unknown key in an asset": ('"max_units"', '"most_units"', 13, "not a key"),
    "unknown key in staffing": ('"exactly"', '"exact"', 15, "not a key"),
    "unknown key in staff": ('"traits"', '"trait"', 18, "not a key"),
    "unknown key in fits": ('"fit": 60', '"fits": 60', 22, "not a key"),
    "float": ('"seats": 2', '"seats": 1.5', 5, "1.5 is not a whole number"),
    "float that is whole": ('"seats": 2', '"seats": 1.0', 5, "1.0 is not a whole"),
    "exponent": ('"seats": 2', '"seats": 1e3', 5, "1000.0 is not a whole number"),
    "true": ('"seats": 2', '"seats": true', 5, "true is not a whole number"),
    "null": ('"seats": 2', '"seats": null', 5, "null is not a whole number"),
    "number as text": ('"seats": 2', '"seats": "2"', 5, '"2" is not a whole number'),
    "NaN": ('"seats": 2', '"seats": NaN', 5, "NaN is not a whole number"),
    "Infinity": ('"max_changes": 3', '"max_changes": Infinity', 26, "Infinity is not"),
    "2^31": ('"priority": 3', '"priority": 2147483648', 6, "2147483648 is too large"),
    "10^30": ('"priority": 3', f'"priority": 1{"0" * 30}', 6, "is too large"),
    "5000 digits": (
        '"priority": 3',
        f'"priority": {"9" * 5000}',
        6,
        "more than 30 dig",
    ),
    "negative": ('"priority": 3', '"priority": -1', 6, "-1 is too small"),
    "no seats": ('"seats": 2', '"seats": 0', 5, "from 1 to 2147483647"),
    "exactly none": ('"exactly": 2', '"exactly": 0', 15, "from 1 to 2147483647"),
    "a use of half": ('{"creche": 1}', '{"creche": 0.5}', 5, '"uses", "creche": 0.5'),
    "side above 100": ('"need_fit": 90', '"need_fit": 101', 21, "from 0 to 100"),
    "negative fit": ('"asset_fit": 77', '"asset_fit": -1', 21, "from 0 to 100"),
    "fit of 2^31": ('"fit": 60', '"fit": 2147483648', 22, "too large"),
    "fit as text": ('"need_fit": 50', '"need_fit": "50"', 22, "not a whole number"),
    "one side only": (', "asset_fit": 77', "", 21, '"asset_fit" is missing'),
    "mixed kinds": (
        '"need_fit": 50, "asset_fit": 50, "fit": 60',
        '"fit": 60',
        22,
        "Write all rows in one of the two ways",
    ),
    "no points": (
        '"need_fit": 90, "asset_fit": 77',
        '"need_fit": 90',
        21,
        "is missing",
    ),
    "repeated pair": (
        '"c2", "asset": "f1"',
        '"c1", "asset": "f1"',
        22,
        '"c1" and "f1" have a row already',
    ),
    "fits of nobody": (
        '"need": "c2"',
        '"need": "c9"',
        22,
        '"c9" is not among the needs',
    ),
    "fits at nothing": (
        '"asset": "f1", "need_fit": 50',
        '"asset": 7, "need_fit": 50',
        22,
        "7 is not text",
    ),
    "repeated ref": ('"ref": "c3"', '"ref": "c1"', 7, 'the ref "c1" stands twice'),
    "repeated asset": ('"ref": "f2"', '"ref": "f1"', 14, 'the ref "f1" stands twice'),
    "group named as a need": ('"ref": "s1"', '"ref": "c3"', 10, '"c3" stands here and'),
    "staff named as a need": ('"ref": "t1"', '"ref": "c3"', 18, '"c3" stands here and'),
    "staff named as a group": (
        '"ref": "t1"',
        '"ref": "s1"',
        18,
        '"s1" stands here and',
    ),
    "repeated key": ('"seats": 2', '"ref": "c1"', 5, 'the key "ref" stands twice'),
    "empty ref": ('"ref": "c3"', '"ref": ""', 7, "a ref is empty"),
    "ref as number": ('"ref": "c3"', '"ref": 3', 7, "3 is not text"),
    "empty ref in a list": ('[["f1"], ["f2"]]', '[["f1"], [""]]', 5, "a ref is empty"),
    "group of one": ('["c1", "c2"]', '["c1"]', 10, "two members at least"),
    "group of the same": ('["c1", "c2"]', '["c1", "c1"]', 10, "one group at most"),
    "group of a stranger": ('["c1", "c2"]', '["c1", "c9"]', 10, '"c9" is not among'),
    "no format": (
        '"format": "acorns-instance/1",',
        "",
        1,
        'the key "format" is missing',
    ),
    "wrong format": ("instance/1", "instance/2", 2, 'Write "acorns-instance/1"'),
    "no ref": ('{"ref": "c3"}', "{}", 7, 'the key "ref" is missing'),
    "no role": ('"role": "tutor", "traits"', '"traits"', 18, 'key "role" is missing'),
    "no members": ('"members": ["c1", "c2"], ', "", 10, 'key "members" is missing'),
    "list outside a tie": ('[["f1"], ["f2"]]', '["f1", "f2"]', 5, 'Write ["f1"]'),
    "empty tie": ('[["f1"], ["f2"]]', '[["f1"], []]', 5, "an empty tie group"),
    "prefers null": ('[["f1"], ["f2"]]', "null", 5, "null is not a list"),
    "row that is none": ('{"ref": "c3"}', '"c3"', 7, '"c3" is not an object'),
    "needs that are none": (
        '"pinned": [["c1", "f1"]]',
        '"pinned": {}',
        24,
        "not a list",
    ),
    "pair of three": ('[["c1", "f1"]]', '[["c1", "f1", "x"]]', 24, "is not a pair"),
    "apart from itself": ('["c3", "t1"]', '["c3", "c3"]', 25, "apart from itself"),
    "role twice": (
        '"at_least": {"experienced": 1}}',
        '"at_least": {}}, {"role": "tutor", "exactly": 1}',
        15,
        'the role "tutor" stands twice',
    ),
    "half a character": ('"ref": "c3"', '"ref": "c\\ud800"', 7, "half a character"),
    "not JSON": ('"pinned":', "pinned:", 24, "not JSON"),
    "text after the end": ("}\n", "} x\n", 27, "not JSON"),
}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"), REFUSED.values(), ids=REFUSED.keys()
)
def test_refusals_name_the_line_and_the_fix(
    old: str, new: str, line: int, words: str
) -> None:
    """A fault is refused in a sentence with its line and what to do."""
    where = GOOD.rindex(old) if old == "}\n" else GOOD.index(old)
    text = GOOD[:where] + new + GOOD[where + len(old) :]
    with pytest.raises(InstanceError) as refusal:
        read_instance(text)
    assert str(refusal.value).startswith(f"Line {line}: ")
    assert words in str(refusal.value)
    assert str(refusal.value).endswith((".", "]"))


def test_the_table_starts_from_an_instance_that_reads() -> None:
    """Each row of the table changes one thing in text that is accepted."""
    assert len(read_instance(GOOD).needs) == 3


@pytest.mark.parametrize(
    "text",
    ["", " ", "[]", "7", "null", '"x"', "{", "[" * 100_000, '{"a":' * 100_000],
    ids=["empty", "blank", "list", "number", "null", "text", "open", "deep", "deeper"],
)
def test_what_is_no_object_is_refused(text: str) -> None:
    """Whatever the text, a refusal is an InstanceError that names a line."""
    with pytest.raises(InstanceError, match=r"^Line \d+: "):
        read_instance(text)


def test_a_huge_file_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More characters than the limit are refused without reading them."""
    assert MAX_CHARACTERS >= 2**28
    monkeypatch.setattr("matcher.instance.parsing.MAX_CHARACTERS", 10)
    with pytest.raises(InstanceError, match="more than 10 characters"):
        read_instance(GOOD)


def test_sums_stay_below_2_to_the_53(monkeypatch: pytest.MonkeyPatch) -> None:
    """Totals of seats, uses, capacities and fits are bounded too."""
    for bound, words in ((3, "seats"), (5, "capacity"), (120, "fit")):
        monkeypatch.setattr("matcher.instance.fields.SUM_BOUND", bound)
        monkeypatch.setattr("matcher.instance.reading_fits.SUM_BOUND", bound)
        with pytest.raises(InstanceError, match=f'"{words}" adds up to'):
            read_instance(GOOD.replace('"capacity": 3', '"capacity": 4'))


@pytest.mark.parametrize("key", ["needs", "assets"])
def test_needs_and_assets_are_required(key: str) -> None:
    """An instance without needs or assets says neither who nor where."""
    data = json.loads(GOOD)
    del data[key]
    with pytest.raises(InstanceError, match=f'the key "{key}" is missing'):
        read_instance(json.dumps(data))


def test_lists_or_fits_are_required() -> None:
    """Without prefers and fits nobody has said who goes where; empty fits say so."""
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}],
        "assets": [{"ref": "f1"}],
    }
    with pytest.raises(InstanceError, match='neither "prefers" nor "fits"'):
        instance_of(data)
    assert write_instance(instance_of(data | {"fits": []})).count('"fits":[]') == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    """Windows editors put one before the first brace."""
    assert write_instance(read_instance("\ufeff" + GOOD)) == write_instance(
        read_instance(GOOD)
    )


def test_lines_are_found_in_files_without_line_breaks() -> None:
    """Everything is on line 1 there, and the path says which row it is."""
    text = json.dumps(json.loads(GOOD)).replace('"ref": "c3"', '"ref": ""')
    with pytest.raises(InstanceError, match=r'^Line 1: needs row 3, "ref": '):
        read_instance(text)


def test_braces_in_text_do_not_move_the_line() -> None:
    """Brackets, quotes and commas inside a string are only text."""
    text = GOOD.replace('"tiny-2026"', r'"{[,:\"}]"').replace(
        '"priority": 3', '"priority": 3.5'
    )
    with pytest.raises(InstanceError, match=r"^Line 6: "):
        read_instance(text)


def test_zero_to_open_with_and_a_minimum_of_zero_are_absent() -> None:
    """Opening with no seats, or a minimum of none, asks for nothing."""
    asset = instance_of(
        {
            "format": "acorns-instance/1",
            "needs": [],
            "assets": [{"ref": "f1", "opens_with": 0, "minimum": 0, "prefers": []}],
        }
    ).assets[0]
    assert (asset.opens_with, asset.minimum, asset.openable) == (None, None, False)


def test_unknown_refs_elsewhere_are_no_fault() -> None:
    """Lists and pairs may name those who withdrew: the hygiene report says so."""
    data = json.loads(GOOD)
    data["needs"][0]["prefers"].append(["f99"])
    data |= {"forbidden": [["c9", "f9"]], "previous": [["c9", "f1"]]}
    data |= {"agreed": [["c9", "f1"]], "apart": [["c1", "zz"]]}
    assert read_instance(json.dumps(data)).agreed == (("c9", "f1"),)
