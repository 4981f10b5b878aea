"""Certificates written by hand, and what is wrong with them once a fault is planted."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from support.campaign import solved
from support.oracle import Ask
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

Row = dict[str, Any]
Plant = Callable[[Row, Row], None]

TRIO: Row = {
    "format": "acorns-instance/1",
    "round": "invented-trio",
    "needs": [{"ref": ref} for ref in ("c1", "c2", "c3")],
    "assets": [{"ref": "f1", "capacity": 3}],
    "fits": [
        {"need": "c1", "asset": "f1", "fit": 12},
        {"need": "c2", "asset": "f1", "fit": 11},
        {"need": "c3", "asset": "f1", "fit": 10},
    ],
    "apart": [["c1", "c2"], ["c1", "c3"], ["c2", "c3"]],
}
"""One asset with room for three, of whom no two may meet: the relaxation is far off."""
URGENT: Row = {
    "format": "acorns-instance/1",
    "round": "invented-urgent",
    "needs": [{"ref": "c1", "priority": 1}, {"ref": "c2"}],
    "assets": [{"ref": "f1", "limits": {"creche": 9}}],
    "fits": [
        {"need": "c1", "asset": "f1", "fit": 1},
        {"need": "c2", "asset": "f1", "fit": 50},
    ],
}
"""The urgent need takes the one seat, although the other would fit it better."""


def apart(one: str, other: str, times: int) -> list[Any]:
    """Return the row that keeps two needs apart at f1, so many times."""
    return ["apart", "f1", "need", one, "need", other, times]


PROOFS: dict[str, tuple[Row, dict[str, Row]]] = {
    "trio": (
        TRIO,
        {
            "size": {
                "proof": "safe-lp",
                "certificate": {
                    "rows": [
                        apart("c1", "c2", 1),
                        apart("c1", "c3", 1),
                        apart("c2", "c3", 1),
                    ],
                    "denominator": 2,
                },
            },
            "fit": {
                "proof": "tree",
                "certificate": {
                    "rows": [
                        apart("c1", "c2", 13),
                        apart("c1", "c3", 11),
                        apart("c2", "c3", 9),
                    ],
                    "denominator": 2,
                    "branch": ["pair", "c1", "f1"],
                    "zero": {"rows": [apart("c2", "c3", 11)], "denominator": 1},
                    "one": {
                        "rows": [apart("c1", "c2", 11), apart("c1", "c3", 10)],
                        "denominator": 1,
                    },
                },
            },
        },
    ),
    "urgent": (
        URGENT,
        {
            "fit": {
                "proof": "safe-lp",
                "certificate": {
                    "rows": [["seats", "f1", 50], ["level", "priority:1", -49]],
                    "denominator": 1,
                },
            }
        },
    ),
}
"""For each instance the proofs that replace the solver's, worked out on paper."""


def proven(name: str) -> tuple[Row, Row]:
    """Return an instance and its result with the certificates written by hand."""
    data, proofs = PROOFS[name]
    result = solved(data, Ask("best"), person=False)
    for level in result["objectives"]:
        if level["name"] in proofs:
            level.update(copy.deepcopy(proofs[level["name"]]))
    return copy.deepcopy(data), result | {"status": "optimal"}


def level(result: Row, name: str) -> Row:
    """Return a level of a result."""
    (found,) = (row for row in result["objectives"] if row["name"] == name)
    assert isinstance(found, dict)
    return found


def change(name: str, *path: Any) -> Plant:
    """Return the fault that puts the last item at the place the others lead to."""

    def plant(_: Row, result: Row) -> None:
        here = level(result, name)["certificate"]
        for step in path[:-2]:
            here = here[step]
        here[path[-2]] = path[-1]

    return plant


def drop(name: str, *path: Any) -> Plant:
    """Return the fault that takes away what stands at a place."""

    def plant(_: Row, result: Row) -> None:
        here = level(result, name)["certificate"]
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return plant


def more(name: str, *row: Any) -> Plant:
    """Return the fault that adds a row."""

    def plant(_: Row, result: Row) -> None:
        level(result, name)["certificate"]["rows"].append(list(row))

    return plant


def say(name: str, **said: Any) -> Plant:
    """Return the fault that says something else of a level."""

    def plant(_: Row, result: Row) -> None:
        level(result, name).update(said)

    return plant


def less(field: str, place: int) -> Plant:
    """Return the fault of an instance that lacks what a certificate relies on."""

    def plant(data: Row, _: Row) -> None:
        del data[field][place]

    return plant


