"""A round without an answer: what is said first, before anything else."""

from __future__ import annotations

from collections.abc import Iterator

from api.reports import plain
from api.reports.findings import Findings

_UNSOLVED = ("infeasible", "unknown")


def no_answer(found: Findings) -> list[str]:
    """Return that nobody is placed and what is the cause; [] where there is an answer.

    Returns
    -------
    list of str
        Sentences; decisions that cannot hold together are named by their refs.
    """
    unsolved = found.solution.status in _UNSOLVED
    return ["No answer: nobody is placed.", *_cause(found)] if unsolved else []


def _cause(found: Findings) -> Iterator[str]:
    conflict = found.solution.conflict
    if not conflict:
        yield plain.STATUSES[found.solution.status]
        return
    each = (
        f"{plain.CONFLICTS.get(row.kind, row.kind)} {plain.listed(row.refs)}".rstrip()
        for row in conflict
    )
    one = len(conflict) == 1
    cannot = "This cannot hold" if one else "These cannot all hold together"
    yield f"{cannot}: {'; '.join(each)}."
    yield f"Take {'it' if one else 'any one of these'} away, and the rest can hold."
