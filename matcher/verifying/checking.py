"""Check a solution against its instance, from the instance's own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from matcher.instance.document import Instance
from matcher.instance.solution import Solution
from matcher.verifying import hard_rules, objectives, statement
from matcher.verifying.case import Case
from matcher.verifying.conflict import check_conflict
from matcher.verifying.holding import Holding
from matcher.verifying.table import NOBODY, build_table
from matcher.verifying.verdict import CheckDone, Draw, Verification, concluded

Check = Callable[[Case], Iterator[str]]
FIRST: tuple[tuple[str, Check], ...] = (
    ("digest", statement.same_instance),
    ("salt", statement.same_salt),
    ("policy", statement.policy),
)
SENSE: tuple[tuple[str, Check], ...] = (
    ("references", statement.references),
    ("groups", statement.groups),
    ("acceptability", hard_rules.acceptability),
)
"""Each needs the one before: the first that fails ends the verification."""
REST: tuple[tuple[str, Check], ...] = (
    ("capacities", hard_rules.capacities),
    ("max_units", hard_rules.unit_limits),
    ("limits", hard_rules.limits),
    ("minimum", hard_rules.minimums),
    ("openings", hard_rules.openings_reached),
    ("staffing", hard_rules.staffing),
    ("apart", hard_rules.kept_apart),
    ("persons", hard_rules.persons),
    ("pins", hard_rules.pins),
    ("changes", hard_rules.changes),
    ("fits", statement.fits),
    ("unmatched", statement.unmatched),
    ("closed", statement.closed),
    ("blocking_pairs", objectives.stability),
    ("excused_pairs", objectives.excuses),
    ("allow", objectives.allowance),
    ("order", objectives.order),
    ("values", objectives.values),
    ("bounds", objectives.bounds),
    ("proofs", statement.proofs),
    ("equal", statement.equal),
    ("lottery", statement.lottery),
    ("conflict", statement.no_conflict),
)
EMPTY: tuple[tuple[str, Check], ...] = (("empty", statement.nothing_chosen),)


def verify_solution(
    instance: Instance, solution: Solution, *, salt: str | None = None
) -> Verification:
    """Check a solution against its instance, from the instance's own rows.

    Parameters
    ----------
    instance : Instance
        As read; in canonical order.
    solution : Solution
        As read; nothing in it is believed.
    salt : str or None
        Lower-case hex. Without it the lottery is not checked.

    Returns
    -------
    Verification
        Every check with what it found. It never raises on a bad result.
    """
    case = _case(instance, solution, salt)
    checks = _run(FIRST, case)
    if not all(check.ok for check in checks if check.name == "policy"):
        return _verdict(checks)
    if solution.status in ("infeasible", "unknown"):
        last = (
            check_conflict if solution.status == "infeasible" else statement.no_conflict
        )
        return _verdict([*checks, *_run((*EMPTY, ("conflict", last)), case)])
    for name, check in SENSE:
        checks.append(concluded(name, check(case)))
        if not checks[-1].ok:
            return _verdict(checks)
    checks += _run(REST, case)
    proven = all(check.ok for check in checks if check.name == "proofs")
    return _verdict(checks, statement.reach(case, proven=proven))


def _run(checks: tuple[tuple[str, Check], ...], case: Case) -> list[CheckDone]:
    return [concluded(name, check(case)) for name, check in checks]


def _verdict(checks: list[CheckDone], draw: Draw = "none") -> Verification:
    return Verification(all(check.ok for check in checks), tuple(checks), draw)


def _case(instance: Instance, solution: Solution, salt: str | None) -> Case:
    """Lay the solution over the table; rows that name nobody are left out."""
    table = build_table(instance)
    needs = {row.ref: k for k, row in enumerate(instance.needs)}
    assets = {row.ref: k for k, row in enumerate(instance.assets)}
    staff = {row.ref: k for k, row in enumerate(instance.staff)}
    at = np.full(len(table.units), NOBODY, np.int64)
    for row in solution.chosen:
        if row.need in needs and row.asset in assets:
            at[table.unit_of[needs[row.need]]] = assets[row.asset]
    crews: list[list[int]] = [[] for _ in instance.assets]
    for ref, asset in solution.staff:
        if ref in staff and asset in assets:
            crews[assets[asset]].append(staff[ref])
    holding = Holding(table)
    return Case(instance, solution, salt, table, holding, at, tuple(map(tuple, crews)))
