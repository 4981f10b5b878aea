"""What would help most, each by a re-solve: next assets, lessons; who is near."""

from __future__ import annotations

from typing import Any

from api.reports.plain import spaced
from api.reports.small_counts import few
from matcher.explaining import Case
from matcher.insight import NextAsset, Unmet, next_assets, one_step_away, unmet_outcomes

MOST_NEEDS = 250
"""Rounds larger than this are not solved again and again when they are saved."""


def what_would_help(case: Case) -> dict[str, Any] | None:
    """Return what would unlock most; None where the round is too large to try."""
    if len(case.instance.needs) > MOST_NEEDS:
        return None
    found = next_assets(case)
    near = one_step_away(case)
    return {
        "waiting": found.waiting,
        "assets": [_asset(each) for each in found.assets],
        "outcomes": [_outcome(each) for each in unmet_outcomes(case)],
        "near": [{"need": each.need, "stage": each.stage} for each in near],
    }


def _asset(each: NextAsset) -> dict[str, Any]:
    return {
        "like": each.like,
        "capabilities": [spaced(name) for name in each.capabilities],
        "outcode": each.outcode,
        "slots": list(each.slots),
        "reaches": each.reaches,
        "matched": each.gain.matched,
        "fit": each.gain.fit,
    }


def _outcome(each: Unmet) -> dict[str, Any]:
    lesson = each.lesson
    return {
        "domain": spaced(each.domain),
        "asked": few(each.asked),
        "waiting": few(each.waiting),
        "gaps": few(each.gaps),
        "able": each.able,
        "lesson": lesson
        and {
            "asset": lesson.asset,
            "capability": spaced(lesson.capability),
            "course": spaced(lesson.course),
            "matched": lesson.gain.matched,
            "fit": lesson.gain.fit,
        },
    }
