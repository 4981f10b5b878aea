"""Policies side by side: how many each matches, and how well."""

from __future__ import annotations

from collections.abc import Mapping

from api.reports.pictures.charts import drawn, grouped
from api.reports.pictures.picture import Picture, Table
from api.reports.plain import capital, listed, spaced
from matcher.rounds import Comparison, Totals

_SOLVED = ("optimal", "claimed", "feasible")


def policy_picture(found: Comparison, words: Mapping[str, str]) -> Picture | None:
    """Return how many needs each policy matches; None where fewer than two solved."""
    solved = [row for row in found.policies if row.status in _SOLVED]
    if len(solved) < 2:
        return None
    needs = words.get("needs", "needs")
    title = f"{capital(needs)} with a match, and still waiting, by policy"
    kinds = (f"{needs} with a match", f"{needs} still waiting")
    most = max(row.matched for row in solved)
    first, *more = [_named(row) for row in solved if row.matched == most]
    best = listed([first, *(name.lower() for name in more)])
    return drawn(
        grouped(_bars(solved, kinds), kinds),
        name="policies",
        title=title,
        description=f"{best} {'match' if more else 'matches'} most: {most} {needs}.",
        table=Table(
            title,
            ("Policy", "With a match", "Still waiting"),
            tuple((_named(row), row.matched, row.unmatched) for row in solved),
        ),
    )


def _named(row: Totals) -> str:
    return capital(spaced(row.policy))


def _bars(rows: list[Totals], kinds: tuple[str, str]) -> list[tuple[str, str, int]]:
    return [
        (_named(row), kind, count)
        for row in rows
        for kind, count in zip(kinds, (row.matched, row.unmatched), strict=True)
    ]
