"""What would change it: an asset-side change, proved by solving with it applied."""

from __future__ import annotations

from matcher.candidates.wording import spoken
from matcher.explaining.case import Case
from matcher.explaining.trials import Trial, trials
from matcher.explaining.whys import Change

MOST_TRIALS = 6


def changes_for(case: Case, unit: int) -> tuple[Change, ...]:
    """Return a change after which a re-solve matches the unit; empty if none was found.

    At most six are tried, likeliest first; "none we know does" means these.
    """
    for number, trial in enumerate(trials(case, unit)):
        if number >= MOST_TRIALS:
            break
        home = case.after(trial.edit).home(unit)
        if home:
            return (_change(case, trial, home),)
    return ()


def _change(case: Case, trial: Trial, home: str) -> Change:
    new = home.startswith("new-")
    return Change(trial.kinds, _sentence(case, trial), trial.asset, "" if new else home)


def _sentence(case: Case, trial: Trial) -> str:
    one = case.scheme.sheets["assets"].one
    learn = f" Train for {spoken(trial.words)}." if trial.words else ""
    problems = " ".join(trial.problems)
    if "recruit" in trial.kinds:
        but = f", without what stands between: {problems}" if problems else "."
        return f"Recruit a {one} like {trial.asset}{but}{learn}"
    if not problems:
        return f"{trial.asset}:{learn}"
    return f"Put this right at {trial.asset}: {problems}{learn}"
