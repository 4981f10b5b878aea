"""While somebody is away: who stands in, what they then have, and what never."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.proposing import Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.actions import Desk
from api.actions.concerns import report_about_person
from api.actions.safeguarding_tasks import give_task
from api.records import Account, Deputy, Need, Speaker, Task

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
HERE = "/account/deputy"
DAYS = 7


@pytest.fixture
def pair(world: World) -> Pair:
    """Return a child with a worker, and a second worker who knows nothing of it."""
    world.invent("worker-2", "worker")
    return make_pair(world)


def days(world: World, starts: int, ends: int) -> dict[str, Any]:
    """Return what is typed for two days from today."""
    today = world.app.now().date()
    first, last = today + timedelta(starts), today + timedelta(ends)
    return boxes("starts", first) | boxes("ends", last)


def boxes(name: str, day: date) -> dict[str, Any]:
    """Return a day in three boxes."""
    parts = ("day", day.day), ("month", day.month), ("year", day.year)
    return {f"{name}__{part}": value for part, value in parts}


def name(
    world: World, who: str, deputy: str, *, role: str = "worker", **when: Any
) -> Seen:
    """Name a deputy on somebody's own page."""
    address = f"{deputy}@invented.example"
    return Visit(world, who).send(HERE, HERE, address=address, role=role, **when)


def test_a_workers_deputy_has_their_children_and_tasks_on_those_days(
    pair: Pair,
) -> None:
    """From the first day to the last, told by a task; before and after nothing."""
    world, child = pair.world, f"/children/{pair.need_id}"

    def give(session: Any) -> None:
        desk = Desk(world.app, world.store(session), world.who("coordinator"))
        away = desk.find(Account, world.people["worker"].account_id)
        need = desk.find(Need, pair.need_id)
        give_task(desk, "read_what_a_child_said", need, away, role="worker")

    world.app.database.transaction(give)
    deputy = Visit(world, "worker-2")
    assert HERE in Visit(world, "worker").get("/account").links()
    seen = name(world, "worker", "worker-2", **days(world, 1, DAYS))
    assert "worker-2@invented.example stands in for you" in seen.main
    assert "Stand in for somebody who is away" in deputy.get("/tasks").main
    assert "You stand in for worker@" in deputy.get(HERE).main
    assert deputy.get(child).status == 404
    assert "child has said" not in deputy.get("/tasks").main
    world.later(days=1)
    assert deputy.get(child).status == 200
    assert "child has said" in deputy.get("/tasks").main
    assert Visit(world, "worker").get(child).status == 200
    world.later(days=DAYS)
    assert deputy.get(child).status == 404
    assert "child has said" not in deputy.get("/tasks").main


def test_it_is_ended_early_by_whoever_is_away(pair: Pair) -> None:
    """The deputy cannot end it or name another; days not begun leave no record."""
    world = pair.world
    seen = name(world, "worker", "worker-2", **days(world, 1, DAYS))
    (end,) = (
        f.get("action") for f in seen.root.all("form") if "/end" in f.get("action")
    )
    assert end not in Visit(world, "worker-2").get(HERE).raw
    before = len(pair.rows(Speaker))
    Visit(world, "worker").send(seen, end)
    assert len(pair.rows(Speaker)) == before - 1
    assert all(row.ended_at for row in pair.rows(Deputy))


def test_nobody_gets_a_role_from_a_colleague(pair: Pair) -> None:
    """Who has not the role is refused; an administrator gives it, never to self."""
    world = pair.world
    when = days(world, 0, DAYS)
    refused = name(world, "coordinator", "approver", role="coordinator", **when)
    assert refused.status == 409
    assert "An administrator can name them" in refused.main
    lead = name(world, "worker", "worker-2", role="safeguarding_lead", **when)
    assert lead.status == 409
    assert name(world, "worker", "holder", **when).status == 409
    turned = {**days(world, 3, 3), **boxes("ends", world.app.now().date())}
    assert name(world, "worker", "worker-2", **turned).status == 409
    account = world.people["coordinator"].account_id
    path, administrator = f"/accounts/{account}/deputy", Visit(world, "administrator")
    typed = {"role": "coordinator", **when}
    own = administrator.send(
        path, path, address="administrator@invented.example", **typed
    )
    assert own.status == 409
    scheme = f"/schemes/{pair.scheme_id}/import"
    assert Visit(world, "approver").get(scheme).status == 404
    done = administrator.send(path, path, address="approver@invented.example", **typed)
    assert "approver@invented.example stands in" in done.main
    assert Visit(world, "approver").get(scheme).status == 200
    world.later(days=DAYS + 1)
    assert Visit(world, "approver").get(scheme).status == 404


def test_a_leads_deputy_hears_of_concerns_but_not_of_those_about_them(
    pair: Pair,
) -> None:
    """What is reported on those days is theirs as well, save about themselves."""
    world = pair.world
    account = world.people["safeguarding_lead"].account_id
    path, typed = f"/accounts/{account}/deputy", days(world, 0, DAYS)
    typed |= {"role": "safeguarding_lead", "address": "hub@invented.example"}
    Visit(world, "administrator").send(path, path, **typed)
    holder, hub = (world.people[name].person_id for name in ("holder", "hub"))
    world.do("coordinator", report_about_person, holder, words="A worry.")
    world.do("coordinator", report_about_person, hub, words="Another.")
    told = [row for row in pair.rows(Task) if row.kind == "read_a_concern"]
    mine = [r for r in told if r.account_id == world.people["hub"].account_id]
    assert len(mine) == 1
    assert len(told) > 2
    visit = Visit(world, "hub")
    seen = [each for each in visit.get("/concerns").links() if "/concerns/" in each]
    assert len(seen) == 1
    assert visit.get("/tasks").main.count("Mark as done") == 2
