"""Invented communities loaded into a world's records, as an import loads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session
from support.world import World

from api.records import Ruling
from api.snapshots import Frozen, freeze_records
from api.snapshots.loading import Plan, apply_plan, plan_import
from matcher.communities import generate, stated_for
from matcher.gazetteer import load_gazetteer
from matcher.intake import Intake, freeze, read_sheets
from matcher.model import Snapshot, Term
from matcher.schemes import Scheme, find_scheme

TERM = Term(date(2026, 12, 1), date(2027, 11, 30))
ROUND = "a round"


@dataclass(frozen=True)
class Community:
    """A scheme, and what its invented workbook held."""

    scheme: Scheme
    intake: Intake
    as_of: date

    def snapshot(self) -> Snapshot:
        """Return what the file line freezes."""
        return freeze(
            self.intake, self.scheme, round=ROUND, as_of=self.as_of, term=TERM
        )


@cache
def community(name: str, *, needs: int, assets: int, seed: int = 1) -> Community:
    """Invent a community and read its workbook, with what the cells held."""
    scheme, places = find_scheme(name), load_gazetteer()
    as_of = stated_for(scheme).as_of
    with TemporaryDirectory() as folder:
        book = generate(
            scheme,
            needs=needs,
            assets=assets,
            seed=seed,
            out=Path(folder),
            gazetteer=places,
        )
        intake = read_sheets(scheme, [book], gazetteer=places, as_of=as_of, given=True)
    return Community(scheme, intake, as_of)


def load(world: World, scheme: Scheme, intake: Intake) -> Plan:
    """Import sheets into the council's records, and return what was planned."""

    def act(session: Session) -> Plan:
        store = world.store(session)
        plan = plan_import(store, scheme, world.schemes[scheme.name], intake)
        apply_plan(store, plan, entered_by=None)
        return plan

    return world.app.database.transaction(act)


def frozen(
    world: World,
    scheme: Scheme,
    as_of: date,
    *,
    rulings: tuple[Ruling, ...] = (),
    **more: Any,
) -> Frozen:
    """Freeze the council's records of a scheme, as a round would."""

    def act(session: Session) -> Frozen:
        return freeze_records(
            world.store(session),
            scheme,
            scheme_id=world.schemes[scheme.name],
            round=ROUND,
            as_of=as_of,
            term=TERM,
            rulings=rulings,
            **more,
        )

    return world.app.database.transaction(act)
