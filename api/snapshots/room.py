"""What is left of an asset, and how one that is not available stands in a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from api.records import Need, Seats
from matcher.model import Value
from matcher.schemes.scheme import Scheme

Cells = dict[str, Value]
SEATS = "seats"


def hold_column(scheme: Scheme, left: str) -> str:
    """Return the flag by which a sheet puts an asset, or staff, on hold; "" if none."""
    side = "asset" if left == "needs" else "need"
    for gate in scheme.gates:
        off = gate.options.get("is") is False
        flag = gate.confidential and gate.kind == "flag" and gate.left == left and off
        if flag and gate.options.get(side):
            return str(gate.options[side])
    return ""


def confidential_columns(scheme: Scheme, sheet: str) -> frozenset[str]:
    """Return the columns that only say why something is not available."""
    sides = {"assets": "asset", "staff": "need", "needs": "need"}
    return frozenset(
        str(gate.options[sides[sheet]])
        for gate in scheme.gates
        if gate.confidential
        and gate.kind == "flag"
        and gate.options.get(sides.get(sheet, ""))
        and sheet in ("assets", gate.left)
    )


def put_on_hold(cells: Cells, scheme: Scheme, sheet: str) -> bool:
    """Make a row one that is on hold for an ordinary reason.

    Whatever the true reason is, a suspension too, the row stands here the same: by the
    scheme's own flag, or with no seat left. False where the scheme has neither.
    """
    left = "needs" if sheet == "assets" else sheet
    if column := hold_column(scheme, left):
        cells[column] = True
        return True
    if sheet == "assets" and scheme.build.capacity:
        cells[scheme.build.capacity] = 0
        return True
    return False


def put_first(
    needs: Iterable[Need], cells: Mapping[UUID, Cells], scheme: Scheme
) -> None:
    """Have those who come first this time stand so, by the scheme's own flag."""
    rules = [rule for rule in scheme.build.priority if "flag" in rule]
    for need in needs:
        if need.first_waiting and rules:
            cells[need.id][rules[0]["column"]] = bool(rules[0]["flag"])


def count_seats(cells: Cells, scheme: Scheme, held: Sequence[Seats]) -> None:
    """Put how many seats there are now where a sheet said how many there were.

    Only where the column alone says it: pieces come and go, and a hub raises what can
    be booked, long after a sheet.
    """
    build = scheme.build
    alone = not (build.taken or build.approved) and build.usual_limit is None
    if alone and build.capacity in cells:
        for row in held:
            if row.name == SEATS:
                cells[build.capacity] = row.most


def less_held(
    cells: Cells,
    scheme: Scheme,
    held: Sequence[Seats],
    own: Mapping[str, int],
) -> None:
    """Take the seats, and the use of limits, that are held here off an asset's cells.

    Parameters
    ----------
    own : mapping of str to int
        What the pair itself holds already, by name: that is not in its own way.
    """
    used = {row.name: max(0, row.held - own.get(row.name, 0)) for row in held}
    seats, build = used.pop(SEATS, 0), scheme.build
    if seats:
        _less_seats(cells, scheme, seats)
        if build.opens_with:
            _less(cells, build.opens_with, seats)
    for name, much in used.items():
        if much and name in build.limits:
            _less(cells, build.limits[name], much)


def _less_seats(cells: Cells, scheme: Scheme, seats: int) -> None:
    """Count held seats as taken, in the way that the scheme counts what is free."""
    build = scheme.build
    limited = bool(build.approved) or build.usual_limit is not None
    if build.taken:
        cells[build.taken] = _number(cells, build.taken, 0) + seats
    if build.capacity and (limited or not build.taken):
        _less(cells, build.capacity, seats, otherwise=1)


def _less(
    cells: Cells, column: str, much: int, *, otherwise: int | None = None
) -> None:
    if column in cells or otherwise is not None:
        cells[column] = max(0, _number(cells, column, otherwise or 0) - much)


def _number(cells: Cells, column: str, otherwise: int) -> int:
    value = cells.get(column)
    return int(value) if isinstance(value, int) else otherwise
