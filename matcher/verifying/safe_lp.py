"""Certificates of bounds: weighted sums of rows, and trees of them, in whole numbers.

A weighted sum of valid rows with multipliers of the right signs bounds what any 0-1
vector can be worth: Neumaier & Shcherbina (2004), "Safe bounds in linear and
mixed-integer programming". A tree of such bounds covers the cube by splitting one
column after another: Cheung, Gleixner & Steffy (2017), "Verifying integer programming
results". No solver is asked; every row is built here from the instance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.instance.solution import Objective
from matcher.verifying.case import Case
from matcher.verifying.levels import fewest
from matcher.verifying.safe_lp_columns import Name, NoRowError, Terms
from matcher.verifying.safe_lp_rows import Rows

Fixed = dict[Name, int]
BOUND, SPLIT = {"rows", "denominator"}, {"branch", "zero", "one"}


class WrongError(ValueError):
    """A certificate does not prove what it is said to prove; the message says why."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of a node add up to: all numbers times the denominator."""

    denominator: int
    total: int
    reduced: Terms

    @property
    def whole(self) -> int:
        """No solution in the node is worth more."""
        return self.total // self.denominator

    def fixes(self, target: int, fixed: Fixed) -> Fixed:
        """Return the columns that every solution worth the target has at one value."""
        spare = self.total - target * self.denominator
        free = {c: r for c, r in self.reduced.items() if c not in fixed}
        return {c: int(r > 0) for c, r in free.items() if abs(r) > spare}


class Prover:
    """Checks the certificates of one case.

    Parameters
    ----------
    case : Case
        Its objectives must be the policy's.
    """

    def __init__(self, case: Case) -> None:
        self.rows = Rows(case)

    def check(self, level: Objective) -> Iterator[str]:
        """Yield why a level's certificate does not prove its bound."""
        try:
            if level.proof == "safe-lp":
                self._sum_is(level)
            else:
                self._tree_closes(level)
        except (NoRowError, WrongError) as error:
            yield f"The certificate of {level.name} does not hold: {error}"

    def _sum_is(self, level: Objective) -> None:
        node = _shaped(level.certificate)
        if node.keys() != BOUND:
            raise WrongError("it has parts that do not belong there.")
        bound = _sign(level) * self._sum(node, level.name, {}).whole
        if bound != level.bound:
            raise WrongError(f"it bounds {bound}, and the result says {level.bound}.")

    def _tree_closes(self, level: Objective) -> None:
        if level.value != level.bound:
            raise WrongError("a tree closes a level, and its gap is open.")
        target = _sign(level) * level.value + 1
        todo: list[tuple[Any, Fixed]] = [(level.certificate, {})]
        while todo:
            part, fixed = todo.pop()
            node = _shaped(part)
            found = self._sum(node, level.name, fixed)
            closes = found.whole < target
            if node.keys() != (BOUND if closes else BOUND | SPLIT):
                raise WrongError("a node neither closes nor splits, or does both.")
            if not closes:
                inner = fixed | found.fixes(target, fixed)
                column = _name(node["branch"])
                if column in inner or not self.rows.is_column(column):
                    raise WrongError(f"a node splits no free column: {column}.")
                todo += [
                    (node[side], inner | {column: k})
                    for k, side in enumerate(("zero", "one"))
                ]

    def _sum(self, node: Mapping[str, Any], level: str, fixed: Fixed) -> Sum:
        """Return the sum of a node's rows over the columns that are not fixed."""
        denominator, seen, total = node["denominator"], set(), 0
        reduced: Counter[Name] = Counter()
        sign = -1 if fewest(level) else 1
        for column, amount in self.rows.objective(level).items():
            reduced[column] += sign * amount * denominator
        for given in node["rows"]:
            name, times = _row(given)
            line = self.rows.line(name, level)
            wrong = {"<=": times < 0, ">=": times > 0, "=": False}[line.sense]
            if name in seen or wrong:
                said = "stands twice" if name in seen else "has the wrong sign"
                raise WrongError(f"the row {' '.join(name)} {said}.")
            seen.add(name)
            total += times * line.right
            for column, amount in line.terms.items():
                reduced[column] -= times * amount
        for column, amount in reduced.items():
            total += amount * fixed[column] if column in fixed else max(0, amount)
        return Sum(denominator, total, dict(reduced))


def _sign(level: Objective) -> int:
    return -1 if fewest(level.name) else 1


def _shaped(node: Any) -> Mapping[str, Any]:
    """Return a node whose rows and denominator can be read."""
    if not isinstance(node, Mapping) or not node.keys() >= BOUND:
        raise WrongError("it lacks rows or a denominator.")
    if not isinstance(node["rows"], list) or type(node["denominator"]) is not int:
        raise WrongError("its rows are no list, or its denominator is no whole number.")
    if node["denominator"] < 1:
        raise WrongError("its denominator is below 1.")
    return node


def _name(value: Any) -> Name:
    """Return a name: a list of texts."""
    if not isinstance(value, list) or not all(type(part) is str for part in value):
        raise WrongError("a name is no list of texts.")
    return tuple(value)


def _row(value: Any) -> tuple[Name, int]:
    """Return a row's name and its numerator."""
    if not isinstance(value, list) or not value or type(value[-1]) is not int:
        raise WrongError("a row lacks its numerator.")
    return _name(value[:-1]), value[-1]
