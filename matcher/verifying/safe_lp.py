"""Certificates of bounds: weighted sums of rows, and trees of them, in whole numbers.

A weighted sum of valid rows with multipliers of the right signs bounds what any 0-1
vector can be worth: Neumaier & Shcherbina (2004), "Safe bounds in linear and
mixed-integer programming". A tree of such bounds covers the cube by splitting one
column after another: Cheung, Gleixner & Steffy (2017), "Verifying integer programming
results". No solver is asked; every row is built here from the instance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.instance.solution import Objective
from matcher.verifying.case import Case
from matcher.verifying.levels import fewest
from matcher.verifying.safe_lp_columns import Name, NoRowError
from matcher.verifying.safe_lp_rows import Rows
from matcher.verifying.safe_lp_system import Box, Sum, System

BOUND, SPLIT = {"rows", "denominator"}, {"branch", "zero", "one"}


class WrongError(ValueError):
    """A certificate does not prove what it is said to prove; the message says why."""


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
        bound = _sign(level) * self.bound(node, level.name)
        if bound != level.bound:
            raise WrongError(f"it bounds {bound}, and the result says {level.bound}.")

    def bound(self, node: Mapping[str, Any], level: str) -> int:
        """Return what no solution is worth more than, by the rows of a node.

        Raises
        ------
        ValueError
            If the node is not made as it must be.
        """
        system = self._system([node], level)
        return self._sum(system, node, system.free()).whole

    def _tree_closes(self, level: Objective) -> None:
        if level.value != level.bound:
            raise WrongError("a tree closes a level, and its gap is open.")
        target = _sign(level) * level.value + 1
        system = self._system([*_nodes(level.certificate)], level.name)
        todo: list[tuple[Any, Box]] = [(level.certificate, system.free())]
        while todo:
            node, box = todo.pop()
            found = self._sum(system, node, box)
            closes = found.whole < target
            if node.keys() != (BOUND if closes else BOUND | SPLIT):
                raise WrongError("a node neither closes nor splits, or does both.")
            if not closes:
                inner = found.fixes(target, box)
                column = system.columns[_name(node["branch"])]
                if inner[column] >= 0:
                    raise WrongError(f"a node splits no free column: {node['branch']}.")
                for value, side in enumerate(("zero", "one")):
                    child = inner.copy()
                    child[column] = value
                    todo.append((node[side], child))

    def _system(self, nodes: list[Mapping[str, Any]], level: str) -> System:
        """Return the rows that the nodes name, and the columns that they split."""
        names = dict.fromkeys(
            _row(given)[0] for node in nodes for given in node["rows"]
        )
        lines = {name: self.rows.line(name, level) for name in names}
        splits = [_name(node["branch"]) for node in nodes if "branch" in node]
        for column in splits:
            if not self.rows.is_column(column):
                raise WrongError(f"a node splits no column: {' '.join(column)}.")
        sign = -1 if fewest(level) else 1
        cost = {c: sign * n for c, n in self.rows.objective(level).items()}
        return System(lines, cost, splits)

    def _sum(self, system: System, node: Mapping[str, Any], box: Box) -> Sum:
        """Return the sum of a node's rows over the columns that are not fixed."""
        given = [_row(row) for row in node["rows"]]
        times = dict(given)
        if len(times) != len(given):
            raise WrongError("a row stands twice.")
        wrong = system.wrong_sign(times)
        if wrong:
            raise WrongError(f"the row {' '.join(wrong)} has the wrong sign.")
        return system.sum(times, node["denominator"], box)


def _nodes(top: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every node of a tree, all of a shape that can be read."""
    todo = [top]
    while todo:
        node = _shaped(todo.pop())
        yield node
        todo += [node[side] for side in ("zero", "one") if side in node]


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
