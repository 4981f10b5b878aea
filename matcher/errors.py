"""Errors that may be shown: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class AcornsError(Exception):
    """Something a person can put right; ``str(error)`` is safe to show.

    Parameters
    ----------
    message : str
        One sentence or a few: what, where, what to do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(AcornsError):
    """A request that cannot be met as it is: a policy, an option, an empty round."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in one cell, row or file.

    Parameters
    ----------
    file, sheet : str
        The file's name (no folder) and the sheet's; ``sheet`` is "" for a .csv.
    row : int
        As a spreadsheet shows it, from 1; 0 when the fault is the whole sheet's.
    column : str
        The header as the user wrote it, or the one we expected; "" for a whole row.
    message : str
        What is wrong and what to do, without the place.
    """

    file: str
    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        name = f"{self.file} ({self.sheet})" if self.sheet else self.file
        row = f"row {self.row}" if self.row else ""
        column = f'column "{self.column}"' if self.column else ""
        place = ", ".join(part for part in (name, row, column) if part)
        return f"{place}: {self.message}"


class FaultsFound(AcornsError):
    """Every fault of the sheets or the scheme file, all at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InstanceError(AcornsError):
    """An instance or result file that cannot be read; the message names the line."""
