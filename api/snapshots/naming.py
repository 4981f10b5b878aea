"""Refs of a snapshot: as the running organisation writes them, others' marked."""

from __future__ import annotations

from uuid import UUID

from api.records import Asset, Hub, Listed, Need
from api.snapshots.room import Cells
from api.snapshots.rows import Rows, hub_field
from matcher.model import Value
from matcher.schemes.scheme import Scheme


class Naming:
    """How rows are called in one snapshot.

    Two organisations may have the same ref, and mean different people by it: refs of
    rows that come from a member organisation carry its mark, also within their cells.
    """

    def __init__(self, home: UUID, scheme: Scheme) -> None:
        self.home = home
        self._named = {
            sheet.name: {c.name for c in sheet.columns if c.kind in ("ref", "refs")}
            for sheet in scheme.sheets.values()
        }

    def ref(self, row: Listed | Hub) -> str:
        """Return what a row is called."""
        return self._marked(row.ref, row.organisation_id)

    def cells(self, row: Listed, rows: Rows) -> Cells:
        """Return a copy of what a row's cells hold, with every ref as it is called."""
        side = "needs" if isinstance(row, Need) else "staff"
        sheet = "assets" if isinstance(row, Asset) else side
        return self._cells(rows.values(row), sheet, row.organisation_id)

    def hub_cells(self, hub: Hub, rows: Rows) -> Cells:
        """Return what a hub's cells hold on this scheme's sheet."""
        held = dict(rows.sealed[hub.id, hub_field(rows.scheme_id)])
        return self._cells(held, "hubs", hub.organisation_id)

    def _cells(self, values: Cells, sheet: str, owner: UUID) -> Cells:
        if owner == self.home:
            return values
        named = self._named.get(sheet, set())
        return {
            name: self._renamed(value, owner) if name in named else value
            for name, value in values.items()
        }

    def _renamed(self, value: Value, owner: UUID) -> Value:
        if isinstance(value, tuple):
            return tuple(self._marked(str(ref), owner) for ref in value)
        return self._marked(str(value), owner)

    def _marked(self, ref: str, owner: UUID) -> str:
        return ref if owner == self.home else f"{ref}.{owner.hex[-6:]}"
