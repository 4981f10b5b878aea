"""The independent re-check of a solution; it shares no code with the solver."""

from matcher.verifying.checking import verify_solution
from matcher.verifying.verdict import CheckDone, Verification

__all__ = ["CheckDone", "Verification", "verify_solution"]
