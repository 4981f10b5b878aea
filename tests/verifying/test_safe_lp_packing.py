"""Rows that follow from one limit: true of whole solutions, and built alike by both."""

from __future__ import annotations

import itertools as it
import random
from typing import Any

import pytest
from support.campaign import solved
from support.named_rows import readers, slim
from support.oracle import Ask
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

from matcher.verifying.safe_lp_columns import NoRowError

Row = dict[str, Any]
Name = tuple[str, ...]
GROUPS = {f"g{k}": [f"c{2 * k}", f"c{2 * k + 1}"] for k in range(3)}
SIBLINGS: Row = {
    "format": "acorns-instance/1",
    "needs": [{"ref": ref} for pair in GROUPS.values() for ref in pair],
    "groups": [{"ref": ref, "members": pair} for ref, pair in GROUPS.items()],
    "assets": [{"ref": "f1", "capacity": 3}],
    "fits": [
        {"need": ref, "asset": "f1", "fit": 10} for p in GROUPS.values() for ref in p
    ],
}
"""Three pairs of siblings and three seats: half a pair fits in, for fractions."""
CRECHE: Row = {
    "format": "acorns-instance/1",
    "needs": [
        {"ref": "c1", "uses": {"creche": 3}},
        {"ref": "c2", "uses": {"creche": 3}},
        {"ref": "c3", "uses": {"creche": 1}},
        {"ref": "c4"},
    ],
    "assets": [
        {"ref": "k1", "capacity": 4, "opens_with": 1, "limits": {"creche": 4}},
        {"ref": "k2", "prefers": [["c4"]]},
    ],
    "fits": [{"need": f"c{k}", "asset": "k1", "fit": 10} for k in range(1, 5)]
    + [{"need": "c4", "asset": "k2", "fit": 1}],
}
"""A course with four creche places, of which two ask for three each."""


def proven(data: Row, name: str, rows: list[list[Any]]) -> Row:
    """Return the solver's result, with rows on paper as the proof of a level."""
    result = solved(data, Ask("best"), person=False)
    for level in result["objectives"]:
        if level["name"] == name:
            shown = {"rows": rows, "denominator": 1}
            level.update(proof="safe-lp", certificate=shown)
    return result


def faults(data: Row, result: Row) -> tuple[set[str], set[str]]:
    """Return what each verifier finds wrong."""
    return (
        library_failures(data, result, SALT),
        stand_alone_failures(data, result, SALT),
    )


def test_one_pair_at_most_takes_more_than_half() -> None:
    """Three seats hold one pair of siblings, and one row says so."""
    result = proven(SIBLINGS, "size", [["rounded", "seats", "f1", "2", 2]])
    assert faults(SIBLINGS, result) == (set(), set())


def test_an_open_course_has_one_who_takes_more_than_half() -> None:
    """What it holds it holds only if open, which is worth as much to the bound."""
    rows = [["rounded", "limit", "k1", "creche", "3", 10]]
    rows += [["unit", "c3", 10], ["unit", "c4", 10]]
    assert faults(CRECHE, proven(CRECHE, "fit", rows)) == (set(), set())


PLANTS: dict[str, list[Any]] = {
    "a wrong sign": ["rounded", "seats", "f1", "2", -2],
    "too few": ["rounded", "seats", "f1", "2", 1],
    "a limit that is none": ["rounded", "limit", "f1", "creche", "2", 2],
    "a kind that is none": ["rounded", "units", "f1", "2", 2],
    "no number of parts": ["rounded", "seats", "f1", "g0", 2],
    "a number in another way": ["rounded", "seats", "f1", "02", 2],
    "parts of one": ["rounded", "seats", "f1", "1", 2],
    "one rounded up twice": ["rounded", "seats", "f1", "2", "g0", "g0", 2],
    "one who is no unit rounded up": ["rounded", "seats", "f1", "2", "c1", 2],
    "more than there is room for": ["beside", "seats", "f1", "g0", "g1", 1],
    "nobody beside": ["beside", "seats", "f1", 2],
    "one named twice": ["beside", "seats", "f1", "g0", "g0", 2],
    "who is no unit": ["beside", "seats", "f1", "c1", 2],
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_caught_by_both(fault: str) -> None:
    """What is no such row proves nothing, whatever it would prove."""
    library, alone = faults(SIBLINGS, proven(SIBLINGS, "size", [PLANTS[fault]]))
    assert library & {"proofs", "format"}
    assert alone & {"proofs", "format"}


FALSE = {
    "one who uses nothing": ("beside", "limit", "k1", "creche", "c4"),
    "two who cannot both come": ("beside", "limit", "k1", "creche", "c1", "c2"),
    "no name of the limit": ("rounded", "limit", "k1"),
    "an asset without the limit": ("rounded", "limit", "k2", "creche", "2"),
    "an asset that is none": ("rounded", "seats", "k9", "2"),
    "a pair that is none": ("beside", "seats", "k2", "c1"),
    "no asset": ("rounded", "seats"),
    "no limit": ("beside",),
}


@pytest.mark.parametrize("why", FALSE)
def test_what_the_instance_does_not_say_cannot_be_named(why: str) -> None:
    """Both refuse the row."""
    library, alone = readers(CRECHE, solved(CRECHE, Ask("best"), person=False))
    with pytest.raises(NoRowError):
        library.line(FALSE[why], "fit")
    with pytest.raises((ValueError, LookupError, TypeError)):
        alone.line(FALSE[why], "fit")


def crowd(rng: random.Random) -> tuple[Row, str, dict[str, int], int]:
    """Return an instance of one asset, its limit, what each takes, and the most."""
    most, kind = rng.randint(1, 6), rng.choice(("seats", "limit"))
    takes = {f"c{k}": rng.randint(1, most) for k in range(5)}
    seats = kind == "seats"
    field = [{"seats": n} if seats else {"uses": {"x": n}} for n in takes.values()]
    asset: Row = {"ref": "a", "capacity": most if seats else 9}
    asset |= {"limits": {"x": most}} if not seats else {}
    asset |= {"opens_with": 1} if rng.random() < 0.5 else {}
    needs = [{"ref": c, **f} for c, f in zip(takes, field, strict=True)]
    fits = [{"need": c, "asset": "a", "fit": 1} for c in takes]
    head = {"format": "acorns-instance/1", "needs": needs, "assets": [asset]}
    return head | {"fits": fits}, kind, takes, most


@pytest.mark.parametrize("seed", range(40))
def test_every_whole_solution_meets_every_such_row(seed: int) -> None:
    """Whatever is named, no set within the limit breaks the row; both build it."""
    data, kind, takes, most = crowd(random.Random(f"crowd {seed}"))
    library, alone = readers(data, solved(data, Ask("best"), person=False))
    head = (kind, "a", *(["x"] if kind == "limit" else []))
    sets = [s for n in range(6) for s in it.combinations(takes, n)]
    fitting = [s for s in sets if sum(takes[c] for c in s) <= most]
    rows = [("beside", *head, *s) for s in fitting if s]
    rows += [("rounded", *head, str(d), *s) for d in range(2, 6) for s in sets]
    for name in rows:
        line = library.line(name, "fit")
        here = slim((line.terms, line.sense, line.right))
        assert here == slim(alone.line(name, "fit"))
        for inside in fitting:
            held = {("pair", c, "a") for c in inside} | {("open", "a")}
            total = sum(n for column, n in here[0].items() if column in held)
            assert total <= here[2]
