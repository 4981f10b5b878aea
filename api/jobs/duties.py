"""Every duty there is, by the kind of outbox row that asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from api.jobs.duty import Duty
from api.jobs.schedules import expire, keep_date
from api.jobs.sending import send
from api.jobs.solving import solve

DUTIES: Mapping[str, Duty] = {
    "round.run": Duty(solve, solves=True),
    "round.compare": Duty(solve, solves=True),
    "message": Duty(send),
    "proposal.expire": Duty(expire),
    "schedule": Duty(keep_date),
}
