"""From the records of a scheme to the snapshot that a round runs on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.records import Claim, Hub, Listed, MatchNeed, Need, Proposal, Row, Ruling
from api.snapshots.holding import hold_assets, hold_staff
from api.snapshots.naming import Naming
from api.snapshots.parting import pairs_apart, pairs_away
from api.snapshots.room import Cells, put_first
from api.snapshots.rows import Rows, read_rows
from api.snapshots.rulings import rulings_of
from api.store import Store, col, find_among
from matcher.errors import Refused
from matcher.gazetteer import Gazetteer
from matcher.model import Record, Snapshot, Term
from matcher.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot, and which record stands behind each of its refs.

    Parameters
    ----------
    needs, assets, staff : mapping of str to UUID
        Ids by the refs of the snapshot.
    """

    snapshot: Snapshot
    needs: Mapping[str, UUID]
    assets: Mapping[str, UUID]
    staff: Mapping[str, UUID]

    def ref_of(self, row: Row) -> str:
        """Return the ref of a need, an asset or a staff row; "" where it is not in."""
        sides = {**self.staff, **self.assets, **self.needs}
        return next((ref for ref, row_id in sides.items() if row_id == row.id), "")


def freeze_records(
    store: Store,
    scheme: Scheme,
    *,
    scheme_id: UUID,
    round: str,  # noqa: A002 - the word for it, and only ever by keyword
    as_of: date,
    term: Term,
    gazetteer: Gazetteer | None = None,  # noqa: ARG001 - points were snapped on the way in
    rulings: Iterable[Ruling] = (),
    needs: Collection[UUID] | None = None,
    assets: Collection[UUID] | None = None,
    own: Proposal | None = None,
) -> Frozen:
    """Freeze the records of a scheme that the store's organisation runs.

    Guarantees: the same records give the same bytes, and rows that came from sheets
    and were not touched since give those of `matcher.intake.freeze`. Needs that wait
    are in it. An asset or a member of staff that is paused, on hold, suspended or kept
    full stands in it as one on hold for an ordinary reason; kept-apart and kept-away
    are pairs of refs, without a reason. Seats held by offers and matches are taken.

    Parameters
    ----------
    rulings : iterable of Ruling
        What was ruled for this round.
    needs, assets : collection of UUID, optional
        Only these, and the needs among them whether or not they wait: to test a pair
        on today's records, or to find for one need.
    own : Proposal, optional
        A proposal whose own seats are not in its way.

    Raises
    ------
    Refused
        If the term ends before it starts, or the round has no name.
    """
    if not round.strip():
        raise Refused("The round has no name. Give it one, such as 2026-11.")
    if term.end < term.start:
        raise Refused("The term ends before it starts. Swap or correct the two dates.")
    rows = read_rows(store, scheme_id, needs=needs, assets=assets)
    naming = Naming(store.organisation_id, scheme)
    waiting = list(rows.needs) if needs is not None else _waiting(store, rows)
    cells = {row.id: naming.cells(row, rows) for row in rows.listed()}
    cells |= {hub.id: naming.hub_cells(hub, rows) for hub in rows.hubs}
    put_first(waiting, cells, scheme)
    shut = hold_assets(store, rows, scheme, cells, own)
    staff = hold_staff(store, rows, scheme, cells)
    need_refs = {need.id: naming.ref(need) for need in waiting}
    asset_refs = {asset.id: naming.ref(asset) for asset in rows.assets}
    apart = _apart(rows, cells, naming, need_refs)
    apart |= {_pair(n, naming.ref(a)) for a in shut for n in need_refs.values()}
    snapshot = Snapshot(
        scheme=scheme.name,
        round=round,
        as_of=as_of,
        term=term,
        needs=_records(waiting, cells, naming),
        assets=_records(rows.assets, cells, naming),
        staff=_records(staff, cells, naming),
        hubs=_records(rows.hubs, cells, naming),
        rulings=rulings_of(store, rows, rulings, need_refs, asset_refs),
        apart=tuple(sorted(apart)),
    )
    return Frozen(
        snapshot,
        {ref: row_id for row_id, ref in need_refs.items()},
        {ref: row_id for row_id, ref in asset_refs.items()},
        {naming.ref(row): row.id for row in staff},
    )


def _waiting(store: Store, rows: Rows) -> list[Need]:
    """Return the needs that a round is for: waiting, and not already offered."""
    ids = [need.id for need in rows.needs if need.state == "waiting"]
    claims = find_among(store, Claim, Claim.need_id, ids, within=rows.within)
    taken = {claim.need_id for claim in claims}
    live = store.find(
        MatchNeed, MatchNeed.scheme_id == rows.scheme_id, col(MatchNeed.live).is_(True)
    )
    matched = {row.one_live_id for row in live}
    taken |= {row.need_id for row in live}
    return [
        need
        for need in rows.needs
        if need.state == "waiting"
        and need.id not in taken
        and rows.identity(need) not in matched | rows.suspended
    ]


def _apart(
    rows: Rows,
    cells: Mapping[UUID, Cells],
    naming: Naming,
    waiting: Mapping[UUID, str],
) -> set[tuple[str, str]]:
    """Return the pairs kept apart or away, without those whose need is not here."""
    found = pairs_apart(rows, cells, naming.ref, naming.home)
    found |= pairs_away(rows, cells, naming.ref)
    known = {naming.ref(need) for need, _ in rows.occupants}
    gone = (known | {naming.ref(need) for need in rows.needs}) - set(waiting.values())
    return {pair for pair in found if not gone & set(pair)}


def _records(
    rows: Iterable[Listed | Hub], cells: Mapping[UUID, Cells], naming: Naming
) -> tuple[Record, ...]:
    records = (Record(naming.ref(row), cells[row.id]) for row in rows)
    return tuple(sorted(records, key=lambda record: record.ref))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
