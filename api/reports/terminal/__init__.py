"""A round on a terminal: plain text in 80 columns, for staff, with refs only."""

from api.reports.terminal.asking import answer_text, shortlist_text
from api.reports.terminal.layout import folded
from api.reports.terminal.report import round_text

__all__ = ["answer_text", "folded", "round_text", "shortlist_text"]
