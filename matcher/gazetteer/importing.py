"""Importing places: Code-Point Open, ONSPD, NSPL, or any CSV of outcodes."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import Refused
from matcher.gazetteer.places import _grid, outcode_of

Point = tuple[str, float, float]
_CODE = ("pcds", "pcd", "pcd7", "pcd8", "postcode", "outcode", "code")
_LAT = ("lat", "latitude")
_LON = ("long", "lon", "lng", "longitude")
_ENDED = ("doterm",)
_CODE_POINT_COLUMNS = 10
_NO_LOCATION = "90"
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.0, 2.5


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came in, were taken, and were left out, by reason."""

    rows: int
    taken: int
    ended: int
    without_place: int

    @property
    def refused(self) -> int:
        """Rows left out; ``rows == taken + refused``."""
        return self.ended + self.without_place


def import_places(source: Path, target: Path) -> Imported:
    """Read a file of places into `target`, replacing what it held.

    Parameters
    ----------
    source : Path
        Code-Point Open (no header line), ONSPD or NSPL (columns found by name), or a
        CSV with a code, a latitude and a longitude.
    target : Path
        Written under a temporary name and renamed: a failed import changes nothing.

    Raises
    ------
    Refused
        If the file is no text, no known columns are found, or no row has a place.
    """
    counts = {"ended": 0, "without": 0, "rows": 0}
    try:
        points = {code: (lat, lon) for code, lat, lon in _points(source, counts)}
    except (UnicodeDecodeError, csv.Error):
        raise Refused(f"{source.name} is not a CSV in UTF-8. Save it as one.") from None
    if not points:
        raise Refused(
            f"{source.name}: no row has a place we can read. Use Code-Point Open, "
            "ONSPD, NSPL, or a CSV with the columns outcode, lat, lon."
        )
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part)
    with db:
        db.execute("CREATE TABLE places (code TEXT PRIMARY KEY, lat REAL, lon REAL)")
        rows = sorted((code, *point) for code, point in points.items())
        db.executemany("INSERT INTO places VALUES (?, ?, ?)", rows)
    db.close()
    part.replace(target)
    taken = counts["rows"] - counts["ended"] - counts["without"]
    return Imported(counts["rows"], taken, counts["ended"], counts["without"])


def _points(source: Path, counts: dict[str, int]) -> Iterator[Point]:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        first = next(rows, [])
        if len(first) == _CODE_POINT_COLUMNS and outcode_of(first[0]):
            yield from _counted([first], _code_point, counts)
            yield from _counted(rows, _code_point, counts)
        else:
            yield from _counted(rows, _by_header(source, first), counts)


def _counted(
    rows: Iterator[list[str]] | list[list[str]],
    read: Callable[[Sequence[str]], Point | str],
    counts: dict[str, int],
) -> Iterator[Point]:
    for row in rows:
        if not any(row):
            continue
        counts["rows"] += 1
        try:
            point = read(row)
        except (ValueError, IndexError):
            point = "without"
        if isinstance(point, str):
            counts[point] += 1
        else:
            yield point


def _code_point(row: Sequence[str]) -> Point | str:
    codes = outcode_of(row[0])
    if codes is None or row[1] == _NO_LOCATION:
        return "without"
    lon, lat = _grid("to degrees").transform(float(row[2]), float(row[3]))
    return _within(codes[1], lat, lon)


def _by_header(
    source: Path, header: list[str]
) -> Callable[[Sequence[str]], Point | str]:
    names = [name.strip().lower() for name in header]

    def place_of(wanted: tuple[str, ...]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    code, lat, lon = place_of(_CODE), place_of(_LAT), place_of(_LON)
    ended = place_of(_ENDED)
    if code is None or lat is None or lon is None:
        raise Refused(
            f"{source.name}: the first line names no columns we know. Code-Point Open, "
            "ONSPD, NSPL, or a CSV with the columns outcode, lat, lon can be read."
        )

    def read(row: Sequence[str]) -> Point | str:
        if ended is not None and row[ended].strip():
            return "ended"
        codes = outcode_of(row[code])
        if codes is None:
            return "without"
        return _within(codes[1], float(row[lat]), float(row[lon]))

    return read


def _within(code: str, lat: float, lon: float) -> Point | str:
    # ONSPD writes 99.999999 where a postcode has no grid reference.
    inside = _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST
    return (code, lat, lon) if inside else "without"
