"""The map: how many people ask, and how much there is, by outcode; never a home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import fmean

import altair as alt

from api.reports.findings import Findings
from api.reports.pictures.charts import INK, PAPER, base, drawn, layered
from api.reports.pictures.picture import Picture, Table
from api.reports.pictures.tiles import Point, Tile, tiles
from api.reports.plain import capital
from api.reports.small_counts import FEW, FEWER, HIDDEN, shown
from matcher.explaining.order import counting
from matcher.gazetteer import Gazetteer
from matcher.model import Place, Record
from matcher.schemes import place_column

_SIDE = 48
_SHORT = {FEWER: "<5", HIDDEN: "\N{EN DASH}"}
_FILLS = {
    "none": "#faf6ec",
    HIDDEN: "#efe3cd",
    "fewer than 5": "#dcebdd",
    "5 to 9": "#a9cbb0",
    "10 to 19": "#5f9474",
    "20 and more": "#2f5d46",
}
_DARK = ("10 to 19", "20 and more")


def place_pictures(found: Findings, gazetteer: Gazetteer) -> tuple[Picture, ...]:
    """Return two maps of tiles, of needs and of assets; none where no place is known.

    Counts of people from 1 to 4 are not shown. What is offered at hubs is public, and
    its counts are.
    """
    needs, assets = _needs(found), _assets(found)
    where = tiles(_points([*needs, *assets], gazetteer))
    if not where:
        return ()
    offered = _counts(assets, where)
    public = not _column(found, "assets")
    there = {code: str(n) for code, n in offered.items()} if public else shown(offered)
    asked = shown(_counts(needs, where))
    return (
        _map(found, "needs", where, asked, gazetteer),
        _map(found, "assets", where, there, gazetteer),
    )


def _needs(found: Findings) -> list[Place]:
    return _places(found.snapshot.needs, _column(found, "needs"))


def _assets(found: Findings) -> list[Place]:
    column = _column(found, "assets")
    if column:
        return _places(found.snapshot.assets, column)
    hubs = {hub.ref: hub for hub in found.snapshot.hubs}
    held = [hubs.get(asset.get("hub", "")) for asset in found.snapshot.assets]
    return _places((hub for hub in held if hub), "place")


def _places(records: Iterable[Record], column: str) -> list[Place]:
    cells = (record.get(column) for record in records) if column else ()
    return [cell for cell in cells if isinstance(cell, Place)]


def _column(found: Findings, sheet: str) -> str:
    """Return the column of places that most rules measure from; "" for hubs."""
    return place_column(found.scheme, sheet)


def _points(places: Iterable[Place], gazetteer: Gazetteer) -> Mapping[str, Point]:
    cells: dict[str, list[Place]] = {}
    for place in places:
        cells.setdefault(place.outcode, []).append(place)
    return {
        code: gazetteer.outcodes.get(code)
        or (fmean(cell.lat for cell in seen), fmean(cell.lon for cell in seen))
        for code, seen in cells.items()
    }


def _counts(places: Iterable[Place], where: Mapping[str, Tile]) -> dict[str, int]:
    counts = Counter(place.outcode for place in places)
    return {code: counts[code] for code in sorted(where, key=counting)}


def _map(
    found: Findings,
    side: str,
    where: Mapping[str, Tile],
    counts: Mapping[str, str],
    gazetteer: Gazetteer,
) -> Picture:
    word, column = capital(found.word(side)), _column(found, side)
    of = found.scheme.sheets[side].column(column).title.lower() if column else "hub"
    title = f"{word} by outcode of their {of}"
    return drawn(
        _chart(where, counts),
        name=f"places-{side}",
        title=title,
        description=f"{len(where)} squares, one for each outcode, placed roughly as on "
        f"a map. The table has the same numbers.",
        table=Table(
            title,
            ("Outcode", "Town", word),
            tuple((code, gazetteer.town(code), n) for code, n in counts.items()),
            words=2,
        ),
    )


def _chart(where: Mapping[str, Tile], counts: Mapping[str, str]) -> alt.LayerChart:
    rows = [
        {"code": code, "count": _SHORT.get(n, n), "class": _class(n), "x": x, "y": y}
        for code, n in counts.items()
        for x, y in [where[code]]
    ]
    used = [name for name in _FILLS if any(row["class"] == name for row in rows)]
    wide, high = (max(tile[axis] for tile in where.values()) + 1 for axis in (0, 1))
    chart = base(rows).encode(x=_axis("x", wide), y=_axis("y", high))
    fill = alt.Color(
        field="class",
        type="nominal",
        scale=alt.Scale(domain=used, range=[_FILLS[name] for name in used]),
        legend=alt.Legend(symbolStrokeColor="#b5a98c"),
    )
    ink = (
        alt.when(alt.FieldOneOfPredicate(field="class", oneOf=list(_DARK)))
        .then(alt.value(PAPER))
        .otherwise(alt.value(INK))
    )
    return layered(
        chart.mark_rect(cornerRadius=5, stroke="#b5a98c", strokeWidth=0.6).encode(
            color=fill
        ),
        chart.mark_text(dy=-8, fontSize=11).encode(
            text=alt.Text(field="code", type="nominal"), color=ink
        ),
        chart.mark_text(dy=9, fontSize=15, fontWeight="bold").encode(
            text=alt.Text(field="count", type="nominal"), color=ink
        ),
    ).properties(width=wide * _SIDE, height=high * _SIDE)


def _axis(name: str, cells: int) -> dict[str, object]:
    return {
        "field": name,
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": list(range(cells)), "paddingInner": 0.08},
    }


def _class(count: str) -> str:
    if not count.isdecimal():
        return count
    number = int(count)
    if number < FEW:
        return FEWER if number else "none"
    return "5 to 9" if number < 10 else "10 to 19" if number < 20 else "20 and more"
