"""Why a form was not met, in sentences for the page that is drawn again."""

from __future__ import annotations

from api.actions import KeyReused
from api.pages.forms import Unfilled, Wrong
from api.pages.saying import words
from api.steps import IllegalStep
from matcher.errors import Fault, FaultsFound, Refused

CHANGED = "Somebody changed this since you opened it. Look at both, then send it again."
SENT_BEFORE = "You sent this form before, with other answers. Check it, then send it."


def why_not_met(error: Exception) -> tuple[int, tuple[Wrong, ...]]:
    """Return the status of the page, and what is wrong, field by field."""
    if isinstance(error, Unfilled):
        return 422, error.wrong
    if isinstance(error, FaultsFound):
        return 422, tuple(map(_wrong, error.faults))
    return 409, (Wrong("", _refusal(error)),)


def _refusal(error: Exception) -> str:
    if isinstance(error, KeyReused):
        return SENT_BEFORE
    if isinstance(error, IllegalStep):
        return error.said
    return error.message if isinstance(error, Refused) else CHANGED


def _wrong(fault: Fault) -> Wrong:
    """Return a fault beside its column; one of a sheet says where it is itself."""
    if fault.file != "form":
        return Wrong("", str(fault))
    said = fault.message.replace(", or add it with acorns places import", "")
    title = words(fault.column)
    return Wrong(fault.column, f"{title}: {said}" if title else said)
