"""A round looked through: its pairs, its ties, who waits, what stays empty.

The lists hold refs, states and figures of pairs. Whose reasons somebody wants to read,
they open one by one, and that is logged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from uuid import UUID

from api.actions.desk import Desk
from api.actions.kept_runs import Kept, kept_run, saved_runs
from api.actions.near import near_rows, not_near, whose
from api.actions.performing import reads
from api.actions.round_lines import Line
from api.actions.schemes_in_use import members_of
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Asset, Need, Proposal, ProposalNeed, Round, Ruling, Run
from api.steps import waits_for
from api.store import among, col

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
    """

    state: str = ""
    waits: str = ""
    priority: str = ""
    fit: str = ""
    gap: str = ""
    outcode: str = ""

    def takes(self, line: Line) -> bool:
        """Tell whether a line is of what is wanted, its proposal aside."""
        low, high = BANDS.get(self.fit, (0, 100))
        return (
            self.priority in ("", str(line.priority))
            and self.outcode in ("", line.outcode)
            and self.gap in ("", "yes" if line.gaps else "no")
            and low <= line.fits.get("fit", line.fits.get("need_fit", low)) <= high
        )


class Standing(NamedTuple):
    """How a line's proposal stands."""

    id: UUID
    state: str
    available: bool
    waits: str


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
    mine = [line for line in lines if part_of(line) == part and wanted.takes(line)]
    if wanted.state or wanted.waits:
        stand = _standings(desk, round_, run, kept)
        mine = [line for line in mine if _stands(stand.get(_key(kept, line)), wanted)]
        page = mine[cursor : cursor + limit]
    else:
        page = mine[cursor : cursor + limit]
        stand = _standings(desk, round_, run, kept, only=page)
    after, ruled = cursor + limit, _ruled(desk, round_, kept, page)
    return {
        "items": [
            shown("review_line", desk.audiences, "", _shown(kept, line, stand, ruled))
            for line in page
        ],
        "next": str(after) if after < len(mine) else None,
        "found": len(mine),
        "run": {"id": str(run.id), "number": run.number},
        "words": dict(kept.rules.words.get("staff", {})),
        **_totals(lines),
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


def _key(kept: Kept, line: Line) -> tuple[UUID | None, UUID | None]:
    first = line.needs[0] if line.needs else ""
    return kept.ids["needs"].get(first), kept.ids["assets"].get(line.asset)


def _standings(
    desk: Desk,
    round_: Round,
    run: Run,
    kept: Kept,
    *,
    only: Sequence[Line] | None = None,
) -> Mapping[tuple[UUID | None, UUID | None], Standing]:
    """Return by need and asset how the proposals of a run stand, in two queries."""
    mine: list[Any] = [Proposal.round_id == round_.id, Proposal.run_id == run.id]
    pairs: list[Any] = [
        col(ProposalNeed.proposal_id).in_(
            among(
                Proposal.id, Proposal.organisation_id == round_.organisation_id, *mine
            )
        )
    ]
    if only is not None:
        needs = {_key(kept, line)[0] for line in only if line.needs}
        pairs.append(col(ProposalNeed.need_id).in_(needs))
    found = desk.store.columns(
        ProposalNeed, (ProposalNeed.proposal_id, ProposalNeed.need_id), *pairs
    )
    if only is not None:
        mine.append(col(Proposal.id).in_({proposal for proposal, _ in found}))
    rows = {
        row.id: row
        for row in desk.store.columns(
            Proposal,
            (
                Proposal.id,
                Proposal.asset_id,
                Proposal.state,
                Proposal.available,
                Proposal.frozen,
                Proposal.worker_agreed_at,
            ),
            *mine,
        )
    }
    return {
        (need, rows[proposal].asset_id): _standing(kept, rows[proposal])
        for proposal, need in found
        if proposal in rows
    }


def _standing(kept: Kept, row: Any) -> Standing:
    free = row.available and not row.frozen
    word = row.worker_agreed_at is not None
    waits = waits_for(kept.rules.steps, row.state, held=not free, word=word)
    return Standing(row.id, row.state, free, waits)


def _stands(standing: Standing | None, wanted: Wanted) -> bool:
    if standing is None:
        return False
    return wanted.state in ("", standing.state) and wanted.waits in (
        "",
        standing.waits,
    )


def _shown(
    kept: Kept,
    line: Line,
    stand: Mapping[tuple[UUID | None, UUID | None], Standing],
    ruled: Sequence[Ruling],
) -> dict[str, Any]:
    need, asset = _key(kept, line)
    standing = stand.get((need, asset))
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


def _ruled(
    desk: Desk, round_: Round, kept: Kept, page: Sequence[Line]
) -> Sequence[Ruling]:
    """Return what stands ruled about the first need of each line."""
    needs = {_key(kept, line)[0] for line in page if line.needs}
    return desk.store.find(
        Ruling,
        Ruling.round_id == round_.id,
        col(Ruling.need_id).in_(needs),
        col(Ruling.lifted_at).is_(None),
    )


def _totals(lines: Sequence[Line]) -> dict[str, Any]:
    pairs = [line for line in lines if line.kind == "pair"]
    counts = Counter(part_of(line) for line in lines)
    return {
        "counts": {part: counts[part] for part in PARTS},
        "priorities": sorted({line.priority for line in pairs}, reverse=True),
        "outcodes": sorted({line.outcode for line in lines if line.outcode}),
    }
