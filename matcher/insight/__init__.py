"""Insight: what a community can reach, what stands in the way, and what would help."""

from matcher.insight.acceptance import AtRate, at_rates
from matcher.insight.alone import Alone, depends_alone
from matcher.insight.coverage import Coverage, Share, coverage
from matcher.insight.gain import Gain, gain
from matcher.insight.plans import Choices, falls_to, ordered_shortlists
from matcher.insight.reach import GateShare, Reach, reach
from matcher.insight.seats import OneMore, one_more_seat, with_seat
from matcher.insight.solved import solved_case
from matcher.insight.unlocking import NextAsset, Unlocking, next_assets
from matcher.insight.unmet import (
    Lesson,
    NearStaff,
    Unmet,
    one_step_away,
    unmet_outcomes,
)

__all__ = [
    "Alone",
    "AtRate",
    "Choices",
    "Coverage",
    "Gain",
    "GateShare",
    "Lesson",
    "NearStaff",
    "NextAsset",
    "OneMore",
    "Reach",
    "Share",
    "Unlocking",
    "Unmet",
    "at_rates",
    "coverage",
    "depends_alone",
    "falls_to",
    "gain",
    "next_assets",
    "one_more_seat",
    "one_step_away",
    "ordered_shortlists",
    "reach",
    "solved_case",
    "unmet_outcomes",
    "with_seat",
]
