"""A run's figures as plain data: numbers, pictures, coverage, what would help most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from api.reports import plain
from api.reports.drawing.helping import what_would_help
from api.reports.drawing.reaching import coverage_data
from api.reports.findings import Findings, findings_of
from api.reports.headline import headline
from api.reports.pictures.coverage import coverage_picture
from api.reports.pictures.fits import fit_pictures
from api.reports.pictures.picture import Picture
from api.reports.pictures.places import place_pictures
from api.reports.pictures.policies import policy_picture
from api.reports.pictures.reached import reached_pictures
from api.reports.unsolved import no_answer
from api.reports.verified import hashes, verdict
from matcher.gazetteer import Gazetteer
from matcher.insight import coverage, solved_case
from matcher.model import Snapshot
from matcher.rounds import Comparison, RoundResult
from matcher.schemes import Scheme

Data = dict[str, Any]
SOLVED = ("optimal", "claimed", "feasible")


def figures_of_round(
    result: RoundResult,
    snapshot: Snapshot,
    scheme: Scheme,
    gazetteer: Gazetteer,
    *,
    salt: str,
    effort: float,
) -> Data:
    """Return what pages show of a round that was saved.

    Guarantees: no coordinate, no person's ref but of assets on whom needs depend alone;
    counts of people of 1 to 4 read "fewer than 5"; pictures only where the round was
    verified and has an answer.
    """
    found = findings_of(result, snapshot, scheme)
    case = solved_case(
        snapshot,
        scheme,
        instance=result.instance,
        result=result.result,
        salt=salt,
        effort=effort,
    )
    usable = result.verification.ok and found.solution.status in SOLVED
    reached = coverage_data(coverage(case.pool, scheme))
    return {
        "numbers": [asdict(number) for number in headline(found)],
        "unsolved": no_answer(found),
        "verdict": verdict(found),
        "status": plain.STATUSES[found.solution.status],
        "aims": [
            plain.reached(row, found.words)
            for row in plain.aims(found.solution.objectives)
        ],
        "hashes": [asdict(each) for each in hashes(found)],
        "coverage": reached,
        "helps": what_would_help(case) if usable else None,
        "pictures": _data(_pictures(found, gazetteer, reached) if usable else ()),
    }


def figures_of_comparison(comparison: Comparison, scheme: Scheme) -> Data:
    """Return what pages show of a comparison: what is reached, and each policy."""
    words = scheme.words.get("staff", {})
    reached = coverage_data(comparison.coverage) if comparison.coverage else None
    pictures = [*(reached_pictures(reached, words) if reached else ())]
    picture = policy_picture(comparison, words)
    return {
        "coverage": reached,
        "pictures": _data([*pictures, *([picture] if picture else [])]),
    }


def _pictures(
    found: Findings, gazetteer: Gazetteer, reached: Data
) -> Iterable[Picture]:
    yield from place_pictures(found, gazetteer)
    yield from reached_pictures(reached, found.words)
    rules = coverage_picture(found)
    if rules:
        yield rules
    yield from fit_pictures(found)


def _data(pictures: Iterable[Picture]) -> list[Data]:
    return [asdict(each) | {"svg": str(each.svg)} for each in pictures]
