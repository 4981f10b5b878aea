"""Durable work: the outbox emptied, rounds solved, messages sent, dates kept."""

from api.jobs.alone import Alone, AlreadyServed
from api.jobs.duties import DUTIES
from api.jobs.duty import Duty
from api.jobs.rhythm import Rhythm
from api.jobs.schedules import SCHEDULES, Schedule
from api.jobs.task import Task
from api.jobs.worker import Worker

__all__ = [
    "DUTIES",
    "SCHEDULES",
    "Alone",
    "AlreadyServed",
    "Duty",
    "Rhythm",
    "Schedule",
    "Task",
    "Worker",
]
