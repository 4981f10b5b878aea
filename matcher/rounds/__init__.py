"""The line: a frozen snapshot and a scheme in, a checked and explained round out."""

from matcher.rounds.asking import Answer, answer
from matcher.rounds.checking import verify_texts
from matcher.rounds.comparing import Comparison, Totals, compare, compare_round
from matcher.rounds.day import Day
from matcher.rounds.line import run_round
from matcher.rounds.process import Cancelled, compare_apart, run_apart
from matcher.rounds.result import RoundResult
from matcher.rounds.shortlisting import Listed, Shortlist, shortlist

__all__ = [
    "Answer",
    "Cancelled",
    "Comparison",
    "Day",
    "Listed",
    "RoundResult",
    "Shortlist",
    "Totals",
    "answer",
    "compare",
    "compare_apart",
    "compare_round",
    "run_apart",
    "run_round",
    "shortlist",
    "verify_texts",
]
