"""Many rows and many sealed values at once, in as many statements as they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col

from api.keys import DataKey as Key
from api.keys import new_data_key
from api.records import DataKey, Private, Row
from api.store.sealed import FIRST, keys_of, sealed_text
from api.store.store import Store

R = TypeVar("R", bound=Row)
Kept = tuple[Row, UUID, Mapping[str, Any]]
"""A row, whose values they are, and the values by field; None takes one away."""
AT_ONCE = 5_000


def new_rows(store: Store, kind: type[R], many: Iterable[Mapping[str, Any]]) -> list[R]:
    """Insert rows of this organisation, and return them in their order."""
    given = {"organisation_id": store.organisation_id, "created_at": store.now}
    rows = [kind(**{**given, **values}) for values in many]
    store.session.add_all(rows)
    store.session.flush()
    return rows


def find_among(
    store: Store,
    kind: type[R],
    column: Any,
    values: Collection[Any],
    *,
    within: Collection[UUID] = (),
) -> list[R]:
    """Return the rows whose column is one of these values, however many there are."""
    found: list[R] = []
    for some in _portions(set(values)):
        found += store.find(kind, col(column).in_(some), within=within)
    return found


def keep_many(store: Store, many: Sequence[Kept]) -> None:
    """Seal the values of many rows, each under its subject's key, as `keep` does.

    Where two of them give a row's field that is new, the first counts.

    Raises
    ------
    Unreadable
        A subject's key was destroyed: somebody of them was erased.
    """
    keys = _keys(store, {subject for _, subject, _ in many})
    there = _there(store, [row for row, _, _ in many])
    fresh: dict[tuple[UUID, str], Private] = {}
    for row, subject, values in many:
        for field, value in values.items():
            old = there.get((row.id, field))
            if value is None:
                if old is not None:
                    store.session.delete(old)
                continue
            sealed = sealed_text(keys[subject], row, field, value)
            if old is not None:
                store.change(old, sealed=sealed, key_version=FIRST)
            else:
                made = _private(store, row, subject, field, sealed)
                fresh.setdefault((row.id, field), made)
    store.session.add_all(fresh.values())
    store.session.flush()


def _private(
    store: Store, row: Row, subject: UUID, field: str, sealed: bytes
) -> Private:
    return Private(
        organisation_id=row.organisation_id,
        created_at=store.now,
        subject_id=subject,
        table_name=str(row.__tablename__),
        record_id=row.id,
        field=field,
        sealed=sealed,
        key_version=FIRST,
    )


def _keys(store: Store, subjects: Collection[UUID]) -> dict[UUID, Key]:
    found: dict[UUID, Key] = {}
    for some in _portions(subjects):
        there = keys_of(store, some, strict=True)
        found |= {subject: key for subject, (key, _) in there.items()}
    made: list[dict[str, Any]] = []
    for subject in sorted(set(subjects) - found.keys()):
        found[subject] = new_data_key()
        wrapped, version = store.keys.wrap(found[subject], subject=subject)
        made.append(
            {"subject_id": subject, "wrapped": wrapped, "master_version": version}
        )
    new_rows(store, DataKey, made)
    return found


def _there(store: Store, rows: Sequence[Row]) -> dict[tuple[UUID, str], Private]:
    ids = [row.id for row in rows]
    owners = {row.organisation_id for row in rows}
    found = find_among(store, Private, Private.record_id, ids, within=owners)
    return {(row.record_id, row.field): row for row in found}


def _portions(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values, key=str)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
