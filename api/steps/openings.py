"""Whether a course opens: its hub says so by a date, and silence is no answer."""

from __future__ import annotations

from datetime import date

from api.steps.machine import Machine, Step

FEWEST = 8
"""Under so many parents, opening a course needs a reason."""

# What becomes of the parents' proposals: which act each of them is put through. Who was
# told that a course is not starting has priority next time.
PROPOSALS_THEN = {"open": "agree", "not_start": "not_starting"}
STAFF = ("tutors", "ratio", "checks")


def opening_machine(parents: int, *, fewest: int = FEWEST) -> Machine:
    """Return the machine of a course's opening with so many `parents`."""
    reason = ("reason",) if parents < fewest else ()
    return Machine(
        one="course",
        start="planned",
        states=("planned", "open", "not_starting"),
        ends=("open", "not_starting"),
        steps=(
            Step("open", ("planned",), "open", (*STAFF, *reason)),
            Step("not_start", ("planned",), "not_starting"),
            # A tutor who declines is replaced; no parent moves for it.
            Step("replace_staff", ("planned",), ""),
        ),
    )


def reads(state: str, *, decide_by: date, today: date) -> str:
    """Return how an opening reads today: planned, due, red, open or not_starting.

    ``due`` on the date itself, ``red`` once it has passed in silence.
    """
    if state != "planned" or today < decide_by:
        return state
    return "due" if today == decide_by else "red"
