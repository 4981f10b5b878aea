"""From runs to figures: medians, ratios within one run, and what was reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach, Run

Row = dict[str, Any]
_TAKE: Mapping[str, Callable[[list[float]], float]] = {
    "median": median,
    "most": max,
    "least": min,
}


def figures(bench: Bench, runs: dict[str, list[Run]], *, quick: bool) -> Row:
    """Return a bench's figures as plain values, its runs among them.

    A case in which two claims differ has no ratio and reaches nothing.
    """
    cases = [_case(case, runs[case.name], quick=quick) for case in bench.cases]
    return {"name": bench.name, "about": bench.about, "quick": quick, "cases": cases}


def _case(case: Case, runs: list[Run], *, quick: bool) -> Row:
    alike = {each.name for each in case.entrants if not each.differs}
    wrong = list(disagreements(run for run in runs if run.entrant in alike))
    first = case.entrants[0].name
    return {
        "name": case.name,
        "size": dict(case.small if quick else case.size),
        "seeds": sorted({run.seed for run in runs}),
        "entrants": [
            _entrant(each, first, [] if wrong else runs, _of(runs, each.name))
            for each in case.entrants
        ],
        "reach": [
            _reached(r, runs, judged=not quick and not wrong) for r in case.reach
        ],
        "wrong": wrong,
        "runs": [_plain(run) for run in runs],
    }


def disagreements(runs: Iterable[Run]) -> Iterator[str]:
    """Yield a sentence for each pair of claims that differ on one instance."""
    said: dict[tuple[int, str], tuple[str, int]] = {}
    for run in runs:
        for name, value in run.claims.items():
            who, other = said.setdefault((run.seed, name), (run.entrant, value))
            if value != other:
                yield (
                    f"seed {run.seed}: {who} says {name} {other:,}, "
                    f"{run.entrant} says {value:,}"
                )


def _entrant(entrant: Entrant, first: str, runs: list[Run], own: list[Run]) -> Row:
    """Return medians and most; ratios are to the first entrant, seed by seed."""
    ran = [run for run in own if run.state in ("done", "over")]
    row: Row = {
        "name": entrant.name,
        "state": _state(own),
        "package": entrant.package,
        "limit": entrant.limit,
        "over": sum(run.state == "over" for run in own),
        "notes": sorted({run.note for run in own if run.note}),
    }
    for name in ("cpu", "wall", "peak", "cold") if ran else ():
        values = [float(getattr(run, name)) for run in ran]
        row[name] = {"median": median(values), "most": max(values)}
    ratios = list(_ratios(runs, entrant.name, "cpu", first, "cpu"))
    if ratios and entrant.name != first:
        row["ratio"] = median(ratio for ratio, _ in ratios)
        row["at_least"] = any(bound for _, bound in ratios)
    return row


def _state(runs: list[Run]) -> str:
    states = {run.state for run in runs}
    return next((s for s in ("failed", "missing", "done", "over") if s in states), "")


def _of(runs: Iterable[Run], entrant: str) -> list[Run]:
    return [run for run in runs if run.entrant == entrant]


def _ratios(
    runs: Sequence[Run], one: str, figure: str, other: str, its: str
) -> Iterator[tuple[float, bool]]:
    """Yield one's figure over the other's for each seed, and if it is a lower bound.

    A run that was stopped counts with its limit: then the ratio is at least so much.
    """
    below = {run.seed: run for run in _of(runs, other)}
    for run in _of(runs, one):
        base = below.get(run.seed)
        if base is None or base.state != "done" or run.state not in ("done", "over"):
            continue
        part, whole = _figure(run, figure), _figure(base, its)
        if part is not None and whole:
            yield part / whole, run.state == "over"


def _figure(run: Run, name: str) -> float | None:
    if name in ("cpu", "wall", "peak", "cold"):
        return float(getattr(run, name))
    value = run.facts.get(name)
    return None if value is None else float(value)


def _reached(reach: Reach, runs: list[Run], *, judged: bool) -> Row:
    """Return what was measured, and if it reaches; None where it cannot be said."""
    row: Row = {
        "says": reach.says,
        "at_most": reach.at_most,
        "at_least": reach.at_least,
        "measured": None,
        "bound": False,
        "reached": None,
    }
    if not judged:
        return row
    values, bound = _values(reach, runs)
    if not values:
        # Nothing to measure: a peer that is missing, or a run of ours that broke off.
        broke = {run.state for run in _of(runs, reach.of)} & {"over", "failed"}
        return {**row, "reached": False if broke else None}
    measured = _TAKE[reach.take](values)
    row |= {"measured": measured, "bound": bound, "reached": _holds(reach, measured)}
    if bound and reach.at_most is not None and row["reached"]:
        row["reached"] = None
    return row


def _values(reach: Reach, runs: list[Run]) -> tuple[list[float], bool]:
    if reach.over is not None:
        ratios = list(
            _ratios(runs, reach.of, reach.figure, reach.over, reach.over_figure)
        )
        return [ratio for ratio, _ in ratios], any(bound for _, bound in ratios)
    own = _of(runs, reach.of)
    values = [_figure(run, reach.figure) for run in own if run.state != "failed"]
    if len(values) < len(own) or None in values:
        # What was stopped has no facts: it cannot be left out of a worst case.
        return [], True
    return [v for v in values if v is not None], any(r.state == "over" for r in own)


def _holds(reach: Reach, measured: float) -> bool:
    below = reach.at_most is None or measured <= reach.at_most
    return below and (reach.at_least is None or measured >= reach.at_least)


def _plain(run: Run) -> Row:
    row: Row = {
        "entrant": run.entrant,
        "seed": run.seed,
        "state": run.state,
        "cpu": run.cpu,
        "wall": run.wall,
        "cold": run.cold,
        "peak": run.peak,
        "repeats": run.repeats,
        "claims": dict(run.claims),
        "facts": dict(run.facts),
        "digest": run.digest,
        "note": run.note,
    }
    return {name: value for name, value in row.items() if value not in ("", {})}
