"""Compile an instance into its market: groups joined, only what can be held kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.instance.accepting import Accepted, accepted_pairs, in_order
from matcher.instance.document import Instance, Ints
from matcher.instance.market import Longs, Market
from matcher.instance.ranking import Flags, read_lists

Whole = TypeVar("Whole", np.int32, np.int64)
NO_LIMIT = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Needs and groups as units, sorted by ref; arrays have shape (units,)."""

    refs: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    seats: Longs
    size: Ints
    priority: Ints


def compile_market(instance: Instance) -> Market:
    """Return the market of an instance as arrays.

    Guarantees: pairs are sorted by (unit, asset); every pair is accepted by both
    sides, is not forbidden, and could be held by the asset if it held nothing else;
    the same instance gives the same arrays. O(p log p) in pairs.

    Raises
    ------
    InstanceError
        If neither lists nor fits bound the pairs and there are too many.
    """
    units = _units(instance)
    rows = accepted_pairs(instance)
    pairs = _join(instance, units, rows)
    kept = _holdable(instance, units, pairs.unit, pairs.asset)
    if not kept.all():
        pairs = pairs.only(kept)
    counts = np.bincount(pairs.unit, minlength=len(units.refs))
    home, bad = _pins(instance, units, pairs)
    return Market(
        instance=instance,
        units=units.refs,
        members=units.members,
        # A unit of 2^31 seats or more has no pair: cutting its seats changes nothing.
        seats=np.minimum(units.seats, 2**31 - 1).astype(np.int32),
        size=units.size,
        priority=units.priority,
        home=home,
        unit=pairs.unit,
        asset=pairs.asset,
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        unit_rank=pairs.unit_rank,
        asset_rank=pairs.asset_rank,
        need_fit=pairs.need_fit,
        asset_fit=pairs.asset_fit,
        fit=pairs.fit,
        bad_pins=bad,
    )


