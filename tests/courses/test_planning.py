"""What a round opens is planned, once, with a day by which its hub decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session
from support.courses import SCHEME, make_course
from support.planting import planted
from support.world import World

from api.actions import Desk
from api.actions.courses_planning import opened_by, plan_openings
from api.permissions import Who
from api.records import Asset, Opening, Round, Run
from api.store import REFS, keep, keep_document


@dataclass(frozen=True)
class Planted:
    """A result of courses k1, k2 and k3, as a round leaves it."""

    instance: str
    result: str


def test_a_round_plans_what_it_opens_once(world: World) -> None:
    """The courses a result opens are planned, by their own day or 14 before the term.

    One that is planned already is not planned again; a later run that opens fewer
    takes back what nobody has heard of.
    """
    course = make_course(world, tutors=0)
    found = _found()
    opened = list(opened_by(found))
    assert opened
    assert "k3" not in opened
    first = _plan(world, course.asset_id, found, number=1)
    assert first == len(opened)
    planned = _openings(world)
    assert set(planned) == {world_ref for world_ref in opened if world_ref != "k1"}
    assert {row.decide_by for row in planned.values()} <= {date(2026, 12, 22)}
    assert _plan(world, course.asset_id, found, number=2) == first
    assert {row.id for row in _openings(world).values()} == {
        row.id for row in planned.values()
    }
    none: Any = Planted(found.instance, _all_closed(found))
    assert _plan(world, course.asset_id, none, number=3) == 0
    assert _openings(world) == {}
    assert course.see()["state"] == "planned"


def _found() -> Any:
    data, result = planted("courses")
    return Planted(json.dumps(data), json.dumps(result))


def _all_closed(found: Planted) -> str:
    result = json.loads(found.result)
    refs = [row["ref"] for row in json.loads(found.instance)["assets"]]
    result["closed"] = [{"asset": ref, "reason": "planted"} for ref in refs]
    return json.dumps(result)


def _plan(world: World, k1: UUID, found: Any, *, number: int) -> int:
    def make(session: Session) -> int:
        store = world.store(session)
        round_ = store.one(Round) or _round(world, store)
        ids = {"k1": str(k1)}
        for ref in ("k2", "k3"):
            ids[ref] = str(_asset(world, store, ref))
        run = store.new(Run, round_id=round_.id, number=number, state="saved")
        refs = json.dumps({"assets": ids, "needs": {}, "staff": {}}).encode()
        keep_document(store, round_, REFS, refs, run_id=run.id)
        desk = Desk(world.app, store, Who(by="work"))
        return plan_openings(desk, round_, run, found)

    return world.app.database.transaction(make)


def _round(world: World, store: Any) -> Round:
    row = store.new(
        Round,
        scheme_id=world.schemes[SCHEME],
        scheme_version_id=world.versions[SCHEME],
        name="2027-spring",
        as_of=date(2026, 11, 23),
        term_start=date(2027, 1, 5),
        term_end=date(2027, 4, 1),
        salt_digest="0" * 64,
    )
    assert isinstance(row, Round)
    return row


def _asset(world: World, store: Any, ref: str) -> UUID:
    there = store.one(Asset, Asset.ref == ref)
    if there is None:
        holder = world.people["holder"].person_id
        scheme_id = world.schemes[SCHEME]
        there = store.new(Asset, scheme_id=scheme_id, ref=ref, person_id=holder)
        keep(store, there, holder, values={"course": "being-a-parent"})
    return UUID(str(there.id))


def _openings(world: World) -> dict[str, Opening]:
    with world.app.database.reading() as session:
        store = world.store(session)
        refs = {row.id: row.ref for row in store.find(Asset)}
        rows = store.find(Opening)
        return {refs[row.asset_id]: row for row in rows if row.asset_id in refs}
