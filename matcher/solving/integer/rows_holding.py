"""Rows that say what assets can hold: seats, units, limits, apart, minimum, pins.

Guarantee: a 0-1 vector meets them exactly where each unit has at most one asset, each
asset can hold what it has, pins hold, minimums are reached and the rerun keeps its
budget (``docs/engine.md`` 1 and 2).
"""

from __future__ import annotations

import numpy as np

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Entries, Model
from matcher.solving.integer.names import Labels, Longs


def add_pairs(model: Model, facts: Facts) -> None:
    """Add a column for each pair: column p is the market's pair p."""
    market = facts.market
    both = (market.units, market.unit), (facts.refs, market.asset)
    model.columns.add_all(Labels("pair", both))


def add_holding(model: Model, facts: Facts) -> None:
    """Add the rows of every unit and every asset."""
    _open_columns(model, facts)
    _units(model, facts)
    _seats(model, facts)
    _most_units(model, facts)
    _limits(model, facts)
    _minimum(model, facts)
    _apart(model, facts)
    _changes(model, facts)


def opened(model: Model, facts: Facts) -> Longs:
    """Return the `open` column of each asset, -1 where it never closes."""
    found = np.full(len(facts.assets), FREE, np.int64)
    found[_openable(facts)] = model.columns.of_kind("open")
    return found


def at_each(facts: Facts, assets: Longs, amount: Longs) -> Entries:
    """Return an amount for every pair of some assets; row k is that of the k-th."""
    place = np.full(len(facts.assets), FREE, np.int64)
    place[assets] = np.arange(len(assets))
    pairs = np.flatnonzero(place[facts.market.asset] != FREE)
    return place[facts.market.asset[pairs]], pairs, amount[pairs]


def _openable(facts: Facts) -> Longs:
    return np.flatnonzero(np.array([asset.openable for asset in facts.assets]))


def _open_columns(model: Model, facts: Facts) -> None:
    assets = _openable(facts)
    if len(assets):
        model.columns.add_all(Labels("open", ((facts.refs, assets),)))


def _units(model: Model, facts: Facts) -> None:
    market, home = facts.market, facts.market.home
    units = np.flatnonzero(np.diff(market.start))
    place = np.searchsorted(units, market.unit)
    ones = place, np.arange(len(place)), np.ones(len(place), np.int64)
    model.add_all(Labels("unit", ((market.units, units),)), [ones], "<=", 1)
    pinned = np.flatnonzero(home != FREE)
    pairs = facts.find(pinned, home[pinned])
    ones = np.arange(len(pairs)), pairs, np.ones(len(pairs), np.int64)
    model.add_all(Labels("pin", ((market.units, pinned),)), [ones], "=", 1)


def _seats(model: Model, facts: Facts) -> None:
    """Seats held, by effective weight, fit the capacity; none where closed."""
    assets = np.unique(facts.market.asset).astype(np.int64)
    weights = facts.weight(np.arange(len(facts.market.unit)))
    shut, room = opened(model, facts)[assets], facts.room[assets]
    closes = np.flatnonzero(shut != FREE)
    entries = [
        at_each(facts, assets, weights),
        (closes, shut[closes], -room[closes]),
    ]
    right = np.where(shut == FREE, room, 0)
    model.add_all(Labels("seats", ((facts.refs, assets),)), entries, "<=", right)


def _most_units(model: Model, facts: Facts) -> None:
    given = [
        (a, facts.assets[a].max_units)
        for a in np.unique(facts.market.asset).tolist()
        if facts.assets[a].max_units is not None
    ]
    assets, most = np.array(given, np.int64).reshape(-1, 2).T
    ones = np.ones(len(facts.market.unit), np.int64)
    entries = [at_each(facts, assets, ones)]
    model.add_all(Labels("units", ((facts.refs, assets),)), entries, "<=", most)


def _limits(model: Model, facts: Facts) -> None:
    for kind, uses in facts.uses.items():
        given = [
            (a, dict(asset.limits)[kind])
            for a, asset in enumerate(facts.assets)
            if kind in dict(asset.limits)
        ]
        assets, most = np.array(given, np.int64).T
        entries = [at_each(facts, assets, uses[facts.market.unit])]
        labels = Labels("limit", ((facts.refs, assets),), (kind,))
        model.add_all(labels, entries, "<=", most)


def _minimum(model: Model, facts: Facts) -> None:
    given = [(a, row.minimum) for a, row in enumerate(facts.assets) if row.minimum]
    assets, least = np.array(given, np.int64).reshape(-1, 2).T
    seats = facts.market.seats[facts.market.unit].astype(np.int64)
    entries = [at_each(facts, assets, seats)]
    model.add_all(Labels("minimum", ((facts.refs, assets),)), entries, ">=", least)


def _apart(model: Model, facts: Facts) -> None:
    """Never both in one asset: needs through their units; staff come elsewhere."""
    market = facts.market
    for one, other in facts.apart:
        if one not in facts.unit_of or other not in facts.unit_of:
            continue
        first = np.array(facts.of_unit(facts.unit_of[one]), np.int64)
        second = facts.find(facts.unit_of[other], market.asset[first])
        both = np.flatnonzero(second != FREE)
        for p, q in zip(first[both].tolist(), second[both].tolist(), strict=True):
            name = ("apart", facts.refs[market.asset[p]], "need", one, "need", other)
            model.add(name, [(p, 1), (q, 1)], "<=", 1)


def _changes(model: Model, facts: Facts) -> None:
    """At most `max_changes` units of the previous round sit elsewhere."""
    most = facts.market.instance.max_changes
    if most is None:
        return
    stays = [(pair, 1) for pair in facts.previous.values() if pair != FREE]
    model.add(("changes",), stays, ">=", len(facts.previous) - most)
