"""Figures in words: the cells of the tables, on a terminal and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
HEADS = ("", "CPU s", "most", "cold s", "peak MB", "ratio")
REACH = ("to reach", "", "measured", "reached")


def entrants(case: Row) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each entrant of a case, in the order of `HEADS`."""
    for row in case["entrants"]:
        said = _instead(row)
        if said:
            yield (row["name"], said, "", "", "", _ratio(row))
            continue
        yield (
            row["name"],
            number(row["cpu"]["median"]),
            number(row["cpu"]["most"]),
            number(row["cold"]["median"]),
            number(row["peak"]["most"]),
            _ratio(row),
        )


def _instead(row: Row) -> str:
    """Return what stands in place of numbers, where there are none."""
    if row["state"] == "missing":
        return "not installed: make bench-peers"
    if row["state"] == "failed":
        return "failed"
    return f"over {row['limit']:g} s" if row["state"] == "over" else ""


def _ratio(row: Row) -> str:
    if "ratio" not in row:
        return ""
    return f"{'at least ' if row['at_least'] else ''}{number(row['ratio'])}x"


def remarks(case: Row) -> Iterator[str]:
    """Yield what has to be said below a case's table."""
    for row in case["entrants"]:
        if row["state"] == "failed":
            yield f"{row['name']} failed: {'; '.join(row['notes'])}."
        elif row["state"] == "done" and row["over"]:
            limit, seeds = row["limit"], len(case["seeds"])
            yield (
                f"{row['name']} was stopped after {limit:g} s on {row['over']} of "
                f"{seeds} seeds; these count as {limit:g} s."
            )
    for sentence in case["wrong"]:
        yield f"Claims differ, so there is no ratio: {sentence}."


def reached(case: Row) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each figure to reach, in the order of `REACH`."""
    for row in case["reach"]:
        below = row["at_most"] is not None
        bound = row["at_most"] if below else row["at_least"]
        least = "at least " if row["bound"] and row["measured"] is not None else ""
        yield (
            row["says"],
            f"at {'most' if below else 'least'} {number(bound)}",
            f"{least}{number(row['measured'])}" if row["measured"] is not None else "-",
            {True: "yes", False: "no", None: "-"}[row["reached"]],
        )


def number(value: float) -> str:
    """Return a number with three significant digits, or whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.1e}"
