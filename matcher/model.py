"""The words of Acorns as values: what sheets, graphs and rounds are made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("am", "pm", "eve")
CADENCES = ("weekly", "fortnightly", "monthly", "term", "holidays")
Progress = Callable[[str, float], None]
"""Told what is being done, and the share done from 0 to 1."""
PROPOSALS = ("needs-first", "assets-first")
"""Policies of deferred acceptance: they have no objectives, and always draw."""
POLICIES = ("stable", "best", "fair", *PROPOSALS)
MAXIMISE = ("size-fit", "fit", "generous", "egalitarian", "minimum-regret")
"""What counts after stability: needs matched and then fit, or one of the others."""


def silent(doing: str, share: float) -> None:
    """Report nothing: the progress reporter where nobody watches."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a round's process may take at most.

    Parameters
    ----------
    seconds : float
        By the clock, for solving. What was found by then is kept, with its gap, and
        the result says that it cannot be made again.
    gigabytes : float or None
        Of memory of its own; None is no cap.
    """

    seconds: float = 3600.0
    gigabytes: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A piece of the week with a cadence; civil time, Europe/London."""

    day: str
    part: str
    cadence: str = "weekly"

    def __str__(self) -> str:
        tail = "" if self.cadence == "weekly" else f"/{self.cadence}"
        return f"{self.day}-{self.part}{tail}"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is: the centre of a fixed 1 km cell, never an address.

    Parameters
    ----------
    outcode : str
        The first half of a postcode, such as "NR3".
    lat, lon : float
        Degrees, WGS84, of the cell's centre.
    """

    outcode: str
    lat: float
    lon: float


# A list is a tuple of str; a week a tuple of Slot; levels are (word, level) pairs.
Value = (
    str
    | int
    | bool
    | date
    | Place
    | tuple[str, ...]
    | tuple[Slot, ...]
    | tuple[tuple[str, int], ...]
)


@dataclass(frozen=True, slots=True)
class Record:
    """One accepted row: a ref, and typed values by column. Absent means not given."""

    ref: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a column, or `default` where the cell was empty."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True, order=True)
class Ruling:
    """What somebody already decided about a pair, from the sheet ``decisions``."""

    need: str
    asset: str
    kind: Literal["pin", "forbid", "agreed", "previous", "declined"]


@dataclass(frozen=True, slots=True)
class Term:
    """The dates a round matches for, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Policy:
    """What makes one set of matches better than another (``engine.md`` 2).

    Parameters
    ----------
    name : str
        One of `POLICIES`.
    maximise : str
        One of `MAXIMISE`, under ``stable`` and ``best``: ``size-fit`` (default);
        ``fit`` without priorities and size; or, over both sides' ranks after size and
        before fit, ``generous`` (the fewest at the worst rank, then the next),
        ``egalitarian`` (the least sum) or ``minimum-regret`` (the least worst rank).
    allow : int or None
        Under ``stable``: at most this many blocking pairs, instead of the fewest.
    margin : int
        Under ``stable``: a unit moves only for at least this many points.
    ties : {"lottery", "person"}
        Who settles solutions of equal values.
    """

    name: str
    maximise: str = "size-fit"
    allow: int | None = None
    margin: int = 1
    ties: Literal["lottery", "person"] = "lottery"

    def named(self, name: str) -> Policy:
        """Return the policy of a name: this one, or one with its own default options.

        Only who settles ties stays as it is.
        """
        return self if name == self.name else Policy(name, ties=self.ties)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The frozen inputs of a round in canonical order; no names, contacts, free text.

    Parameters
    ----------
    scheme, round : str
        The scheme's name and the round's.
    as_of : date
        The civil day on which ages and checks are read.
    term : Term
        The dates the matches are for.
    needs, assets, staff, hubs : tuple of Record
        Each sorted by ref.
    rulings : tuple of Ruling
        Sorted.
    apart : tuple of (str, str)
        Pairs of refs (needs, assets, staff or persons) kept apart; sorted, also within.
    """

    scheme: str
    round: str
    as_of: date
    term: Term
    needs: tuple[Record, ...] = ()
    assets: tuple[Record, ...] = ()
    staff: tuple[Record, ...] = ()
    hubs: tuple[Record, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """Return the canonical JSON text; equal snapshots give equal bytes."""
        return json.dumps(
            _plain(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, in lower-case hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Snapshot:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        rows = {
            name: tuple(
                Record(row["ref"], values_from_json(row["values"]))
                for row in data[name]
            )
            for name in ("needs", "assets", "staff", "hubs")
        }
        return cls(
            scheme=data["scheme"],
            round=data["round"],
            as_of=date.fromisoformat(data["as_of"]),
            term=Term(*(date.fromisoformat(day) for day in data["term"])),
            rulings=tuple(Ruling(*row) for row in data["rulings"]),
            apart=tuple((a, b) for a, b in data["apart"]),
            **rows,
        )

    def rows(self) -> Iterator[tuple[str, Record]]:
        """Yield every record with the name of its sheet."""
        for name in ("needs", "assets", "staff", "hubs"):
            for record in getattr(self, name):
                yield name, record


def _plain(snapshot: Snapshot) -> dict[str, Any]:
    rows: dict[str, Any] = {"needs": [], "assets": [], "staff": [], "hubs": []}
    for name, record in snapshot.rows():
        rows[name].append({"ref": record.ref, "values": values_to_json(record.values)})
    return rows | {
        "scheme": snapshot.scheme,
        "round": snapshot.round,
        "as_of": snapshot.as_of.isoformat(),
        "term": [snapshot.term.start.isoformat(), snapshot.term.end.isoformat()],
        "rulings": [[r.need, r.asset, r.kind] for r in snapshot.rulings],
        "apart": [list(pair) for pair in snapshot.apart],
    }


def values_to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return a row's values as JSON can hold them."""
    return {name: value_to_json(value) for name, value in values.items()}


