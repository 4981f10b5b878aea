"""Sheets and columns: kinds, values, headers, and what is protected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from matcher.schemes.draft import Draft, Table
from matcher.schemes.lines import Path
from matcher.schemes.scheme import SHEETS
from matcher.schemes.shape import COLUMN, SHEET
from matcher.schemes.wording import protected_word

_WITH_VALUES = ("choice", "choices", "levels")
_WITH_BOUNDS = ("whole", "points", "levels")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_VALUE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# The graph is built from these, under the same names in every scheme.
SPECIAL = {
    "ref": "ref",
    "holder": "ref",
    "hub": "ref",
    "partner": "ref",
    "person": "ref",
    "trusts": "refs",
    "capabilities": "capabilities",
    "training": "choices",
}


def check_sheets(draft: Draft, data: Table) -> None:
    """Note every fault of the four sheets and their columns."""
    for sheet in (name for name in SHEETS if name in data):
        kept = draft.keep((sheet,), data[sheet], SHEET)
        for name, given in kept.get("columns", {}).items():
            path = (sheet, "columns", name)
            _column(draft, path, given)
            draft.sheets.setdefault(sheet, {})[name] = draft.table(*path)
        if "columns" in kept:
            _refs(draft, sheet)
            _headers(draft, sheet)
    _hubs(draft, data)


def _column(draft: Draft, path: Path, given: Any) -> None:
    name = str(path[2])
    if not isinstance(given, dict):
        draft.fault(path, "A column has to be a table with a kind and a title.")
        draft.tables[path] = {}
        return
    column = draft.keep(path, given, COLUMN)
    if not _NAME.match(name):
        draft.fault(path, "Name columns in small letters, digits and _, letter first.")
    special = SPECIAL.get(name)
    if special and column.get("kind", special) != special:
        draft.fault((*path, "kind"), f'A column called "{name}" is of kind {special}.')
    _values(draft, path, column)
    _bounds(draft, path, column)
    _default(draft, path, column)
    _protected(draft, path, column)


def _values(draft: Draft, path: Path, column: Table) -> None:
    kind, values = column.get("kind"), column.get("values", [])
    if (
        kind in _WITH_VALUES
        and not values
        and "values" not in _given_wrong(draft, path)
    ):
        draft.fault(path, f'A column of kind {kind} needs "values". List them.')
    if kind and kind not in _WITH_VALUES and values:
        draft.fault((*path, "values"), f"A column of kind {kind} has no values.")
    for index, value in enumerate(values):
        if not _VALUE.match(value):
            draft.fault(
                (*path, "values", index),
                f'Write "{value}" in small letters and digits with - between words.',
            )
        if value in values[:index]:
            draft.fault((*path, "values", index), f'"{value}" stands here twice.')


def _given_wrong(draft: Draft, path: Path) -> set[str]:
    """Return the keys of the table at `path` that were given but not kept."""
    given = {str(p[-1]) for p in draft.spans if p[:-1] == path}
    return given - set(draft.table(*path))


def _bounds(draft: Draft, path: Path, column: Table) -> None:
    kind, low, high = column.get("kind"), column.get("low"), column.get("high")
    for key in ("low", "high"):
        if key in column and kind and kind not in _WITH_BOUNDS:
            draft.fault((*path, key), f'A column of kind {kind} has no "{key}".')
    if low is not None and high is not None and low > high:
        draft.fault((*path, "low"), f"low is {low} and high is {high}. Swap them.")


def _default(draft: Draft, path: Path, column: Table) -> None:
    if "default" not in column:
        return
    value, kind = column["default"], column.get("kind", "")
    number = isinstance(value, int) and not isinstance(value, bool)
    low, high = column.get("low", value), column.get("high", value)
    fine = {
        "flag": isinstance(value, bool),
        "whole": number and low <= value <= high,
        "points": number and 0 <= value <= 100,
        "text": isinstance(value, str),
        "choice": isinstance(value, str) and value in column.get("values", []),
    }
    if kind and not fine.get(kind, False):
        draft.fault((*path, "default"), f"This default does not suit kind {kind}.")


def _protected(draft: Draft, path: Path, column: Table) -> None:
    if column.get("protected") or column.get("kind") == "personal":
        return
    texts = (str(path[2]), column.get("title", ""), *column.get("values", []))
    word = next(filter(None, map(protected_word, texts)), "")
    if word:
        draft.fault(
            path,
            f'"{word}" names a protected characteristic. Add protected = true; rules '
            "may then read the column only with a basis.",
        )


def _refs(draft: Draft, sheet: str) -> None:
    columns = draft.columns(sheet)
    if "ref" not in columns:
        draft.fault((sheet,), 'Every sheet needs a column "ref". Add it.')
    elif not columns["ref"].get("required"):
        draft.fault((sheet, "columns", "ref"), 'Add required = true to "ref".')


def _headers(draft: Draft, sheet: str) -> None:
    """Two columns of one sheet may not answer to the same header."""
    seen: dict[str, str] = {}
    for name, column in draft.columns(sheet).items():
        path = (sheet, "columns", name)
        for place, header in _written(path, column):
            key = re.sub(r"[^a-z0-9]+", " ", header.lower()).strip()
            if seen.setdefault(key, name) != name:
                draft.fault(
                    place, f'Column "{seen[key]}" has the header "{header}" too.'
                )


def _written(path: Path, column: Table) -> Iterator[tuple[Path, str]]:
    yield path, str(path[2])
    if "title" in column:
        yield (*path, "title"), column["title"]
    for index, alias in enumerate(column.get("aliases", [])):
        yield (*path, "aliases", index), alias


def _hubs(draft: Draft, data: Table) -> None:
    for sheet in ("assets", "staff"):
        if "hub" in draft.columns(sheet) and "hubs" not in data:
            draft.fault((sheet, "columns", "hub"), "There is no [hubs] sheet. Add it.")
    if draft.columns("hubs"):
        draft.column(("hubs",), "hubs", "place", ("place",))
