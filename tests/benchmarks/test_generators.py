"""The instances of the benches are those that they were."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from matcher.benchmarks.generators.courses import courses
from matcher.benchmarks.generators.homes import homes
from matcher.benchmarks.generators.households import siblings
from matcher.benchmarks.generators.lists import gent_prosser, hospital_residents
from matcher.benchmarks.generators.markets import FAMILIES, market
from matcher.benchmarks.generators.places import geographic, national
from matcher.benchmarks.generators.strict import strict_lists
from matcher.instance import Instance, digest, read_instance, write_instance

SMALL: dict[str, Callable[[int], Instance]] = {
    **{
        family: lambda seed, family=family: market(  # type: ignore[misc]
            family=family, needs=20, assets=20, length=5, seed=seed
        )
        for family in FAMILIES
    },
    "gent-prosser": lambda seed: gent_prosser(side=10, p1=0.5, p2=0.5, seed=seed),
    "residents": lambda seed: hospital_residents(
        residents=30, hospitals=6, ties=0.85, seed=seed
    ),
    "siblings": lambda seed: siblings(children=30, households=20, seed=seed),
    "courses": lambda seed: courses(parents=40, sessions=5, tutors=8, seed=seed),
    "geographic": lambda seed: geographic(needs=40, assets=40, length=5, seed=seed),
    "national": lambda seed: national(
        councils=3, needs=20, assets=15, length=4, over=0.1, seed=seed
    ),
}
DIGESTS = {
    "uniform": "c3dffbc05b656921c1609a15f2c5e8a66e26737a66c224415300150bf92105dc",
    "popular": "8ec27792cff30f7284ae8744085fd55b2b22fe8dabefc56d253a5be627177f38",
    "correlated": "e745af5b01374a02b32f5cc9c2c83cf1881c07cc8ed7cd92c778ff39f6931961",
    "common": "c25c71361e4ccdeed531de077470f8064629571c8aaf6a12db09aa779a94657d",
    "gent-prosser": "6d57ce1e454af8324c099409ee2fdf43b5b27a9471f72e1c96a6345c5c48a5ea",
    "residents": "4fe17c683bc9fe92d1dbf25a7c42289125a62536454a1bc9c8af2ab116c3f2c6",
    "siblings": "c8ea23c978e2666c044dc64ad5ee88d7534611ae7125422c2283fc9ce9b582ec",
    "courses": "9aecbcdfc1430ec67f166d1c096b1fa72dded51648d01a0c9a8c6a17812bc408",
    "geographic": "fa4ed19f8317818ad0a5fcbee2a92d2c8eda972b99bb5bf50840f3b41bebb382",
    "national": "544708a45eed2dcb71eaf79a069b7eb7f71c586a044e9af184eb78c3cea37eb2",
}


@pytest.mark.parametrize("name", SMALL)
def test_a_seed_gives_the_instance_that_it_gave(name: str) -> None:
    """The same name, size and seed give the same instance, on every machine."""
    assert digest(SMALL[name](1)) == DIGESTS[name]
    assert digest(SMALL[name](2)) != DIGESTS[name]


@pytest.mark.parametrize("name", SMALL)
def test_an_instance_is_one_that_can_be_read(name: str) -> None:
    """What a generator makes is in canonical order: written and read it is the same."""
    made = SMALL[name](3)
    assert digest(read_instance(write_instance(made))) == digest(made)
    refs = [row.ref for row in made.needs]
    assert refs == sorted(refs)


def test_strict_lists_are_those_that_they_were() -> None:
    """The columns of strict lists follow from their seed too."""
    made = strict_lists(needs=40, length=4, seats=5, seed=1)
    columns = made.asset.astype("<i4").tobytes() + made.place.astype("<i4").tobytes()
    assert (
        sha256(columns).hexdigest()
        == "278405ee032fd99f6aaa6d22818fb3b2ae284caeed27c601fdb8cf1a9b91a572"
    )


def test_strict_lists_are_lists() -> None:
    """Nobody is named twice, and places at an asset are 1, 2, 3 without a gap."""
    made = strict_lists(needs=60, length=6, seats=5, seed=2)
    assert all(len({*row}) == 6 for row in made.asset.tolist())
    for asset in range(made.assets):
        places = sorted(made.place[made.asset == asset].tolist())
        assert places == list(range(1, len(places) + 1))


def test_homes_are_those_that_they_were() -> None:
    """Every cell of a round's rows follows from its seed."""
    made = homes(needs=40, assets=30, seed=1).graph
    rows = [
        [row.ref, row.holder, sorted(row.held), sorted(row.record.values.items())]
        for row in (*made.needs, *made.assets)
    ]
    assert (
        sha256(repr(rows).encode()).hexdigest()
        == "764c8b19a101110ada608c5c6fef139da7d18ce9e266358ebdfdf320bbc709d5"
    )


def test_gent_prosser_keeps_everybody() -> None:
    """No list is empty, both sides name each other, and p2 makes the ties."""
    made = gent_prosser(side=30, p1=0.8, p2=0.0, seed=1)
    ours = {(n.ref, tie[0]) for n in made.needs for tie in n.prefers or ()}
    theirs = {(tie[0], a.ref) for a in made.assets for tie in a.prefers or ()}
    assert ours == theirs
    assert all(row.prefers for row in made.needs)
    assert all(row.prefers for row in made.assets)
    tied = gent_prosser(side=30, p1=0.2, p2=1.0, seed=1)
    assert all(len(row.prefers or ()) == 1 for row in tied.needs)


def test_borders_are_crossed_by_some() -> None:
    """Without borders no need looks beyond its council; with them some do, no more."""
    for over, crossing in ((0.0, False), (0.3, True)):
        made = national(councils=4, needs=50, assets=30, length=8, over=over, seed=1)
        home = made.fits.need // 50
        assert ((made.fits.asset // 30 != home).any()) == crossing
