"""The hygiene report: what has no effect is said, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.instance import hygiene, instance_of

CLEAN: dict[str, Any] = {
    "format": "acorns-instance/1",
    "needs": [{"ref": "c1", "prefers": [["f1"]]}, {"ref": "c2"}],
    "assets": [{"ref": "f1", "prefers": [["c1", "c2"]]}, {"ref": "f2"}],
    "staff": [{"ref": "t1", "role": "tutor", "can": ["f1"]}],
    "apart": [["c1", "t1"]],
}

FINDINGS: dict[str, tuple[dict[str, Any], str]] = {
    "one-sided need": (
        {"needs": [{"ref": "c1", "prefers": [["f1"], ["f2"]]}, {"ref": "c2"}],
         "assets": [{"ref": "f1"}, {"ref": "f2", "prefers": [["c2"]]}]},
        "Listed on one side only (1): c1 lists f2.",
    ),
    "one-sided asset": (
        {"assets": [{"ref": "f1"}, {"ref": "f2", "prefers": [["c1"]]}]},
        "Listed on one side only (1): f2 lists c1.",
    ),
    "repeat in a list": (
        {"assets": [{"ref": "f1", "prefers": [["c1"], ["c2"], ["c1"]]}, {"ref": "f2"}]},
        "Listed more than once (1): f1 lists c1.",
    ),
    "repeated pair": (
        {"forbidden": [["c2", "f2"], ["c2", "f2"]]},
        "Given more than once (1): forbidden c2 f2.",
    ),
    "turned round": (
        {"apart": [["c1", "c2"], ["c2", "c1"]]},
        "Given more than once (1): apart c1 c2.",
    ),
    "stranger in a list": (
        {"needs": [{"ref": "c1", "prefers": [["f1"], ["f9"]]}, {"ref": "c2"}]},
        "Refs that name nobody (1): f9 (listed by c1).",
    ),
    "stranger in forbidden": (
        {"forbidden": [["c9", "f1"]]},
        "Refs that name nobody (1): c9 (forbidden).",
    ),
    "stranger in previous": (
        {"previous": [["c1", "f9"]]},
        "Refs that name nobody (1): f9 (previous).",
    ),
    "stranger in a pin": (
        {"pinned": [["c9", "f1"]]},
        "Refs that name nobody (1): c9 (pinned).",
    ),
    "stranger apart": (
        {"apart": [["c1", "zz"]]},
        "Refs that name nobody (1): zz (apart).",
    ),
    "stranger to staff": (
        {"staff": [{"ref": "t1", "role": "tutor", "can": ["f9"]}]},
        "Refs that name nobody (1): f9 (t1 can).",
    ),
    "no seat": (
        {"assets": [CLEAN["assets"][0], {"ref": "f2", "capacity": 0}]},
        "Assets without a seat (1): f2.",
    ),
    "empty list": (
        {"needs": [{"ref": "c1", "prefers": [["f1"]]}, {"ref": "c2", "prefers": []}],
         "assets": [{"ref": "f1", "prefers": [["c1"]]}, {"ref": "f2"}]},
        "Empty lists (1): c2 prefers nobody.",
    ),
    "can staff nothing": (
        {"staff": [{"ref": "t1", "role": "tutor", "can": []}]},
        "Empty lists (1): t1 can staff nothing.",
    ),
    "no row in fits": (
        {"fits": [{"need": "c2", "asset": "f1", "fit": 5}],
         "assets": [{"ref": "f1", "prefers": [["c2"]]}, {"ref": "f2"}],
         "needs": [{"ref": "c1", "prefers": [["f2"]]}, {"ref": "c2"}]},
        "Listed without a row in fits (1): c1 lists f2.",
    ),
}  # fmt: skip


def test_a_clean_instance_has_an_empty_report() -> None:
    """What is in order is not mentioned; absent lists accept and are not one-sided."""
    assert hygiene(instance_of(CLEAN)) == ()


@pytest.mark.parametrize(("change", "said"), FINDINGS.values(), ids=FINDINGS.keys())
def test_each_finding_is_said_once(change: dict[str, Any], said: str) -> None:
    """One oddity, one sentence, in refs only."""
    assert hygiene(instance_of(CLEAN | change)) == (said,)


def test_a_sibling_exception_is_a_seat() -> None:
    """Capacity 0 with room for one group is no closed door."""
    asset = {"ref": "f2", "capacity": 0, "unless_one_group": 2}
    data = CLEAN | {"assets": [CLEAN["assets"][0], asset]}
    assert hygiene(instance_of(data)) == ()


def test_long_findings_are_cut_and_counted() -> None:
    """Twenty strangers make one sentence that names five."""
    strangers = [[f"x{k:02}", "f1"] for k in range(20)]
    (said,) = hygiene(instance_of(CLEAN | {"forbidden": strangers}))
    assert said.startswith("Refs that name nobody (20): x00 (forbidden); ")
    assert said.endswith("x04 (forbidden); and 15 more.")