def _units(instance: Instance) -> Units:
    place = {need.ref: at for at, need in enumerate(instance.needs)}
    grouped = {member for group in instance.groups for member in group.members}
    members: dict[str, tuple[int, ...]] = {
        ref: (at,) for ref, at in place.items() if ref not in grouped
    }
    for group in instance.groups:
        members[group.ref] = tuple(sorted(place[member] for member in group.members))
    refs = tuple(sorted(members))
    needs = instance.needs
    return Units(
        refs,
        tuple(members[ref] for ref in refs),
        np.array([sum(needs[m].seats for m in members[ref]) for ref in refs], np.int64),
        np.array([len(members[ref]) for ref in refs], np.int32),
        np.array(
            [max(needs[m].priority for m in members[ref]) for ref in refs], np.int32
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Pairs of units and assets, sorted; arrays have shape (pairs,)."""

    unit: Ints
    asset: Ints
    unit_rank: Ints
    asset_rank: Ints
    need_fit: Ints
    asset_fit: Ints
    fit: Longs

    def only(self, kept: Flags) -> _Pairs:
        """Return the pairs where `kept`."""
        return _Pairs(
            self.unit[kept],
            self.asset[kept],
            self.unit_rank[kept],
            self.asset_rank[kept],
            self.need_fit[kept],
            self.asset_fit[kept],
            self.fit[kept],
        )


def _join(instance: Instance, units: Units, rows: Accepted) -> _Pairs:
    """Join the members' rows: a group is accepted where every member is."""
    unit_of = np.zeros(len(instance.needs), np.int32)
    for place, members in enumerate(units.members):
        unit_of[list(members)] = place
    if not instance.groups and (np.diff(unit_of) > 0).all():
        return _alone(rows)
    order = in_order(unit_of[rows.need], rows.asset)
    unit, asset = unit_of[rows.need][order], rows.asset[order]
    new = np.ones(len(unit), bool)
    new[1:] = (unit[1:] != unit[:-1]) | (asset[1:] != asset[:-1])
    starts = np.flatnonzero(new)
    whole = np.diff(np.append(starts, len(unit))) == units.size[unit[starts]]
    pairs = _Pairs(
        unit[starts],
        asset[starts],
        _reduce(np.maximum, rows.need_rank[order], starts),
        _reduce(np.maximum, rows.asset_rank[order], starts),
        _reduce(np.minimum, rows.need_fit[order], starts),
        _reduce(np.minimum, rows.asset_fit[order], starts),
        _reduce(np.add, rows.fit[order].astype(np.int64), starts),
    ).only(whole)
    return _group_lists(instance, units, pairs)


def _alone(rows: Accepted) -> _Pairs:
    """Return the pairs of needs each by itself, in the order of their units."""
    return _Pairs(
        rows.need,
        rows.asset,
        rows.need_rank,
        rows.asset_rank,
        rows.need_fit,
        rows.asset_fit,
        rows.fit.astype(np.int64),
    )


def _reduce(
    how: np.ufunc, values: NDArray[Whole], starts: NDArray[np.intp]
) -> NDArray[Whole]:
    """Reduce each stretch that begins at `starts`; none are empty."""
    return np.asarray(how.reduceat(values, starts), values.dtype)


def _group_lists(instance: Instance, units: Units, pairs: _Pairs) -> _Pairs:
    """Let the groups' own lists decide and rank, where they are given."""
    own = {group.ref: group for group in instance.groups}
    if all(group.prefers is None for group in instance.groups):
        return pairs
    forbidden = frozenset(instance.forbidden)
    lists = read_lists(
        (own[ref].prefers if ref in own else None for ref in units.refs),
        [asset.ref for asset in instance.assets],
        lambda row, ref: any(
            (instance.needs[member].ref, ref) in forbidden
            for member in units.members[row]
        ),
    )
    listed, rank = lists.find(pairs.unit, pairs.asset)
    given = lists.given[pairs.unit]
    ranked = _Pairs(
        pairs.unit,
        pairs.asset,
        np.where(given, rank, pairs.unit_rank),
        pairs.asset_rank,
        pairs.need_fit,
        pairs.asset_fit,
        pairs.fit,
    )
    return ranked.only(listed | ~given)


def _holdable(instance: Instance, units: Units, unit: Ints, asset: Ints) -> Flags:
    """Return which assets could hold the unit if they held nothing else."""
    rows = instance.assets
    capacity = np.array([row.capacity for row in rows], np.int64)
    limited = instance.apart or any(row.limits or row.max_units == 0 for row in rows)
    if not limited and units.seats.max(initial=0) <= capacity.min(initial=2**62):
        return np.ones(len(unit), bool)
    seats = units.seats[unit]
    alone = np.array([row.unless_one_group or 0 for row in rows], np.int64)
    some = np.array([row.max_units != 0 for row in rows], bool)
    kept: Flags = ((seats <= capacity[asset]) | (seats <= alone[asset])) & some[asset]
    for name in sorted({name for row in rows for name, _ in row.limits}):
        limit = np.array([dict(row.limits).get(name, NO_LIMIT) for row in rows])
        kept &= _uses(instance, units, name)[unit] <= limit[asset]
    kept &= ~_torn(instance, units)[unit]
    return kept


def _uses(instance: Instance, units: Units, name: str) -> Longs:
    each = [dict(need.uses).get(name, 0) for need in instance.needs]
    return np.array(
        [sum(each[member] for member in members) for members in units.members], np.int64
    )


def _torn(instance: Instance, units: Units) -> Flags:
    """Return which units have two members that are apart: nobody can hold them."""
    apart = frozenset((min(pair), max(pair)) for pair in instance.apart)
    torn = np.zeros(len(units.refs), bool)
    if not apart:
        return torn
    for unit, members in enumerate(units.members):
        refs = [instance.needs[member].ref for member in members]
        torn[unit] = any((a, b) in apart for a in refs for b in refs if a < b)
    return torn


def _pins(
    instance: Instance, units: Units, pairs: _Pairs
) -> tuple[Ints, tuple[tuple[str, str, str], ...]]:
    """Return each unit's home, and the pins that cannot be met or contradict others."""
    home = np.full(len(units.refs), -1, np.int32)
    assets = {row.ref: at for at, row in enumerate(instance.assets)}
    unit_of = {
        instance.needs[member].ref: unit
        for unit, members in enumerate(units.members)
        for member in members
    }
    named = [("pin", *pair) for pair in sorted(set(instance.pinned))]
    named += [("agreed", *pair) for pair in sorted(set(instance.agreed))]
    if not named:
        return home, ()
    keys = pairs.unit.astype(np.int64) * len(assets) + pairs.asset
    bad: list[tuple[str, str, str]] = []
    homes: dict[int, set[str]] = {}
    good: list[tuple[int, tuple[str, str, str]]] = []
    for pin in named:
        unit, asset = unit_of.get(pin[1]), assets.get(pin[2])
        if unit is None or asset is None or not _has(keys, unit * len(assets) + asset):
            bad.append(pin)
        else:
            home[unit] = asset
            homes.setdefault(unit, set()).add(pin[2])
            good.append((unit, pin))
    bad += [pin for unit, pin in good if len(homes[unit]) > 1]
    return home, tuple(bad)


def _has(keys: Longs, key: int) -> bool:
    at = int(np.searchsorted(keys, key))
    return at < len(keys) and int(keys[at]) == key
