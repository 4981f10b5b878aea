"""Drawing a community, and writing it as the spreadsheet a coordinator would have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

from matcher.communities.cells import Ground, draw
from matcher.communities.stating import Stated, stated_for
from matcher.gazetteer import Gazetteer
from matcher.schemes import Column, Scheme, Sheet

Row = dict[str, Any]
_ORDER = ("hubs", "assets", "staff", "needs")
_HUBS = 8
_ASSETS_A_STAFF = 1


@dataclass(frozen=True, slots=True)
class Community:
    """Rows as typed, by sheet; columns in the scheme's order."""

    scheme: Scheme
    stated: Stated
    sheets: Mapping[str, tuple[Row, ...]]
    apart: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str, str], ...]


def invent(
    scheme: Scheme, *, needs: int, assets: int, seed: int, gazetteer: Gazetteer
) -> Community:
    """Draw a community. The same arguments give the same people.

    Parameters
    ----------
    needs, assets : int
        How many rows of each; hubs and staff follow the stated sizes.
    seed : int
        Of this draw only; no matching depends on it.
    """
    stated, random = stated_for(scheme), Random(f"{scheme.name} {seed}")  # noqa: S311 - invented people, not keys
    sizes = {"hubs": _HUBS, "staff": assets * _ASSETS_A_STAFF, **stated.sizes}
    sizes |= {"needs": needs, "assets": assets}
    outcodes = _outcodes(stated, gazetteer)
    sheets: dict[str, tuple[Row, ...]] = {}
    refs: dict[str, list[str]] = {}
    for name in (name for name in _ORDER if name in scheme.sheets):
        ground = Ground(stated.as_of, outcodes, sorted(scheme.capabilities), refs)
        rows = _rows(scheme.sheets[name], sizes[name], stated, ground, random)
        if name == "needs" and scheme.build.group:
            _gather(rows, scheme, stated, random)
        sheets[name] = tuple(rows)
        for row in rows:
            for column, value in row.items():
                if isinstance(value, str):
                    refs.setdefault(f"{name}.{column}", []).append(value)
    return Community(
        scheme,
        stated,
        sheets,
        _pairs_apart(stated, sheets, random),
        _decisions(stated, sheets, random),
    )


def _outcodes(stated: Stated, gazetteer: Gazetteer) -> list[str]:
    counties = gazetteer.counties
    known = [code for code in sorted(counties) if counties[code] in stated.counties]
    return known or sorted(counties)


def _rows(
    sheet: Sheet, count: int, stated: Stated, ground: Ground, random: Random
) -> list[Row]:
    how = stated.columns.get(sheet.name, {})
    letter = how.get("ref", {}).get("letter", sheet.one[0])
    rows = []
    for number in range(1, count + 1):
        row: Row = {"ref": f"{letter}{number}"}
        for column in sheet.columns[1:]:
            row[column.name] = _cell(
                column, how.get(column.name, {}), row, ground, random
            )
        rows.append(row)
    return rows


def _cell(
    column: Column, how: Mapping[str, Any], row: Row, ground: Ground, random: Random
) -> Any:
    if "only_with" in how and row.get(how["only_with"]) in (None, "no", 0):
        return None
    if "given" in how:
        how = how["cases"].get(row[how["given"]], how["otherwise"])
    value = draw(column, how, ground, random)
    floor = row.get(how.get("not_before", ""))
    return value if value is None or floor is None else max(value, floor)


def _gather(rows: list[Row], scheme: Scheme, stated: Stated, random: Random) -> None:
    """Put the stated share of needs into groups whose rows are alike where they are."""
    for row in rows:
        row[scheme.build.group] = row[scheme.build.together] = None
    how = stated.groups
    left, number = round(how.get("share", 0.0) * len(rows)), 0
    free = iter(random.sample(range(len(rows)), len(rows)))
    sizes = {int(size): weight for size, weight in how.get("sizes", {"2": 1}).items()}
    while left >= min(sizes):
        possible = [size for size in sizes if size <= left]
        size = random.choices(possible, [sizes[size] for size in possible])[0]
        number, left = number + 1, left - size
        members = [rows[next(free)] for _ in range(size)]
        kind = random.choices(*zip(*how["together"].items(), strict=True))[0]
        alike = {name: members[0][name] for name in how.get("alike", ())}
        for member in members:
            member.update(
                alike
                | {
                    scheme.build.group: f"s{number}",
                    scheme.build.together: kind,
                }
            )


def _pairs_apart(
    stated: Stated, sheets: Mapping[str, tuple[Row, ...]], random: Random
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for sides, count in stated.apart.items():
        one, other = sides.split("-")
        for _ in range(count):
            pair = (random.choice(sheets[one]), random.choice(sheets[other]))
            if pair[0]["ref"] != pair[1]["ref"]:
                pairs.append((pair[0]["ref"], pair[1]["ref"]))
    return tuple(pairs)


def _decisions(
    stated: Stated, sheets: Mapping[str, tuple[Row, ...]], random: Random
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            random.choice(sheets["needs"])["ref"],
            random.choice(sheets["assets"])["ref"],
            kind,
        )
        for kind, count in stated.decisions.items()
        for _ in range(count)
    )


def generate(
    scheme: Scheme,
    *,
    needs: int,
    assets: int,
    seed: int,
    out: Path,
    gazetteer: Gazetteer,
) -> Path:
    """Draw a community and write it as one workbook in `out`; return its path."""
    community = invent(
        scheme, needs=needs, assets=assets, seed=seed, gazetteer=gazetteer
    )
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{scheme.name}.xlsx"
    _workbook(community).save(path)
    return path


def _workbook(community: Community) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = "Invented people, for demonstration"
    for name in ("needs", "assets", "staff", "hubs"):
        if name in community.sheets:
            sheet = community.scheme.sheets[name]
            titles = [column.title for column in sheet.columns]
            rows = [list(row.values()) for row in community.sheets[name]]
            _write(book, sheet.title, titles, rows)
    if community.decisions:
        titles = ["need", "asset", "decision"]
        _write(book, "decisions", titles, [list(row) for row in community.decisions])
    if community.apart:
        _write(book, "apart", ["one", "other"], [list(row) for row in community.apart])
    return book


def _write(
    book: Workbook, title: str, titles: list[str], rows: list[list[Any]]
) -> None:
    page = book.create_sheet(title)
    for line in (titles, *rows):
        page.append(line)
    page.freeze_panes = "A2"
