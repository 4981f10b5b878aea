"""What a session is for and where: ages, rooms, creches, and days that are closed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from api.database import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _table(
        "closure",
        Column("hub_id", Uuid()),
        Column("kind", String(), nullable=False),
        Column("what", String(100), nullable=False),
        Column("starts", Date(), nullable=False),
        Column("ends", Date(), nullable=False),
        CheckConstraint(
            "kind IN ('closed', 'half_term', 'holiday')", name="closure_kind"
        ),
        CheckConstraint("ends >= starts", name="closure_ends_after_start"),
    )
    _table(
        "room",
        Column("hub_id", Uuid(), nullable=False),
        Column("name", String(100), nullable=False),
        Column("holds", Integer(), nullable=False),
        CheckConstraint("holds >= 0", name="room_holds"),
        UniqueConstraint("hub_id", "name", name="uq_room_hub_id_name"),
    )
    with op.batch_alter_table("attendance") as batch:
        batch.add_column(Column("creche", JSON()))
    with op.batch_alter_table("session") as batch:
        batch.add_column(Column("room_id", Uuid()))
        batch.add_column(Column("age_from", Integer()))
        batch.add_column(Column("age_to", Integer()))
        batch.add_column(Column("creche", JSON()))
        batch.create_index("ix_session_room_id", ["room_id"])
        batch.create_foreign_key("fk_session_room_id", "room", ["room_id"], ["id"])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    with op.batch_alter_table("session") as batch:
        batch.drop_constraint("fk_session_room_id", type_="foreignkey")
        batch.drop_index("ix_session_room_id")
        for column in ("creche", "age_to", "age_from", "room_id"):
            batch.drop_column(column)
    with op.batch_alter_table("attendance") as batch:
        batch.drop_column("creche")
    op.drop_table("room")
    op.drop_table("closure")


def _table(name: str, *parts: SchemaItem) -> None:
    """Make a table of rows that point at an organisation and at a hub."""
    op.create_table(
        name,
        Column("id", Uuid(), nullable=False),
        Column("organisation_id", Uuid(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        *parts,
        PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *_link(name, "organisation_id", "organisation"),
        *_link(name, "hub_id", "hub"),
    )


def _link(table: str, column: str, to: str) -> tuple[SchemaItem, SchemaItem]:
    """Return the foreign key and the plain index of a link."""
    return (
        ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}"),
        Index(f"ix_{table}_{column}", column),
    )
