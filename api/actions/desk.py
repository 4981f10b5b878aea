"""Where an action works: the store, who is asking, and what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from api.actions.app import App
from api.audit_log import append
from api.outbox import post
from api.permissions import NotThere, Who
from api.records import Row
from api.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Done:
    """What an action came to: the row it is about, and plain facts beside."""

    kind: str
    id: UUID
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Desk:
    """One request's desk, in one transaction.

    Parameters
    ----------
    app : App
        For its settings, its clock and its gazetteer.
    store : Store
        Of the organisation whose rows the action is about.
    who : Who
        Who is asking.
    audiences : tuple of str
        The capacities in which they may do this.
    reads : bool
        Whether nothing is changed at it.
    """

    app: App
    store: Store
    who: Who
    audiences: tuple[str, ...] = ()
    reads: bool = False
    recorded: int = 0

    @property
    def now(self) -> datetime:
        """Return the instant of the request, the same throughout."""
        return self.store.now

    def record(self, act: str, row: Row, **facts: Any) -> None:
        """Append to the audit log: ids, codes and counts, never anything personal."""
        append(
            self.store.session,
            organisation_id=self.store.organisation_id,
            at=self.now,
            actor=self.who.actor,
            roles=self.audiences,
            act=act,
            table=str(row.__tablename__),
            record_id=row.id,
            facts=facts,
        )
        self.recorded += 1

    def post(
        self,
        kind: str,
        *,
        once: str,
        not_before: datetime | None = None,
        **ids: UUID | int | str,
    ) -> None:
        """Post work to be started after this transaction's commit."""
        post(self.store, kind, once=once, not_before=not_before, **ids)

    def find(
        self,
        kind: type[R],
        id: UUID | None,  # noqa: A002 - the word of every table
        *,
        within: Collection[UUID] = (),
    ) -> R:
        """Return a row of this organisation.

        Raises
        ------
        NotThere
            Absent, or another organisation's.
        """
        row = self.store.get(kind, id, within=within)
        if row is None:
            raise NotThere
        return row

    def done(self, row: Row, **facts: Any) -> Done:
        """Return what the action came to."""
        return Done(str(row.__tablename__), row.id, facts)
