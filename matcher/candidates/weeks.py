"""The gate for common times: slots at a cadence that serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Rule,
    Sides,
    open_when_empty,
)
from matcher.candidates.wording import spoken, spoken_slot
from matcher.graph.columns import cells, common_pieces, served, slot_bits


def slots(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where both share enough pieces of the week at a cadence that serves."""
    mine = slot_bits(sides.left, options["need"], serve=False)
    theirs = slot_bits(sides.assets, options["asset"], serve=True)
    least = int(options.get("at_least", 1))
    asked = cells(sides.left, options["need"])
    offered = cells(sides.assets, options["asset"])
    free = np.array([not week for week in asked], np.bool_)
    allow = open_when_empty(options)
    open_ = np.array([allow and not week for week in offered], np.bool_)

    def passes(left: Ints, asset: Ints) -> Bools:
        enough = common_pieces(mine[left], theirs[asset]) >= least
        return enough | free[left] | open_[asset]

    def facts(left: int, asset: int) -> Facts:
        if free[left]:
            return NOT_ASKED
        both = served(asked[left] or (), offered[asset] or ())
        words = {"list": spoken(spoken_slot(slot) for slot in both)}
        common = int(common_pieces(mine[left], theirs[asset]))
        short = 0 if open_[asset] else max(0, least - common)
        refs = tuple(str(slot) for slot in both)
        return Facts(words | {"value": str(common)}, refs, margin=float(short))

    return Rule(passes, facts)
