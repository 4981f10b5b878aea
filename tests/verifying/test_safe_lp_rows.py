"""Every row that the solver names both verifiers build alike; no other has a name."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from support.campaign import SHAPES, example, solved
from support.instances import MARKETS, tiny
from support.named_rows import Line, Name, Row, readers, slim
from support.oracle import Ask

from matcher.instance import compile_market, instance_of
from matcher.model import PROPOSALS, Policy, silent
from matcher.solving.integer.building import build
from matcher.solving.integer.lexicographic import solve_levels
from matcher.verify_round import Proof
from matcher.verifying.safe_lp_columns import NoRowError
from matcher.verifying.safe_lp_rows import Rows

CROWDED: Row = {"openings": True, "staffing": True, "persons": True, "apart": True}


def solver_rows(data: Row, ask: Ask) -> tuple[dict[Name, Line], list[Name]]:
    """Return the rows, those found on the way and with nobody seated, and columns."""
    policy = Policy(ask.name, ask.maximise, ask.allow, ask.margin)
    built = build(compile_market(instance_of(data)), policy, effort=10.0)
    found, names = solve_levels(built, silent), built.model.columns.names
    rows: dict[Name, Line] = {}
    nobody = built.space.cutter(np.zeros(len(names), np.int64))
    for row in (*found.space.system.rows, *nobody):
        amounts = zip(row.columns.tolist(), row.coefficients.tolist(), strict=True)
        terms = {names[column]: amount for column, amount in amounts}
        rows[row.name] = terms, row.sense, row.right
    return rows, list(names)


def compared(data: Row, ask: Ask) -> Counter[str]:
    """Return how many rows of each kind were compared, all of them equal."""
    result = solved(data, ask, person=False)
    if result["status"] == "infeasible":
        return Counter()
    library, alone = readers(data, result)
    rows, columns = solver_rows(data, ask)
    last = (["", *(level["name"] for level in result["objectives"])])[-1]
    compared = {name: line for name, line in rows.items() if name != ("level", last)}
    for name, line in compared.items():
        mine = library.line(name, last)
        assert slim((mine.terms, mine.sense, mine.right)) == slim(line), (name, data)
        assert slim(alone.line(name, last)) == slim(line), (name, data)
    assert set(columns) <= alone.columns()
    if result["objectives"]:
        assert all(library.is_column(name) for name in columns)
    return Counter(name[0] for name in compared)


@pytest.mark.parametrize("shape", SHAPES)
def test_both_build_the_rows_of_the_solver(shape: str) -> None:
    """From its name alone each row comes out with the same terms, sense and side."""
    for seed in range(200_000, 200_030):
        data, ask, _ = example(shape, seed)
        if ask.name not in PROPOSALS:
            compared(data, ask)


def test_every_kind_of_row_is_compared() -> None:
    """Courses that could open, with staff, leave no kind of row out."""
    rng, seen = random.Random("every kind"), Counter[str]()
    for _ in range(150):
        switches = {name: rng.random() < 0.8 for name in CROWDED}
        switches |= {name: rng.random() < 0.25 for name in ("limits", "seats", "pins")}
        data = tiny(rng, needs=6, assets=2, market=rng.choice(MARKETS), **switches)
        seen += compared(data, Ask("stable", "size-fit", rng.choice((None, 1)), 1))
    wanted = "unit pin seats limit apart opens shut role trait most clash level stable"
    wanted += " over allow busy opening openings"
    assert set(wanted.split()) <= set(seen)


COURSE: Row = {
    "format": "acorns-instance/1",
    "needs": [
        *({"ref": ref} for ref in ("c1", "c2", "c3", "c4", "c6")),
        {"ref": "c5", "seats": 2},
    ],
    "assets": [
        {
            "ref": "k1",
            "capacity": 3,
            "opens_with": 2,
            "slots": ["mon-am"],
            "staffing": [{"role": "tutor", "exactly": 1, "at_least": {"calm": 1}}],
        },
        {"ref": "k2", "prefers": [["c4"]]},
    ],
    "staff": [
        {"ref": "t1", "role": "tutor", "traits": ["calm"]},
        {"ref": "t2", "role": "tutor"},
        {"ref": "t3", "role": "tutor", "traits": ["calm"], "person": "c3"},
        {"ref": "t4", "role": "tutor", "traits": ["calm"], "can": ["k2"]},
        {"ref": "t5", "role": "cook", "traits": ["calm"]},
    ],
    "fits": [
        *(
            {"need": f"c{k}", "asset": "k1", "need_fit": 50 + k, "asset_fit": 50}
            for k in range(1, 7)
        ),
        {"need": "c4", "asset": "k2", "need_fit": 9, "asset_fit": 9},
    ],
    "pinned": [["c4", "k2"]],
    "apart": [["c1", "c6"], ["c2", "t5"], ["c6", "t1"]],
}
"""A course that two could open with a calm tutor; all people are invented."""

REAL = (
    ("opening", "k1", "2", "c1", "c2", "t1"),
    ("opening", "k1", "2", "c1", "c2", "t3"),
    ("opening", "k1", "1", "c5", "t1"),
    ("stable", "c1", "k1"),
    ("shut", "c1", "k1"),
    ("role", "k1", "tutor", "1"),
    ("trait", "k1", "tutor", "calm", "1"),
    ("most", "t1"),
    ("apart", "k1", "need", "c1", "need", "c6"),
    ("apart", "k1", "need", "c6", "staff", "t1"),
    ("pin", "c4"),
    ("clash", "mon-am", "need", "c3", "staff", "t3"),
)
FALSE = {
    "too few seats to open": ("opening", "k1", "1", "c1", "t1"),
    "nobody": ("opening", "k1", "0", "t1"),
    "one unit twice": ("opening", "k1", "2", "c1", "c1", "t1"),
    "a count that is none": ("opening", "k1", "two", "c1", "c2", "t1"),
    "more units than fit in": ("opening", "k1", "3", "c1", "c2", "c5", "t1"),
    "a pinned unit": ("opening", "k1", "2", "c1", "c4", "t1"),
    "units apart": ("opening", "k1", "2", "c1", "c6", "t3"),
    "a unit apart from the tutor": ("opening", "k1", "2", "c2", "c6", "t1"),
    "no tutor": ("opening", "k1", "2", "c1", "c2"),
    "two tutors for one": ("opening", "k1", "2", "c1", "c2", "t1", "t3"),
    "a tutor twice": ("opening", "k1", "2", "c1", "c2", "t1", "t1"),
    "a tutor who is not calm": ("opening", "k1", "2", "c1", "c2", "t2"),
    "a tutor who cannot come": ("opening", "k1", "2", "c1", "c2", "t4"),
    "a cook": ("opening", "k1", "2", "c1", "c2", "t5"),
    "one human being twice": ("opening", "k1", "2", "c2", "c3", "t3"),
    "an asset that never closes": ("opening", "k2", "1", "c4"),
    "too few of any": ("openings", "k1", "1", "t1"),
    "more than there are": ("openings", "k1", "5", "t1"),
    "any, and no tutor": ("openings", "k1", "2"),
    "a row about a pinned unit": ("stable", "c4", "k2"),
    "a pair that is none": ("stable", "c1", "k2"),
    "no changes are limited": ("changes",),
    "no move is excused": ("excuse", "c1", "k1"),
    "no blocking is allowed": ("allow",),
    "no units are limited": ("over", "c1", "k1", "units"),
    "no creche is limited": ("over", "c1", "k1", "limit", "creche"),
    "an open asset that shuts": ("shut", "c4", "k2"),
    "another number of tutors": ("role", "k1", "tutor", "2"),
    "a role that is not asked for": ("role", "k1", "cook", "1"),
    "a trait that is not asked for": ("trait", "k1", "tutor", "loud", "1"),
    "a unit without a pin": ("pin", "c1"),
    "a minimum that is none": ("minimum", "k1"),
    "two who may meet": ("apart", "k1", "need", "c1", "need", "c2"),
    "two human beings": ("clash", "mon-am", "need", "c1", "staff", "t3"),
    "a level that is none": ("level", "happiness"),
    "the level itself": ("level", "fit"),
    "a kind that is none": ("order", "c1"),
    "a method's name": ("__init__", "c1"),
    "nothing": (),
}


@pytest.fixture(scope="module")
def course() -> tuple[Rows, Proof]:
    """Both verifiers' makers of rows, over the course."""
    return readers(COURSE, solved(COURSE, Ask("stable"), person=False))


@pytest.mark.parametrize("name", REAL)
def test_what_the_instance_says_can_be_named(
    course: tuple[Rows, Proof], name: Name
) -> None:
    """Both build the row, and build it alike."""
    line = course[0].line(name, "fit")
    assert slim((line.terms, line.sense, line.right)) == slim(
        course[1].line(name, "fit")
    )


@pytest.mark.parametrize("why", FALSE)
def test_what_the_instance_does_not_say_cannot_be_named(
    course: tuple[Rows, Proof], why: str
) -> None:
    """Both refuse the row, whatever it would prove."""
    with pytest.raises(NoRowError):
        course[0].line(FALSE[why], "fit")
    with pytest.raises((ValueError, LookupError, TypeError)):
        course[1].line(FALSE[why], "fit")
