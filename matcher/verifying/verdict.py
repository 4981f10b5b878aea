"""What a verification found: check by check, in sentences that name refs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 5
"""A check names this many faults and counts the rest."""


@dataclass(frozen=True, slots=True)
class CheckDone:
    """One named check: whether it holds, and in sentences what was found."""

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The independent re-check of a solution.

    Parameters
    ----------
    ok : bool
        True only if every check holds.
    checks : tuple of CheckDone
        In the order in which they were made. Where the chosen rows make no sense the
        checks that need them are left out.
    lottery_checked : bool
        True where the salt was given and the draw was recomputed to the end.
    """

    ok: bool
    checks: tuple[CheckDone, ...]
    lottery_checked: bool = False

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that do not hold."""
        return tuple(check.name for check in self.checks if not check.ok)


def concluded(name: str, faults: Iterable[str]) -> CheckDone:
    """Return the check, which holds where there are no faults."""
    found = list(faults)
    rest = len(found) - SHOWN
    detail = " ".join(found[:SHOWN]) + (f" And {rest} more." if rest > 0 else "")
    return CheckDone(name, not found, detail)
