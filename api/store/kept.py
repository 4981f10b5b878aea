"""Rows that were read before: of one that has not changed, its version alone is read.

A scheme's snapshot is made of thousands of rows, of which a day changes a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from api.records import Private, Row
from api.store.store import Condition, Store

R = TypeVar("R", bound=Row)
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What one reading met: rows by table and id, and what was made of sealed ones.

    What is made of a sealed value is kept only where its reader says how it is made
    (`api.store.read`); every other value stays sealed here.
    """

    rows: dict[type[Row], dict[UUID, Row]] = field(default_factory=dict)
    made: dict[UUID, tuple[int, Any]] = field(default_factory=dict)


class KeptStore(Store):
    """A store that only reads, and of what it read before only what has changed.

    Every change of a row makes its version another, so what is kept of a version is
    what the row is. The rows belong to no session.

    Parameters
    ----------
    store : Store
        In whose transaction it reads.
    before : Kept
        What an earlier reading met. ``after`` is what this one meets, and no more.
    """

    def __init__(self, store: Store, before: Kept) -> None:
        beside = Session(
            store.session.connection(),
            autoflush=False,
            join_transaction_mode="rollback_only",
        )
        super().__init__(
            beside,
            keys=store.keys,
            organisation_id=store.organisation_id,
            now=store.now,
        )
        self.before, self.after = before, Kept()

    def find(
        self,
        kind: type[R],
        *conditions: Condition,
        within: Collection[UUID] = (),
        after: UUID | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        by: Any = None,
    ) -> Sequence[R]:
        """Return rows as `Store.find` does."""
        if any((after, limit, newest_first, by is not None)):
            raise NotImplementedError("what is kept is read whole")
        columns: Any = select(col(kind.id), col(kind.version))
        mine = columns.where(self._mine(kind, within), *conditions)
        versions = self.session.exec(mine.order_by(col(kind.id))).all()
        known: Any = self.before.rows.get(kind, {})
        found: Any = self.after.rows.setdefault(kind, {})
        changed = []
        for id_, version in versions:
            row = known.get(id_)
            if row is not None and row.version == version:
                found[id_] = row
            else:
                changed.append(id_)
        for row in self._read(kind, changed, within):
            found[row.id] = row
        return [found[id_] for id_, _ in versions if id_ in found]

    def known(self, value: Private) -> tuple[int, Any] | None:
        """Return what was made of a sealed value, with its version."""
        there = self.before.made.get(value.id)
        if there is not None and there[0] == value.version:
            self.after.made[value.id] = there
            return there
        return None

    def learn(self, value: Private, made: Any) -> None:
        """Keep what was made of a sealed value."""
        self.after.made[value.id] = value.version, made

    def _read(
        self, kind: type[R], ids: Sequence[UUID], within: Collection[UUID]
    ) -> Iterable[R]:
        for at in range(0, len(ids), _AT_ONCE):
            some = col(kind.id).in_(ids[at : at + _AT_ONCE])
            yield from super().find(kind, some, within=within)
            self.session.expunge_all()
