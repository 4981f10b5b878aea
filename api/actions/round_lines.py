"""What a run came to, line by line: made once, when it is saved.

A result explains every pair, need and seat, and takes seconds to read where there are
thousands. What a review lists, and why a need or seat is left over, is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from matcher.explaining import Why
from matcher.model import Place, Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme, place_column

LINES = "result-lines"
"""The kind of the document; it goes when the result goes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a review: a pair, or a group and its asset; a need; an empty seat.

    Parameters
    ----------
    kind, state : str
        As in `matcher.explaining.Why`.
    needs, asset
        Refs; those who go together stand in one line.
    fits : mapping of str to int
        The least of all who go together.
    priority, gaps : int
        The highest priority among them; how many gaps there are.
    outcode : str
        Of the first need, or of the asset that stays empty; "" where the scheme has no
        place of it.
    equal : sequence of str
        Assets that are as good.
    summary : str
        One sentence for staff.
    """

    kind: str
    state: str
    needs: Sequence[str]
    asset: str
    fits: Mapping[str, int]
    priority: int
    gaps: int
    outcode: str
    equal: Sequence[str]
    summary: str


def write_lines(found: RoundResult, rules: Scheme, snapshot: Snapshot) -> bytes:
    """Return the lines of a result, and why each need or seat is left over, as JSON."""
    left = {
        why.need or why.asset: json.dumps(_left(why))
        for why in found.whys
        if why.kind != "pair"
    }
    lines = [asdict(line) for line in _lines(found, rules, snapshot)]
    return json.dumps({"lines": lines, "left": left}).encode()


def read_all(text: bytes) -> tuple[tuple[Line, ...], Mapping[str, str]]:
    """Return what `write_lines` wrote; each reason still as JSON, by ref."""
    said = json.loads(text)
    return tuple(Line(**line) for line in said["lines"]), said["left"]


def _left(why: Why) -> dict[str, Any]:
    return {
        "kind": why.kind,
        "need": why.need,
        "asset": why.asset,
        "summary": why.summary,
        "gates": [{"gate": each.gate, "count": each.count} for each in why.gates],
        "nearest": [
            {"ref": each.ref, "sentence": each.sentence} for each in why.nearest
        ],
        "changes": [change.sentence for change in why.changes],
    }


def _lines(found: RoundResult, rules: Scheme, snapshot: Snapshot) -> Iterator[Line]:
    rows = json.loads(found.instance)
    priority = {row["ref"]: int(row.get("priority", 0)) for row in rows["needs"]}
    groups = rows.get("groups", ())
    unit = {ref: group["ref"] for group in groups for ref in group["members"]}
    outcodes = {side: _outcodes(rules, snapshot, side) for side in ("needs", "assets")}
    together: dict[tuple[str, str, str], list[Why]] = {}
    for why in found.whys:
        # Who waits does so alone: each has reasons of their own.
        own = unit.get(why.need, why.need) if why.kind == "pair" else why.need
        together.setdefault((why.kind, own, why.asset), []).append(why)
    for whys in together.values():
        first = next((why for why in whys if why.equal or why.alternatives), whys[0])
        needs = tuple(why.need for why in whys if why.need)
        yield Line(
            first.kind,
            first.state,
            needs,
            first.asset,
            _least([why.fits for why in whys]),
            max((priority.get(ref, 0) for ref in needs), default=0),
            sum(bool(factor.gap) for why in whys for factor in why.factors),
            next(
                (outcodes["needs"].get(ref, "") for ref in needs),
                outcodes["assets"].get(first.asset, ""),
            ),
            first.equal,
            first.summary,
        )


def _least(fits: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    return {name: min(each.get(name, 0) for each in fits) for name in fits[0]}


def _outcodes(rules: Scheme, snapshot: Snapshot, side: str) -> Mapping[str, str]:
    column, rows = place_column(rules, side), getattr(snapshot, side)
    cells: dict[str, Any] = {row.ref: row.get(column) for row in rows}
    return {ref: cell.outcode for ref, cell in cells.items() if isinstance(cell, Place)}
