"""Hours that somebody gave, and calendars that somebody subscribed to."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from api.database import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _table(
        "hours",
        Column("match_id", Uuid(), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("day", Date(), nullable=False),
        Column("minutes", Integer(), nullable=False),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="hours_minutes"),
        *_link("hours", "match_id", "match"),
        *_link("hours", "person_id", "person"),
    )
    _table(
        "feed",
        Column("account_id", Uuid(), nullable=False),
        Column("digest", LargeBinary(), nullable=False),
        Column("ended_at", Instant()),
        UniqueConstraint("digest", name="uq_feed_digest"),
        *_link("feed", "account_id", "account"),
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_table("feed")
    op.drop_table("hours")


def _table(name: str, *parts: SchemaItem) -> None:
    """Make a table of rows of an organisation."""
    op.create_table(
        name,
        Column("id", Uuid(), nullable=False),
        Column("organisation_id", Uuid(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        *parts,
        PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *_link(name, "organisation_id", "organisation"),
    )


def _link(table: str, column: str, to: str) -> tuple[SchemaItem, SchemaItem]:
    """Return the foreign key and the plain index of a link."""
    return (
        ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}"),
        Index(f"ix_{table}_{column}", column),
    )
