"""Rows of stability: no blocking pair, or each one paid for.

For a unit u without a pin and an asset a that accept each other, with R the units that
a holds and does not rank below u, and those pinned there:

    a is closed, or u has something as good, or R fills a so far that u does not fit, or
    someone in R (or on a's staff) is apart from u, or the rerun's budget forbids it, or
    the pair blocks and is counted.

"R fills a" is a sum of effective seats; the row carries it directly, scaled by
goal = room - seats of u + 1, which with one seat is the row y_u + y_a - x_ua >= 1 of
Delorme et al. (2019, EJOR 277), tightened by the pair's own column. Where `max_units`
or `limits` may be what stops u, a column says so and a second row earns it.

Guarantee: at the least sum of the ``block`` columns, they are exactly the blocking
pairs of the matching that are not excused.
"""

from __future__ import annotations

import numpy as np

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Model

Terms = list[tuple[int, int]]


def add_stable(model: Model, facts: Facts, *, counted: bool) -> None:
    """Add the rows of stability; with `counted`, a column for each blocking pair."""
    market = facts.market
    for pair in range(len(market.unit)):
        if market.home[market.unit[pair]] == FREE:
            _row(model, facts, pair, counted)


def allow(model: Model, most: int) -> None:
    """Let at most so many pairs block."""
    blocks = model.columns.of_kind("block").tolist()
    model.add(("allow",), ((column, 1) for column in blocks), "<=", most)


def _row(model: Model, facts: Facts, pair: int, counted: bool) -> None:
    asset, kept = int(facts.market.asset[pair]), facts.kept(pair)
    key = _refs(facts, pair)
    goal, weights = _seats(facts, pair, kept)
    hated, others = _shunned(model, facts, pair, kept)
    others += _over(model, facts, pair, kept)
    if facts.market.instance.max_changes is not None:
        others.append(_excuse(model, facts, pair, kept))
    if counted:
        others.append(model.columns.add("block", *key))
    filled = [
        (q, goal if q in hated else min(w, goal))
        for q, w in zip(kept, weights, strict=True)
    ]
    enough = [(column, goal) for column in (*facts.content(pair), *others)]
    shut = [(model.columns["open", key[1]], -goal)] if _openable(facts, asset) else []
    right = 0 if shut else goal
    model.add(("stable", *key), [*filled, *enough, *shut], ">=", right)


def _refs(facts: Facts, pair: int) -> tuple[str, str]:
    market = facts.market
    return market.units[market.unit[pair]], facts.assets[market.asset[pair]].ref


def _openable(facts: Facts, asset: int) -> bool:
    return facts.assets[asset].openable


def _one_each(facts: Facts, asset: int) -> bool:
    """Return True where every unit takes one seat there: then units are seats."""
    return bool((facts.weight(facts.at_asset[asset]) == 1).all())


def _seats(facts: Facts, pair: int, kept: list[int]) -> tuple[int, list[int]]:
    """Return the seats that R must fill so that u does not fit, and R's weights."""
    asset = int(facts.market.asset[pair])
    room, most = int(facts.room[asset]), facts.assets[asset].max_units
    if most is not None and _one_each(facts, asset):
        room = min(room, most)
    weights: list[int] = facts.weight(np.array([pair, *kept], np.int64)).tolist()
    return room - weights[0] + 1, weights[1:]


def _shunned(
    model: Model, facts: Facts, pair: int, kept: list[int]
) -> tuple[set[int], list[int]]:
    """Return the pairs in R that keep u out by themselves, and the staff that do."""
    market = facts.market
    shunned = facts.shunned(int(market.unit[pair]))
    if not shunned:
        return set(), []
    units = {facts.unit_of[ref] for ref in shunned if ref in facts.unit_of}
    asset = facts.assets[market.asset[pair]].ref
    staff = [("staff", ref, asset) for ref in sorted(shunned)]
    columns = [model.columns[name] for name in staff if name in model.columns]
    return {q for q in kept if int(market.unit[q]) in units}, columns


def _over(model: Model, facts: Facts, pair: int, kept: list[int]) -> list[int]:
    """Return columns that are 1 only where R leaves no unit or no limit for u."""
    market, asset = facts.market, int(facts.market.asset[pair])
    row, key, found = facts.assets[asset], _refs(facts, pair), []
    if _units_matter(facts, asset):
        ones = [(q, 1) for q in kept]
        found.append(_earned(model, (*key, "units"), ones, row.max_units or 0))
    for kind, most in row.limits:
        uses = facts.uses[kind]
        own = int(uses[market.unit[pair]])
        if own:
            held = [(q, int(uses[market.unit[q]])) for q in kept]
            found.append(_earned(model, (*key, "limit", kind), held, most - own + 1))
    return found


def _units_matter(facts: Facts, asset: int) -> bool:
    """Return True where `max_units` can stop a unit that finds its seats free."""
    most = facts.assets[asset].max_units
    return (
        most is not None
        and most < int(facts.room[asset])
        and not _one_each(facts, asset)
    )


def _earned(model: Model, key: tuple[str, ...], held: Terms, goal: int) -> int:
    """Add a column that needs so much to be held before it may be 1."""
    column = model.columns.add("over", *key)
    terms = [*((q, min(amount, goal)) for q, amount in held), (column, -goal)]
    model.add(("over", *key), terms, ">=", 0)
    return column


def _excuse(model: Model, facts: Facts, pair: int, kept: list[int]) -> int:
    """Add a column that is 1 only where the move would exceed the rerun's budget.

    Changes after the move: those of now, without the unit's own or with it, and the
    units that it would drop from where they were before.
    """
    market = facts.market
    unit, asset = int(market.unit[pair]), int(market.asset[pair])
    column = model.columns.add("excuse", *_refs(facts, pair))
    after = len(facts.previous)
    terms: Terms = []
    stays = {*kept, pair}
    for other, had in facts.previous.items():
        if other == unit:
            after -= had == pair
        elif had != FREE and (market.asset[had] != asset or had in stays):
            terms.append((had, -1))
    goal = (market.instance.max_changes or 0) + 1
    name = ("excuse", *_refs(facts, pair))
    model.add(name, [*terms, (column, -goal)], ">=", -after)
    return column
