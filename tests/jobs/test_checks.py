"""Checks that run out: each warning once, none lost, and stopped by a renewal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from support.databases import NewDatabase
from support.proposing import ASSETS, Pair, make_pair
from support.visiting import Visit
from support.world import World, make_world

from api.actions import perform
from api.actions.checks import KINDS, list_checks, warn_due
from api.actions.checks_found import checks_of
from api.jobs.schedules import SCHEDULES
from api.permissions import Who
from api.records import Asset, Match, Outbox, Task
from api.store import keep
from matcher.model import values_to_json
from matcher.schemes import find_scheme

WORK = Who(by="work")
LAST = date(2029, 1, 10)
"""Issued on 10 January 2026, for 36 months."""


@pytest.fixture(params=["oxfordshire-mentors", "norfolk-carers"])
def pair(
    request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path: Path
) -> Pair:
    """Return a pair of a scheme that asks for checks."""
    return make_pair(make_world(new_database("sqlite"), tmp_path), request.param)


def on(world: World, day: date) -> dict[str, Any]:
    """Let the clock stand on a day, look at every check, and say what was done."""
    world.moment[0] = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return dict(perform(world.app, WORK, warn_due, on=world.council).facts)


def tasks(pair: Pair, *, done: bool = False) -> list[str]:
    """Return the kinds of the warnings' tasks, in the order of their making."""
    found = pair.rows(Task, Task.kind.in_(KINDS))  # type: ignore[attr-defined]
    return [task.kind for task in found if bool(task.done_at) == done]


def letters(pair: Pair) -> list[tuple[str, str]]:
    """Return to whom a warning was posted, and the day it names."""
    return [
        (row.ids["person"], row.ids["day"])
        for row in pair.rows(Outbox, Outbox.kind == "message")
        if row.ids["message"] == "check_due"
    ]


def record(pair: Pair, **cells: Any) -> None:
    """Write other cells to the pair's asset."""

    def change(session: Session) -> None:
        store = pair.world.store(session)
        row = store.get(Asset, pair.asset_ids[0])
        assert row
        values = values_to_json({**ASSETS[pair.scheme], **cells})
        keep(store, row, row.person_id, values=values)

    pair.world.app.database.transaction(change)


def test_warned_three_times_and_told_when_it_is_over(pair: Pair) -> None:
    """At 60, 30 and 7 days a task and a letter; the day after its last, a task."""
    world = pair.world
    for days, so_far in ((61, 0), (60, 1), (31, 1), (30, 2), (8, 2), (7, 3), (0, 3)):
        on(world, LAST - timedelta(days=days))
        on(world, LAST - timedelta(days=days))
        assert len(letters(pair)) == so_far, days
    on(world, LAST + timedelta(days=1))
    assert tasks(pair) == ["check_0"]
    assert tasks(pair, done=True) == ["check_60", "check_30", "check_7"]
    holder = str(world.people["holder"].person_id)
    assert letters(pair) == [(holder, LAST.isoformat())] * 3


def test_none_is_lost_where_nothing_ran(pair: Pair) -> None:
    """After weeks without a worker the step that stands is warned of at once."""
    on(pair.world, LAST - timedelta(days=90))
    on(pair.world, LAST - timedelta(days=12))
    assert tasks(pair) == ["check_30"]
    assert len(letters(pair)) == 1


def test_a_renewal_stops_it(pair: Pair) -> None:
    """Looked at again, it holds three years more: its tasks close, and no more come."""
    on(pair.world, LAST - timedelta(days=30))
    record(pair, check_rechecked=LAST - timedelta(days=20))
    on(pair.world, LAST - timedelta(days=7))
    assert (tasks(pair), len(letters(pair))) == ([], 1)
    assert on(pair.world, LAST + timedelta(days=1)).get("at_0") is None


