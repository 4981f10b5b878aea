"""Steps: which act leads from which state to which, whose yes counts, what ends when.

Pure: no database, no clock. Instants and civil dates are passed in.
"""

from api.steps.answers import (
    Answer,
    asked,
    asked_why,
    child_said_no,
    complete,
    counts,
    still_missing,
)
from api.steps.asks import ASK, next_asked, standing
from api.steps.deadlines import (
    check_task,
    check_task_days,
    emergency_overdue_from,
    is_over,
    is_working_day,
    london_day,
    next_review,
    offer_ends,
    planned_end,
    stock_kept_until,
    working_days_after,
)
from api.steps.items import ITEM, ITEM_THEN, bundle_available, never_taken, takers_told
from api.steps.machine import (
    NEEDS,
    IllegalStep,
    Machine,
    Step,
    needs_of,
    next_state,
    open_acts,
)
from api.steps.matches import LIVE, is_live, match_machine
from api.steps.openings import PROPOSALS_THEN, opening_machine, reads
from api.steps.proposals import (
    ENDS,
    GOING,
    GONE,
    HEARD,
    keeps_approval,
    offered_or_later,
    path_of,
    proposal_machine,
)
from api.steps.rounds import round_machine
from api.steps.runs import RUN, next_number
from api.steps.seats import holds_seat, seat_effect
from api.steps.suspension import TASK_WORDS, on_child_no, on_suspension
from api.steps.waiting import WAITS, waits_for

__all__ = [
    "ASK",
    "ENDS",
    "GOING",
    "GONE",
    "HEARD",
    "ITEM",
    "ITEM_THEN",
    "LIVE",
    "NEEDS",
    "PROPOSALS_THEN",
    "RUN",
    "TASK_WORDS",
    "WAITS",
    "Answer",
    "IllegalStep",
    "Machine",
    "Step",
    "asked",
    "asked_why",
    "bundle_available",
    "check_task",
    "check_task_days",
    "child_said_no",
    "complete",
    "counts",
    "emergency_overdue_from",
    "holds_seat",
    "is_live",
    "is_over",
    "is_working_day",
    "keeps_approval",
    "london_day",
    "match_machine",
    "needs_of",
    "never_taken",
    "next_asked",
    "next_number",
    "next_review",
    "next_state",
    "offer_ends",
    "offered_or_later",
    "on_child_no",
    "on_suspension",
    "open_acts",
    "opening_machine",
    "path_of",
    "planned_end",
    "proposal_machine",
    "reads",
    "round_machine",
    "seat_effect",
    "standing",
    "still_missing",
    "stock_kept_until",
    "takers_told",
    "waits_for",
    "working_days_after",
]
