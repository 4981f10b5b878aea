"""A scheme file while it is being checked: what can be read of it, and its faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from matcher.errors import Fault
from matcher.schemes.lines import Path, Span, line_of
from matcher.schemes.shape import Key, fits_key

Table = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """What could be read, table by table, and every fault found so far.

    Parameters
    ----------
    file : str
        The file's name, without its folder.
    spans : mapping of path to Span
        Where each key stands (`matcher.schemes.lines`).
    tables : dict of path to table
        Only known keys whose values are of the right kind.
    faults : set of Fault
        Everything found so far.
    sheets : dict of str to dict
        The columns of each sheet by name.
    """

    file: str
    spans: Mapping[Path, Span]
    tables: dict[Path, Table] = field(default_factory=dict)
    faults: set[Fault] = field(default_factory=set)
    sheets: dict[str, dict[str, Table]] = field(default_factory=dict)

    def fault(self, path: Path, message: str) -> None:
        """Note that something is wrong at `path`."""
        row = line_of(self.spans, path)
        key = ".".join(str(part) for part in path)
        self.faults.add(
            Fault(file=self.file, sheet="", row=row, column=key, message=message)
        )

    def keep(self, path: Path, given: Any, keys: Mapping[str, Key]) -> Table:
        """Note faults of the table at `path`; keep and return what is right of it."""
        table = given if isinstance(given, dict) else {}
        kept = {}
        for name, value in table.items():
            if name not in keys:
                self.unknown((*path, name), "key", name, keys)
            elif problem := fits_key(keys[name], value):
                self.fault((*path, name), problem)
            else:
                kept[name] = value
        for name, key in keys.items():
            if key.required and name not in table:
                self.fault(path, f'"{name}" is missing here. Add it.')
        self.tables[path] = kept
        return kept

    def unknown(self, path: Path, what: str, name: str, known: Iterable[str]) -> None:
        """Note that `name` is no `what` we know, with the nearest one we do know."""
        near = get_close_matches(name, [*known], n=1, cutoff=0.6)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        self.fault(path, f'There is no {what} called "{name}" here.{hint}')

    def table(self, *path: str | int) -> Table:
        """Return what was kept at `path`; empty where nothing was."""
        return self.tables.get(path, {})

    def columns(self, sheet: str) -> dict[str, Table]:
        """Return the columns of a sheet by name; empty where there is no such sheet."""
        return self.sheets.get(sheet, {})

    def column(
        self, path: Path, sheet: str, name: Any, kinds: tuple[str, ...]
    ) -> Table | None:
        """Return the column that `path` names, or note why it will not do."""
        columns = self.columns(sheet)
        if not isinstance(name, str):
            self.fault(path, f"Write the name of a column of [{sheet}], in quotes.")
            return None
        if name not in columns:
            if columns:
                self.unknown(path, f"column of [{sheet}]", name, columns)
            return None
        kind = columns[name].get("kind")
        if kind and kind not in kinds:
            wanted = " or ".join(kinds)
            self.fault(
                path,
                f'Column "{name}" of [{sheet}] is of kind {kind}; '
                f"this needs one of kind {wanted}.",
            )
            return None
        return columns[name]