def test_a_renewal_that_lies_ahead_is_none(pair: Pair) -> None:
    """A day that has not come yet renews nothing."""
    record(pair, check_rechecked=LAST)
    on(pair.world, LAST - timedelta(days=7))
    assert tasks(pair) == ["check_7"]


def test_a_task_done_by_hand_stays_done(pair: Pair) -> None:
    """What somebody marked as done does not come again the next morning."""
    world = pair.world
    on(world, LAST - timedelta(days=7))
    staff = Visit(world, "coordinator")
    world.moment[0] = datetime(2026, 11, 23, 9, tzinfo=UTC)
    path = f"/tasks/{pair.rows(Task, Task.kind == 'check_7')[0].id}"
    staff.send(path, f"{path}/finish")
    on(world, LAST - timedelta(days=6))
    assert tasks(pair) == []


def test_a_home_goes_on(pair: Pair) -> None:
    """No check that has run out ends, pauses or stops a match."""
    pair.draft()
    pair.go("agreed")
    on(pair.world, LAST + timedelta(days=400))
    assert [match.state for match in pair.rows(Match)] == ["active"]


def test_nobody_is_warned_of_what_was_closed(pair: Pair) -> None:
    """A row that was closed warns nobody, and its tasks close with it."""
    on(pair.world, LAST - timedelta(days=60))

    def close(session: Session) -> None:
        store = pair.world.store(session)
        store.change_where(Asset, Asset.id == pair.asset_ids[0], state="closed")

    pair.world.app.database.transaction(close)
    on(pair.world, LAST - timedelta(days=30))
    assert (tasks(pair), len(letters(pair))) == ([], 1)


def test_coordinators_see_how_checks_stand(pair: Pair) -> None:
    """Worked out on the day: running out, over, valid; to everybody else not there."""
    world, scheme = pair.world, pair.scheme_id
    on(world, LAST - timedelta(days=30))
    world.moment[0] = datetime(2026, 11, 23, 9, tzinfo=UTC)
    page = f"/checks?scheme={scheme}"
    assert "Valid" in Visit(world, "coordinator").get(f"{page}&every=true").main
    assert "a1" in Visit(world, "coordinator").get(page).main
    for name in ("holder", "approver", "auditor", "worker"):
        assert Visit(world, name).get(page).status in {200, 404}
        assert "a1" not in Visit(world, name).get(page).main
    found = world.see("coordinator", list_checks, scheme)
    assert [line["ref"] for line in found["items"]] == ["a1"]


@pytest.mark.parametrize(
    ("cells", "today", "state"),
    [
        ({}, LAST, "running_out"),
        ({}, LAST + timedelta(days=1), "expired"),
        ({}, LAST - timedelta(days=61), "valid"),
        ({"check_issued": None}, LAST, "missing"),
        ({"check_outcome": "no"}, date(2026, 12, 1), "not_in_order"),
        ({"check_level": "basic"}, date(2026, 12, 1), "not_in_order"),
    ],
)
def test_how_one_stands(cells: dict[str, Any], today: date, state: str) -> None:
    """Level, outcome and age say how a check stands on a day."""
    rules = find_scheme("oxfordshire-mentors")
    values = {**ASSETS["oxfordshire-mentors"], **cells}
    assert [check.state for check in checks_of(rules, values, today)] == [state]


def test_a_second_adults_check_is_their_own() -> None:
    """Two adults are two checks, each with its own last day."""
    rules = find_scheme("norfolk-carers")
    values = {
        **ASSETS["norfolk-carers"],
        "partner_check_level": "enhanced-barred",
        "partner_check_issued": date(2025, 1, 10),
        "partner_check_outcome": "suitable",
    }
    found = list(checks_of(rules, values, date(2026, 12, 1)))
    assert [(each.partner, each.expires) for each in found] == [
        (False, LAST),
        (True, date(2028, 1, 10)),
    ]


def test_it_is_done_every_morning() -> None:
    """The clock asks for it once a day."""
    assert any(each.act is warn_due and each.at for each in SCHEDULES)
