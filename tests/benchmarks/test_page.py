"""The page of figures says what the file of figures holds."""

from __future__ import annotations

import json

import pytest
from support.tools import ROOT

from matcher.benchmarks import merged, with_figures
from matcher.errors import Refused

PAGE = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
KEPT = json.loads((ROOT / "docs" / "benchmarks.json").read_text("utf-8"))


def test_the_page_holds_the_file() -> None:
    """Every table of the page is the one that the file of figures gives."""
    assert with_figures(PAGE, KEPT) == PAGE


def test_what_claims_differ_in_is_not_kept() -> None:
    """Figures of a bench with wrong claims never get into the file."""
    bench = {"name": "x", "cases": [{"name": "c", "wrong": ["they differ"]}]}
    with pytest.raises(Refused, match="x, c: they differ"):
        merged(None, [bench], None, ["x"])


def test_parts_are_replaced_by_name() -> None:
    """A bench that was measured again takes its old place; the order is ours."""
    one, two, new = ({"name": n, "cases": []} for n in "aba")
    old = merged(None, [two, one], None, ["a", "b"])
    assert [row["name"] for row in old["benches"]] == ["a", "b"]
    assert merged(old, [new], None, ["a", "b"])["benches"][0] is new
