"""Criteria over words: covers, can, shares, listed, trusts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from matcher.candidates.relations import none_of_pairs
from matcher.candidates.rule import Bools, Ints, Sides
from matcher.candidates.wording import spoken
from matcher.graph import Node, Path, skill_path, trust_path
from matcher.graph.columns import asked_bits, bits, count, items, skills
from matcher.scoring.measure import Longs, Measure, Said, single

Words = Sequence[Collection[str]]


def covers(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give points for levels met; a capability that supports a domain meets it."""
    column = options.get("asset", "")
    asked = [dict(row.asked.get(options["need"], ())) for row in sides.left]
    met = _domains(sides, column)
    order = sorted({domain for levels in asked for domain in levels})
    levels = np.array([[row.get(d, 0) for d in order] for row in asked], np.int64)
    levels = levels.reshape(len(asked), len(order))
    has = np.array([[d in domains for d in order] for domains in met], np.int64)
    has = has.reshape(len(met), len(order))
    total = levels.sum(axis=1)

    def points(need: Ints, asset: Ints) -> Longs:
        held = np.einsum("ij,ij->i", levels[need], has[asset])
        return _share(held, total[need])

    def said(need: int, asset: int) -> Said:
        wanted = {domain for domain, level in asked[need].items() if level}
        found = sorted(wanted & met[asset])
        paths = _paths(sides, need, asset, (("domain", d) for d in found), column)
        return _listing(found, sorted(wanted - met[asset]), paths)

    return Measure(points, lambda need, _: total[need] > 0, said)


def _domains(sides: Sides, column: str) -> list[frozenset[str]]:
    """Return the domains that each asset's holder supports."""
    supports, known = sides.graph.supports, dict[frozenset[str], frozenset[str]]()
    found = []
    for words in skills(sides.assets, column):
        if words not in known:
            known[words] = frozenset().union(*(supports.get(w, ()) for w in words))
        found.append(known[words])
    return found


def can(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give points for the share of wanted capabilities that the holder has."""
    column = options.get("asset", "")
    asked = items(sides.left, options["need"])
    offered = skills(sides.assets, column)
    mine, theirs = asked_bits(asked), bits(asked, offered)
    total = np.array([len(words) for words in asked], np.int64)

    def points(need: Ints, asset: Ints) -> Longs:
        return _share(count(mine[need] & theirs[asset]), total[need])

    def said(need: int, asset: int) -> Said:
        found, missing = _split(asked[need], offered[asset])
        paths = _paths(sides, need, asset, (("capability", c) for c in found), column)
        return _listing(found, missing, paths)

    return Measure(points, lambda need, _: total[need] > 0, said)


def shares(sides: Sides, options: Mapping[str, Any], side: str) -> Measure:
    """Give points for what both name, full at ``full`` of it or at all asked."""
    left = items(sides.left, options["need"])
    right = items(sides.assets, options["asset"])
    mine, theirs = asked_bits(left), bits(left, right)
    asked = _sizes(left if side == "need" else right)
    of_need = side == "need"
    full = int(options.get("full", 1 << 30))

    def points(need: Ints, asset: Ints) -> Longs:
        wanted = np.minimum(full, asked[need if of_need else asset])
        common = count(mine[need] & theirs[asset])
        return _share(np.minimum(wanted, common), wanted)

    def counts(need: Ints, asset: Ints) -> Bools:
        given: Bools = asked[need if of_need else asset] > 0
        return given

    def said(need: int, asset: int) -> Said:
        ends = (left[need], right[asset]) if of_need else (right[asset], left[need])
        said = _listing(*_split(*ends))
        enough = int(points(*single(need, asset))[0]) == 100
        return _listing(said.found, ()) if enough else said

    return Measure(points, counts, said)


def listed(sides: Sides, options: Mapping[str, Any], side: str) -> Measure:
    """Give 100 where the asset lists the need's choice, else ``otherwise`` (0)."""
    left = items(sides.left, options["need"])
    right = items(sides.assets, options["asset"])
    mine, theirs = asked_bits(left), bits(left, right)
    named, lists = _sizes(left) > 0, _sizes(right) > 0
    otherwise = int(options.get("otherwise", 0))

    def points(need: Ints, asset: Ints) -> Longs:
        hit = count(mine[need] & theirs[asset]) > 0
        return np.where(hit, 100, otherwise)

    def counts(need: Ints, asset: Ints) -> Bools:
        return named[need] & (lists[asset] | (side == "need"))

    def said(need: int, asset: int) -> Said:
        found, missing = _split(left[need], right[asset])
        return _listing(found, () if found else missing)

    return Measure(points, counts, said)


def trusts(sides: Sides, _options: Mapping[str, Any], _side: str) -> Measure:
    """Give 100 where the need names the asset's holder, 0 where it names others."""
    named = np.array([bool(row.trusts) for row in sides.left], np.bool_)
    assets: dict[Node, list[int]] = {}
    for at, row in enumerate(sides.assets):
        if row.holder:
            assets.setdefault(row.holder, []).append(at)
    pairs = {
        (at, asset)
        for at, row in enumerate(sides.left)
        for holder in row.trusts
        for asset in assets.get(holder, ())
    }
    others = none_of_pairs(pairs, len(sides.assets))

    def points(need: Ints, asset: Ints) -> Longs:
        return np.where(others.passes(need, asset), 0, 100)

    def said(need: int, asset: int) -> Said:
        path = trust_path(sides.left[need], sides.assets[asset])
        return Said(bool(path), not path, paths=(path,) if path else ())

    return Measure(points, lambda need, _: named[need], said)


def _share(part: Longs, whole: Longs) -> Longs:
    """Return whole points of 100; 100 where nothing was asked."""
    return np.where(whole > 0, 100 * part // np.maximum(whole, 1), 100)


def _sizes(sets: Words) -> Longs:
    return np.array([len(words) for words in sets], np.int64)


def _split(
    asked: Collection[str], offered: Collection[str]
) -> tuple[list[str], list[str]]:
    return sorted(set(asked) & set(offered)), sorted(set(asked) - set(offered))


def _listing(
    found: Sequence[str], missing: Sequence[str], paths: tuple[Path, ...] = ()
) -> Said:
    return Said(
        speaks=bool(found),
        lacks=bool(missing),
        reason={"list": spoken(found)},
        gap={"list": spoken(missing)},
        found=tuple(found),
        missing=tuple(missing),
        paths=paths,
    )


def _paths(
    sides: Sides, need: int, asset: int, wanted: Iterable[Node], column: str
) -> tuple[Path, ...]:
    rows = sides.left[need], sides.assets[asset]
    paths = (
        skill_path(sides.graph, rows[0], node, rows[1], column=column)
        for node in wanted
    )
    return tuple(path for path in paths if path)
