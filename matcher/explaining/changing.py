"""What would change it: an asset-side change, proved by solving with it applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.explaining.case import Case
from matcher.explaining.trial import Trial
from matcher.explaining.trials import trials
from matcher.explaining.whys import Change

MOST_SOLVED = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A change after which a re-solve matches a unit, and where it sits then."""

    trial: Trial
    home: str


def find_change(case: Case, unit: int) -> Found | None:
    """Return the first change after which a re-solve matches the unit.

    Likely ones are solved first, eight at most; "none we know does" means these.
    """
    solved, rest = 0, list[Trial]()
    for likely, trial in _in_order(case, unit, rest):
        after = case.after(trial.edit)
        short = after.short(unit)
        if short is None or (likely and short):
            rest += [] if short is None else [trial]
            continue
        home = after.home(unit)
        if home:
            return Found(trial, home)
        solved += 1
        if solved == MOST_SOLVED:
            break
    return None


def _in_order(case: Case, unit: int, rest: list[Trial]) -> Iterator[tuple[bool, Trial]]:
    """Yield every trial, then those that were put aside."""
    yield from ((True, trial) for trial in trials(case, unit))
    yield from ((False, trial) for trial in rest)


def changes_for(case: Case, unit: int) -> tuple[Change, ...]:
    """Return what would match the unit; empty if nothing was found."""
    found = find_change(case, unit)
    if found is None:
        return ()
    trial = found.trial
    known = {row.ref for row in case.graph.assets}
    home = found.home if found.home in known else ""
    return (Change(trial.kinds, trial.sentence, trial.asset, home),)