def later(_: Row, result: Row) -> None:
    """Let the first level rest on the one that follows it."""
    size = level(result, "size")
    size["certificate"]["rows"].append(["level", "fit", 0])


def itself(_: Row, result: Row) -> None:
    """Let a level rest on itself: everything follows from that."""
    fit = level(result, "fit")
    fit["certificate"] = {"rows": [["level", "fit", -1]], "denominator": 1}


PLANTS: dict[str, tuple[str, Plant]] = {
    "a numerator too small": ("trio", change("size", "rows", 0, 6, 0)),
    "a numerator too large": ("trio", change("size", "rows", 0, 6, 2)),
    "a flipped sign": ("trio", change("size", "rows", 0, 6, -1)),
    "a flipped sign of a lower limit": ("urgent", change("fit", "rows", 1, 2, 49)),
    "an unknown row": ("trio", more("size", "magic", "f1", 0)),
    "a row without a name": ("trio", more("size", 0)),
    "a row without a numerator": ("trio", more("size", "unit", "c1")),
    "an empty row": ("trio", more("size")),
    "a row of a ref that is none": ("trio", more("size", "unit", "c9", 0)),
    "a row that no field asks for": ("trio", more("size", "units", "f1", 0)),
    "a row of another policy": ("trio", more("size", "stable", "c1", "f1", 0)),
    "a row with a ref too many": ("trio", more("size", "unit", "c1", "c2", 0)),
    "a row that stands twice": ("trio", more("size", *apart("c1", "c2", 0))),
    "a numerator that is a fraction": ("trio", change("size", "rows", 0, 6, 1.5)),
    "a numerator that is a flag": ("trio", change("size", "rows", 0, 6, True)),
    "a numerator that is text": ("trio", change("size", "rows", 0, 6, "1")),
    "a dropped row": ("trio", drop("size", "rows", 2)),
    "a wrong denominator": ("trio", change("size", "denominator", 1)),
    "a denominator that makes all vanish": ("trio", change("size", "denominator", 9)),
    "a denominator of nothing": ("trio", change("size", "denominator", 0)),
    "a negative denominator": ("trio", change("size", "denominator", -2)),
    "no denominator": ("trio", drop("size", "denominator")),
    "no rows": ("trio", change("size", "rows", [])),
    "rows that are none": ("trio", change("size", "rows", "apart")),
    "a part too many": ("trio", change("size", "note", "believe me")),
    "a bound one too high": ("trio", say("size", bound=2)),
    "a bound one too low": ("trio", say("size", bound=0)),
    "a certificate that is none": ("trio", say("size", certificate=[])),
    "no certificate": ("trio", say("size", certificate=None)),
    "an earlier level at another value": ("urgent", say("priority:1", value=0)),
    "a missing level row": ("urgent", drop("fit", "rows", 1)),
    "a level that rests on itself": ("urgent", itself),
    "a level that rests on a later one": ("trio", later),
    "a pair that was never apart": ("trio", less("apart", 2)),
    "a leaf missing": ("trio", drop("fit", "zero")),
    "both leaves missing": ("trio", change("fit", "branch", None)),
    "a leaf that does not close": ("trio", change("fit", "zero", "rows", [])),
    "the other leaf that does not close": ("trio", drop("fit", "one", "rows", 0)),
    "leaves in each other's place": (
        "trio",
        change("fit", "zero", PROOFS["trio"][1]["fit"]["certificate"]["one"]),
    ),
    "a split of no column": ("trio", change("fit", "branch", ["pair", "c1", "f2"])),
    "a split of nothing": ("trio", change("fit", "branch", [])),
    "a split of another column": ("trio", change("fit", "branch", 1, "c3")),
    "a tree that stops above": ("trio", say("fit", proof="safe-lp")),
    "a sum said to be a tree": ("trio", say("size", proof="tree", bound=2)),
    "a tree of a gap": ("trio", say("fit", bound=13)),
    "a deleted pair": ("trio", say("fit", deleted=[["c1", "f1"]])),
    "a status that was not reached": ("trio", say("size", proof="none")),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_on_paper_holds(name: str) -> None:
    """What was worked out by hand both verifiers accept, as it stands."""
    data, result = proven(name)
    assert library_failures(data, result, SALT) == set()
    assert stand_alone_failures(data, result, SALT) == set()


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_caught_by_both(fault: str) -> None:
    """One fault in a certificate fails the check of proofs in both verifiers."""
    name, plant = PLANTS[fault]
    data, result = proven(name)
    plant(data, result)
    for failures in (library_failures, stand_alone_failures):
        found = failures(data, result, SALT)
        assert found & {"proofs", "format"}, (failures.__name__, found)
