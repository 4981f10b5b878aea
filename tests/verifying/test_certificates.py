"""A certificate cannot be forged: whatever its numbers, no bound is below the truth."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from support.campaign import SHAPES, example, solved
from support.optima import Optima, fewest
from support.results import SALT, body_of, result_of
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import instance_of, read_result
from matcher.model import PROPOSALS
from matcher.verifying.checking import _case
from matcher.verifying.safe_lp import Prover
from matcher.verifying.safe_lp_columns import Line
from matcher.verifying.safe_lp_rows import Rows

Row = dict[str, Any]


def nodes(certificate: Row) -> Iterator[Row]:
    """Yield a certificate and every node of its tree."""
    yield certificate
    for side in ("zero", "one"):
        if side in certificate:
            yield from nodes(certificate[side])


def rows_of(result: Row) -> list[list[Any]]:
    """Return every row that the certificates of a result name, with its sign."""
    given = (level.get("certificate", {}) for level in result["objectives"])
    found = {
        json.dumps(row[:-1]): row
        for certificate in given
        if "rows" in certificate
        for node in nodes(certificate)
        for row in node["rows"]
    }
    return [found[name] for name in sorted(found)]


def forged(rng: random.Random, rows: list[list[Any]], level: str) -> Row:
    """Return random numbers of the right signs over random rows."""
    some = [row for row in rows if rng.random() < 0.7 and row[:2] != ["level", level]]
    parts = [rng.choice((0, 1, 1, 2, 3)) / rng.randint(1, 4) for _ in some]
    return {
        "rows": [
            [*row[:-1], int(row[-1] * part)]
            for row, part in zip(some, parts, strict=True)
        ],
        "denominator": rng.choice((1, 10**8, 10**8, 5 * 10**7)),
    }


def _bounds_hold(shape: str, seeds: range) -> int:
    """Assert that no forged bound is below the optimum; return how many were tried."""
    tried = 0
    for seed in seeds:
        data, ask, person = example(shape, seed)
        if ask.name in PROPOSALS:
            continue
        result = solved(data, ask, person=person)
        rows, best = rows_of(result), Optima(data, ask, SALT)
        case = _case(instance_of(data), read_result(json.dumps(result)), SALT)
        prover, rng = Prover(case), random.Random(seed)
        for name, value in zip(best.names, best.best[0], strict=False):
            for _ in range(15 if rows else 0):
                node = forged(rng, rows, name)
                try:
                    bound = prover.bound(node, name)
                except ValueError:  # a level that comes later
                    continue
                truth = -value if fewest(name) else value
                assert bound >= truth, (seed, name, node, json.dumps(data))
                tried += 1
    return tried


@pytest.mark.parametrize("shape", SHAPES)
def test_no_forged_bound_is_below_the_optimum(shape: str) -> None:
    """Random multipliers over rows that certificates name bound what is possible."""
    assert _bounds_hold(shape, range(7_000, 7_040)) > 50


@pytest.mark.parametrize("kind", ["unit", "seats", "level"])
def test_a_row_that_does_not_hold_is_found(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The campaign sees a verifier whose rows say too much: it is not blind itself."""
    line = Rows.line

    def wrong(rows: Rows, name: tuple[str, ...], level: str) -> Line:
        found = line(rows, name, level)
        more = -1 if found.sense == "<=" else 1
        right = found.right + more if name[0] == kind else found.right
        return Line(found.terms, found.sense, right)

    monkeypatch.setattr(Rows, "line", wrong)
    with pytest.raises(AssertionError):
        _bounds_hold("mixed", range(7_000, 7_060))


@pytest.mark.deep
@pytest.mark.parametrize("shape", SHAPES)
def test_no_forged_bound_is_below_the_optimum_on_many(shape: str) -> None:
    """The same on 5,000 other instances."""
    first = random.randrange(2**40)
    assert _bounds_hold(shape, range(first, first + 5_000)) > 10_000


@pytest.mark.parametrize("shape", SHAPES)
def test_no_worse_solution_borrows_a_certificate(shape: str) -> None:
    """A feasible solution that is not best fails, whatever proof stands beside it."""
    seen = 0
    for seed in range(8_000, 8_050):
        data, ask, person = example(shape, seed)
        best = Optima(data, ask, SALT)
        if ask.name in PROPOSALS or not best.feasible:
            continue
        worse = [s for s in best.feasible if s not in best.best[1]]
        if not worse:
            continue
        good = solved(data, ask, person=person)
        best.best = (best.best[0], [random.Random(seed).choice(worse)])
        result = result_of(data, ask) | {"status": "optimal", "tie": "unique"}
        result = _with(best, result, good)
        assert "proofs" in library_failures(data, result, SALT), json.dumps(data)
        assert "proofs" in stand_alone_failures(data, result, SALT), json.dumps(data)
        seen += 1
    assert seen > 10


def _with(best: Optima, result: Row, good: Row) -> Row:
    """Return the result with the worse solution and the good one's proofs."""
    worse = best.best[1][0]
    levels = [
        {**level, "value": best.value(worse, level["name"])}
        for level in good["objectives"]
    ]
    for level in levels:
        level["bound"] = level["value"]
    return result | body_of(best, worse, {}) | {"objectives": levels}
