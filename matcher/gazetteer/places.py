"""Postcodes and outcodes to places, each the centre of a fixed 1 km cell."""

from __future__ import annotations

import csv
import difflib
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pyproj import Transformer

from matcher.errors import Refused
from matcher.model import Place

CELL_METRES = 1000
_OUTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_POSTCODE = re.compile(rf"({_OUTCODE})([0-9][A-Z]{{2}})?")


def outcode_of(text: str) -> tuple[str, str] | None:
    """Split a postcode or an outcode, in any spacing and case.

    Returns
    -------
    (outcode, postcode) or None
        ``postcode`` is the whole without spaces, equal to ``outcode`` where only that
        was given; None where the text is neither.
    """
    squeezed = re.sub(r"\s+", "", text).upper()
    found = _POSTCODE.fullmatch(squeezed)
    return (found[1], squeezed) if found else None


@cache
def _grid(direction: str) -> Transformer:
    ends = ("EPSG:4326", "EPSG:27700")
    source, target = ends if direction == "to metres" else ends[::-1]
    return Transformer.from_crs(source, target, always_xy=True)


@cache
def snap(lat: float, lon: float) -> tuple[float, float]:
    """Return the centre of the National Grid 1 km square around a point.

    The cell is fixed, so asking again tells nothing more about where somebody lives.
    """
    east, north = _grid("to metres").transform(lon, lat)
    half = CELL_METRES / 2
    centre = (v // CELL_METRES * CELL_METRES + half for v in (east, north))
    snapped_lon, snapped_lat = _grid("to degrees").transform(*centre)
    return round(snapped_lat, 5), round(snapped_lon, 5)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places we know: our own outcodes, and what an organisation imported.

    Parameters
    ----------
    outcodes : mapping of str to (float, float)
        Outcode to latitude and longitude.
    towns : mapping of str to str
        Outcode to the name of its town.
    counties : mapping of str to str
        Outcode to its county.
    imported : Path or None
        A file that `import_places` wrote.
    """

    outcodes: Mapping[str, tuple[float, float]]
    towns: Mapping[str, str]
    counties: Mapping[str, str]
    imported: Path | None = None

    def find(self, text: str) -> Place | None:
        """Return the place of a postcode or outcode, or None where it is not known.

        A postcode whose unit is not known is placed at its outcode.

        Raises
        ------
        Refused
            If the imported file is not one that `import_places` wrote.
        """
        codes = outcode_of(text)
        if codes is None:
            return None
        outcode, postcode = codes
        point = self._imported(postcode) or self._imported(outcode)
        point = point or self.outcodes.get(outcode)
        return Place(outcode, *snap(*point)) if point else None

    def point(self, text: str) -> tuple[float, float] | None:
        """Return the true point of a whole postcode that was imported, else None.

        Never part of a snapshot: kept-away is tested on it while one is made.

        Raises
        ------
        Refused
            If the imported file is not one that `import_places` wrote.
        """
        codes = outcode_of(text)
        whole = codes is not None and codes[0] != codes[1]
        return self._imported(codes[1]) if codes and whole else None

    def town(self, outcode: str) -> str:
        """Return the town of an outcode, or the outcode itself."""
        return self.towns.get(outcode, outcode)

    def nearest_names(self, text: str) -> list[str]:
        """Return up to three outcodes spelt most like `text`."""
        head = re.sub(r"\s+", "", text).upper()[:4]
        return difflib.get_close_matches(head, sorted(self.outcodes), 3, 0.6)

    def _imported(self, code: str) -> tuple[float, float] | None:
        if self.imported is None:
            return None
        try:
            row = _row(self.imported, code)
            return (float(row[0]), float(row[1])) if row else None
        except (sqlite3.Error, TypeError, ValueError):
            raise Refused(
                f"{self.imported} is damaged; run acorns places import again."
            ) from None


def _row(file: Path, code: str) -> tuple[str, str] | None:
    with closing(
        sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    ) as db:
        found = db.execute("SELECT lat, lon FROM places WHERE code = ?", (code,))
        row: tuple[str, str] | None = found.fetchone()
    return row


def load_gazetteer(imported: Path | None = None) -> Gazetteer:
    """Return our own small gazetteer, with an imported file on top where there is one.

    Our own places were typed by hand to two decimals (about a kilometre) for Norfolk,
    Oxfordshire and Hartlepool; they are good for the demonstration, not for a service.
    """
    text = files("matcher").joinpath("data/places.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    points = {row["outcode"]: (float(row["lat"]), float(row["lon"])) for row in rows}
    towns = {row["outcode"]: row["town"] for row in rows}
    counties = {row["outcode"]: row["county"] for row in rows}
    known = imported if imported and imported.exists() else None
    return Gazetteer(points, towns, counties, known)
