"""What every row has: an opaque id, an organisation, a version, a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel
from uuid6 import uuid7

from api.database import Instant


def new_id() -> UUID:
    """Return a fresh UUIDv7: opaque to people, in the order of its making."""
    return UUID(int=uuid7().int)


def one_of(column: str, *values: str) -> str:
    """Return the SQL of a check constraint: this column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


class Row(SQLModel):
    """The columns of every table.

    ``organisation_id`` says who is responsible for the row; ``version`` counts its
    changes, for If-Match.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    version: int = Field(default=1)
    created_at: datetime = Field(sa_type=Instant)


def link(table: str, *, optional: bool = False, index: bool = True) -> Any:
    """Return a field that points at a row of another table, by id."""
    if optional:
        return Field(default=None, foreign_key=f"{table}.id", index=index)
    return Field(foreign_key=f"{table}.id", index=index)


def data(**options: Any) -> Any:
    """Return a field of plain JSON: codes, counts and ids, never anything personal."""
    return Field(sa_type=JSON, **options)
