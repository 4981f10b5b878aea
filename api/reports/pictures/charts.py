"""Charts made by Altair and turned into SVG here, without a browser or a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import altair as alt
import vl_convert
from markupsafe import Markup

from api.reports.pictures.picture import Picture, Table

INK, MUTED, PAPER = "#24312b", "#5b665f", "#fffdf8"
OAK, MOSS, ACORN = "#2f5d46", "#b9d3bf", "#8a5a2b"
FONT = "Arial, Helvetica, sans-serif"
Rows = Iterable[Mapping[str, object]]


def base(rows: Rows) -> alt.Chart:
    """Return an empty chart of some rows."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def layered(*charts: alt.Chart) -> alt.LayerChart:
    """Lay charts over each other, the first at the bottom."""
    return cast("alt.LayerChart", alt.layer(*charts))


def grouped(
    bars: Iterable[tuple[str, str, int]], kinds: Sequence[str]
) -> alt.LayerChart:
    """Return bars in groups: each has the name of its group, its kind, its length."""
    rows = [{"name": name, "kind": kind, "count": n} for name, kind, n in bars]
    chart = base(rows).encode(
        y=alt.Y(
            field="name",
            type="nominal",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=240, domain=False, minExtent=120),
        ),
        yOffset=alt.YOffset(field="kind", type="nominal", sort=list(kinds)),
        x=alt.X(
            field="count",
            type="quantitative",
            title=None,
            stack=None,
            axis=alt.Axis(format="d", tickMinStep=1),
        ),
    )
    colour = alt.Color(
        field="kind",
        type="nominal",
        sort=list(kinds),
        scale=alt.Scale(domain=list(kinds), range=[OAK, ACORN]),
    )
    return layered(chart.mark_bar(cornerRadius=2).encode(color=colour)).properties(
        width=460, height=alt.Step(15)
    )


def drawn(
    chart: alt.LayerChart, *, name: str, title: str, description: str, table: Table
) -> Picture:
    """Turn a chart into a picture.

    The chart must not clip: the ids of clip paths would differ from run to run.
    """
    text = vl_convert.vegalite_to_svg(_styled(chart).to_dict())
    box = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', text)
    assert box is not None
    inside = text[text.index(">") + 1 : text.rindex("</svg>")]
    assert "clip-path" not in inside
    # The one role is "img", on the outside; nobody walks through what is inside.
    inside = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", inside)
    width, height = (round(float(each)) for each in box.groups())
    svg = Markup(inside)  # noqa: S704 - drawn here; vega escapes what it writes
    return Picture(name, title, description, svg, width, height, table)


def _styled(chart: alt.LayerChart) -> alt.LayerChart:
    styled = (
        chart.configure(background="transparent", font=FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=MUTED,
            titleFontWeight="normal",
            labelFontSize=13,
            titleFontSize=13,
            domainColor=MUTED,
            gridColor="#e6dfcf",
            ticks=False,
            labelPadding=6,
        )
        .configure_legend(
            labelFontSize=13,
            labelColor=INK,
            orient="top",
            title=None,
            symbolType="square",
            labelLimit=400,
            columnPadding=28,
        )
    )
    return cast("alt.LayerChart", styled)
