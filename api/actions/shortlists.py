"""Who could be asked for one need today, with the records behind each ref."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import members_of
from api.actions.today import today_of
from api.records import Need, Scheme
from api.snapshots import Frozen, values_of
from matcher.errors import Refused
from matcher.rounds import Listed, Shortlist, shortlist
from matcher.schemes import Scheme as Rules

_LEFT_OUT = ("words", "gap_words", "paths")


@dataclass(frozen=True, slots=True)
class Listing:
    """A shortlist of today's records.

    Parameters
    ----------
    needs : tuple of UUID
        The need and those who go with it.
    """

    rules: Rules
    frozen: Frozen
    found: Shortlist
    needs: tuple[UUID, ...]

    @property
    def seats(self) -> int:
        """Return how many seats they take together."""
        return self.found.seats

    def of(self, asset_id: UUID) -> Listed | None:
        """Return an asset's line, or None where it cannot be asked today."""
        for line in self.found.listed:
            if self.frozen.assets[line.asset] == asset_id:
                return line
        return None


def shortlist_today(
    desk: Desk,
    scheme: Scheme,
    need_id: UUID,
    *,
    most: int | None = None,
    but: Collection[UUID] = (),
    only: Collection[UUID] | None = None,
) -> Listing:
    """Return who could be asked for a need today, by the same rules as a round.

    Parameters
    ----------
    most : int, optional
        List only so many, the best.
    but : collection of UUID
        Assets that are neither listed nor counted.
    only : collection of UUID, optional
        List and count these alone.

    Raises
    ------
    NotThere
        There is no such need in this scheme.
    Refused
        It does not wait.
    """
    need = desk.find(Need, need_id, within=members_of(desk, scheme.id))
    if need.scheme_id != scheme.id or need.state != "waiting":
        raise Refused("This does not wait: it is matched, paused or closed.")
    today = today_of(desk, scheme)
    frozen = today.frozen
    ref = frozen.ref_of(need)
    if not ref:
        raise Refused("This does not wait: there is an offer or an ask for it.")
    kept = ({*frozen.assets.values()} if only is None else {*only}).difference(but)
    found = shortlist(
        today.day,
        ref,
        most=most,
        keep=lambda asset: frozen.assets[asset] in kept,
    )
    needs = tuple(frozen.needs[each] for each in (ref, *found.beside))
    return Listing(today.day.scheme, frozen, found, needs)


def reasons_from(today: Listing, line: Listed) -> dict[UUID, dict[str, Any]]:
    """Return a line's reasons as plain JSON, under the need that was looked at."""
    said = asdict(line)
    for reason in said["reasons"]:
        for name in _LEFT_OUT:
            reason.pop(name)
        reason["found"], reason["missing"] = (
            list(reason["found"]),
            list(reason["missing"]),
        )
    said["reasons"] = list(said["reasons"])
    return {today.needs[0]: said}


def uses_of(desk: Desk, scheme: Scheme, today: Listing) -> Mapping[str, int]:
    """Return what the needs take together of an asset's limits."""
    within = members_of(desk, scheme.id)
    needs = [desk.find(Need, id_, within=within) for id_ in today.needs]
    held = values_of(desk.store, needs, within=within)
    found = {}
    for limit, column in today.rules.build.uses.items():
        cells: list[Any] = [held[need.id].get(column) for need in needs]
        found[limit] = sum(int(cell or 0) for cell in cells)
    return {limit: total for limit, total in found.items() if total}
