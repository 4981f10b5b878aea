"""The small graph that explains a pair: from a need, by words and skills, to an asset.

A layered drawing: the need on the left, the asset on the right, one row for each path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from api.reports.plain import spaced
from matcher.explaining import Factor, Why

_STEP = re.compile(r"(.+?) -([a-z-]+)- (.+)")
_FORWARD = {
    "needs": "asks for",
    "trusts": "trusts",
    "holds": "who gives",
    "trained-by": "taught in",
    "supports": "which helps with",
    "is-a": "a kind of",
}
_BACK = {
    "supports": "helped by",
    "is-a": "such as",
    "holds": "held by",
    "trained-by": "done by",
}
_UPWARD = ("supports", "is-a")
ROW, BOX, GAP, LETTER, PAD = 40, 28, 74, 7.2, 22


@dataclass(frozen=True, slots=True)
class Node:
    """A box: where it stands, and what is written in it."""

    text: str
    kind: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes, with a word that stands at (x, y)."""

    line: str
    word: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A laid-out graph, and its paths as sentences."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    paths: tuple[tuple[str, str], ...]


Spot = tuple[str, str]
"""What something is in a path (need, asked, skill, holder or asset), and its name."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A path as it is walked: spots from the need on, and a word between each two."""

    spots: tuple[Spot, ...]
    words: tuple[str, ...]


def pair_drawing(why: Why) -> Drawing | None:
    """Return the graph of a pair; None where no criterion that counted has a path."""
    walks = tuple(dict.fromkeys(walked(path) for path in _paths(why.factors)))
    if not walks:
        return None
    nodes = _placed(walks)
    wide = max(node.x + node.width for node in nodes.values())
    high = max(node.y for node in nodes.values()) + BOX
    edges = dict.fromkeys(
        edge for walk in walks for edge in _edges(walk, nodes, len(walks))
    )
    told = tuple((_label(walk.spots[1]), _sentence(walk)) for walk in walks)
    return Drawing(
        tuple(nodes.values()), tuple(edges), round(wide) + 2, round(high), told
    )


def _paths(factors: Sequence[Factor]) -> Sequence[tuple[str, ...]]:
    return [path for factor in factors for path in factor.paths]


def walked(path: Sequence[str]) -> Walk:
    """Read a path's steps, "a -kind- b" as they stand in the graph, from end to end."""
    names: list[str] = []
    words: list[str] = []
    for step in path:
        found = _STEP.fullmatch(step)
        assert found is not None, step
        start, kind, end = found.groups()
        names = names or [start]
        back = names[-1] == end and (start != end or kind in _UPWARD)
        words.append((_BACK if back else _FORWARD).get(kind, spaced(kind)))
        names.append(start if back else end)
    last = len(names) - 1
    return Walk(
        tuple((_role(at, last), name) for at, name in enumerate(names)), tuple(words)
    )


def _role(at: int, last: int) -> str:
    if at in {0, last}:
        return "asset" if at else "need"
    return "holder" if at == last - 1 else "asked" if at == 1 else "skill"


def _columns(walks: Sequence[Walk]) -> dict[Spot, int]:
    last = max(len(walk.spots) for walk in walks) - 1
    columns: dict[Spot, int] = {}
    for walk in walks:
        end = len(walk.spots) - 1
        for at, spot in enumerate(walk.spots):
            column = last - end + at if spot[0] in {"holder", "asset"} else at
            columns[spot] = max(column, columns.get(spot, 0))
    return columns


def _placed(walks: Sequence[Walk]) -> dict[Spot, Node]:
    columns = _columns(walks)
    rows = {
        spot: fmean(row for row, walk in enumerate(walks) if spot in walk.spots)
        for spot in columns
    }
    layers: dict[int, list[Spot]] = {}
    for spot in sorted(columns, key=lambda spot: (columns[spot], rows[spot])):
        layers.setdefault(columns[spot], []).append(spot)
    nodes, x = {}, 1.0
    for _, spots in sorted(layers.items()):
        width = max(len(_label(spot)) for spot in spots) * LETTER + PAD
        y = -float(ROW)
        for spot in spots:
            y = max(y + ROW, rows[spot] * ROW)
            nodes[spot] = Node(_label(spot), spot[0], x, y + 1, width)
        x += width + GAP
    return nodes


def _edges(walk: Walk, nodes: dict[Spot, Node], rows: int) -> Sequence[Edge]:
    return [
        _edge(nodes[start], nodes[end], word, fan_out=not at and rows > 1)
        for at, (start, end, word) in enumerate(
            zip(walk.spots, walk.spots[1:], walk.words, strict=False)
        )
    ]


def _edge(start: Node, end: Node, word: str, *, fan_out: bool) -> Edge:
    """Return a line that runs level in its own row and bends just before `end`."""
    x1, y1 = start.x + start.width, start.y + BOX / 2
    x2, y2 = end.x, end.y + BOX / 2
    bend = x2 - GAP
    middle = (bend + x2) / 2
    line = f"M{x1:.0f},{y1:.0f}H{bend:.0f}C{middle:.0f},{y1:.0f} {middle:.0f},{y2:.0f} "
    line += f"{x2:.0f},{y2:.0f}"
    if fan_out:
        return Edge(line, word, x2 - 6, y2 - 5, "end")
    return Edge(line, word, x1 + 6, y1 - 5, "start")


def _label(spot: Spot) -> str:
    role, name = spot
    if role in {"need", "asset"}:
        return name
    side, _, ref = name.partition(":")
    if role == "holder":
        return f"who gives {ref}" if ref and side == "asset" else name
    return spaced(name)


def _sentence(walk: Walk) -> str:
    steps = [_label(walk.spots[0])]
    for number, (word, spot) in enumerate(zip(walk.words, walk.spots[1:], strict=True)):
        steps.append(f"{', ' * bool(number)}{word} {_label(spot)}")
    return f"{steps[0]} {''.join(steps[1:])}."
