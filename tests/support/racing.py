"""Processes that all offer at one moment: whoever gets the last seat, one does.

Each process has its own connection to one database. Run from a fork server, so that
what they import is read once.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import forkserver
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from api.actions import App, look, perform, proposals_moving
from api.actions.proposals import offer_proposal, preview_offer
from api.database import Database
from api.keys import Keys
from api.permissions import Who
from api.records import Seats
from api.settings import Settings
from api.store import Store, col, seats
from matcher.errors import AcornsError

PATIENCE = 120.0


@dataclass(frozen=True)
class Start:
    """What a process is given."""

    address: str
    settings: Settings
    keys: str
    now: datetime
    who: Who
    checks: bool


def run(start: Start, orders: Any, results: Any, barrier: Any) -> None:
    """Offer each proposal that is ordered, at the moment when all are ready."""
    if not start.checks:
        take_the_check_away()
    database = Database(start.address)
    app = App(start.settings, database, Keys.read(start.keys), lambda: start.now)
    while (proposal := orders.get()) is not None:
        seen = look(app, start.who, preview_offer, on=proposal)
        barrier.wait(PATIENCE)
        results.put(_offer(app, start.who, proposal, seen["digest"]))
    database.close()


def take_the_check_away() -> None:
    """Leave the database alone with the seats: nothing asks before it writes."""

    def unasked(store: Store, asset: Any, name: str, number: int) -> bool:
        changed = store.change_where(
            Seats,
            Seats.asset_id == asset.id,
            Seats.name == name,
            organisation_id=asset.organisation_id,
            held=col(Seats.held) + number,
            units=col(Seats.units) + 1,
        )
        return changed == 1

    vars(proposals_moving)["passes_today"] = lambda case: True
    seats._hold = unasked


@contextmanager
def racers(start: Start, many: int = 8) -> Iterator[Callable[[list[UUID]], list[str]]]:
    """Give a way to race: one proposal for each process, and what each came to."""
    context = _context()
    barrier, results = context.Barrier(many), context.Queue()
    orders = [context.Queue() for _ in range(many)]
    processes = [
        context.Process(target=run, args=(start, order, results, barrier), daemon=True)
        for order in orders
    ]
    for process in processes:
        process.start()

    def race(proposals: list[UUID]) -> list[str]:
        for order, proposal in zip(orders, proposals, strict=True):
            order.put(proposal)
        return [results.get(timeout=PATIENCE) for _ in proposals]

    try:
        yield race
    finally:
        for order in orders:
            order.put(None)
        for process in processes:
            process.join(10)
            process.kill()


def _context() -> Any:
    """Return a fork server that has read what a racer needs.

    In Python 3.11 it does not look along the path of who started it, so that is said.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["support.racing"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context


def _offer(app: App, who: Who, proposal: UUID, digest: str) -> str:
    try:
        done = perform(app, who, offer_proposal, on=proposal, preview=digest)
    except IntegrityError as error:
        return "constraint" if "seats_never_above" in str(error.orig) else "fault"
    except AcornsError as error:
        return type(error).__name__
    return "offered" if done.facts.get("available", True) else "not available"
