"""Lists: a page costs the same number of queries, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time
from uuid import UUID

import pytest
from support.counting import counted
from support.growing import grow
from support.populated import Populated, populate
from support.routes import Operation, operations
from support.world import World, web

from api.permissions import RULES

PEOPLE = tuple(
    "coordinator hub holder worker administrator safeguarding_lead auditor".split()
)


TEACHING = "/schemes/{id}/becoming"
"""There is such a list only where a scheme leads people to becoming staff."""
LEFT_BY_A_RUN = ("/results", "/review", "/difference")


def lists(populated: Populated) -> list[Operation]:
    """Return every operation that gives a page of rows.

    Some pages of a round are of what only a saved run leaves.
    """
    every = operations(web(populated.world.app))
    return [
        o
        for o in every
        if any(p["name"] == "limit" for p in o.parameters("query"))
        and not o.path.endswith(LEFT_BY_A_RUN)
    ]


def path_of(populated: Populated, each: Operation) -> str:
    """Return where a list is, in a scheme that has it."""
    own = "teaching" if each.path == TEACHING else "schemes"
    if each.path.startswith("/schemes/{id}"):
        return populated.path(each.path, id=populated.ids[own])
    return populated.path(each.path)


def readers(each: Operation) -> list[str]:
    """Return who of these may ask for a list."""
    rule = RULES[each.act]
    return [name for name in PEOPLE if rule.anyone or name in rule.roles]


def costs(populated: Populated) -> dict[tuple[str, str], tuple[int, int]]:
    """Return by path and person how many lines a page has, and how many queries."""
    found = {}
    for each in lists(populated):
        for name in readers(each):
            path = f"{path_of(populated, each)}?limit=200"
            with counted(populated.world) as said:
                answer = populated.ask(name, "GET", path, params=each.query or None)
            assert answer.status_code == 200, (path, answer.text)
            found[each.path, name] = len(answer.json()["items"]), len(said)
    return found


@pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.deep)],
)
def test_no_list_costs_more_queries_with_more_rows(world: World) -> None:
    """Ten more rows and five hundred more: the same number of queries a page."""
    populated = populate(world)
    grow(populated, 10)
    few = costs(populated)
    grow(populated, 490)
    many = costs(populated)
    grew = {key: (few[key], many[key]) for key in few if many[key][1] > few[key][1]}
    assert grew == {}
    longer = {path for (path, _), (lines, _) in many.items() if lines > 100}
    assert len(longer) >= 15, longer


@pytest.mark.deep
@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
def test_a_page_of_fifty_thousand_rows_is_quick(world: World) -> None:
    """Of 50,000 rows of a kind, the first page, and one in the middle, of 50 lines.

    The 95th of a hundred timings is under 100 ms, of the processor's time: on a busy
    machine the clock runs on while others work.
    """
    populated = populate(world)
    for _ in range(50):
        grow(populated, 1_000)
    slow = {}
    for each in lists(populated):
        for name in readers(each)[:1]:
            times = list(_times(populated, name, path_of(populated, each)))
            slow[each.path] = sorted(times)[int(len(times) * 0.95)]
    assert {path: t for path, t in slow.items() if t > 0.1} == {}, slow


def _times(populated: Populated, name: str, path: str) -> Iterator[float]:
    cursor = ""
    for _ in range(100):
        begun = process_time()
        answer = populated.ask(name, "GET", f"{path}?limit=50{cursor}")
        yield process_time() - begun
        assert answer.status_code == 200, answer.text
        after = answer.json()["next"]
        cursor = f"&cursor={after}" if after else ""


def test_a_list_goes_on_after_a_row_that_has_gone(populated: Populated) -> None:
    """Somebody between two pages loses nothing where the last row was deleted."""
    path = populated.path("/schemes/{id}/needs")
    whole = populated.ask("coordinator", "GET", path).json()["items"]
    gone = UUID(int=UUID(whole[0]["id"]).int - 1)
    after = populated.ask("coordinator", "GET", f"{path}?cursor={gone}").json()
    assert after["items"] == whole != []
