"""Tables that only grow: the database itself refuses to change or remove a row.

Called from migrations. SQLite loses a table's triggers when a migration copies the
table (``batch_alter_table``): call `guard` again afterwards.
"""

from __future__ import annotations

from alembic import op

_POSTGRESQL = (
    """CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table {table} is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$""",
    """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION {table}_only_grows()""",
    """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()""",
    # Also where session_replication_role would leave ordinary triggers asleep.
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {table}_no_change',
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {table}_no_truncate',
)
_SQLITE = (
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON "{table}"
BEGIN SELECT RAISE(ABORT, 'table {table} is append-only: UPDATE refused'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}"
BEGIN SELECT RAISE(ABORT, 'table {table} is append-only: DELETE refused'); END""",
)
_GUARDS = {"postgresql": _POSTGRESQL, "sqlite": _SQLITE}
_UNGUARDS = {
    "postgresql": ("DROP FUNCTION {table}_only_grows() CASCADE",),
    "sqlite": ("DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"),
}


def guard(*tables: str) -> None:
    """Make `tables` append-only: UPDATE, DELETE and TRUNCATE raise ``IntegrityError``.

    It stops the program's own mistakes; whoever owns the database can lift it.
    """
    _execute(_GUARDS, tables)


def unguard(*tables: str) -> None:
    """Undo `guard`, for a migration that must rewrite or drop a table."""
    _execute(_UNGUARDS, tables)


def _execute(statements: dict[str, tuple[str, ...]], tables: tuple[str, ...]) -> None:
    for table in tables:
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement.format(table=table))
