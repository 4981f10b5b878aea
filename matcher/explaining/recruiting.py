"""New assets like one that is there, as they would have to be for a unit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.candidates.relations import apart
from matcher.candidates.rule import Sides
from matcher.explaining.case import Case
from matcher.explaining.edits import Edit
from matcher.explaining.learning import taught
from matcher.explaining.near import Barrier, Near
from matcher.explaining.remedies import Asked, Cells, changed, remedy
from matcher.graph.columns import full_years, words_of
from matcher.model import Record


def opened(
    case: Case, record: Record, barriers: Sequence[Barrier], *, anew: bool = False
) -> Record | None:
    """Return a row as every barrier asks for it; None where one cannot be opened."""
    for each in barriers:
        gate, need = each.ready.gate, each.need.record
        asked = Asked(gate, each.facts, need, record, case.graph, case.scheme, anew)
        found = remedy(asked)
        if found is None:
            return None
        record = changed(record, found)
    return record


def newcomer(seen: Near, at: int, skills: Sequence[str] = ()) -> Record | None:
    """Return an asset like the one at a position, with room for the unit.

    Its people can do as much as that row says, and `skills`; None where a gate cannot
    be opened.
    """
    case, row = seen.case, seen.case.graph.assets[at]
    record = opened(case, row.record, seen.barriers(at), anew=True)
    if record is None:
        return None
    record = changed(record, taught(record, skills, case.scheme))
    return changed(record, {"partner": None, **_room(seen)})


def joining(case: Case, like: str, records: Sequence[Record]) -> Edit:
    """Return the change that adds new assets like one that is there."""
    refs = _free(case, like, len(records))
    new = [
        replace(record, ref=ref, values={**record.values, "holder": ref})
        for record, ref in zip(records, refs, strict=True)
    ]
    return Edit(tuple(new), apart=tuple(_kept_apart(case, like, refs)))


def _free(case: Case, like: str, count: int) -> list[str]:
    """Return refs that no cell of the round names."""
    names = (f"new-{like}{f'-{n}' if n else ''}" for n in itertools.count())
    return list(itertools.islice((n for n in names if n not in case.names), count))


def _kept_apart(case: Case, like: str, refs: Sequence[str]) -> list[tuple[str, str]]:
    """Keep a new asset from whom the other is kept, so that nobody can tell."""
    graph = case.graph
    row = next(row for row in graph.assets if row.ref == like)
    people = (*graph.needs, *graph.staff)
    left = np.arange(len(people), dtype=np.int32)
    passes = apart(Sides(people, (row,), graph)).passes(left, np.zeros_like(left))
    kept = {person.ref for person, fine in zip(people, passes, strict=True) if not fine}
    return sorted((min(o, r), max(o, r)) for o in kept for r in refs)


def _room(seen: Near) -> Cells:
    """Return the cells that give a new asset room for the whole unit, and no more.

    One that may stay closed keeps its own room: it takes others to open it.
    """
    build, size = seen.case.scheme.build, len(seen.needs)
    if build.opens_with or build.staffing:
        return {}
    cells: dict[str, Any] = {
        build.capacity: size,
        build.approved: size,
        build.taken: 0,
        build.unless_one_group: size if size > 1 else None,
    }
    for limit, column in build.limits.items():
        uses = build.uses.get(limit, "")
        cells[column] = sum(int(need.record.get(uses, 0)) for need in seen.needs)
    return {column: cell for column, cell in cells.items() if column}


def with_room(case: Case, record: Record, seats: int) -> Record:
    """Return a new asset with more seats, and more of all that has a limit."""
    build = case.scheme.build
    more = seats - int(record.get(build.capacity, 1))
    cells: dict[str, Any] = {
        column: int(record.get(column, 0)) + more for column in build.limits.values()
    }
    columns = filter(None, (build.capacity, build.approved))
    return changed(record, {**cells, **dict.fromkeys(columns, seats)})


def hopeful(seen: Near, record: Record) -> Record:
    """Return a new asset that hopes for what the unit is.

    Its own list and its own ages are those of the members.
    """
    start = seen.case.graph.snapshot.term.start
    for criterion in seen.case.scheme.criteria:
        options = criterion.options
        cells = [need.record.get(options.get("need", "")) for need in seen.needs]
        given = [cell for cell in cells if cell is not None]
        if criterion.side != "asset" or not given:
            continue
        if criterion.kind == "listed":
            words = {word for cell in given for word in words_of(cell)}
            record = changed(record, {options["asset"]: tuple(sorted(words))})
        if criterion.kind == "in_range":
            years = bool(options.get("years"))
            ages = [full_years(cell, start) if years else cell for cell in given]
            ends = {options.get("low"): min(ages), options.get("high"): max(ages)}
            record = changed(record, {k: v for k, v in ends.items() if k})
    return record
