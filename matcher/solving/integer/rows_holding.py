"""Rows that say what assets can hold: seats, units, limits, apart, minimum, pins.

Guarantee: a 0-1 vector meets them exactly where each unit has at most one asset, each
asset can hold what it has, pins hold, minimums are reached and the rerun keeps its
budget (``docs/engine.md`` 1 and 2).
"""

from __future__ import annotations

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Model


def add_pairs(model: Model, facts: Facts) -> None:
    """Add a column for each pair: column p is the market's pair p."""
    market = facts.market
    for unit, asset in zip(market.unit.tolist(), market.asset.tolist(), strict=True):
        model.columns.add("pair", market.units[unit], facts.assets[asset].ref)


def add_holding(model: Model, facts: Facts) -> None:
    """Add the rows of every unit and every asset."""
    _units(model, facts)
    for asset in range(len(facts.assets)):
        _capacity(model, facts, asset)
        _limits(model, facts, asset)
        _minimum(model, facts, asset)
    _apart(model, facts)
    _changes(model, facts)


def _units(model: Model, facts: Facts) -> None:
    for unit, ref in enumerate(facts.market.units):
        pairs = facts.of_unit(unit)
        if len(pairs) > 0:
            model.add(("unit", ref), ((p, 1) for p in pairs), "<=", 1)
        home = int(facts.market.home[unit])
        if home != FREE:
            model.add(("pin", ref), [(facts.pair[unit, home], 1)], "=", 1)


def _capacity(model: Model, facts: Facts, asset: int) -> None:
    """Seats held, by effective weight, fit the capacity; none where closed."""
    row, pairs = facts.assets[asset], facts.at_asset[asset]
    if not len(pairs):
        return
    weights = zip(pairs.tolist(), facts.weight(pairs).tolist(), strict=True)
    room = int(facts.room[asset])
    if row.openable:
        shut = [(model.columns.add("open", row.ref), -room)]
        model.add(("seats", row.ref), [*weights, *shut], "<=", 0)
    else:
        model.add(("seats", row.ref), weights, "<=", room)
    if row.max_units is not None:
        ones = ((p, 1) for p in pairs)
        model.add(("units", row.ref), ones, "<=", row.max_units)


def _limits(model: Model, facts: Facts, asset: int) -> None:
    row, pairs = facts.assets[asset], facts.at_asset[asset]
    for kind, most in row.limits:
        uses = facts.uses[kind][facts.market.unit[pairs]]
        terms = zip(pairs.tolist(), uses.tolist(), strict=True)
        model.add(("limit", row.ref, kind), terms, "<=", most)


def _minimum(model: Model, facts: Facts, asset: int) -> None:
    row, pairs = facts.assets[asset], facts.at_asset[asset]
    if row.minimum:
        seats = facts.market.seats[facts.market.unit[pairs]]
        terms = zip(pairs.tolist(), seats.tolist(), strict=True)
        model.add(("minimum", row.ref), terms, ">=", row.minimum)


def _apart(model: Model, facts: Facts) -> None:
    """Never both in one asset: needs through their units; staff come elsewhere."""
    for one, other in facts.apart:
        if one not in facts.unit_of or other not in facts.unit_of:
            continue
        units = facts.unit_of[one], facts.unit_of[other]
        for asset in range(len(facts.assets)):
            both = [facts.pair.get((unit, asset)) for unit in units]
            if both[0] is not None and both[1] is not None:
                name = ("apart", facts.assets[asset].ref, "need", one, "need", other)
                model.add(name, [(both[0], 1), (both[1], 1)], "<=", 1)


def _changes(model: Model, facts: Facts) -> None:
    """At most `max_changes` units of the previous round sit elsewhere."""
    most = facts.market.instance.max_changes
    if most is None:
        return
    stays = [(pair, 1) for pair in facts.previous.values() if pair != FREE]
    model.add(("changes",), stays, ">=", len(facts.previous) - most)
