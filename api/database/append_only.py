"""Tables that only grow: the database itself refuses to change or remove a row.

Called from migrations. SQLite loses a table's triggers when a migration copies the
table (``batch_alter_table``): call `guard` again afterwards.
"""

from __future__ import annotations

from alembic import op

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""
_POSTGRESQL = (
    """CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    # Also where session_replication_role would leave ordinary triggers asleep.
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {table}_append_only',
    'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {table}_no_truncate',
)
_SQLITE = """CREATE TRIGGER {table}_no_{act} BEFORE {act} ON "{table}"
BEGIN SELECT RAISE(ABORT, 'table {table} is append-only: {act} refused'); END"""


def guard(*tables: str) -> None:
    """Make `tables` append-only: UPDATE, DELETE and TRUNCATE raise ``IntegrityError``.

    Guards against the program's own mistakes; whoever owns the database can lift it.
    """
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(_FUNCTION)
    for table in tables:
        for statement in _POSTGRESQL if postgresql else _sqlite():
            op.execute(statement.format(table=table))


def unguard(*tables: str) -> None:
    """Undo `guard`, for a migration that must rewrite or drop a table."""
    on = ' ON "{table}"' if op.get_bind().dialect.name == "postgresql" else ""
    kinds = ("append_only", "no_truncate") if on else ("no_update", "no_delete")
    for table in tables:
        for kind in kinds:
            op.execute(f"DROP TRIGGER {table}_{kind}{on.format(table=table)}")


def _sqlite() -> list[str]:
    return [_SQLITE.replace("{act}", act) for act in ("update", "delete")]
