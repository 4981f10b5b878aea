"""The gate for common times: slots at a cadence that serves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from matcher.candidates.clauses import any_word
from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Plain,
    Rule,
    Sides,
    open_when_empty,
    plainly,
)
from matcher.candidates.wording import spoken, spoken_slot
from matcher.graph.columns import (
    Bits,
    cells,
    common_pieces,
    served,
    slot_bits,
    slot_words,
)


def slots(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where both share enough pieces of the week at a cadence that serves."""
    left_rows, asset_rows = sides.left, sides.assets
    of_left, of_asset = options["need"], options["asset"]
    least = int(options.get("at_least", 1))
    asked, offered = cells(left_rows, of_left), cells(asset_rows, of_asset)
    free = np.array([not week for week in asked], np.bool_)
    allow = open_when_empty(options)
    open_ = np.array([allow and not week for week in offered], np.bool_)

    @cache
    def packed() -> tuple[Bits, Bits]:
        mine = slot_bits(left_rows, of_left, serve=False)
        return mine, slot_bits(asset_rows, of_asset, serve=True)

    def passes(left: Ints, asset: Ints) -> Bools:
        mine, theirs = packed()
        enough = common_pieces(mine[left], theirs[asset]) >= least
        return enough | free[left] | open_[asset]

    def facts(left: int, asset: int) -> Facts:
        if free[left]:
            return NOT_ASKED
        both = served(asked[left] or (), offered[asset] or ())
        words = {"list": spoken(spoken_slot(slot) for slot in both)}
        mine, theirs = packed()
        common = int(common_pieces(mine[left], theirs[asset]))
        short = 0 if open_[asset] else max(0, least - common)
        refs = tuple(str(slot) for slot in both)
        return Facts(words | {"value": str(common)}, refs, margin=float(short))

    def plain() -> Plain | None:
        if least != 1:
            return None
        mine = slot_words(left_rows, of_left, serve=False)
        theirs = slot_words(asset_rows, of_asset, serve=True)
        return plainly(any_word(mine, theirs, open_))

    return Rule(passes, facts, plain)
