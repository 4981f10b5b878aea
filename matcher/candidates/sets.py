"""Gates over words: one_of, all_of, none_of, can, same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import numpy as np

from matcher.candidates.clauses import (
    Clauses,
    Words,
    any_word,
    by_value,
    every_word,
)
from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Rule,
    Sides,
    open_when_empty,
    plainly,
)
from matcher.candidates.wording import spoken
from matcher.graph.columns import Bits, asked_bits, bits, cells, items, skills, words_of

Compare = Callable[[Bits, Bits], Bools]
Clausing = Callable[[Words, Words, Bools], Clauses | None]


def one_of(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where a choice of the left row is among the asset's."""
    return _over_columns(sides, options, _some, any_word, _unmet_at_all)


def all_of(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where every choice of the left row is among the asset's."""
    return _over_columns(sides, options, _every, every_word, _unmet)


def none_of(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where no choice of the left row is among the asset's."""
    asked = items(sides.left, options["need"])
    offered = items(sides.assets, options["asset"])
    packed = _packing(asked, offered)

    def passes(left: Ints, asset: Ints) -> Bools:
        mine, theirs, _ = packed()
        return ~_some(mine[left], theirs[asset])

    def facts(left: int, asset: int) -> Facts:
        if not asked[left]:
            return NOT_ASKED
        return _listing(_shared(asked[left], offered[asset]))

    shut = np.zeros(len(offered), np.bool_)
    return Rule(
        passes, facts, lambda: plainly(every_word(asked, offered, shut, wanted=False))
    )


def can(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where the asset's holder has every capability that the left row asks for.

    Capabilities are held or trained for, and count for what they are a kind of. With
    ``asset``, a column, only what that row itself says and its holder's training.
    """
    asked = items(sides.left, options["need"])
    offered = skills(sides.assets, options.get("asset", ""))
    return _over_words(asked, offered, _every, every_word, _unmet, allow=False)


def same(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where both cells say the same."""
    left_cells = cells(sides.left, options["need"])
    asset_cells = cells(sides.assets, options["asset"])
    codes: dict[Any, int] = {None: -1}
    for cell in left_cells:
        codes.setdefault(cell, len(codes))
    mine = np.array([codes[cell] for cell in left_cells], np.int64)
    theirs = np.array([codes.get(cell, -2) for cell in asset_cells], np.int64)
    allow = open_when_empty(options)

    def passes(left: Ints, asset: Ints) -> Bools:
        asked, found = mine[left], theirs[asset]
        equal: Bools = (asked == found) | (asked == -1)
        return np.asarray(equal | ((found == -1) & allow), np.bool_)

    def facts(left: int, _asset: int) -> Facts:
        cell = left_cells[left]
        return NOT_ASKED if cell is None else _listing(words_of(cell))

    def takes(value: int) -> Bools:
        return np.asarray((theirs == value) | ((theirs == -1) & allow), np.bool_)

    return Rule(
        passes,
        facts,
        lambda: plainly(by_value(mine, mine >= 0, takes, len(theirs))),
    )


def _over_columns(
    sides: Sides,
    options: Mapping[str, Any],
    compare: Compare,
    clausing: Clausing,
    unmet: Callable[[Collection[str], Collection[str]], tuple[str, ...]],
) -> Rule:
    asked = items(sides.left, options["need"])
    offered = items(sides.assets, options["asset"])
    allow = open_when_empty(options)
    return _over_words(asked, offered, compare, clausing, unmet, allow=allow)


def _over_words(
    asked: Words,
    offered: Words,
    compare: Compare,
    clausing: Clausing,
    unmet: Callable[[Collection[str], Collection[str]], tuple[str, ...]],
    *,
    allow: bool,
) -> Rule:
    """Return the rule: nothing asked passes; nothing offered fails, unless allowed."""
    packed, open_ = _packing(asked, offered), np.zeros(len(offered), np.bool_)
    if allow:
        open_ = np.array([not words for words in offered], np.bool_)

    def passes(left: Ints, asset: Ints) -> Bools:
        mine, theirs, free = packed()
        return compare(mine[left], theirs[asset]) | free[left] | open_[asset]

    def facts(left: int, asset: int) -> Facts:
        if not asked[left]:
            return NOT_ASKED
        missing = unmet(asked[left], offered[asset])
        if missing and not open_[asset]:
            return _listing(missing, margin=float(len(missing)))
        return _listing(_shared(asked[left], offered[asset]), margin=0.0)

    return Rule(passes, facts, lambda: plainly(clausing(asked, offered, open_)))


def _packing(asked: Words, offered: Words) -> Callable[[], tuple[Bits, Bits, Bools]]:
    """Return what packs both sides, and who asks nothing, when it is first called."""

    @cache
    def packed() -> tuple[Bits, Bits, Bools]:
        free = np.array([not words for words in asked], np.bool_)
        return asked_bits(asked), bits(asked, offered), free

    return packed


def _some(mine: Bits, theirs: Bits) -> Bools:
    return np.asarray((mine & theirs).any(axis=-1), np.bool_)


def _every(mine: Bits, theirs: Bits) -> Bools:
    return ~_some(mine, ~theirs)


def _shared(asked: Collection[str], offered: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(asked) & set(offered)))


def _unmet(asked: Collection[str], offered: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(asked) - set(offered)))


def _unmet_at_all(asked: Collection[str], offered: Collection[str]) -> tuple[str, ...]:
    return () if set(asked) & set(offered) else tuple(sorted(asked))


def _listing(words: tuple[str, ...], margin: float | None = None) -> Facts:
    return Facts({"list": spoken(words)}, words, margin)
