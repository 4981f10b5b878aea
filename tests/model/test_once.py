"""A repeated request is done once, however often it comes, and from how many sides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from support.world import World

from api.actions import Done, perform
from api.actions.performing import KeyReused
from api.actions.rounds import open_round
from api.records import AuditRow, Once, Round
from matcher.model import Term

TERM = Term(date(2026, 12, 1), date(2027, 11, 30))
TIMES = 3


def open_under(world: World, key: str, name: str) -> Done:
    """Open a round under an Idempotency-Key."""
    return perform(
        world.app,
        world.who("coordinator"),
        open_round,
        on=world.schemes["norfolk-carers"],
        key=key,
        name=name,
        as_of=TERM.start,
        term=TERM,
    )


def replay(world: World, keys: int) -> None:
    """Use each key several times at once; each has one effect and one answer."""
    wanted = [f"key-{number}" for number in range(keys) for _ in range(TIMES)]
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda key: open_under(world, key, key), wanted))
    with world.app.database.reading() as session:
        store = world.store(session)
        counts = [store.count(kind) for kind in (Round, Once, AuditRow)]
    assert counts == [keys, keys, keys]
    assert len({*zip(wanted, (each.id for each in done), strict=True)}) == keys


def test_a_repeated_key_has_one_effect(world: World) -> None:
    """A key used several times, also at the same moment, opens one round."""
    replay(world, 12)


@pytest.mark.deep
def test_five_thousand_repeated_keys(world: World) -> None:
    """5,000 keys, each used three times from four threads: one effect each."""
    replay(world, 5_000)


def test_a_key_for_another_request_is_refused(world: World) -> None:
    """The same key with other words is a mistake, and changes nothing."""
    open_under(world, "key", "one")
    with pytest.raises(KeyReused):
        open_under(world, "key", "two")
    with world.app.database.reading() as session:
        assert world.store(session).count(Round) == 1
