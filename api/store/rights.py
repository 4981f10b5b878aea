"""Keys destroyed and keys rewrapped: erasure and rotation, over all that there is."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col

from api.records import DataKey, Private
from api.store.store import Store

AT_ONCE = 500


def destroy_keys(store: Store, subjects: Collection[UUID]) -> int:
    """Destroy people's data keys, and delete what they sealed; return how many values.

    Whatever is left anywhere of the sealed bytes can be read by nobody any more.
    """
    ids = sorted(subjects)
    store.session.flush()
    store.session.execute(
        update(DataKey)
        .where(col(DataKey.subject_id).in_(ids), col(DataKey.wrapped).is_not(None))
        .values(wrapped=None, destroyed_at=store.now, version=col(DataKey.version) + 1)
        .execution_options(across="data key", synchronize_session=False)
    )
    gone = store.session.execute(
        delete(Private)
        .where(col(Private.subject_id).in_(ids))
        .execution_options(across="data key", synchronize_session=False)
    )
    store.session.expire_all()
    return int(gone.rowcount)  # type: ignore[attr-defined]


def rewrap_keys(store: Store, *, most: int = AT_ONCE) -> tuple[int, int]:
    """Wrap data keys with the newest master key; return how many, and how many wait.

    Nothing that they sealed is touched. A master key that wraps nothing any more can
    be taken out of the key file; what older backups hold is then unreadable.

    Raises
    ------
    Unreadable
        A key was wrapped by a master key that is gone.
    """
    newest = store.keys.newest
    old = store.across(
        "upkeep",
        DataKey,
        col(DataKey.wrapped).is_not(None),
        col(DataKey.master_version) < newest,
    )
    for row in old[:most]:
        assert row.wrapped is not None
        wrapped, version = store.keys.rewrap(
            row.wrapped, subject=row.subject_id, version=row.master_version
        )
        store.change_where(
            DataKey,
            DataKey.id == row.id,
            col(DataKey.wrapped).is_not(None),
            organisation_id=row.organisation_id,
            wrapped=wrapped,
            master_version=version,
        )
    return len(old[:most]), len(old[most:])
