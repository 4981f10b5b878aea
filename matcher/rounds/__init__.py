"""The line: a frozen snapshot and a scheme in, a checked and explained round out."""

from matcher.rounds.asking import Answer, answer
from matcher.rounds.checking import verify_texts
from matcher.rounds.line import run_round
from matcher.rounds.process import Cancelled, run_apart
from matcher.rounds.result import RoundResult
from matcher.rounds.shortlisting import Listed, Shortlist, shortlist

__all__ = [
    "Answer",
    "Cancelled",
    "Listed",
    "RoundResult",
    "Shortlist",
    "answer",
    "run_apart",
    "run_round",
    "shortlist",
    "verify_texts",
]