def values_from_json(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that `values_to_json` wrote.

    Raises
    ------
    ValueError
        If one of them is none of those.
    """
    return {name: value_from_json(value) for name, value in values.items()}


def value_to_json(value: Value) -> Any:
    """Return a value as JSON can hold it; `value_from_json` reads it back."""
    match value:
        case date():
            return {"date": value.isoformat()}
        case Place():
            return {"place": [value.outcode, value.lat, value.lon]}
        case tuple() if value and isinstance(value[0], Slot):
            return {"slots": [str(slot) for slot in value]}
        case tuple() if value and isinstance(value[0], tuple):
            return {"levels": [list(pair) for pair in value]}
        case tuple():
            return {"list": list(value)}
        case _:
            return value


def value_from_json(value: Any) -> Value:
    """Return the value that `value_to_json` wrote.

    Raises
    ------
    ValueError
        If it is not one of those.
    """
    match value:
        case {"date": text}:
            return date.fromisoformat(text)
        case {"place": [outcode, lat, lon]}:
            return Place(outcode, lat, lon)
        case {"slots": slots}:
            return tuple(slot_of(text) for text in slots)
        case {"levels": pairs}:
            return tuple((word, level) for word, level in pairs)
        case {"list": items}:
            return tuple(items)
        case str() | int():
            return value
        case _:
            raise ValueError(f"not a snapshot value: {value!r}")


def slot_of(text: str) -> Slot:
    """Read "tue-am" or "tue-am/fortnightly".

    Raises
    ------
    ValueError
        If the day, the part or the cadence is not one we know.
    """
    piece, _, cadence = text.strip().lower().partition("/")
    day, _, part = piece.partition("-")
    slot = Slot(day, part, cadence or "weekly")
    if day not in DAYS or part not in PARTS or slot.cadence not in CADENCES:
        raise ValueError(text)
    return slot
