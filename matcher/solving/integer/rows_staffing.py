"""Rows that say when an asset is open, with which staff, and who cannot be where.

Guarantee: an asset that may stay closed is open exactly where it holds a unit; then it
has its seats and its staff, exactly; closed, it has neither (``docs/engine.md`` 1).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

import numpy as np

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Model
from matcher.solving.integer.names import Labels
from matcher.solving.integer.rows_holding import at_each, opened


def add_staffing(model: Model, facts: Facts) -> None:
    """Add columns and rows for every asset that may stay closed."""
    _opens(model, facts)
    for asset, row in enumerate(facts.assets):
        if row.openable:
            _crew(model, facts, asset)
    _most(model, facts)
    _apart(model, facts)
    _clashes(model, facts)


def _opens(model: Model, facts: Facts) -> None:
    """Let an open asset reach its least, and a closed one have nobody."""
    market, columns = facts.market, opened(model, facts)
    assets = np.flatnonzero(columns != FREE)
    least = [max(1, facts.assets[a].opens_with or 0) for a in assets.tolist()]
    own = np.arange(len(assets)), columns[assets], -np.array(least, np.int64)
    seats = at_each(facts, assets, market.seats[market.unit].astype(np.int64))
    model.add_all(Labels("opens", ((facts.refs, assets),)), [seats, own], ">=", 0)
    pairs = np.flatnonzero(columns[market.asset] != FREE)
    rows, ones = np.arange(len(pairs)), np.ones(len(pairs), np.int64)
    entries = [(rows, pairs, ones), (rows, columns[market.asset[pairs]], -ones)]
    both = (market.units, market.unit[pairs]), (facts.refs, market.asset[pairs])
    model.add_all(Labels("shut", both), entries, "<=", 0)


def _crew(model: Model, facts: Facts, asset: int) -> None:
    row = facts.assets[asset]
    opened = model.columns.add("open", row.ref)
    crew = [(s, model.columns.add("staff", s.ref, row.ref)) for s in facts.crew(asset)]
    for ask in row.staffing:
        mine = [(s, column) for s, column in crew if s.role == ask.role]
        ones = [(column, 1) for _, column in mine]
        name = ("role", row.ref, ask.role, str(ask.exactly))
        model.add(name, [*ones, (opened, -ask.exactly)], "=", 0)
        for trait, least in ask.at_least:
            able = [(column, 1) for s, column in mine if trait in s.traits]
            named = ("trait", row.ref, ask.role, trait, str(least))
            model.add(named, [*able, (opened, -least)], ">=", 0)


def _most(model: Model, facts: Facts) -> None:
    columns: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for column in model.columns.of_kind("staff").tolist():
        columns[model.columns.names[column][1]].append((column, 1))
    for staff in facts.staff:
        if len(columns[staff.ref]) > staff.most:
            model.add(("most", staff.ref), columns[staff.ref], "<=", staff.most)


def _apart(model: Model, facts: Facts) -> None:
    """Staff and units, or staff and staff, that must never be in one asset."""
    for one, other in facts.apart:
        for row in facts.assets:
            for kind, first in _seats_of(model, facts, one, row.ref):
                for second_kind, second in _seats_of(model, facts, other, row.ref):
                    if "staff" in (kind, second_kind):
                        name = ("apart", row.ref, kind, one, second_kind, other)
                        model.add(name, [(first, 1), (second, 1)], "<=", 1)


def _seats_of(
    model: Model, facts: Facts, ref: str, asset: str
) -> list[tuple[str, int]]:
    """Return the columns that put a need or a staff row into an asset, by kind."""
    return [
        (kind, column)
        for kind in ("need", "staff")
        if kind == "staff" or ref in facts.unit_of
        for column in _engaged(model, facts, kind, ref, asset)
    ]


def _clashes(model: Model, facts: Facts) -> None:
    """Each human being is in at most one of the assets that share a slot.

    Two assets clash where they share a slot, so the assets of one slot are a clique,
    and a row for each slot says all of them at once.
    """
    slots = sorted(set(chain.from_iterable(asset.slots for asset in facts.assets)))
    for rows in facts.rows_of.values():
        if all(kind == "need" for kind, _ in rows) and len(rows) == 1:
            continue
        for slot in slots:
            terms = [
                (column, 1)
                for asset in facts.assets
                if slot in asset.slots
                for kind, ref in rows
                for column in _engaged(model, facts, kind, ref, asset.ref)
            ]
            if len(terms) > 1:
                name = ("clash", slot, *chain.from_iterable(rows))
                model.add(name, terms, "<=", 1)


def _engaged(model: Model, facts: Facts, kind: str, ref: str, asset: str) -> list[int]:
    unit = facts.market.units[facts.unit_of[ref]] if kind == "need" else ref
    name = ("pair" if kind == "need" else "staff", unit, asset)
    return [model.columns[name]] if name in model.columns else []
