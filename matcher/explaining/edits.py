"""A change to what is offered, before anybody knows what it would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.model import Record, Snapshot


@dataclass(frozen=True, slots=True)
class Edit:
    """Rows that replace those of the same ref, or are new.

    Parameters
    ----------
    assets, staff : tuple of Record
        The rows as they would be.
    apart : tuple of (str, str)
        Who is kept apart from a new row: a new one like f12 is kept from whom f12 is.
    """

    assets: tuple[Record, ...] = ()
    staff: tuple[Record, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Equal for equal edits."""
        rows = (*self.assets, *self.staff)
        cells = [(row.ref, sorted(row.values.items())) for row in rows]
        return repr((len(self.assets), cells, self.apart))

    def on(self, snapshot: Snapshot) -> Snapshot:
        """Return the snapshot with the change applied."""
        return replace(
            snapshot,
            assets=_with(snapshot.assets, self.assets),
            staff=_with(snapshot.staff, self.staff),
            apart=tuple(sorted({*snapshot.apart, *self.apart})),
        )


def _with(rows: Iterable[Record], more: tuple[Record, ...]) -> tuple[Record, ...]:
    new = {row.ref: row for row in more}
    kept = (row for row in rows if row.ref not in new)
    return tuple(sorted((*kept, *more), key=lambda row: row.ref))
