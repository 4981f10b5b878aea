"""Which rule shuts how many out: for those who wait, and for those with a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from api.reports.findings import Findings
from api.reports.pictures.charts import ACORN, OAK, base, drawn, layered
from api.reports.pictures.picture import Picture, Table
from api.reports.plain import capital, titled
from api.reports.small_counts import FEW
from matcher.candidates import GateCounts, count_by_need
from matcher.explaining import NOT_COUNTED
from matcher.graph import build_asset_graph


@dataclass(frozen=True, slots=True)
class Share:
    """What share of all assets, in whole per cent, a gate rules out on average."""

    gate: str
    kind: str
    percent: int


def coverage_picture(found: Findings) -> Picture | None:
    """Return how much each gate rules out on average; None where none rules out any.

    Needs that wait and needs with a match are shown apart where there are five of each
    or more: an average over fewer would tell of one of them.
    """
    counts = count_by_need(
        build_asset_graph(found.snapshot, found.scheme), found.scheme
    )
    shares = _shares(found, counts)
    if not shares:
        return None
    kinds = tuple(dict.fromkeys(share.kind for share in shares))
    gates = tuple(dict.fromkeys(share.gate for share in shares))
    percent = {(share.gate, share.kind): share.percent for share in shares}
    assets = found.word("assets")
    title = f"What each rule shuts out, in % of all {assets}"
    most = max(shares, key=lambda share: share.percent)
    return drawn(
        _chart(shares, kinds),
        name="coverage",
        title=title,
        description=f"{most.gate} shuts out most: {most.percent} % of {assets} on "
        f"average, counting {most.kind}.",
        table=Table(
            title,
            ("Rule", *(capital(kind) for kind in kinds)),
            tuple(
                (gate, *(f"{percent[gate, kind]} %" for kind in kinds))
                for gate in gates
            ),
        ),
    )


def _shares(found: Findings, counts: GateCounts) -> list[Share]:
    assets = max(1, len(found.snapshot.assets))
    waits = {why.need for why in found.waiting}
    waiting = np.array([ref in waits for ref in counts.refs], bool)
    return [
        Share(titled(gate), kind, round(100 * float(row[rows].mean()) / assets))
        for gate, row in zip(counts.gates, counts.excluded, strict=True)
        if row.any() and gate not in NOT_COUNTED
        for kind, rows in _groups(found, waiting)
    ]


def _groups(found: Findings, waiting: np.ndarray) -> Sequence[tuple[str, np.ndarray]]:
    needs = found.word("needs")
    if min(waiting.sum(), (~waiting).sum()) < FEW:
        return [(f"all {needs}", np.ones(len(waiting), bool))]
    return [(f"{needs} who wait", waiting), (f"{needs} with a match", ~waiting)]


def _chart(shares: Sequence[Share], kinds: Sequence[str]) -> alt.LayerChart:
    rows = [{"gate": s.gate, "kind": s.kind, "share": s.percent} for s in shares]
    chart = base(rows).encode(
        y=alt.Y(
            field="gate",
            type="nominal",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=260, domain=False, minExtent=140),
        ),
        yOffset=alt.YOffset(field="kind", type="nominal", sort=list(kinds)),
        x=alt.X(
            field="share",
            type="quantitative",
            title="% ruled out, whatever other rules say",
            scale=alt.Scale(domain=[0, 100]),
            stack=None,
        ),
    )
    colour = alt.Color(
        field="kind",
        type="nominal",
        sort=list(kinds),
        scale=alt.Scale(domain=list(kinds), range=[ACORN, OAK][: len(kinds)]),
    )
    label = alt.Text(field="share", type="quantitative", format="d")
    return layered(
        chart.mark_bar(cornerRadius=2).encode(color=colour),
        chart.mark_text(align="left", dx=4, fontSize=11).encode(text=label),
    ).properties(width=460, height=alt.Step(15))
