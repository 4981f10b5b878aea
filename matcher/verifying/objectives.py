"""The objectives of a policy, in order, and their values in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from matcher.instance.document import Instance
from matcher.model import PROPOSALS
from matcher.verifying.case import Case
from matcher.verifying.levels import amount, fair_levels, fewest, rank_levels, regret
from matcher.verifying.opening import could_open
from matcher.verifying.stability import blocking
from matcher.verifying.table import NOBODY


def zero_is_certain(instance: Instance) -> bool:
    """Return True where a solution without blocking pairs always exists.

    Then deferred acceptance finds one, so nothing counts blocking pairs: none may be.
    """
    if instance.groups or instance.apart or instance.max_changes is not None:
        return False
    if any(need.seats != 1 for need in instance.needs):
        return False
    return not any(
        row.openable or row.limits or row.minimum or row.unless_one_group is not None
        for row in instance.assets
    )


def expected(case: Case) -> list[str]:
    """Return the names of the policy's objectives, in order."""
    policy, instance = case.solution.policy, case.instance
    if policy.name in PROPOSALS:
        return ["improvement"]
    names = []
    if policy.name == "stable":
        if policy.allow is None and not zero_is_certain(instance):
            names.append("blocking")
        if case.openable.any():
            names.append("openings")
    if policy.maximise != "fit":
        levels = sorted({int(p) for p in case.table.priority if p > 0}, reverse=True)
        names += [*(f"priority:{level}" for level in levels), "size"]
    names += _between(case)
    return names if instance.market == "lists" else [*names, "fit"]


def _between(case: Case) -> list[str]:
    """Return the levels between size and fit."""
    if case.solution.policy.name == "fair":
        return fair_levels(case)
    match case.solution.policy.maximise:
        case "generous":
            return rank_levels(case)
        case "egalitarian":
            return ["egalitarian"]
        case "minimum-regret":
            return ["regret"]
    return []


def value(case: Case, name: str) -> int:
    """Return the value of an objective; 0 improvements is what proposals claim."""
    match name:
        case "blocking":
            return len(blocking(case)[0])
        case "openings":
            return len(could_open(case))
        case "improvement":
            return 0
        case "regret":
            return regret(case)
    return int(amount(case, name)[case.row[case.row != NOBODY]].sum())


def order(case: Case) -> Iterator[str]:
    """Every objective is the policy's, in its order, none missing and none more."""
    names, wanted = [row.name for row in case.solution.objectives], expected(case)
    if names != wanted:
        yield f"The objectives are {names} and should be {wanted}."


def values(case: Case) -> Iterator[str]:
    """Every value is what the chosen rows add up to."""
    known = set(expected(case))
    for row in case.solution.objectives:
        if row.name in known:
            found = value(case, row.name)
            if found != row.value:
                yield f"{row.name} is {found}, and the result says {row.value}."


def allowance(case: Case) -> Iterator[str]:
    """No more blocking pairs than allowed; none where that is certain."""
    policy = case.solution.policy
    if policy.name != "stable":
        return
    certain = policy.allow is None and zero_is_certain(case.instance)
    most = 0 if certain else policy.allow
    count = len(blocking(case)[0]) if most is not None else 0
    if most is not None and count > most:
        yield f"{count} pairs block, and {most} may."


def bounds(case: Case) -> Iterator[str]:
    """No value is better than its bound; the status says which levels are closed."""
    closed = True
    for row in case.solution.objectives:
        gap = row.value - row.bound if fewest(row.name) else row.bound - row.value
        if gap < 0:
            yield f"{row.name} is {row.value}, better than its bound {row.bound}."
        closed &= gap == 0
    if case.solution.status in ("optimal", "claimed") and not closed:
        yield f"The status is {case.solution.status}, and a gap is open."
    if case.solution.status == "feasible" and closed:
        yield "The status is feasible, and no gap is open."


def stability(case: Case) -> Iterator[str]:
    """Every blocking pair is listed, and nothing else."""
    yield from _differ("blocks", blocking(case)[0], case.solution.blocking_pairs)


def excuses(case: Case) -> Iterator[str]:
    """Every excused pair is listed, and nothing else."""
    yield from _differ("is excused", blocking(case)[1], case.solution.excused_pairs)


def _differ(
    what: str, found: AbstractSet[tuple[str, ...]], stated: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    for pair in sorted(found - set(stated)):
        yield f"({', '.join(pair)}) {what} and is not listed."
    for pair in sorted(set(stated) - found):
        yield f"({', '.join(pair)}) is listed, and it is not so: nothing {what} there."
    if len(stated) != len(set(stated)):
        yield "A pair is listed twice."
