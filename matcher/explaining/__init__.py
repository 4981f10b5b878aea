"""Explaining: why, why not, and what would change it, for each audience."""

from matcher.explaining.case import Case
from matcher.explaining.changing import changes_for, find_change
from matcher.explaining.explain import explain
from matcher.explaining.forcing import alternatives, forced
from matcher.explaining.near import Near
from matcher.explaining.waiting import NOT_COUNTED
from matcher.explaining.whys import (
    Alternative,
    Change,
    Factor,
    GateCount,
    Miss,
    Move,
    Part,
    Why,
)

__all__ = [
    "NOT_COUNTED",
    "Alternative",
    "Case",
    "Change",
    "Factor",
    "GateCount",
    "Miss",
    "Move",
    "Near",
    "Part",
    "Why",
    "alternatives",
    "changes_for",
    "explain",
    "find_change",
    "forced",
]
