"""How well pairs fit: what was possible, and what is proposed, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import altair as alt
import numpy as np
from numpy.typing import NDArray

from api.reports.findings import Findings
from api.reports.pictures.charts import ACORN, MOSS, base, drawn, layered
from api.reports.pictures.picture import Picture, Table

BINS = (*(f"{low} to {low + 9}" for low in range(0, 90, 10)), "90 to 100")
POSSIBLE, PROPOSED = "every possible pair", "proposed pairs"
Counts = NDArray[np.int64]


def fit_pictures(found: Findings) -> tuple[Picture, ...]:
    """Return one picture for each side's points; none in a market without them.

    These are counts of pairs; every proposed pair and its points are on the page, by
    ref, so that no count is hidden here.
    """
    sides = [("need_fit", "need"), ("asset_fit", "asset")]
    if found.instance.market != "two-sided":
        sides = [("fit", "")]
    return tuple(filter(None, (_picture(found, *side) for side in sides)))


def _picture(found: Findings, name: str, side: str) -> Picture | None:
    possible = _binned(getattr(found.instance.fits, name))
    proposed = _binned([why.fits[name] for why in found.proposed if name in why.fits])
    if not possible.sum():
        return None
    whose = f"for the {found.word(side)}" if side else "of the pair"
    title = f"Fit {whose}, 0 to 100"
    return drawn(
        _chart(possible, proposed),
        name=f"fits-{side or 'pair'}",
        title=title,
        description=f"Of {possible.sum():,} possible pairs {_most(possible)}; of "
        f"{proposed.sum():,} proposed pairs {_most(proposed)}.",
        table=Table(
            title,
            ("Points", "Possible pairs", "% of them", "Proposed pairs", "% of these"),
            tuple(
                (label, int(a), _percent(a, possible), int(b), _percent(b, proposed))
                for label, a, b in zip(BINS, possible, proposed, strict=True)
            ),
        ),
    )


def _most(counts: Counts) -> str:
    return (
        f"most have {BINS[int(counts.argmax())]}" if counts.sum() else "there is none"
    )


def _percent(count: int, counts: Counts) -> int:
    return round(100 * int(count) / max(1, int(counts.sum())))


def _binned(points: Sequence[int] | NDArray[np.int32] | None) -> Counts:
    if points is None:
        return np.zeros(len(BINS), np.int64)
    tens = np.minimum(np.asarray(points, np.int64) // 10, len(BINS) - 1)
    return np.bincount(tens, minlength=len(BINS))


def _chart(possible: Counts, proposed: Counts) -> alt.LayerChart:
    rows = [*_shares(POSSIBLE, possible), *_shares(PROPOSED, proposed)]
    chart = base(rows).encode(
        x=alt.X(
            field="points",
            type="ordinal",
            sort=None,
            title="points, in tens",
            axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')[0]"),
        ),
        y=alt.Y(
            field="share", type="quantitative", title="share of pairs, %", stack=None
        ),
        color=alt.Color(
            field="kind",
            type="nominal",
            scale=alt.Scale(domain=[POSSIBLE, PROPOSED], range=[MOSS, ACORN]),
        ),
    )
    wide = chart.transform_filter(alt.FieldEqualPredicate(POSSIBLE, "kind"))
    slim = chart.transform_filter(alt.FieldEqualPredicate(PROPOSED, "kind"))
    return layered(
        wide.mark_bar(width=40, cornerRadius=2),
        slim.mark_bar(width=16, cornerRadius=2),
    ).properties(width=460, height=210)


def _shares(kind: str, counts: Counts) -> Iterator[dict[str, object]]:
    for label, count in zip(BINS, counts, strict=True):
        yield {"kind": kind, "points": label, "share": _percent(count, counts)}
