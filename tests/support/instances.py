"""Tiny random instances with every feature of the format, for oracles and properties.

``tiny(rng)`` is a market of lists, with ties and strangers; each switch adds a feature
of ``docs/engine.md`` section 1. All refs are invented.
"""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]

SWITCHES = (
    "groups",
    "seats",
    "priorities",
    "siblings",
    "max_units",
    "limits",
    "openings",
    "staffing",
    "minimum",
    "persons",
    "pins",
    "forbidden",
    "apart",
    "previous",
    "max_changes",
    "repeats",
    "strangers",
)
WEEK = ("mon-am", "tue-am")
MARKETS = ("lists", "common", "two-sided", "mixed", "mixed-common")


def tiny(  # noqa: C901, PLR0912 - one branch a switch
    rng: random.Random,
    *,
    needs: int = 4,
    assets: int = 3,
    market: str = "lists",
    ties: bool = True,
    one_sided: bool = True,
    density: float = 0.85,
    groups: bool = False,
    seats: bool = False,
    priorities: bool = False,
    siblings: bool = False,
    max_units: bool = False,
    limits: bool = False,
    openings: bool = False,
    staffing: bool = False,
    minimum: bool = False,
    persons: bool = False,
    pins: bool = False,
    forbidden: bool = False,
    apart: bool = False,
    previous: bool = False,
    max_changes: bool = False,
    repeats: bool = False,
    strangers: bool = False,
) -> Row:
    """Return one valid instance as plain values; rows in random order.

    Parameters
    ----------
    rng : random.Random
        Where all chance comes from: equal states give equal instances.
    needs, assets : int
        The most of each; up to two needs and one asset fewer are made.
    market : str
        ``lists`` (prefers on both sides), ``common``, ``two-sided``, ``mixed`` or
        ``mixed-common`` (fits, and lists on some rows of either side).
    ties, one_sided, density
        Whether lists have ties, whether a ref may be listed by one side only, and how
        likely a pair is.
    groups, siblings
        Needs that stay together; assets with ``unless_one_group``.
    seats, priorities, max_units, limits, minimum, forbidden, apart
        The fields of these names; ``limits`` sets ``uses`` too. `seats` also lets a
        group list its own preferences.
    openings, staffing, persons
        ``opens_with``; staff with roles, traits, ``can``, slots; ``person`` joins.
    pins
        ``pinned`` and ``agreed``, mostly on pairs, sometimes on none.
    previous, max_changes
        The last round, and the most changes from it.
    repeats, strangers
        Refs twice in a list, pairs twice; refs that name nobody.
    """
    n = [f"c{k}" for k in range(1, rng.randint(max(1, needs - 2), needs) + 1)]
    a = [f"f{k}" for k in range(1, rng.randint(max(1, assets - 1), assets) + 1)]
    edges = [(c, f) for c in n for f in a if rng.random() < density]
    data: Row = {
        "format": "acorns-instance/1",
        "needs": [{"ref": c} for c in n],
        "assets": [{"ref": f, "capacity": rng.choice((0, 1, 1, 2, 2, 3))} for f in a],
    }
    if rng.random() < 0.5:
        data["round"] = "tiny-2026"
    if market == "lists":
        _lists(rng, data, edges, ties=ties, one_sided=one_sided, share=1.0)
    else:
        _fits(rng, data, edges, two_sided=market in ("two-sided", "mixed"))
        if market.startswith("mixed"):
            _lists(rng, data, edges, ties=ties, one_sided=one_sided, share=0.5)
    if groups:
        _groups(rng, data, a, ties=ties, own=seats)
    if seats or priorities or limits:
        _takes(rng, data, seats=seats, priorities=priorities, limits=limits)
    asked = (
        ("unless_one_group", siblings, 0.5, (1, 2, 3, 4)),
        ("max_units", max_units, 0.5, (0, 1, 1, 2, 2)),
        ("opens_with", openings, 0.6, (0, 1, 2, 2, 3)),
        ("minimum", minimum, 0.4, (0, 1, 1, 2)),
        ("limits", limits, 0.6, ({"creche": 0}, {"creche": 1}, {"creche": 2})),
        ("slots", staffing or persons, 0.7, (["mon-am"], ["tue-am"], [*WEEK])),
    )
    for name, wanted, chance, values in asked:
        for asset in data["assets"]:
            if wanted and rng.random() < chance:
                asset[name] = rng.choice(values)
    if staffing:
        _staff(rng, data, a, persons=persons)
    _named_pairs(
        rng,
        data,
        edges or [(c, f) for c in n for f in a],
        pins=pins,
        forbidden=forbidden,
        apart=apart,
        previous=previous or max_changes,
    )
    if max_changes:
        data["max_changes"] = rng.randint(0, 2)
    if repeats:
        _repeat(rng, data)
    if strangers:
        _strangers(rng, data)
    return shuffled(rng, data)


