"""What a verification found: check by check, in sentences that name refs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Draw = Literal["none", "part", "whole"]
"""How far the draw was checked: not, against neighbours only, or made again."""
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
    draw : {"none", "part", "whole"}
        ``whole`` only where the salt was given and what the draw chose follows from it:
        by prices that prove every choice of equal values, by trying all of them, or by
        deferred acceptance made again, exchanges and all. ``part`` where it was
        compared with some of the others and nothing refuted it. ``none`` without the
        salt.
    """

    ok: bool
    checks: tuple[CheckDone, ...]
    draw: Draw = "none"

    @property
    def lottery_checked(self) -> bool:
        """True only where the draw was recomputed to the end."""
        return self.draw == "whole"

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
