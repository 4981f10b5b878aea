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

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.solving.integer.facts import FREE, Facts, Related
from matcher.solving.integer.model import Entries, Model
from matcher.solving.integer.names import Labels, Longs
from matcher.solving.integer.rows_holding import opened

Mask = NDArray[np.bool_]


def add_stable(model: Model, facts: Facts, *, counted: bool) -> None:
    """Add the rows of stability; with `counted`, a column for each blocking pair."""
    wishes = _Wishes(model, facts)
    others = [_staff(wishes), _over_units(wishes), *_over_limits(wishes)]
    if facts.market.instance.max_changes is not None:
        others.append(_excuse(wishes))
    if counted:
        pairs = np.arange(len(wishes.pairs))
        columns = model.columns.add_all(wishes.labels("block", pairs))
        others.append((pairs, columns))
    _stable(wishes, others)


def allow(model: Model, most: int) -> None:
    """Let at most so many pairs block."""
    blocks = model.columns.of_kind("block").tolist()
    model.add(("allow",), ((column, 1) for column in blocks), "<=", most)


@dataclass(frozen=True, eq=False)
class _Wishes:
    """The pairs that might block, and what all their rows are made from.

    Rows count from 0 in the order of `pairs`.
    """

    model: Model
    facts: Facts

    @cached_property
    def pairs(self) -> Longs:
        """The pairs of units without a pin."""
        market = self.facts.market
        return np.flatnonzero(market.home[market.unit] == FREE)

    @cached_property
    def asset(self) -> Longs:
        """The asset of each."""
        return self.facts.market.asset[self.pairs].astype(np.int64)

    @cached_property
    def kept(self) -> Related:
        """R, as far as preferences say."""
        return self.facts.kept(self.pairs)

    @cached_property
    def one_each(self) -> Mask:
        """The assets where every unit takes one seat: there units are seats."""
        every = np.arange(len(self.facts.market.unit))
        large = self.facts.market.asset[self.facts.weight(every) != 1]
        large = np.bincount(large, minlength=len(self.facts.assets))
        return np.asarray(large == 0)

    @cached_property
    def most(self) -> Longs:
        """`max_units` of each asset; -1 where there is none."""
        rows = self.facts.assets
        given = [FREE if row.max_units is None else row.max_units for row in rows]
        return np.array(given, np.int64)

    @cached_property
    def goal(self) -> Longs:
        """The seats that R must fill so that the unit does not fit."""
        most, room = self.most, self.facts.room
        units = self.one_each & (most != FREE)
        room = np.where(units, np.minimum(room, most), room)
        return room[self.asset] - self.facts.weight(self.pairs) + 1

    def labels(self, kind: str, rows: Longs, *tail: str) -> Labels:
        """Return (kind, unit, asset, ...) for some of the rows."""
        market, pairs = self.facts.market, self.pairs[rows]
        both = (market.units, market.unit[pairs]), (self.facts.refs, self.asset[rows])
        return Labels(kind, both, tail)

    def held(self, rows: Longs) -> Related:
        """Return R of some of the rows alone, numbered among those."""
        place = np.full(len(self.pairs), FREE, np.int64)
        place[rows] = np.arange(len(rows))
        some = self.kept.where(place[self.kept.row] != FREE)
        return Related(place[some.row], some.pair)


Others = tuple[Longs, Longs]
"""Rows, and a column for each that is enough to meet it alone."""


def _stable(wishes: _Wishes, others: list[Others]) -> None:
    """Add the rows: R's seats, or one of what is enough alone."""
    facts, goal, kept = wishes.facts, wishes.goal, wishes.kept
    filled = np.minimum(facts.weight(kept.pair), goal[kept.row])
    filled = np.where(_hated(wishes), goal[kept.row], filled)
    content = facts.contents(wishes.pairs)
    shut = opened(wishes.model, facts)[wishes.asset]
    closes = np.flatnonzero(shut != FREE)
    entries: list[Entries] = [
        (kept.row, kept.pair, filled),
        (content.row, content.pair, goal[content.row]),
        *((rows, columns, goal[rows]) for rows, columns in others),
        (closes, shut[closes], -goal[closes]),
    ]
    labels = wishes.labels("stable", np.arange(len(goal)))
    wishes.model.add_all(labels, entries, ">=", np.where(shut == FREE, goal, 0))