def shuffled(rng: random.Random, data: Row) -> Row:
    """Return the same instance with rows, pairs, tie groups and keys in other order."""

    def mixed(value: Any, *, order: bool = False) -> Any:
        if isinstance(value, dict):
            keys = rng.sample(list(value), len(value))
            return {key: mixed(value[key], order=key == "prefers") for key in keys}
        if isinstance(value, list):
            items = [mixed(item) for item in value]
            return items if order else rng.sample(items, len(items))
        return value

    def pairs(name: str) -> list[list[str]]:
        rows = [list(pair) for pair in data[name]]
        return rng.sample(rows, len(rows))

    whole = mixed(data)
    for name in ("pinned", "forbidden", "previous", "agreed"):
        if name in data:  # here the order within a pair says which is the need
            whole[name] = pairs(name)
    return dict(whole)


def _ties(rng: random.Random, refs: list[str], *, ties: bool) -> list[list[str]]:
    """Return the refs in random order, cut into tie groups."""
    groups: list[list[str]] = []
    for ref in rng.sample(refs, len(refs)):
        if groups and ties and rng.random() < 0.4:
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


def _lists(
    rng: random.Random,
    data: Row,
    edges: list[tuple[str, str]],
    *,
    ties: bool,
    one_sided: bool,
    share: float,
) -> None:
    """Give a share of the rows on both sides a list over the pairs."""
    for side, own, other in (("needs", 0, 1), ("assets", 1, 0)):
        for row in data[side]:
            if rng.random() > share:
                continue
            refs = [edge[other] for edge in edges if edge[own] == row["ref"]]
            if one_sided:
                refs = [ref for ref in refs if rng.random() < 0.95]
            row["prefers"] = _ties(rng, refs, ties=ties)
    if share < 1:
        return
    for side in (
        "needs",
        "assets",
    ):  # now and then somebody accepts all who accept them
        for row in data[side]:
            if one_sided and rng.random() < 0.1:
                del row["prefers"]
    if all("prefers" not in row for row in data["needs"] + data["assets"]):
        data["needs"][0]["prefers"] = [sorted(row["ref"] for row in data["assets"])]


def _fits(
    rng: random.Random, data: Row, edges: list[tuple[str, str]], *, two_sided: bool
) -> None:
    points = rng.choice([(0, 50, 100), tuple(range(101)), (60, 61, 62, 63)])
    rows = []
    for need, asset in edges:
        row: Row = {"need": need, "asset": asset}
        if two_sided:
            row["need_fit"], row["asset_fit"] = rng.choice(points), rng.choice(points)
            if rng.random() < 0.1:
                row["fit"] = rng.choice(points)
        else:
            row["fit"] = rng.choice(points)
        rows.append(row)
    data["fits"] = rows


def _groups(
    rng: random.Random, data: Row, assets: list[str], *, ties: bool, own: bool
) -> None:
    """Join some needs; with `own`, a group may have a list of its own."""
    free = [row["ref"] for row in data["needs"]]
    rng.shuffle(free)
    groups: list[Row] = []
    while len(free) >= 2 and len(groups) < 2 and rng.random() < 0.8:
        members = [free.pop() for _ in range(min(len(free), rng.randint(2, 3)))]
        group: Row = {"ref": f"s{len(groups) + 1}", "members": members}
        if own and rng.random() < 0.4:
            listed = [ref for ref in assets if rng.random() < 0.8]
            group["prefers"] = _ties(rng, listed, ties=ties)
        groups.append(group)
    if groups:
        data["groups"] = groups


