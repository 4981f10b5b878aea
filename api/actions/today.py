"""Today's records of a scheme, as a round opened now would freeze them."""

from __future__ import annotations

from api.actions.desk import Desk
from api.actions.schemes_in_use import in_use
from api.records import Scheme
from api.snapshots import Frozen, freeze_records
from api.steps import london_day, planned_end
from api.store import scheme_of
from matcher.model import Term
from matcher.schemes import Scheme as Rules


def frozen_today(desk: Desk, scheme: Scheme) -> tuple[Frozen, Rules]:
    """Return today's records, and the rules in use; nothing is kept of it.

    Raises
    ------
    Refused
        If no version of the scheme is in use yet.
    """
    rules, today = scheme_of(in_use(desk, scheme)), london_day(desk.now)
    frozen = freeze_records(
        desk.store,
        rules,
        scheme_id=scheme.id,
        round=today.isoformat(),
        as_of=today,
        term=Term(today, planned_end(today, rules.steps.term_months)),
    )
    return frozen, rules
