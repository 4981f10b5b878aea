"""Names for keys and indexes: a migration can only drop what has a name it knows."""

from __future__ import annotations

from sqlmodel import SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
"""Check constraints are named where they are written, for the law that they hold."""


def name_constraints() -> None:
    """Give every table that is defined from now on the same names on all databases."""
    SQLModel.metadata.naming_convention = NAMES
