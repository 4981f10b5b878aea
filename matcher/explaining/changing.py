"""What would change it: an asset-side change, proved by solving with it applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from matcher.explaining.near import Near
from matcher.explaining.trial import Trial
from matcher.explaining.trials import trials
from matcher.explaining.whys import Change

MOST_SOLVED = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A change after which a re-solve matches a unit, and where it sits then."""

    trial: Trial
    home: str


def find_change(seen: Near) -> Found | None:
    """Return the first change after which a re-solve matches the unit.

    Those that leave room are solved as they come, then others by how much they lack;
    eight at most. "None we know does" means these.
    """
    for trial in islice(_in_order(seen), MOST_SOLVED):
        home = seen.case.after(trial.edit).home(seen.unit)
        if home:
            return Found(trial, home)
    return None


def _in_order(seen: Near) -> Iterator[Trial]:
    """Yield the trials that give the unit a pair, likeliest first."""
    rest: list[tuple[int, Trial]] = []
    for trial in trials(seen):
        short = seen.case.after(trial.edit).short(seen.unit)
        if short == 0:
            yield trial
        elif short is not None:
            rest.append((short, trial))
    yield from (trial for _, trial in sorted(rest, key=lambda each: each[0]))


def changes_for(seen: Near) -> tuple[Change, ...]:
    """Return what would match the unit; empty if nothing was found."""
    found = find_change(seen)
    if found is None:
        return ()
    trial = found.trial
    known = {row.ref for row in seen.case.graph.assets}
    home = found.home if found.home in known else ""
    return (Change(trial.kinds, trial.sentence, trial.asset, home),)
