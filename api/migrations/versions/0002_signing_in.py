"""Signing in on pages, and organisations that may keep real people's data."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from api.database import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = "throttle sign_in_link credential recovery_code sign_in".split()


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _table(
        "throttle",
        Column("subject", LargeBinary(), nullable=False),
        Column("begins", Instant(), nullable=False),
        Column("tries", Integer(), nullable=False),
        UniqueConstraint("subject", "begins", name="uq_throttle_subject_begins"),
    )
    _table(
        "sign_in_link",
        Column("person_id", Uuid(), nullable=False),
        Column("purpose", String(), nullable=False),
        Column("role", String(30), nullable=False),
        Column("scheme_id", Uuid()),
        Column("digest", LargeBinary(), nullable=False),
        Column("expires_at", Instant(), nullable=False),
        Column("used_at", Instant()),
        CheckConstraint(
            "purpose IN ('sign_in', 'register')", name="sign_in_link_purpose"
        ),
        UniqueConstraint("digest", name="uq_sign_in_link_digest"),
        *_links("sign_in_link", person_id="person", scheme_id="scheme"),
    )
    _table(
        "credential",
        Column("account_id", Uuid(), nullable=False),
        Column("password_at", Instant()),
        Column("confirmed_at", Instant()),
        Column("last_step", Integer(), nullable=False),
        Column("code_digest", LargeBinary()),
        Column("code_set_at", Instant()),
        Column("code_set_by", Uuid()),
        ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_credential_account_id"
        ),
        UniqueConstraint("account_id", name="uq_credential_account_id"),
        *_links("credential", code_set_by="account"),
    )
    _table(
        "recovery_code",
        Column("account_id", Uuid(), nullable=False),
        Column("digest", LargeBinary(), nullable=False),
        Column("used_at", Instant()),
        UniqueConstraint("digest", name="uq_recovery_code_digest"),
        *_links("recovery_code", account_id="account"),
    )
    _table(
        "sign_in",
        Column("account_id", Uuid(), nullable=False),
        Column("digest", LargeBinary(), nullable=False),
        Column("way", String(), nullable=False),
        Column("expires_at", Instant(), nullable=False),
        Column("seen_at", Instant(), nullable=False),
        Column("second_at", Instant()),
        Column("code_at", Instant()),
        Column("revoked_at", Instant()),
        Column("loopback_only", Boolean(), nullable=False),
        CheckConstraint(
            "way IN ('link', 'password', 'provider', 'invitation', 'demo')",
            name="sign_in_way",
        ),
        UniqueConstraint("digest", name="uq_sign_in_digest"),
        *_links("sign_in", account_id="account"),
    )
    _data("data IN ('invented', 'real')")


def downgrade() -> None:
    """Bring the tables back to the revision before; no organisation may hold real."""
    _data("data IN ('invented')")
    for table in reversed(TABLES):
        op.drop_table(table)


def _data(condition: str) -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_constraint("organisation_data", type_="check")
        batch.create_check_constraint("organisation_data", condition)


def _table(name: str, *parts: SchemaItem) -> None:
    op.create_table(
        name,
        Column("id", Uuid(), nullable=False),
        Column("organisation_id", Uuid(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        *parts,
        PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *_links(name, organisation_id="organisation"),
    )


def _links(table: str, **links: str) -> list[SchemaItem]:
    """Return the foreign key and the plain index of each link."""
    return [
        part
        for column, to in links.items()
        for part in (
            ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}"),
            Index(f"ix_{table}_{column}", column),
        )
    ]
