"""Assets: added, shown, changed, paused, returned and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.rows_showing import list_mine, list_rows, show_row
from api.actions.rows_writing import add_row, change_row, move_row
from api.records import Asset, Scheme


@reads("asset.list", on=Scheme)
def list_assets(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of a scheme's assets: refs and states alone."""
    return list_rows(desk, scheme, Asset, state=state, after=after, limit=limit)


@reads("asset.mine")
def my_assets(desk: Desk) -> dict[str, Any]:
    """Return the caller's own assets."""
    return list_mine(desk, Asset)


@reads("asset.read", on=Asset)
def read_asset(desk: Desk, asset: Asset) -> dict[str, Any]:
    """Return an asset, as far as the caller may see it."""
    return show_row(desk, "asset.read", asset)


@acts("asset.create", on=Scheme, adds=True)
def add_asset(desk: Desk, scheme: Scheme, *, cells: Mapping[str, str]) -> Done:
    """Add an asset from its cells, by column."""
    row = add_row(desk, scheme, Asset, cells)
    desk.record("asset.create", row, columns=sorted(row.edited))
    return desk.done(row)


@acts("asset.change", on=Asset)
def change_asset(desk: Desk, asset: Asset, *, cells: Mapping[str, str]) -> Done:
    """Change cells of an asset."""
    change_row(desk, asset, cells)
    desk.record("asset.change", asset, columns=sorted(cells))
    return desk.done(asset)


@acts("asset.pause", on=Asset)
def pause_asset(desk: Desk, asset: Asset) -> Done:
    """Pause an asset: no round and no shortlist proposes it."""
    return _move(desk, asset, "pause")


@acts("asset.hold", on=Asset)
def hold_asset(desk: Desk, asset: Asset) -> Done:
    """Put an asset on hold: not available, for whatever reason."""
    return _move(desk, asset, "hold")


@acts("asset.return", on=Asset)
def return_asset(desk: Desk, asset: Asset) -> Done:
    """Return an asset that was paused, or on hold."""
    return _move(desk, asset, "return")


@acts("asset.close", on=Asset)
def close_asset(desk: Desk, asset: Asset) -> Done:
    """Close an asset for good."""
    return _move(desk, asset, "close")


def _move(desk: Desk, asset: Asset, act: str) -> Done:
    move_row(desk, asset, act)
    desk.record(f"asset.{act}", asset)
    return desk.done(asset)
