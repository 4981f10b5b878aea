"""A round looked through: its pairs, its ties, who waits, what stays empty.

The lists hold refs, states and figures of pairs. Whose reasons somebody wants to read,
they open one by one, and that is logged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.kept_runs import Kept, kept_run, saved_runs
from api.actions.near import near_rows, not_near, whose
from api.actions.performing import reads
from api.actions.reviewing_standing import Standing, needs_that_stand, standings
from api.actions.round_lines import Line
from api.actions.schemes_in_use import members_of
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Asset, Need, Round, Ruling, Run
from api.store import col

PARTS = ("proposed", "choose", "waiting", "empty")
BANDS = {"0-39": (0, 39), "40-59": (40, 59), "60-79": (60, 79), "80-100": (80, 100)}
"""Bands of fit, of the pair as a whole."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; "" where it is not.

    Parameters
    ----------
    state, waits : str
        Of the proposal: its state, and what it waits for (`api.steps.WAITS`).
    priority, fit, outcode : str
        A level; one of `BANDS`; an outcode.
    gap : str
        ``yes`` or ``no``.
    gate : str
        A gate that stands before what is left over.
    """

    state: str = ""
    waits: str = ""
    priority: str = ""
    fit: str = ""
    gap: str = ""
    outcode: str = ""
    gate: str = ""

    def takes(self, line: Line, gates: Collection[str]) -> bool:
        """Tell whether a line, before which these gates stand, is of what is wanted.

        Its proposal aside.
        """
        low, high = BANDS.get(self.fit, (0, 100))
        return (
            self.priority in ("", str(line.priority))
            and self.outcode in ("", line.outcode)
            and self.gate in ("", *gates)
            and self.gap in ("", "yes" if line.gaps else "no")
            and low <= line.fits.get("fit", line.fits.get("need_fit", low)) <= high
        )


@reads("round.explanations", on=Round)
def read_lines(
    desk: Desk,
    round_: Round,
    *,
    part: str = "proposed",
    wanted: Wanted | None = None,
    cursor: int = 0,
    limit: int = 25,
) -> dict[str, Any]:
    """Return a page of what the last saved run came to, narrowed as wanted.

    None of somebody whom who asks is connected to.

    Parameters
    ----------
    part : str
        One of `PARTS`.

    Raises
    ------
    Refused
        If the round has no saved run.
    """
    run, kept = _last(desk, round_)
    wanted = wanted or Wanted()
    lines = without_near(desk, kept)
    here = [line for line in lines if part_of(line) == part]
    mine = [line for line in here if wanted.takes(line, _gates(kept, line))]
    steps = kept.rules.steps
    if wanted.state or wanted.waits:
        those = needs_that_stand(
            desk, round_, run, steps, state=wanted.state, waits=wanted.waits
        )
        mine = [line for line in mine if _need(kept, line) in those]
    page = mine[cursor : cursor + limit]
    needs = {need for line in page if (need := _need(kept, line))}
    stand = standings(desk, round_, run, steps, needs)
    after, ruled = cursor + limit, _ruled(desk, round_, needs)
    counts = Counter(part_of(line) for line in lines)
    return {
        "items": [
            shown("review_line", desk.audiences, "", _shown(kept, line, stand, ruled))
            for line in page
        ],
        "next": str(after) if after < len(mine) else None,
        "found": len(mine),
        "run": {"id": str(run.id), "number": run.number},
        "words": dict(kept.rules.words.get("staff", {})),
        "counts": {name: counts[name] for name in PARTS},
        "priorities": sorted({line.priority for line in here}, reverse=True),
        "outcodes": sorted({line.outcode for line in here if line.outcode}),
        "gates": sorted({gate for line in here for gate in _gates(kept, line)}),
    }


@reads("round.explanations", on=Round)
def read_left(desk: Desk, round_: Round, *, row_id: UUID) -> dict[str, Any]:
    """Return why a need has no match, or why a seat stays empty; whose it is is logged.

    Raises
    ------
    NotThere
        The last saved run explains nothing of this row alone.
    """
    _, kept = _last(desk, round_)
    ref = kept.refs.get(row_id)
    if ref is None or ref not in kept.left:
        raise NotThere
    rows = [
        row
        for kind in (Need, Asset)
        if (row := desk.store.get(kind, row_id, within=members_of_round(desk, round_)))
    ]
    not_near(desk, *rows)
    viewed_all(desk, "round.explanations", whose(desk, rows))
    said = shown("left_over", desk.audiences, "", json.loads(kept.left[ref]))
    words = dict(kept.rules.words.get("staff", {}))
    return said | {"id": str(row_id), "round_id": str(round_.id), "words": words}


def part_of(line: Line) -> str:
    """Return the part of a review that a line stands in."""
    if line.kind == "need":
        return "waiting"
    if line.kind != "pair":
        return "empty"
    return "choose" if line.equal or line.state == "for you to choose" else "proposed"


def members_of_round(desk: Desk, round_: Round) -> tuple[UUID, ...]:
    """Return the organisations whose rows a round may hold."""
    return members_of(desk, round_.scheme_id)


def _last(desk: Desk, round_: Round) -> tuple[Run, Kept]:
    run = saved_runs(desk, round_, most=1)[0]
    return run, kept_run(desk, round_, run)


def without_near(desk: Desk, kept: Kept) -> Sequence[Line]:
    """Return the lines of a run that are about nobody whom who asks knows."""
    near = {
        kept.refs.get(id_) for id_ in near_rows(desk, Need) | near_rows(desk, Asset)
    }
    if not near:
        return kept.lines
    return [
        line for line in kept.lines if not near & {*line.needs, line.asset, *line.equal}
    ]


def _gates(kept: Kept, line: Line) -> Sequence[str]:
    """Return which gates stand before what a line leaves over; none before a pair."""
    left = "" if line.kind == "pair" else "".join(line.needs) or line.asset
    return kept.gates.get(left, ())


def _need(kept: Kept, line: Line) -> UUID | None:
    """Return the first of those who go together."""
    return kept.ids["needs"].get(line.needs[0]) if line.needs else None


def _shown(
    kept: Kept,
    line: Line,
    stand: Mapping[UUID, Standing],
    ruled: Sequence[Ruling],
) -> dict[str, Any]:
    need, asset = _need(kept, line), kept.ids["assets"].get(line.asset)
    standing = stand.get(need) if need else None
    return {
        **{field.name: getattr(line, field.name) for field in fields(line)},
        "need_id": need and str(need),
        "asset_id": asset and str(asset),
        "choices": [
            {"ref": ref, "id": str(kept.ids["assets"][ref])}
            for ref in sorted({line.asset, *line.equal})
            if ref in kept.ids["assets"]
        ],
        "proposal_id": str(standing.id) if standing else None,
        "proposal_state": standing.state if standing else "",
        "available": standing.available if standing else True,
        "waits_for": standing.waits if standing else "",
        "ruled": [
            {"kind": each.kind, "asset_id": str(each.asset_id)}
            for each in ruled
            if each.need_id == need
        ],
    }


def _ruled(desk: Desk, round_: Round, needs: Collection[UUID]) -> Sequence[Ruling]:
    """Return what stands ruled about these needs."""
    return desk.store.find(
        Ruling,
        Ruling.round_id == round_.id,
        col(Ruling.need_id).in_(needs),
        col(Ruling.lifted_at).is_(None),
    )
