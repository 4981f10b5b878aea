"""Random faults in a result file, planted by changing one or two of its values."""

from __future__ import annotations

import copy
import random
from typing import Any

Row = dict[str, Any]
WORDS = (
    *("optimal", "claimed", "feasible", "infeasible", "unknown"),
    *("unique", "lottery", "unproven", "count", "dual", "none", "stable", "best"),
    *("pin", "changes", "lists", "common", "two-sided", "f1", "f2", "f3"),
    *("c1", "c2", "c3", "c4", "s1", "t1", "t2", "size", "fit", "openings", "x"),
)


def mutated(rng: random.Random, result: Row) -> Row:
    """Return a copy of the result with one value changed, at times two."""
    found = copy.deepcopy(result)
    for _ in range(rng.choice((1, 1, 2))):
        _change(rng, found)
    return found


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of the parts that a reader looks at."""
    found: list[tuple[Any, Any]] = []
    items: Any = ()
    if isinstance(value, dict):
        skipped = ("versions", "seconds", "hygiene", "frontier", "reason", "deleted")
        items = [(key, inner) for key, inner in value.items() if key not in skipped]
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        found.append((value, key))
        found += _places(inner)
    return found


def _change(rng: random.Random, result: Row) -> None:
    holder, key = rng.choice(_places(result))
    value = holder[key]
    if isinstance(value, list):
        _change_list(rng, value)
    elif isinstance(value, bool):
        holder[key] = rng.choice((not value, int(value), "true"))
    elif isinstance(value, int):
        holder[key] = rng.choice((value + 1, value - 1, 0, str(value), float(value)))
    elif isinstance(value, str) and len(value) == 64:
        holder[key] = value[::-1] if rng.random() < 0.7 else value[:-1]
    elif isinstance(value, str):
        holder[key] = rng.choice(WORDS)
    elif rng.random() < 0.5 and isinstance(holder, dict):
        del holder[key]
    elif isinstance(holder, dict):
        holder["more"] = 1


def _change_list(rng: random.Random, rows: list[Any]) -> None:
    """Drop a row, double one, or move a part of one into another."""
    if not rows:
        rows.append(rng.choice((["c1", "f1"], {"need": "c1", "asset": "f1"}, "c1")))
    elif rng.random() < 0.5:
        rows.pop(rng.randrange(len(rows)))
    elif rng.random() < 0.5:
        rows.append(copy.deepcopy(rng.choice(rows)))
    else:
        one, other = rng.choice(rows), rng.choice(rows)
        if isinstance(one, dict) and isinstance(other, dict):
            key = rng.choice(sorted(one))
            one[key], other[key] = other.get(key), one[key]
