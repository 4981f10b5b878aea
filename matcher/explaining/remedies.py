"""What each kind of gate needs from an asset before it lets a need through."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.candidates import GateResult
from matcher.model import Record
from matcher.schemes.scheme import Gate, Scheme

Cells = Mapping[str, Any]
"""New cells of the asset's row; None empties one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One gate that one pair does not pass, and the day the answer is for."""

    gate: Gate
    result: GateResult
    need: Record
    asset: Record
    start: date
    scheme: Scheme


def remedy(asked: Asked) -> Cells | None:
    """Return the cells that would open the gate; None where no change to it does."""
    found = _REMEDIES.get(asked.gate.kind)
    return found(asked, asked.gate.options) if found else None


def _listed(asked: Asked, options: Mapping[str, Any]) -> Cells:
    wanted, offered = asked.need.get(options["need"]), asked.asset.get(options["asset"])
    if asked.scheme.sheets["assets"].column(options["asset"]).kind == "choice":
        return {options["asset"]: wanted if isinstance(wanted, str) else wanted[0]}
    more = (wanted,) if isinstance(wanted, str) else tuple(wanted or ())
    return {options["asset"]: tuple(sorted({*(offered or ()), *more}))}


def _without(asked: Asked, options: Mapping[str, Any]) -> Cells:
    banned, there = set(asked.need.get(options["need"], ())), options["asset"]
    return {there: tuple(w for w in asked.asset.get(there, ()) if w not in banned)}


def _able(asked: Asked, options: Mapping[str, Any]) -> Cells:
    column = options.get("asset", "capabilities")
    more = {*asked.asset.get(column, ()), *asked.need.get(options["need"], ())}
    return {column: tuple(sorted(more))}


def _same(asked: Asked, options: Mapping[str, Any]) -> Cells:
    return {options["asset"]: asked.need.get(options["need"])}


def _wider(_asked: Asked, options: Mapping[str, Any]) -> Cells:
    return {options[end]: None for end in ("low", "high") if options.get(end)}


def _enough(asked: Asked, options: Mapping[str, Any]) -> Cells:
    asks = options.get("need")
    return {options["asset"]: asked.need.get(asks) if asks else options["value"]}


def _flagged(_asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    if "asset" not in options:
        return None
    return {options["asset"]: options.get("is", True)}


def _further(asked: Asked, options: Mapping[str, Any]) -> Cells | None:
    column = options.get("asset_km_column")
    limit, margin = asked.asset.get(column or ""), asked.result.margin
    if column is None or limit is None or margin is None:
        return None
    top = asked.scheme.sheets["assets"].column(column).high
    further = limit + math.ceil(margin)
    return None if top is not None and further > top else {column: further}


def _checked(asked: Asked, options: Mapping[str, Any]) -> Cells:
    prefixes = ["", *([options["partner"]] if options.get("partner") else [])]
    cells = {}
    for prefix in prefixes:
        cells[prefix + options["level"]] = options["accepted"][0]
        cells[prefix + options["issued"]] = asked.start
        cells[prefix + options["outcome"]] = "suitable"
    return cells


def _slotted(asked: Asked, options: Mapping[str, Any]) -> Cells:
    there = options["asset"]
    more = {*asked.asset.get(there, ()), *asked.need.get(options["need"], ())}
    return {there: tuple(sorted(more))}


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
    "within": _further,
    "check": _checked,
    "slots": _slotted,
    "dates": _unbroken,
}
