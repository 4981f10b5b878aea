"""A planted secret changes nothing that any reader sees, but "not available"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from random import Random
from typing import Any, Literal

import pytest
from support.lines import harbourside
from support.solved import community, explained, solved, tiny

from matcher.explaining import Case
from matcher.instance import write_instance
from matcher.model import Record, Snapshot
from matcher.schemes import Gate, Scheme, find_scheme

pytestmark = pytest.mark.xdist_group("explained")  # told once for all workers
HOLD = Gate(
    "hold",
    "none_of",
    permits="Available.",
    otherwise="Not available.",
    options={"need": "held_from", "asset": "held_for"},
    confidential=True,
)
"""An ordinary reason of the line "not available", for one pair alone."""
NAMES = (
    "norfolk-carers",
    "oxfordshire-mentors",
    "hartlepool-tutors",
    "hartlepool-babybank",
)
ON_HOLD = {
    "norfolk-carers": "on_hold",
    "oxfordshire-mentors": "paused",
    "hartlepool-tutors": "on_hold",
}


def shown(snapshot: Snapshot, scheme: Scheme) -> tuple[bytes, str]:
    """Return every explanation as bytes, and the instance."""
    case = solved(snapshot, scheme)
    said = [asdict(why) for why in explained(case)]
    return repr(said).encode(), write_instance(case.instance)


def with_cells(
    snapshot: Snapshot, sheet: Literal["needs", "assets"], ref: str, **cells: Any
) -> Snapshot:
    """Return the snapshot with new cells in one row."""
    rows = tuple(
        Record(row.ref, {**row.values, **cells}) if row.ref == ref else row
        for row in getattr(snapshot, sheet)
    )
    if sheet == "needs":
        return replace(snapshot, needs=rows)
    return replace(snapshot, assets=rows)


def telling_pairs(case: Case, count: int) -> list[tuple[str, str]]:
    """Return pairs that would count: chosen ones, accepted ones, and one of a trial."""
    random, rows = Random(count), case.instance.assets
    chosen = [(row.need, row.asset) for row in case.solution.chosen]
    market = case.market
    ends = zip(market.unit.tolist(), market.asset.tolist(), strict=True)
    accepted = [(case.members(unit)[0], rows[asset].ref) for unit, asset in ends]
    liked = [
        (row.need, change.asset)
        for row in explained(case)
        for change in row.changes
        if row.kind == "need"
    ]
    others = [
        (need.ref, change) for _, change in liked for need in case.instance.needs[:40]
    ]
    pools = (chosen, others) if count == 1 else (chosen, accepted, liked, others)
    return [random.choice(pool) for pool in pools for _ in range(count) if pool]


@pytest.mark.parametrize("name", NAMES)
def test_kept_apart_reads_like_any_pair_that_is_not_available(name: str) -> None:
    """Every field of every explanation is the same byte for byte."""
    case = tiny(name)
    scheme = replace(case.scheme, gates=(*case.scheme.gates, HOLD))
    snapshot = case.graph.snapshot
    for need, asset in telling_pairs(case, 1):
        secret = (min(need, asset), max(need, asset))
        apart = replace(snapshot, apart=tuple(sorted({*snapshot.apart, secret})))
        held = with_cells(snapshot, "needs", need, held_from=("x",))
        held = with_cells(held, "assets", asset, held_for=("x",))
        assert shown(apart, scheme) == shown(held, scheme)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("name", NAMES)
def test_kept_apart_over_more_communities(name: str, seed: int) -> None:
    """The same over more draws and more pairs."""
    case = community(name, seed)
    scheme = replace(case.scheme, gates=(*case.scheme.gates, HOLD))
    snapshot = case.graph.snapshot
    for need, asset in telling_pairs(case, 3):
        secret = (min(need, asset), max(need, asset))
        apart = replace(snapshot, apart=tuple(sorted({*snapshot.apart, secret})))
        held = with_cells(snapshot, "needs", need, held_from=("x",))
        held = with_cells(held, "assets", asset, held_for=("x",))
        assert shown(apart, scheme) == shown(held, scheme)


def on_hold(case: Case, snapshot: Snapshot, ref: str) -> Snapshot:
    """Put an asset on hold."""
    return with_cells(snapshot, "assets", ref, **{ON_HOLD[case.scheme.name]: True})


def suspended(case: Case, snapshot: Snapshot, ref: str) -> Snapshot:
    """Suspend an asset, where the scheme knows that; else put it on hold."""
    columns = {column.name for column in case.scheme.sheets["assets"].columns}
    if "suspended" not in columns:
        return on_hold(case, snapshot, ref)
    return with_cells(snapshot, "assets", ref, suspended=True)


def full(case: Case, snapshot: Snapshot, ref: str) -> Snapshot:
    """Leave an asset no seat."""
    return with_cells(snapshot, "assets", ref, **{case.scheme.build.capacity: 0})


def apart_from_all(case: Case, snapshot: Snapshot, ref: str) -> Snapshot:
    """Keep an asset apart from every need."""
    pairs = {(min(n.ref, ref), max(n.ref, ref)) for n in snapshot.needs}
    return replace(snapshot, apart=tuple(sorted({*snapshot.apart, *pairs})))


@pytest.mark.parametrize("name", sorted(ON_HOLD))
def test_on_hold_full_suspended_and_kept_apart_read_alike(name: str) -> None:
    """Nobody can tell which of the four it is: no seat, no closed asset, no count."""
    case = tiny(name)
    ref = case.solution.chosen[0].asset if case.homes else case.instance.assets[0].ref
    ways: list[Callable[[Case, Snapshot, str], Snapshot]] = [
        on_hold,
        suspended,
        full,
        apart_from_all,
    ]
    said = {shown(way(case, case.graph.snapshot, ref), case.scheme)[0] for way in ways}
    assert len(said) == 1
    assert f"'asset': '{ref}'" not in said.pop().decode()


def test_a_secret_that_shows_is_caught() -> None:
    """Planted: a gate of the same kind that is not confidential does show."""
    scheme = find_scheme("norfolk-carers")
    gates = (*scheme.gates, replace(HOLD, confidential=False))
    open_ = replace(scheme, gates=gates)
    snapshot = harbourside()
    apart = replace(snapshot, apart=(*snapshot.apart, ("c7", "f6")))
    held = with_cells(snapshot, "needs", "c7", held_from=("x",))
    held = with_cells(held, "assets", "f6", held_for=("x",))
    assert shown(apart, open_)[0] != shown(held, open_)[0]
    closed = replace(scheme, gates=(*scheme.gates, HOLD))
    assert shown(apart, closed) == shown(held, closed)
