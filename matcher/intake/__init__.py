"""Sheets as people keep them: each cell taken rightly, refused, or shown."""

from matcher.intake.freezing import freeze
from matcher.intake.intake import Count, Given, Intake, Note
from matcher.intake.one_row import OneRow, read_row
from matcher.intake.reading import read_sheets

__all__ = [
    "Count",
    "Given",
    "Intake",
    "Note",
    "OneRow",
    "freeze",
    "read_row",
    "read_sheets",
]
