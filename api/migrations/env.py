"""How Alembic runs a migration here: on a connection that it is handed."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Dialect, String, TypeDecorator
from sqlalchemy.dialects import postgresql

from api.database import Instant

POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


def rendered(
    kind: str, thing: Any, autogenerate: AutogenContext
) -> str | Literal[False]:
    """Write a column's type with no import that a migration would lack."""
    if kind != "type":
        return False
    if isinstance(thing, Instant):
        autogenerate.imports.add("from api.database import Instant")
        return "Instant()"
    if isinstance(thing, TypeDecorator) and isinstance(thing.impl_instance, String):
        # SQLModel's own string type is a plain one by another name.
        length = thing.impl_instance.length
        return f"sa.String(length={length})" if length else "sa.String()"
    if isinstance(thing, JSON) and isinstance(
        thing.dialect_impl(POSTGRESQL), postgresql.JSONB
    ):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run() -> None:
    """Run the command's migrations on its connection, within its transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=context.config.attributes["metadata"],
        render_as_batch=True,  # SQLite alters a table by copying it
        render_item=rendered,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run()