def _hated(wishes: _Wishes) -> Mask:
    """Return which of R keep the unit out by themselves: they are apart from it."""
    facts, market, kept = wishes.facts, wishes.facts.market, wishes.kept
    apart = [
        (facts.unit_of[one], facts.unit_of[other])
        for one, other in facts.apart
        if one in facts.unit_of and other in facts.unit_of
    ]
    one, other = np.array(apart, np.int64).reshape(-1, 2).T
    count = len(market.units)
    both = np.concatenate([one * count + other, other * count + one])
    unit = market.unit.astype(np.int64)
    return np.isin(unit[wishes.pairs[kept.row]] * count + unit[kept.pair], both)


def _staff(wishes: _Wishes) -> Others:
    """Return the staff that keep a unit out: they are apart from it."""
    facts, columns = wishes.facts, wishes.model.columns
    found: list[tuple[int, int]] = []
    if any(staff.ref in facts.enemies for staff in facts.staff):
        units = facts.market.unit[wishes.pairs].tolist()
        for row, (unit, asset) in enumerate(zip(units, wishes.asset, strict=True)):
            names = [("staff", s, facts.refs[asset]) for s in facts.shunned(unit)]
            found += [(row, columns[name]) for name in names if name in columns]
    rows, staff = np.array(sorted(found), np.int64).reshape(-1, 2).T
    return rows, staff


def _over_units(wishes: _Wishes) -> Others:
    """Return columns that are 1 only where R leaves no unit for u.

    They are there where `max_units` can stop a unit that finds its seats free.
    """
    most = wishes.most
    stops = (most != FREE) & (most < wishes.facts.room) & ~wishes.one_each
    rows = np.flatnonzero(stops[wishes.asset])
    held = wishes.held(rows)
    ones = np.ones(len(held.row), np.int64)
    return _earned(wishes, rows, (held, ones), most[wishes.asset[rows]], "units")


def _over_limits(wishes: _Wishes) -> list[Others]:
    """Return columns that are 1 only where R leaves too little of a limit for u."""
    facts, market = wishes.facts, wishes.facts.market
    found = []
    for kind, uses in facts.uses.items():
        limits = [dict(asset.limits).get(kind, FREE) for asset in facts.assets]
        limit = np.array(limits, np.int64)[wishes.asset]
        own = uses[market.unit[wishes.pairs]]
        rows = np.flatnonzero((limit != FREE) & (own > 0))
        goal, held = (limit - own + 1)[rows], wishes.held(rows)
        amounts = np.minimum(uses[market.unit[held.pair]], goal[held.row])
        found.append(_earned(wishes, rows, (held, amounts), goal, "limit", kind))
    return found


def _earned(
    wishes: _Wishes, rows: Longs, held: tuple[Related, Longs], goal: Longs, *what: str
) -> Others:
    """Add columns that need so much to be held before they may be 1."""
    labels, (who, amounts) = wishes.labels("over", rows, *what), held
    columns = wishes.model.columns.add_all(labels)
    own = np.arange(len(rows)), columns, -goal
    wishes.model.add_all(labels, [(who.row, who.pair, amounts), own], ">=", 0)
    return rows, columns


def _excuse(wishes: _Wishes) -> Others:
    """Add columns that are 1 only where the move would exceed the rerun's budget.

    Changes after the move: those of now, without the unit's own or with it, and the
    units that it would drop from where they were before.
    """
    facts, market, rows = (
        wishes.facts,
        wishes.facts.market,
        np.arange(len(wishes.pairs)),
    )
    labels = wishes.labels("excuse", rows)
    columns = wishes.model.columns.add_all(labels)
    stays = _stays(wishes)
    goal = (market.instance.max_changes or 0) + 1
    own = rows, columns, np.full(len(rows), -goal)
    had = np.full(len(market.units), FREE - 1, np.int64)
    had[list(facts.previous)] = list(facts.previous.values())
    still = had[market.unit[wishes.pairs]] == wishes.pairs
    entries = [(stays.row, stays.pair, np.full(len(stays.row), -1)), own]
    right = still.astype(np.int64) - len(facts.previous)
    wishes.model.add_all(labels, entries, ">=", right)
    return rows, columns


def _stays(wishes: _Wishes) -> Related:
    """Return, for each row, the pairs of before that the move leaves as they are."""
    facts, market, kept = wishes.facts, wishes.facts.market, wishes.kept
    before = [pair for pair in facts.previous.values() if pair != FREE]
    had, pairs = np.array(before, np.int64), wishes.pairs
    row = np.repeat(np.arange(len(pairs)), len(had))
    pair = np.tile(had, len(pairs))
    count = len(market.unit)
    held = np.isin(row * count + pair, kept.row * count + kept.pair)
    elsewhere = market.asset[pair] != wishes.asset[row]
    other = market.unit[pair] != market.unit[pairs[row]]
    return Related(row, pair).where(other & (elsewhere | held))