def _takes(
    rng: random.Random, data: Row, *, seats: bool, priorities: bool, limits: bool
) -> None:
    for need in data["needs"]:
        if seats and rng.random() < 0.4:
            need["seats"] = rng.randint(1, 2)
        if priorities and rng.random() < 0.5:
            need["priority"] = rng.randint(0, 2)
        if limits and rng.random() < 0.5:
            need["uses"] = {"creche": rng.randint(0, 2)}


def _staff(rng: random.Random, data: Row, assets: list[str], *, persons: bool) -> None:
    """Ask for staff at some assets, and make a few staff."""
    roles = ("tutor", "host")
    for asset in data["assets"]:
        if rng.random() < 0.7:
            asked = rng.sample(roles, rng.choice((1, 1, 1, 2)))
            asset["staffing"] = [_line(rng, role) for role in asked]
    staff = []
    for place in range(1, rng.randint(1, 3) + 1):
        row: Row = {"ref": f"t{place}", "role": rng.choice(roles)}
        if rng.random() < 0.5:
            row["traits"] = ["experienced"]
        if rng.random() < 0.4:
            row["most"] = rng.randint(0, 2)
        if rng.random() < 0.3:
            row["can"] = rng.sample(assets, rng.randint(0, len(assets)))
        if persons and rng.random() < 0.5:
            joined = [need["ref"] for need in data["needs"]] + ["p1", "t1"]
            row["person"] = rng.choice(joined)
        staff.append(row)
    data["staff"] = staff


def _line(rng: random.Random, role: str) -> Row:
    line: Row = {"role": role, "exactly": rng.choice((1, 1, 2))}
    if rng.random() < 0.3:
        line["at_least"] = {"experienced": 1}
    return line


def _named_pairs(
    rng: random.Random,
    data: Row,
    edges: list[tuple[str, str]],
    *,
    pins: bool,
    forbidden: bool,
    apart: bool,
    previous: bool,
) -> None:
    """Name some pairs: decisions, bans, those kept apart, the last round."""

    def some(most: int) -> list[list[str]]:
        count = rng.randint(0, min(most, len(edges)))
        return [list(edge) for edge in rng.sample(edges, count)]

    if pins:
        for name in ("pinned", "agreed"):
            chosen = some(1)
            if chosen:
                data[name] = chosen
    if forbidden:
        data["forbidden"] = some(2)
    if previous:
        homes = {need: asset for need, asset in some(4)}  # noqa: C416
        data["previous"] = [[need, asset] for need, asset in homes.items()]
    if apart:
        rows = data["needs"] + data.get("staff", [])
        refs = [row["ref"] for row in rows]
        if len(refs) >= 2:
            kept = {
                tuple(sorted(rng.sample(refs, 2))) for _ in range(rng.randint(0, 2))
            }
            data["apart"] = [list(pair) for pair in sorted(kept)]


def _repeat(rng: random.Random, data: Row) -> None:
    """Let a list name a ref twice, and a pair stand twice."""
    listed = [row for row in data["needs"] + data["assets"] if row.get("prefers")]
    if listed:
        row = rng.choice(listed)
        refs = [ref for tie in row["prefers"] for ref in tie]
        row["prefers"] = [*row["prefers"], [rng.choice(refs)]]
    for name in ("forbidden", "previous", "pinned"):
        if data.get(name):
            data[name] = [*data[name], data[name][0]]


def _strangers(rng: random.Random, data: Row) -> None:
    """Let lists and pairs name refs that stand nowhere."""
    for side, ref in (("needs", "f99"), ("assets", "c99")):
        row = rng.choice(data[side])
        if "prefers" in row:
            row["prefers"].insert(rng.randint(0, len(row["prefers"])), [ref])
    for name in ("forbidden", "previous", "apart"):
        if name in data:
            data[name] = [*data[name], ["c98", rng.choice(data["assets"])["ref"]]]


@st.composite
def instances(draw: st.DrawFn, /, **switches: Any) -> Row:
    """Draw a tiny instance; switches not given are drawn too."""
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))
    options = {name: draw(st.booleans()) for name in SWITCHES} | {
        "market": draw(st.sampled_from(MARKETS))
    }
    return tiny(rng, **(options | switches))
