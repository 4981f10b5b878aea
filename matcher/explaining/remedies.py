"""What each kind of gate needs from an asset before it lets a need through."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.candidates.rule import Facts
from matcher.explaining.learning import taught
from matcher.gazetteer import kilometres
from matcher.graph import AssetGraph
from matcher.graph.columns import full_years
from matcher.model import Place, Record
from matcher.schemes.scheme import Gate, Scheme

_FURTHEST = 2
"""Nobody is asked to go more than so many times as far."""
_DEGREES = ("lat", "lon")
Cells = Mapping[str, Any]
"""New cells of a row; None empties one."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One gate that one pair does not pass.

    Parameters
    ----------
    gate, facts
        The gate, and what its rule says of the pair.
    need, asset : Record
        The two rows, with what was changed already.
    graph, scheme
        Of the round.
    anew : bool
        True where the asset would be a new one, which may stand anywhere.
    """

    gate: Gate
    facts: Facts
    need: Record
    asset: Record
    graph: AssetGraph
    scheme: Scheme
    anew: bool = False


def remedy(asked: Asked) -> Cells | None:
    """Return the cells that would open the gate; None where no change to it does."""
    found = _REMEDIES.get(asked.gate.kind)
    return found(asked, asked.gate.options) if found else None


def changed(record: Record, cells: Cells) -> Record:
    """Return a row with new cells."""
    values = {**record.values, **cells}
    kept = {name: cell for name, cell in values.items() if cell is not None}
    return Record(record.ref, kept)


def _words(cell: Any) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else tuple(cell or ())


def _listed(asked: Asked, options: Mapping[str, Any]) -> Cells:
    there, wanted = options["asset"], _words(asked.need.get(options["need"]))
    if _kind(asked, there) == "choice":
        return {there: wanted[0]}
    return {there: tuple(sorted({*_words(asked.asset.get(there)), *wanted}))}


def _kind(asked: Asked, column: str) -> str:
    columns = asked.scheme.sheets["assets"].columns
    return next((each.kind for each in columns if each.name == column), "")


def _without(asked: Asked, options: Mapping[str, Any]) -> Cells:
    banned, there = _words(asked.need.get(options["need"])), options["asset"]
    kept = tuple(w for w in _words(asked.asset.get(there)) if w not in banned)
    one = _kind(asked, there) == "choice"
    return {there: None if one else kept}


def _able(asked: Asked, options: Mapping[str, Any]) -> Cells:
    wanted = _words(asked.need.get(options["need"]))
    if "asset" not in options:
        return taught(asked.asset, wanted, asked.scheme)
    there = options["asset"]
    return {there: tuple(sorted({*_words(asked.asset.get(there)), *wanted}))}


def _same(asked: Asked, options: Mapping[str, Any]) -> Cells:
    return {options["asset"]: asked.need.get(options["need"])}


def _wider(asked: Asked, options: Mapping[str, Any]) -> Cells:
    value = asked.need.get(options["need"])
    if options.get("years"):
        value = full_years(value, asked.graph.snapshot.term.start)
    ends = {"low": min, "high": max}
    given = {options[e]: pick for e, pick in ends.items() if options.get(e)}
    return {
        column: pick(value, asked.asset.get(column))
        for column, pick in given.items()
        if asked.asset.get(column) is not None
    }


def _enough(asked: Asked, options: Mapping[str, Any]) -> Cells:
    asks = asked.need.get(options["need"]) if "need" in options else options["value"]
    taken = asked.asset.get(options["minus"], 0) if "minus" in options else 0
    return {options["asset"]: asks + taken}


def _flagged(_asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    if "asset" not in options:
        return None
    return {options["asset"]: options.get("is", True)}


def _within(asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    further = _further(asked, options)
    return _nearby(asked, options) if further is None and asked.anew else further


def _further(asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    column = options.get("asset_km_column", "")
    limit, over = asked.asset.get(column), asked.facts.margin
    if limit is None or not over:
        return None
    top = asked.scheme.sheets["assets"].column(column).high
    further = limit + math.ceil(over)
    most = _FURTHEST * limit if top is None else min(_FURTHEST * limit, top)
    return None if further > most else {column: further}


def _nearby(asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    place: Place = asked.need.get(options["place"])
    if options["at"] != "hub":
        return {options["at"]: place}
    hubs = [hub.record for hub in asked.graph.hubs if hub.record.get("place")]
    if not hubs:
        return None
    lat, lon = (np.array([getattr(h.get("place"), n) for h in hubs]) for n in _DEGREES)
    here = np.full(len(hubs), place.lat), np.full(len(hubs), place.lon)
    return {"hub": hubs[int(np.argmin(kilometres(*here, lat, lon)))].ref}


def _checked(asked: Asked, options: Mapping[str, Any]) -> Cells:
    prefixes = ["", *([options["partner"]] if options.get("partner") else [])]
    cells: dict[str, Any] = {}
    for prefix in prefixes:
        level, accepted = prefix + options["level"], options["accepted"]
        had = asked.asset.get(level)
        cells[level] = had if had in accepted else accepted[0]
        cells[prefix + options["issued"]] = asked.graph.snapshot.term.start
        cells[prefix + options["outcome"]] = "suitable"
    return cells


def _slotted(asked: Asked, options: Mapping[str, Any]) -> Cells:
    there, asks = options["asset"], asked.need.get(options["need"], ())
    if there == asked.scheme.build.slots:
        return {there: (_popular(asked, options["need"]),)}
    return {there: tuple(sorted({*asked.asset.get(there, ()), *asks}))}


def _popular(asked: Asked, column: str) -> Any:
    """Return the time, of those that would suit, that suits most of the others."""
    weeks = [row.record.get(column, ()) for row in asked.graph.needs]
    times = asked.need.get(column, ())
    return max(times, key=lambda slot: (sum(slot in week for week in weeks), slot))


def _unbroken(_asked: Asked, options: Mapping[str, Any]) -> Cells:
    return {options["from"]: None, options["to"]: None}


_REMEDIES: Mapping[str, Callable[[Asked, Mapping[str, Any]], Cells | None]] = {
    "one_of": _listed,
    "all_of": _listed,
    "none_of": _without,
    "can": _able,
    "same": _same,
    "range": _wider,
    "at_least": _enough,
    "flag": _flagged,
    "within": _within,
    "check": _checked,
    "slots": _slotted,
    "dates": _unbroken,
}
