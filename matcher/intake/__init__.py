"""Sheets as people keep them: each cell taken rightly, refused, or shown."""

from matcher.intake.freezing import freeze
from matcher.intake.intake import Count, Intake, Note
from matcher.intake.reading import read_sheets

__all__ = ["Count", "Intake", "Note", "freeze", "read_sheets"]
