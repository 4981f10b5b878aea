"""The criteria that counted for a pair, with what other audiences are told of them."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.candidates.wording import fill
from matcher.explaining.case import Case
from matcher.explaining.whys import Factor
from matcher.graph import Path
from matcher.schemes import Criterion
from matcher.scoring import Reason, reasons


def factors(case: Case, need: str, asset: str) -> tuple[Factor, ...]:
    """Return what counted for a pair, in the scheme's order; only evidence is cited."""
    criteria = {criterion.name: criterion for criterion in case.scheme.criteria}
    return tuple(
        _factor(case, criteria[reason.name], reason)
        for reason in reasons(case.graph, case.scheme, need, asset)
        if reason.counted
    )


def _factor(case: Case, criterion: Criterion, reason: Reason) -> Factor:
    return Factor(
        reason.name,
        reason.side,
        reason.points,
        reason.weight,
        reason.sentence,
        reason.gap,
        reason.support,
        _told(case, criterion, reason) if reason.sentence else {},
        tuple(_spoken(path) for path in reason.paths),
    )


def _told(case: Case, criterion: Criterion, reason: Reason) -> Mapping[str, str]:
    return {
        audience: fill(template, {**(reason.words or {}), **_named(case, audience)})
        for audience, template in criterion.told.items()
    }


def _named(case: Case, audience: str) -> Mapping[str, str]:
    words = case.scheme.words.get(audience, {})
    return {side: words.get(side, "") for side in ("need", "asset")}


def _spoken(path: Path) -> tuple[str, ...]:
    return tuple(f"{step.source[1]} -{step.kind}- {step.target[1]}" for step in path)
