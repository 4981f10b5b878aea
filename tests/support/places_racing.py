"""Processes that race for the seats of one hub, each with a database of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import cast

from sqlalchemy import CursorResult, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from api.database import Database

Act = Callable[[Session], int]
"""Takes a seat if it can; returns how many it took."""


def take(session: Session) -> int:
    """Take a seat if one is free."""
    return _changed(session, "held = held + 1 WHERE hub = 1 AND held < capacity")


def take_unchecked(session: Session) -> int:
    """Take a seat without asking whether one is free."""
    return _changed(session, "held = held + 1 WHERE hub = 1")


def _changed(session: Session, what: str) -> int:
    done = session.execute(text(f"UPDATE places SET {what}"))
    return cast("CursorResult[None]", done).rowcount


def race(address: str, act: Act, *, racers: int, rounds: int) -> list[int]:
    """Let processes race, round after round; return the seats given in each round.

    All begin a round together and free the seats together.
    """
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        line = manager.Barrier(racers)
        with ProcessPoolExecutor(racers, mp_context=spawn) as pool:
            runs = [
                pool.submit(_racer, address, act, line, rounds) for _ in range(racers)
            ]
            taken = [run.result() for run in runs]
    return [sum(each) for each in zip(*taken, strict=True)]


def _racer(address: str, act: Act, line: Barrier, rounds: int) -> list[int]:
    database, taken = Database(address), []
    for _ in range(rounds):
        first = line.wait() == 0
        if first:
            database.transaction(_free)
        line.wait()
        taken.append(0)
        with suppress(IntegrityError):  # the database's own wall
            taken[-1] = database.transaction(act)
        line.wait()
    database.close()
    return taken


def _free(session: Session) -> None:
    session.execute(text("UPDATE places SET held = 0"))
