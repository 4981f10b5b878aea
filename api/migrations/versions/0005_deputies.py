"""Who stands in for whom; the log is found by actor, by act and by day."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from api.database import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "deputy",
        Column("id", Uuid(), nullable=False),
        Column("organisation_id", Uuid(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        Column("account_id", Uuid(), nullable=False),
        Column("deputy_id", Uuid(), nullable=False),
        Column("role", String(), nullable=False),
        Column("starts", Date(), nullable=False),
        Column("ends", Date(), nullable=False),
        Column("named_by", Uuid(), nullable=False),
        Column("ended_at", Instant()),
        CheckConstraint(
            "role IN ('administrator', 'coordinator', 'approver', 'worker', 'hub', "
            "'helper', 'safeguarding_lead', 'auditor')",
            name="deputy_role",
        ),
        CheckConstraint("ends >= starts", name="deputy_ends_after_start"),
        PrimaryKeyConstraint("id", name="pk_deputy"),
        *_link("organisation_id", "organisation"),
        *_link("account_id", "account"),
        *_link("deputy_id", "account"),
        *_link("named_by", "account"),
    )
    op.create_index("audit_actor", "audit", ["organisation_id", "actor", "id"])
    op.create_index("audit_act", "audit", ["organisation_id", "act", "id"])
    op.create_index("audit_at", "audit", ["organisation_id", "at"])


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index("audit_at", "audit")
    op.drop_index("audit_act", "audit")
    op.drop_index("audit_actor", "audit")
    op.drop_table("deputy")


def _link(column: str, to: str) -> tuple[SchemaItem, SchemaItem]:
    """Return the foreign key and the plain index of a link."""
    return (
        ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_deputy_{column}"),
        Index(f"ix_deputy_{column}", column),
    )
