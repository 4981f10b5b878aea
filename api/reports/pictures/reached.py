"""Coverage by capability and by area: who is reached, and who is not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from api.reports.pictures.charts import drawn, grouped
from api.reports.pictures.picture import Picture, Table
from api.reports.plain import capital, titled

_MOST = 30
Line = Mapping[str, Any]


def reached_pictures(found: Line, words: Mapping[str, str]) -> Iterator[Picture]:
    """Yield coverage by capability and by area, where any count may be told.

    Parameters
    ----------
    found : mapping
        What `api.reports.drawing.reaching.coverage_data` returned: small counts are
        words in it, and are drawn as no bar.
    """
    for name, title, of in (
        ("capabilities", "Coverage by what is asked for", "What is asked for"),
        ("areas", "Coverage by area", "Outcode"),
    ):
        lines = found[name][:_MOST]
        if any(_bar(line["needs"]) for line in lines):
            yield _picture(name, title, of, lines, words)


def _picture(
    name: str, title: str, of: str, lines: Sequence[Line], words: Mapping[str, str]
) -> Picture:
    needs, assets = words.get("needs", "needs"), words.get("assets", "assets")
    worst = lines[0]
    said = _named(name, worst)
    heads = of, f"{capital(needs)} waiting", "Of them reached by nobody"
    return drawn(
        _chart(name, lines, (f"{needs} waiting", "of them reached by nobody")),
        name=f"reached-{name}",
        title=title,
        description=f"Least reached is {said}: of {worst['needs']} {needs} waiting, "
        f"{worst['without']} are reached by nobody.",
        table=Table(
            title,
            (*heads, capital(assets)),
            tuple(
                (_named(name, line), line["needs"], line["without"], line["assets"])
                for line in lines
            ),
        ),
    )


def _named(name: str, line: Line) -> str:
    return str(line["name"]) if name == "areas" else titled(line["name"])


def _chart(name: str, lines: Sequence[Line], kinds: tuple[str, str]) -> alt.LayerChart:
    bars = [
        (_named(name, line), kind, _bar(line[key]))
        for line in lines
        for key, kind in zip(("needs", "without"), kinds, strict=True)
    ]
    return grouped(bars, kinds)


def _bar(count: str) -> int:
    """Return how long a bar is: none where the count is not told."""
    return int(count) if count.isdecimal() else 0
