"""Every query, scoped by organisation; every change, conditional on its version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, tuple_, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from api.keys import Keys
from api.records import Private, Row
from api.store.scope import guard

R = TypeVar("R", bound=Row)
Condition = Any
"""An SQL condition; SQLModel's own types take ``Table.column == value`` for a bool."""


class Stale(Exception):
    """Somebody changed the row since it was read: nothing was written."""


class Store:
    """The rows of one organisation, and of those it runs a scheme with, in one session.

    Parameters
    ----------
    session : Session
        Of the one `transaction`, or of a `reading`.
    keys : Keys
        What seals and unseals.
    organisation_id : UUID
        Whose rows are read and written.
    now : datetime
        The instant of this request; aware, UTC.
    """

    def __init__(
        self, session: Session, *, keys: Keys, organisation_id: UUID, now: datetime
    ) -> None:
        guard(session)
        self.session = session
        self.keys = keys
        self.organisation_id = organisation_id
        self.now = now

    def new(self, kind: type[R], /, **values: Any) -> R:
        """Insert a row of this organisation and return it."""
        given: dict[str, Any] = {
            "organisation_id": self.organisation_id,
            "created_at": self.now,
        }
        row = kind(**given | values)
        self.session.add(row)
        self.session.flush()
        return row

    def get(
        self,
        kind: type[R],
        id: UUID | None,  # noqa: A002 - the word of every table
        *,
        within: Collection[UUID] = (),
    ) -> R | None:
        """Return the row of this id, or None: absent and another's look the same."""
        if id is None:
            return None
        found = self.find(kind, kind.id == id, within=within)
        return found[0] if found else None

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
        """Return rows in the order of their ids, at most `limit`, after an id.

        Parameters
        ----------
        within : collection of UUID
            Organisations besides this one: the members of a scheme it runs.
        by : column, optional
            What is ordered by before the ids; never empty.
        """
        mine, identity = self._mine(kind, within), col(kind.id)
        order = (identity,) if by is None else (by, identity)
        query = select(kind).where(mine, *conditions)
        if after is not None:
            here: Any = identity if by is None else tuple_(*order)
            last: Any = after
            if by is not None:
                last = select(*order).where(mine, identity == after).scalar_subquery()
            query = query.where(here < last if newest_first else here > last)
        query = query.order_by(*(o.desc() if newest_first else o for o in order))
        if limit is not None:
            query = query.limit(limit)
        return self.session.exec(query).all()

    def columns(
        self,
        kind: type[R],
        wanted: Sequence[Any],
        *conditions: Condition,
        within: Collection[UUID] = (),
    ) -> Sequence[Any]:
        """Return only some columns of rows, for a page that looks at thousands."""
        query: Any = select(*wanted)
        mine = query.where(self._mine(kind, within), *conditions)
        return list(self.session.exec(mine).all())

    def one(
        self,
        kind: type[R],
        *conditions: Condition,
        within: Collection[UUID] = (),
    ) -> R | None:
        """Return the first row under these conditions, or None."""
        found = self.find(kind, *conditions, within=within, limit=1)
        return found[0] if found else None

    def count(
        self,
        kind: type[R],
        *conditions: Condition,
        within: Collection[UUID] = (),
    ) -> int:
        """Return how many rows there are under these conditions."""
        query = select(func.count(col(kind.id)))
        return self.session.exec(
            query.where(self._mine(kind, within), *conditions)
        ).one()

    def change(self, row: R, /, *, version: int | None = None, **values: Any) -> R:
        """Write values to a row, if nobody changed it since; its version grows.

        Parameters
        ----------
        version : int, optional
            What the caller saw (If-Match); else what this session read.

        Raises
        ------
        Stale
            The row has another version by now, or is gone.
        """
        seen = row.version if version is None else version
        if not self.change_where(
            type(row),
            type(row).id == row.id,
            type(row).version == seen,
            organisation_id=row.organisation_id,
            **values,
        ):
            raise Stale
        for name, value in (values | {"version": seen + 1}).items():
            set_committed_value(row, name, value)
        return row

    def change_where(
        self,
        kind: type[R],
        /,
        *conditions: Condition,
        organisation_id: UUID | None = None,
        **values: Any,
    ) -> int:
        """Write values wherever the conditions hold, at the moment of writing.

        Returns
        -------
        int
            How many rows; 0 where the conditions no longer hold.
        """
        # Rows that this session has added are part of what the database compares.
        self.session.flush()
        statement = (
            update(kind)
            .where(
                col(kind.organisation_id) == (organisation_id or self.organisation_id),
                *conditions,
            )
            .values(**values, version=col(kind.version) + 1)
            .execution_options(synchronize_session=False)
        )
        return int(self.session.execute(statement).rowcount)  # type: ignore[attr-defined]

    def delete_where(self, kind: type[R], *conditions: Condition) -> int:
        """Delete wherever the conditions hold, and return how many rows."""
        self.session.flush()
        statement = (
            delete(kind)
            .where(col(kind.organisation_id) == self.organisation_id, *conditions)
            .execution_options(synchronize_session=False)
        )
        return int(self.session.execute(statement).rowcount)  # type: ignore[attr-defined]

    def across(
        self,
        reason: str,
        kind: type[R],
        *conditions: Condition,
        after: UUID | None = None,
        limit: int | None = None,
    ) -> Sequence[R]:
        """Return rows of any organisation, for one of the reasons in ``ACROSS``."""
        query = select(kind).where(*conditions).order_by(col(kind.id)).limit(limit)
        if after is not None:
            query = query.where(col(kind.id) > after)
        return self.session.exec(query.execution_options(across=reason)).all()

    def known(self, value: Private) -> tuple[int, Any] | None:  # noqa: ARG002 - as there
        """Return what was made of a sealed value: nothing is, as only `kept` keeps."""
        return None

    def learn(self, value: Private, made: Any) -> None:
        """Keep what was made of a sealed value: only `kept` does."""

    def _mine(self, kind: type[R], within: Iterable[UUID]) -> ColumnElement[bool]:
        others = {self.organisation_id, *within}
        if len(others) == 1:
            return col(kind.organisation_id) == self.organisation_id
        return col(kind.organisation_id).in_(sorted(others))


def among(column: Any, *conditions: Condition) -> Condition:
    """Return what a column holds where the conditions do, for ``in_``: not loaded."""
    return select(column).where(*conditions)


def new_nobody(session: Session, *, keys: Keys, now: datetime) -> Store:
    """Return a store of no organisation: it only looks across, for a reason."""
    return Store(session, keys=keys, organisation_id=UUID(int=0), now=now)
