"""Small schemes and snapshots for tests; everybody in them is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from matcher.model import (
    Place,
    Policy,
    Record,
    Ruling,
    Slot,
    Snapshot,
    Term,
    Value,
    slot_of,
)
from matcher.schemes import (
    Agreed,
    Build,
    Column,
    Criterion,
    Gate,
    Scheme,
    Sheet,
    Steps,
)

START = date(2026, 12, 1)
TERM = Term(START, date(2027, 11, 30))
AS_OF = date(2026, 11, 22)
NORWICH = Place("NR1", 52.63, 1.30)
YARMOUTH = Place("NR30", 52.61, 1.73)
LYNN = Place("PE30", 52.75, 0.40)

EVERY_WORD = "list: {list}; value: {value}; limit: {limit}; km: {km}"

Rows = Mapping[str, Mapping[str, Any]]


def week(text: str) -> tuple[Slot, ...]:
    """Read "tue-am; thu-eve/monthly"."""
    return tuple(sorted(slot_of(piece) for piece in text.split(";")))


def gate(name: str, kind: str, **options: Any) -> Gate:
    """Return a gate whose sentences show every word there is."""
    about = {
        key: options.pop(key) for key in ("left", "confidential") if key in options
    }
    if "if_" in options:
        options["if"] = options.pop("if_")
    if "from_" in options:
        options["from"] = options.pop("from_")
    return Gate(
        name,
        kind,
        permits="{asset} suits {need}; " + EVERY_WORD,
        otherwise="{asset} does not suit {need}; " + EVERY_WORD,
        change="train",
        options=options,
        **about,
    )


def criterion(
    name: str, kind: str, *, side: str = "need", weight: int = 1, **options: Any
) -> Criterion:
    """Return a criterion whose sentences list what was found and what is missing."""
    return Criterion(
        name,
        kind,
        side,
        weight,
        reason="{asset} speaks for {need}; " + EVERY_WORD,
        gap="{need} lacks; " + EVERY_WORD,
        support="help; " + EVERY_WORD,
        options=options,
    )


def scheme(
    *,
    gates: Iterable[Gate] = (),
    criteria: Iterable[Criterion] = (),
    columns: Mapping[str, Mapping[str, str]] | None = None,
    build: Build | None = None,
    **more: Any,
) -> Scheme:
    """Return a scheme; `columns` is sheet to column to kind, where the kind matters."""
    kinds = columns or {}
    sheets = {
        name: Sheet(
            name,
            name.title(),
            name.removesuffix("s"),
            tuple(Column(c, kind, c) for c, kind in kinds.get(name, {}).items()),
        )
        for name in ("needs", "assets", "staff", "hubs")
    }
    return Scheme(
        name="toy",
        title="Toy",
        about="Invented, for tests.",
        sheets=sheets,
        gates=tuple(gates),
        criteria=tuple(criteria),
        policy=Policy("best"),
        steps=Steps(("offered", "agreed"), "none", ("holder",), None, 7, True, False),
        agreed=Agreed("Nobody (invented)", AS_OF, AS_OF),
        build=build or Build(),
        **more,
    )


def snapshot(
    *,
    needs: Rows | None = None,
    assets: Rows | None = None,
    staff: Rows | None = None,
    hubs: Rows | None = None,
    rulings: Iterable[Ruling] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> Snapshot:
    """Return a snapshot from rows by ref; None cells are left out."""
    return Snapshot(
        scheme="toy",
        round="toy-1",
        as_of=AS_OF,
        term=TERM,
        needs=records(needs or {}),
        assets=records(assets or {}),
        staff=records(staff or {}),
        hubs=records(hubs or {}),
        rulings=tuple(sorted(rulings)),
        apart=tuple(sorted((min(pair), max(pair)) for pair in apart)),
    )


def records(rows: Rows) -> tuple[Record, ...]:
    """Return records by ref."""
    return tuple(record(ref, **rows[ref]) for ref in sorted(rows))


def record(ref: str, **cells: Value | None) -> Record:
    """Return one record without its empty cells."""
    return Record(ref, {k: v for k, v in cells.items() if v is not None})
