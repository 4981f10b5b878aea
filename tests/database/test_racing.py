"""Eight processes, three seats: never above capacity, and never a seat left free."""

import pytest
from support.places import furnished, held
from support.places_racing import Act, race, take, take_unchecked

from api.database import Database


def test_processes_that_race(database: Database) -> None:
    """Three of four get a seat where only the database itself asks who may."""
    furnished(database)
    assert race(database.address, take_unchecked, racers=4, rounds=5) == [3] * 5
    assert held(database) == 3


@pytest.mark.deep
@pytest.mark.parametrize("act", [take, take_unchecked])
def test_many_processes_that_race(database: Database, act: Act) -> None:
    """Three of eight get a seat in each of 200 rounds."""
    furnished(database)
    assert race(database.address, act, racers=8, rounds=200) == [3] * 200
