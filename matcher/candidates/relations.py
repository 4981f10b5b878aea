"""Gates that follow from who is who: not one's own, decided before, kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.rule import Bools, Ints, Plain, Rule, Sides
from matcher.candidates.seats import free_seats
from matcher.graph import Node, Row
from matcher.graph.columns import cells
from matcher.model import Record
from matcher.schemes.scheme import Build, Scheme


def not_own(sides: Sides, _options: Mapping[str, Any]) -> Rule:
    """Pass where the two rows have different holders."""
    codes: dict[Node, int] = {}
    mine = _codes(sides.left, codes, nobody=-1)
    theirs = _codes(sides.assets, codes, nobody=-2)
    return Rule(
        lambda left, asset: mine[left] != theirs[asset],
        plain=lambda: Plain(unlike=(mine, theirs)),
    )


def _codes(
    rows: Iterable[Row], codes: dict[Node, int], nobody: int
) -> NDArray[np.int64]:
    found = [
        codes.setdefault(r.holder, len(codes)) if r.holder else nobody for r in rows
    ]
    return np.array(found, np.int64)


def decided(sides: Sides) -> Rule:
    """Pass where nobody forbade the pair, and nobody declined it."""
    against = [
        ruling
        for ruling in sides.graph.snapshot.rulings
        if ruling.kind in {"forbid", "declined"}
    ]
    if not against:
        return none_of_pairs((), len(sides.assets))
    here = {row.ref: at for at, row in enumerate(sides.left)}
    there = {row.ref: at for at, row in enumerate(sides.assets)}
    pairs = {
        (here[ruling.need], there[ruling.asset])
        for ruling in against
        if ruling.need in here and ruling.asset in there
    }
    return none_of_pairs(pairs, len(sides.assets))


def apart(sides: Sides) -> Rule:
    """Pass where the two are not kept apart, nor those who are behind them."""
    links = sides.graph.links.get("kept-apart", ())
    named = {node for one, other, _ in links for node in (one, other)}
    here, there = _standing(sides.left, named), _standing(sides.assets, named)
    pairs: set[tuple[int, int]] = set()
    for one, other, _ in links:
        pairs.update(product(here.get(one, ()), there.get(other, ())))
        pairs.update(product(here.get(other, ()), there.get(one, ())))
    return none_of_pairs(pairs, len(sides.assets))


def room(sides: Sides, scheme: Scheme) -> Rule:
    """Pass where the asset has a seat left at all."""
    free = _free(sides.assets, scheme.build)
    return Rule(
        lambda _left, asset: free[asset] >= 1, plain=lambda: Plain(assets=free >= 1)
    )


def _free(rows: Sequence[Row], build: Build) -> NDArray[np.int64]:
    """Return the seats left of each row: many rows, few kinds."""
    names = [name for name in (build.capacity, build.approved, build.taken) if name]
    kinds = list(zip(*(cells(rows, name) for name in names), strict=True))
    known = {
        kind: free_seats(Record("", dict(zip(names, kind, strict=True))), build)
        for kind in set(kinds)
    }
    if not names:
        return np.full(len(rows), free_seats(Record(""), build))
    return np.array([known[kind] for kind in kinds], np.int64)


def _standing(rows: Iterable[Row], named: set[Node]) -> dict[Node, list[int]]:
    """Return where each of the nodes named has rows."""
    found: dict[Node, list[int]] = {}
    for at, row in enumerate(rows if named else ()):
        for node in row.answers_to:
            if node in named:
                found.setdefault(node, []).append(at)
    return found


def none_of_pairs(pairs: Iterable[tuple[int, int]], assets: int) -> Rule:
    """Return the rule that any pair passes but these, of (left, asset) positions."""
    keys = np.array(sorted(left * assets + asset for left, asset in pairs), np.int64)

    def passes(left: Ints, asset: Ints) -> Bools:
        if not len(keys):
            return np.ones(len(left), np.bool_)
        wanted = left.astype(np.int64) * assets + asset
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        outside: Bools = keys[at] != wanted
        return outside

    return Rule(passes, plain=lambda: Plain(out=keys))
