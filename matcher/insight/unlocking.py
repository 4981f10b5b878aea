"""The next assets that would unlock most: what to look for, where, and when.

For every unit that waits, what a new asset would have to be so that every gate lets it
through (`matcher.explaining.recruiting`). What suits one of them may suit others: each
distinct one is put into the round by itself, the units that could then have it are
counted, and the round is solved again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from matcher.explaining import Case, Near
from matcher.explaining.edits import Edit
from matcher.explaining.learning import to_learn
from matcher.explaining.recruiting import hopeful, joining, newcomer
from matcher.insight.gain import Gain, gain
from matcher.model import Place, Record

_NEAREST = 3
_MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class NextAsset:
    """One more asset, and what it would do.

    Parameters
    ----------
    like : str
        The asset it is modelled on.
    capabilities : tuple of str
        What its people would have to be able to do that those of `like` cannot.
    outcode : str
        Where it would be; "" where place does not matter.
    slots : tuple of str
        When it would be free; empty where that does not matter.
    reaches : int
        Needs that wait and could have it.
    gain : Gain
        By a re-solve with one such asset.
    edit : Edit
        The row, for whoever wants to check.
    """

    like: str
    capabilities: tuple[str, ...]
    outcode: str
    slots: tuple[str, ...]
    reaches: int
    gain: Gain
    edit: Edit


@dataclass(frozen=True, slots=True)
class Unlocking:
    """The next assets, best first.

    Parameters
    ----------
    waiting, looked : int
        Units that wait, and of how many of them it was asked what they lack.
    assets : tuple of NextAsset
        More matched first, then more reached, then more fit.
    """

    waiting: int
    looked: int
    assets: tuple[NextAsset, ...]


def next_assets(case: Case, *, most: int = 5, tried: int = 12) -> Unlocking:
    """Return the assets that would unlock most, one at a time.

    Parameters
    ----------
    case : Case
        A solved round.
    most : int
        How many to return.
    tried : int
        How many are solved with: those that suit most of the units that wait.

    Returns
    -------
    Unlocking
        Every ``gain`` is that of a re-solve; ``reaches`` counts actual pairs.
    """
    waiting = _waiting(case)
    looked = waiting[:_MOST_UNITS]
    asked = Counter[str]()
    edits: dict[str, tuple[Edit, str]] = {}
    for unit in looked:
        for edit, like in islice(_newcomers(Near.of(case, unit)), _NEAREST):
            asked[edit.key] += 1
            edits.setdefault(edit.key, (edit, like))
    likely = sorted(asked, key=lambda key: (-asked[key], key))[: 4 * tried]
    ranked = sorted(likely, key=lambda k: (-_reaches(case, edits[k][0], waiting), k))
    found = (_found(case, *edits[key], waiting) for key in ranked[:tried])
    best = sorted((each for each in found if each), key=_order)
    return Unlocking(len(waiting), len(looked), tuple(best[:most]))


def _waiting(case: Case) -> list[int]:
    refs = {ref for ref, _ in case.solution.unmatched}
    return sorted({case.unit_of[ref] for ref in refs})


def _order(found: NextAsset) -> tuple[int, int, int, str]:
    return -found.gain.matched, -found.reaches, -found.gain.fit, found.edit.key


def _newcomers(seen: Near) -> Iterator[tuple[Edit, str]]:
    """Yield new assets that would suit a unit, nearest to one that is there first."""
    case = seen.case
    for at in seen.order():
        like = case.graph.assets[at]
        fine = seen.fits(at)
        record = newcomer(seen, at, () if fine else to_learn(seen, at))
        if record is not None:
            record = record if fine else hopeful(seen, record)
            yield joining(case, like.ref, [record]), like.ref


def _reaches(case: Case, edit: Edit, waiting: list[int]) -> int:
    """Count the needs that wait and could have the new asset."""
    market, new = case.after(edit).market, edit.assets[0].ref
    at = next(n for n, row in enumerate(market.instance.assets) if row.ref == new)
    units = set(market.unit[market.asset == at].tolist()) & set(waiting)
    return sum(int(market.size[unit]) for unit in units)


def _found(case: Case, edit: Edit, like: str, waiting: list[int]) -> NextAsset | None:
    brought = gain(case, edit)
    if brought is None:
        return None
    row = next(row.record for row in case.graph.assets if row.ref == like)
    record = edit.assets[0]
    return NextAsset(
        like=like,
        capabilities=tuple(sorted(_learnt(record) - _learnt(row))),
        outcode=next(_cells(case, record, "place"), ""),
        slots=tuple(_cells(case, record, "slots")),
        reaches=_reaches(case, edit, waiting),
        gain=brought,
        edit=edit,
    )


def _learnt(record: Record) -> set[str]:
    return {*record.get("capabilities", ()), *record.get("training", ())}


def _cells(case: Case, record: Record, kind: str) -> Iterator[str]:
    """Yield the places or slots of a row; a place may be its hub's."""
    for column in case.scheme.sheets["assets"].columns:
        cell = record.get(column.name)
        if column.kind == kind and cell is not None:
            yield from (cell.outcode,) if isinstance(cell, Place) else map(str, cell)
    hubs = (hub.record for hub in case.graph.hubs if hub.ref == record.get("hub"))
    if kind == "place":
        yield from (hub.get("place").outcode for hub in hubs if hub.get("place"))
