"""Fits: reasons that a pair is good, weighed for both sides in whole points."""

from matcher.scoring.fits import CRITERIA, PoolFits, score_candidates
from matcher.scoring.reasons import Reason, reasons

__all__ = ["CRITERIA", "PoolFits", "Reason", "reasons", "score_candidates"]
