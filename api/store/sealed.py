"""Sealed values: everything personal, each under the key of whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlmodel import col

from api.keys import DataKey as Key
from api.keys import new_data_key, seal, unseal
from api.records import Blind, DataKey, Private, Row
from api.store.store import Store

FIRST = 1
Sealed = Mapping[tuple[UUID, str], Any]
"""Values by record id and field."""
Parse = Mapping[str, Callable[[Any], Any]]
"""What is made of the values of a field."""


def keep(store: Store, row: Row, subject_id: UUID, **values: Any) -> None:
    """Seal values of a row under their subject's key; None takes a value away.

    Values are JSON. One that is there already is replaced.
    """
    table = _table(row)
    key, version = data_key(store, subject_id)
    for field, value in values.items():
        there = store.one(
            Private,
            Private.record_id == row.id,
            Private.field == field,
            within=(row.organisation_id,),
        )
        if value is None:
            if there is not None:
                store.session.delete(there)
                store.session.flush()
            continue
        sealed = sealed_text(key, row, field, value, version=version)
        if there is not None:
            store.change(there, sealed=sealed, key_version=version)
            continue
        store.new(
            Private,
            organisation_id=row.organisation_id,
            subject_id=subject_id,
            table_name=table,
            record_id=row.id,
            field=field,
            sealed=sealed,
            key_version=version,
        )


def sealed_text(
    key: Key, row: Row, field: str, value: Any, *, version: int = FIRST
) -> bytes:
    """Return a value sealed for its one place."""
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return seal(key, plain, table=_table(row), column=field, id=row.id, version=version)


def read(
    store: Store,
    rows: Iterable[Row],
    fields: Collection[str] = (),
    *,
    within: Collection[UUID] = (),
    subjects: Collection[UUID] | None = None,
    parse: Parse = MappingProxyType({}),
) -> Sealed:
    """Return the sealed values of rows; a destroyed key's values are just absent.

    Parameters
    ----------
    fields : collection of str
        Only these; all where none are named.
    within : collection of UUID
        As in `Store.find`.
    subjects : collection of UUID, optional
        Only what is sealed under these people's own keys.
    parse : mapping of str to callable, optional
        What is made of the values of some fields; a store that keeps what it read
        keeps that, and nobody may change it.
    """
    ids = [row.id for row in rows]
    found: dict[tuple[UUID, str], Any] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = [col(Private.record_id).in_(ids[start : start + _AT_ONCE])]
        if fields:
            some.append(col(Private.field).in_(sorted(fields)))
        if subjects is not None:
            some.append(col(Private.subject_id).in_(sorted(subjects)))
        values = store.find(Private, *some, within=within)
        for value, plain in _unsealed(store, values, parse):
            found[value.record_id, value.field] = plain
    return found


def _unsealed(
    store: Store, values: Sequence[Private], parse: Parse
) -> Iterator[tuple[Private, Any]]:
    """Yield values with what they hold; those unsealed before are not again."""
    known = {each.id: store.known(each) for each in values}
    fresh = {value.subject_id for value in values if known[value.id] is None}
    keys = keys_of(store, fresh)
    for value in values:
        there = known[value.id]
        if there is not None:
            yield value, there[1]
        elif value.subject_id in keys:
            plain = _plain(value, keys[value.subject_id][0])
            if value.field in parse:
                plain = parse[value.field](plain)
                store.learn(value, plain)
            yield value, plain


def value(store: Store, row: Row, field: str) -> Any:
    """Return one sealed value of a row, or None."""
    return read(store, [row], [field], within=(row.organisation_id,)).get(
        (row.id, field)
    )


def remember(
    store: Store, person_id: UUID, organisation_id: UUID, **texts: str
) -> None:
    """Keep blind digests by which a person is found again, one a kind."""
    store.session.flush()
    for kind, text in texts.items():
        for old in store.find(
            Blind,
            Blind.person_id == person_id,
            Blind.kind == kind,
            within=(organisation_id,),
        ):
            store.session.delete(old)
        if text:
            store.new(
                Blind,
                organisation_id=organisation_id,
                person_id=person_id,
                kind=kind,
                digest=store.keys.blind(kind, text),
            )


def data_key(store: Store, subject_id: UUID) -> tuple[Key, int]:
    """Return a subject's data key and its version, made where there is none yet.

    Raises
    ------
    Unreadable
        The key was destroyed: the subject was erased.
    """
    found = keys_of(store, {subject_id}, strict=True)
    if subject_id in found:
        return found[subject_id]
    key = new_data_key()
    wrapped, version = store.keys.wrap(key, subject=subject_id)
    store.new(DataKey, subject_id=subject_id, wrapped=wrapped, master_version=version)
    return key, FIRST


def keys_of(
    store: Store, subjects: Collection[UUID], *, strict: bool = False
) -> dict[UUID, tuple[Key, int]]:
    """Return the data keys of subjects that have one.

    Raises
    ------
    Unreadable
        With `strict`, where one was destroyed; else it is just absent.
    """
    rows = store.across("data key", DataKey, col(DataKey.subject_id).in_(subjects))
    return {
        row.subject_id: (
            store.keys.unwrap(
                row.wrapped, subject=row.subject_id, version=row.master_version
            ),
            FIRST,
        )
        for row in rows
        if strict or row.wrapped
    }


def _plain(value: Private, key: Key) -> Any:
    plain = unseal(
        key,
        value.sealed,
        table=value.table_name,
        column=value.field,
        id=value.record_id,
        version=value.key_version,
    )
    return json.loads(plain)


def _table(row: Row) -> str:
    return str(row.__tablename__)


_AT_ONCE = 5_000
