"""From the tables of a checked scheme file to the values the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.model import Policy
from matcher.schemes.scheme import (
    SHEETS,
    Agreed,
    Becoming,
    Build,
    Column,
    Criterion,
    Gate,
    Scheme,
    Sheet,
    Steps,
)

Table = Mapping[str, Any]
GATE_KEYS = frozenset(
    ("kind", "permits", "otherwise", "left", "change", "confidential", "basis")
)
CRITERION_KEYS = frozenset(
    ("kind", "side", "weight", "reason", "gap", "support", "basis", "told")
)


def build_scheme(data: Table, *, source: str, digest: str) -> Scheme:
    """Return the scheme in `data`.

    Parameters
    ----------
    data : mapping
        A parsed scheme file without faults (`matcher.schemes.checking`).
    source, digest : str
        Where it was read from, and the SHA-256 of its bytes.
    """
    floors = data.get("floors", {})
    return Scheme(
        name=data["name"],
        title=data["title"],
        about=data["about"],
        sheets=_table({n: _sheet(n, data[n]) for n in SHEETS if n in data}),
        gates=tuple(_gate(n, row) for n, row in data.get("gates", {}).items()),
        criteria=tuple(_criterion(n, row) for n, row in data["criteria"].items()),
        policy=Policy(**data["policy"]),
        steps=Steps(**_steps(data["steps"])),
        agreed=Agreed(**data["agreed"]),
        need_floor=floors.get("need", 0),
        asset_floor=floors.get("asset", 0),
        capabilities=_table(data.get("capabilities", {})),
        supports=_lists(data.get("supports", {})),
        trains=_lists(data.get("trains", {})),
        becoming=_becoming(data.get("becoming")),
        build=Build(**_build(data["build"])),
        words=_table({who: _table(row) for who, row in data["words"].items()}),
        source=source,
        digest=digest,
    )


def _sheet(name: str, row: Table) -> Sheet:
    columns = tuple(_column(key, cells) for key, cells in row["columns"].items())
    return Sheet(name=name, title=row["title"], one=row["one"], columns=columns)


def _column(name: str, row: Table) -> Column:
    return Column(name=name, **{key: _tupled(value) for key, value in row.items()})


def _gate(name: str, row: Table) -> Gate:
    own = {key: row[key] for key in row if key in GATE_KEYS}
    return Gate(name=name, options=_options(row, GATE_KEYS), **own)


def _criterion(name: str, row: Table) -> Criterion:
    own = {key: row[key] for key in row if key in CRITERION_KEYS}
    own["told"] = _table(own.get("told", {}))
    return Criterion(name=name, options=_options(row, CRITERION_KEYS), **own)


def _options(row: Table, own: frozenset[str]) -> Table:
    return _table({key: _tupled(row[key]) for key in row if key not in own})


def _steps(row: Table) -> dict[str, Any]:
    values = {"child_yes_from_age": None} | dict(row)
    return {key: _tupled(value) for key, value in values.items()}


def _build(row: Table) -> dict[str, Any]:
    values = dict(row)
    for key in ("uses", "limits"):
        values[key] = _table(row.get(key, {}))
    for key in ("priority", "staffing"):
        values[key] = tuple(_table(rule) for rule in row.get(key, []))
    return values


def _becoming(row: Table | None) -> Becoming | None:
    if row is None:
        return None
    return Becoming(row["asked"], row["stage"], tuple(row["ready"]))


def _lists(row: Table) -> Mapping[str, tuple[str, ...]]:
    return _table({key: tuple(values) for key, values in row.items()})


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _table(row: Table) -> dict[str, Any]:
    return dict(row)
