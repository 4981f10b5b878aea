"""How a step is tried again, and when it is not."""

import logging
import threading
from collections.abc import Callable

import pytest

from api.database import Busy, OutcomeUnknown
from api.jobs.patience import TRIES, Abandoned, GaveUp, Patience
from api.jobs.rhythm import Rhythm
from matcher.errors import Refused

CANARY = "Zebedee Invented"


def patience() -> Patience:
    """Return a patience that does not pause."""
    return Patience("a job", rhythm=Rhythm(pause=0), left=threading.Event())


def failing(*errors: Exception) -> tuple[Callable[[], str], list[int]]:
    """Return an act that raises these errors in turn and then answers; its calls."""
    calls: list[int] = []

    def act() -> str:
        calls.append(len(calls))
        if len(calls) <= len(errors):
            raise errors[len(calls) - 1]
        return "done"

    return act, calls


def test_a_database_that_is_away_is_waited_for() -> None:
    """However often the database cannot be reached, the step goes on trying."""
    away = [Busy("away"), OutcomeUnknown("who knows")] * 20
    act, calls = failing(*away)
    assert patience().until_done(act) == "done"
    assert len(calls) == len(away) + 1


def test_an_unknown_fault_is_tried_three_times(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A fault without a known reason is given up; the log has its kind, no value."""
    act, calls = failing(*[KeyError(CANARY)] * TRIES)
    with caplog.at_level(logging.INFO), pytest.raises(GaveUp) as gave_up:
        patience().until_done(act)
    assert len(calls) == TRIES
    assert "KeyError" in caplog.text
    assert CANARY not in caplog.text
    assert gave_up.value.__context__ is None or gave_up.value.__suppress_context__


def test_an_answer_is_not_asked_for_twice() -> None:
    """What an action says is an answer: it passes through at once."""
    act, calls = failing(Refused("No run of this round is on its way."))
    with pytest.raises(Refused):
        patience().until_done(act)
    assert len(calls) == 1


def test_a_job_that_must_be_left_is_left() -> None:
    """A process that must leave a job does so instead of waiting."""
    it = patience()
    it.left.set()
    act, calls = failing(Busy("away"))
    with pytest.raises(Abandoned):
        it.until_done(act)
    assert len(calls) == 1


def test_leaving_is_no_failure() -> None:
    """Nothing that catches failures catches the leaving of a job."""
    assert not issubclass(Abandoned, Exception)
