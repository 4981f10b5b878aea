"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.database import Instant, guard, unguard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("data IN ('invented', 'real')", name="organisation_data"),
        sa.CheckConstraint("organisation_id = id", name="organisation_is_its_own"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_audit_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_audit_organisation_id_number")
        ),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_record_id"), ["record_id"], unique=False
        )

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_audit_head_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint(
            "organisation_id", name=op.f("uq_audit_head_organisation_id")
        ),
    )
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_head_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "data_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.Column("destroyed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_data_key_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_data_key_subject_id")),
    )
    with op.batch_alter_table("data_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_key_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "hub",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outcode", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_hub_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub")),
        sa.UniqueConstraint(
            "organisation_id", "ref", name=op.f("uq_hub_organisation_id_ref")
        ),
    )
    with op.batch_alter_table("hub", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hub_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "once",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("outcome_kind", sa.String(length=40), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_once_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_once")),
        sa.UniqueConstraint("actor", "key", name=op.f("uq_once_actor_key")),
    )
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_once_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("executor", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'started', 'done', 'failed')", name="outbox_state"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_outbox_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "outbox_next", ["state", "not_before", "id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("erased_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('child', 'adult', 'household')", name="person_kind"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint(
            "organisation_id", "ref", name=op.f("uq_person_organisation_id_ref")
        ),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_identity_id"), ["identity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "private",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_private_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private")),
        sa.UniqueConstraint(
            "record_id",
            "table_name",
            "field",
            name=op.f("uq_private_record_id_table_name_field"),
        ),
    )
    with op.batch_alter_table("private", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_private_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_private_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "scheme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scheme_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_scheme_organisation_id_name")
        ),
    )
    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("executor", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("application_version", sa.String(length=100), nullable=False),
        sa.Column("beat_at", Instant(), nullable=False),
        sa.Column("lost_at", Instant(), nullable=True),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_worker_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("executor", name=op.f("uq_worker_executor")),
    )
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worker_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address_blind", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'active', 'closed')", name="account_state"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_account_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("address_blind", name=op.f("uq_account_address_blind")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "blind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_blind_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_blind_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind")),
    )
    with op.batch_alter_table("blind", schema=None) as batch_op:
        batch_op.create_index("blind_look_up", ["kind", "digest"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_blind_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_blind_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("outbox_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_table", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'held', 'dropped')",
            name="message_state",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_message_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_message_outbox_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_message_outbox_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_message_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "scheme_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["organisation.id"], name=op.f("fk_scheme_member_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scheme_member_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_member_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_member")),
        sa.UniqueConstraint(
            "scheme_id", "member_id", name=op.f("uq_scheme_member_scheme_id_member_id")
        ),
    )
    with op.batch_alter_table("scheme_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_member_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_scheme_member_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_scheme_member_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "again",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("about_table", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'looked_at')", name="again_state"),
        sa.CheckConstraint(
            "looked_by IS NULL OR looked_by <> decided_by", name="again_by"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_again_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_again_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by"], ["account.id"], name=op.f("fk_again_looked_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_again_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_again")),
    )
    with op.batch_alter_table("again", schema=None) as batch_op:
        batch_op.create_index(
            "again_one",
            ["about_id", "asked_by"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.create_index(
            batch_op.f("ix_again_about_id"), ["about_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_again_asked_by"), ["asked_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_again_decided_by"), ["decided_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_again_looked_by"), ["looked_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_again_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "asset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("edited", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hub_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('live', 'paused', 'on_hold', 'closed')", name="asset_state"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_asset_entered_by")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_asset_hub_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_asset_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_asset_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_asset_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name=op.f("uq_asset_organisation_id_scheme_id_ref"),
        ),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index(
            "asset_listing", ["organisation_id", "scheme_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_asset_entered_by"), ["entered_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_asset_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_asset_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_asset_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_asset_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("about_person_id", sa.Uuid(), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('received', 'closed')", name="concern_state"),
        sa.ForeignKeyConstraint(
            ["about_person_id"], ["person.id"], name=op.f("fk_concern_about_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["account.id"], name=op.f("fk_concern_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_concern_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["account.id"], name=op.f("fk_concern_reported_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concern_about_person_id"), ["about_person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_concern_closed_by"), ["closed_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_concern_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_concern_reported_by"), ["reported_by"], unique=False
        )

    op.create_table(
        "connection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("other_identity_id", sa.Uuid(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["account.id"], name=op.f("fk_connection_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_connection_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint(
            "identity_id",
            "other_identity_id",
            name=op.f("uq_connection_identity_id_other_identity_id"),
        ),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connection_declared_by"), ["declared_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_connection_identity_id"), ["identity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_connection_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_connection_other_identity_id"),
            ["other_identity_id"],
            unique=False,
        )

    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("destroyed", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_erasure_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_erasure_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_erasure_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_erasure_asked_by"), ["asked_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_erasure_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_erasure_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_hold_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hold_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["placed_by"], ["account.id"], name=op.f("fk_hold_placed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hold_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_hold_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_hold_placed_by"), ["placed_by"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_invited_by"), ["invited_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invitation_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator', 'coordinator', 'approver', 'worker', 'holder', 'parent', 'young_person', 'advocate', 'hub', 'helper', 'safeguarding_lead', 'auditor')",
            name="membership_role",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_membership_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id",
            "role",
            "scheme_id",
            "organisation_id",
            name=op.f("uq_membership_account_id_role_scheme_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_membership_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("edited", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_waiting", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'matched', 'paused', 'closed')", name="need_state"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_need_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_need_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_need_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_need_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name=op.f("uq_need_organisation_id_scheme_id_ref"),
        ),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_entered_by"), ["entered_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            "need_listing", ["organisation_id", "scheme_id", "id"], unique=False
        )

    op.create_table(
        "person_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'refused')", name="person_link_state"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_person_link_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_link_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_person_link_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_link")),
        sa.UniqueConstraint(
            "person_id", "other_id", name=op.f("uq_person_link_person_id_other_id")
        ),
    )
    with op.batch_alter_table("person_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_link_decided_by"), ["decided_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_person_link_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_person_link_other_id"), ["other_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_person_link_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "scheme_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'in_use', 'replaced', 'refused')",
            name="scheme_version_state",
        ),
        sa.CheckConstraint(
            "accepted_by IS NULL OR accepted_by <> proposed_by",
            name="scheme_version_second_person",
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["account.id"], name=op.f("fk_scheme_version_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scheme_version_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_scheme_version_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_version_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint(
            "scheme_id", "digest", name=op.f("uq_scheme_version_scheme_id_digest")
        ),
    )
    with op.batch_alter_table("scheme_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_version_accepted_by"), ["accepted_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_scheme_version_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_scheme_version_proposed_by"), ["proposed_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_scheme_version_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            "scheme_version_in_use",
            ["scheme_id"],
            unique=True,
            sqlite_where=sa.text("state = 'in_use'"),
            postgresql_where=sa.text("state = 'in_use'"),
        )

    op.create_table(
        "speaker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_speaker_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_speaker_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_speaker_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["person.id"], name=op.f("fk_speaker_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_speaker_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_speaker_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_speaker_recorded_by"), ["recorded_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_speaker_speaker_id"), ["speaker_id"], unique=False
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("edited", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('live', 'paused', 'on_hold', 'closed')", name="staff_state"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_staff_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_staff_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_staff_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name=op.f("uq_staff_organisation_id_scheme_id_ref"),
        ),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_staff_entered_by"), ["entered_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("about_table", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_task_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["account.id"], name=op.f("fk_task_done_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_task_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_task_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_task_done_by"), ["done_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_task_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_task_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            "task_due", ["organisation_id", "role", "due"], unique=False
        )
        batch_op.create_index("task_once", ["key"], unique=True)

    op.create_table(
        "token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("loopback_only", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_token_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_token_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_token_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_token_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_view_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_view_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view")),
    )
    with op.batch_alter_table("view", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_view_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_view_identity_id"), ["identity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_view_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "view_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("hour", Instant(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("alarmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_view_count_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_view_count_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_count")),
        sa.UniqueConstraint(
            "account_id", "hour", name=op.f("uq_view_count_account_id_hour")
        ),
    )
    with op.batch_alter_table("view_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_view_count_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_view_count_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("how IN ('in_order', 'at_once')", name="ask_how"),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'closed')", name="ask_state"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_ask_asked_by")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_ask_need_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ask_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_ask_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_need_id"), ["need_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ask_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ask_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_claim_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_claim_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("need_id", name=op.f("uq_claim_need_id")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claim_holder_id"), ["holder_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_claim_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "emergency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("overdue_from", sa.Date(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_emergency_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_emergency_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_emergency_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_emergency_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
    )
    with op.batch_alter_table("emergency", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_emergency_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_emergency_need_id"), ["need_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_emergency_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_emergency_recorded_by"), ["recorded_by"], unique=False
        )

    op.create_table(
        "round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("term_start", sa.Date(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=False),
        sa.Column("salt_digest", sa.String(length=64), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'running', 'proposed', 'released', 'closed', 'failed')",
            name="round_state",
        ),
        sa.CheckConstraint("term_end >= term_start", name="round_term"),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["account.id"], name=op.f("fk_round_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_round_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_round_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"],
            ["scheme_version.id"],
            name=op.f("fk_round_scheme_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "name",
            name=op.f("uq_round_organisation_id_scheme_id_name"),
        ),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_round_opened_by"), ["opened_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_round_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_round_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_round_scheme_version_id"),
            ["scheme_version_id"],
            unique=False,
        )

    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held <= most OR (units <= 1 AND held <= alone)", name="seats_never_above"
        ),
        sa.CheckConstraint("held >= 0 AND units >= 0", name="seats_not_negative"),
        sa.CheckConstraint("most >= 0 AND alone >= 0", name="seats_capacity"),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_seats_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_seats_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("asset_id", "name", name=op.f("uq_seats_asset_id_name")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seats_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_seats_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("hub_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(
            "shown IN ('public', 'referral', 'hidden')", name="session_shown"
        ),
        sa.CheckConstraint(
            "state IN ('listed', 'needs_cover', 'cancelled', 'held')",
            name="session_state",
        ),
        sa.CheckConstraint("booked >= 0 AND booked <= places", name="session_places"),
        sa.CheckConstraint("ends_at > starts_at", name="session_ends_after_start"),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_session_asset_id")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_session_hub_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_session_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_session_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "session_listing", ["organisation_id", "starts_at", "id"], unique=False
        )

    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("suspended_by", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_suspension_concern_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["account.id"], name=op.f("fk_suspension_lifted_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_suspension_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["suspended_by"], ["account.id"], name=op.f("fk_suspension_suspended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suspension_concern_id"), ["concern_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suspension_identity_id"), ["identity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suspension_lifted_by"), ["lifted_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suspension_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_suspension_suspended_by"), ["suspended_by"], unique=False
        )
        batch_op.create_index(
            "suspension_live",
            ["identity_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_attendance_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_attendance_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_attendance_session_id_person_id")
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attendance_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "leader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_leader_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leader_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_leader_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader")),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_leader_session_id_person_id")
        ),
    )
    with op.batch_alter_table("leader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_leader_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_leader_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_leader_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'not_starting')", name="opening_state"
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_opening_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_opening_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_opening_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_opening_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint(
            "asset_id", "round_id", name=op.f("uq_opening_asset_id_round_id")
        ),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opening_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_opening_decided_by"), ["decided_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_opening_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_opening_round_id"), ["round_id"], unique=False
        )

    op.create_table(
        "ruling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('pin', 'forbid')", name="ruling_kind"),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_ruling_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_ruling_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ruling_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_ruling_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by"], ["account.id"], name=op.f("fk_ruling_ruled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint(
            "round_id",
            "need_id",
            "asset_id",
            name=op.f("uq_ruling_round_id_need_id_asset_id"),
        ),
    )
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ruling_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ruling_need_id"), ["need_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ruling_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ruling_round_id"), ["round_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ruling_ruled_by"), ["ruled_by"], unique=False
        )

    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("executor", sa.String(length=60), nullable=False),
        sa.Column("doing", sa.String(length=200), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("effort", sa.Float(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("snapshot_digest", sa.String(length=64), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("result_digest", sa.String(length=64), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'solving', 'saved', 'failed', 'cancelled')",
            name="run_state",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_run_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_run_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_run_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_run_round_id_number")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_run_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_run_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "run_one_live",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'solving')"),
            postgresql_where=sa.text("state IN ('queued', 'solving')"),
        )

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_document_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_document_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_document_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "round_id", "run_id", "kind", name=op.f("uq_document_round_id_run_id_kind")
        ),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_round_id"), ["round_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_run_id"), ["run_id"], unique=False
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_version_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("place_in_ask", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("reasons_digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.Column("worker_agreed_at", Instant(), nullable=True),
        sa.Column("offered_at", Instant(), nullable=True),
        sa.Column("disclosed_at", Instant(), nullable=True),
        sa.Column("introduced_at", Instant(), nullable=True),
        sa.Column("agreed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('round', 'ask', 'next_best', 'assignment', 'item')",
            name="proposal_kind",
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'approved', 'offered', 'interested', 'disclosed', 'introduced', 'agreed', 'declined', 'lapsed', 'withdrawn')",
            name="proposal_state",
        ),
        sa.CheckConstraint("seats >= 0", name="proposal_seats"),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["ask.id"], name=op.f("fk_proposal_ask_id")
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_proposal_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["account.id"], name=op.f("fk_proposal_drafted_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_proposal_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_proposal_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_proposal_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_proposal_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"],
            ["scheme_version.id"],
            name=op.f("fk_proposal_scheme_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_proposal_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_ask_id"), ["ask_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_drafted_by"), ["drafted_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_round_id"), ["round_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_run_id"), ["run_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_scheme_version_id"),
            ["scheme_version_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_staff_id"), ["staff_id"], unique=False
        )
        batch_op.create_index("proposal_due", ["state", "expires_at"], unique=False)
        batch_op.create_index(
            "proposal_listing", ["organisation_id", "round_id", "id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("about_person_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("reasons_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "answer IN ('yes', 'no', 'question', 'met', 'approve', 'refuse')",
            name="decision_answer",
        ),
        sa.ForeignKeyConstraint(
            ["about_person_id"], ["person.id"], name=op.f("fk_decision_about_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_decision_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_decision_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_decision_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("decision_of", ["proposal_id", "capacity"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_decision_about_person_id"), ["about_person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_disclosure_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_disclosure_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_disclosure_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disclosure_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_disclosure_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_disclosure_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kept_until", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'checked', 'available', 'set_aside', 'collected', 'pulled')",
            name="item_state",
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_item_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_item_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_item_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("planned_end", sa.Date(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'extended', 'ended', 'stopped')",
            name="match_state",
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_match_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_match_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_match_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_match_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_match_proposal_id")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_asset_id"), ["asset_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_match_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_match_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "proposal_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_proposal_need_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_proposal_need_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_need_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_need")),
        sa.UniqueConstraint(
            "proposal_id", "need_id", name=op.f("uq_proposal_need_proposal_id_need_id")
        ),
    )
    with op.batch_alter_table("proposal_need", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_need_need_id"), ["need_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_need_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_need_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "match_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("one_live_id", sa.Uuid(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_match_need_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_match_need_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_match_need_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_match_need_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_need")),
        sa.UniqueConstraint(
            "match_id", "need_id", name=op.f("uq_match_need_match_id_need_id")
        ),
    )
    with op.batch_alter_table("match_need", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_need_match_id"), ["match_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_match_need_need_id"), ["need_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_match_need_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_match_need_scheme_id"), ["scheme_id"], unique=False
        )
        batch_op.create_index(
            "match_one_live_need",
            ["need_id"],
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )
        batch_op.create_index(
            "match_one_live_person",
            ["scheme_id", "one_live_id"],
            unique=True,
            sqlite_where=sa.text("live AND one_live_id IS NOT NULL"),
            postgresql_where=sa.text("live AND one_live_id IS NOT NULL"),
        )

    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('review', 'supervision', 'meeting')", name="review_kind"
        ),
        sa.ForeignKeyConstraint(
            ["held_by"], ["account.id"], name=op.f("fk_review_held_by")
        ),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_review_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_review_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_held_by"), ["held_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_match_id"), ["match_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_organisation_id"), ["organisation_id"], unique=False
        )
    guard("audit", "decision", "disclosure")


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    unguard("audit", "decision", "disclosure")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_review_match_id"))
        batch_op.drop_index(batch_op.f("ix_review_held_by"))

    op.drop_table("review")
    with op.batch_alter_table("match_need", schema=None) as batch_op:
        batch_op.drop_index(
            "match_one_live_person",
            sqlite_where=sa.text("live AND one_live_id IS NOT NULL"),
            postgresql_where=sa.text("live AND one_live_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "match_one_live_need",
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )
        batch_op.drop_index(batch_op.f("ix_match_need_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_match_need_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_match_need_need_id"))
        batch_op.drop_index(batch_op.f("ix_match_need_match_id"))

    op.drop_table("match_need")
    with op.batch_alter_table("proposal_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_need_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_need_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_need_need_id"))

    op.drop_table("proposal_need")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_match_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_match_asset_id"))

    op.drop_table("match")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_item_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_item_asset_id"))

    op.drop_table("item")
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_account_id"))

    op.drop_table("disclosure")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_decision_person_id"))
        batch_op.drop_index(batch_op.f("ix_decision_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_decision_account_id"))
        batch_op.drop_index(batch_op.f("ix_decision_about_person_id"))
        batch_op.drop_index("decision_of")

    op.drop_table("decision")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("proposal_listing")
        batch_op.drop_index("proposal_due")
        batch_op.drop_index(batch_op.f("ix_proposal_staff_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_scheme_version_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_run_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_round_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_drafted_by"))
        batch_op.drop_index(batch_op.f("ix_proposal_asset_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_ask_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_run_id"))
        batch_op.drop_index(batch_op.f("ix_document_round_id"))
        batch_op.drop_index(batch_op.f("ix_document_organisation_id"))

    op.drop_table("document")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index(
            "run_one_live",
            sqlite_where=sa.text("state IN ('queued', 'solving')"),
            postgresql_where=sa.text("state IN ('queued', 'solving')"),
        )
        batch_op.drop_index(batch_op.f("ix_run_round_id"))
        batch_op.drop_index(batch_op.f("ix_run_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_run_asked_by"))

    op.drop_table("run")
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ruling_ruled_by"))
        batch_op.drop_index(batch_op.f("ix_ruling_round_id"))
        batch_op.drop_index(batch_op.f("ix_ruling_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_ruling_need_id"))
        batch_op.drop_index(batch_op.f("ix_ruling_asset_id"))

    op.drop_table("ruling")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_round_id"))
        batch_op.drop_index(batch_op.f("ix_opening_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_opening_decided_by"))
        batch_op.drop_index(batch_op.f("ix_opening_asset_id"))

    op.drop_table("opening")
    with op.batch_alter_table("leader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leader_session_id"))
        batch_op.drop_index(batch_op.f("ix_leader_person_id"))
        batch_op.drop_index(batch_op.f("ix_leader_organisation_id"))

    op.drop_table("leader")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_session_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_organisation_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(
            "suspension_live",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_suspension_suspended_by"))
        batch_op.drop_index(batch_op.f("ix_suspension_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_suspension_lifted_by"))
        batch_op.drop_index(batch_op.f("ix_suspension_identity_id"))
        batch_op.drop_index(batch_op.f("ix_suspension_concern_id"))

    op.drop_table("suspension")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("session_listing")
        batch_op.drop_index(batch_op.f("ix_session_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_session_hub_id"))
        batch_op.drop_index(batch_op.f("ix_session_asset_id"))

    op.drop_table("session")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_seats_asset_id"))

    op.drop_table("seats")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_scheme_version_id"))
        batch_op.drop_index(batch_op.f("ix_round_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_round_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_round_opened_by"))

    op.drop_table("round")
    with op.batch_alter_table("emergency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emergency_recorded_by"))
        batch_op.drop_index(batch_op.f("ix_emergency_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_emergency_need_id"))
        batch_op.drop_index(batch_op.f("ix_emergency_asset_id"))

    op.drop_table("emergency")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_claim_holder_id"))

    op.drop_table("claim")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_ask_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_ask_need_id"))
        batch_op.drop_index(batch_op.f("ix_ask_asked_by"))

    op.drop_table("ask")
    with op.batch_alter_table("view_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_count_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_view_count_account_id"))

    op.drop_table("view_count")
    with op.batch_alter_table("view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_view_identity_id"))
        batch_op.drop_index(batch_op.f("ix_view_account_id"))

    op.drop_table("view")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_token_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_token_account_id"))

    op.drop_table("token")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("task_once")
        batch_op.drop_index("task_due")
        batch_op.drop_index(batch_op.f("ix_task_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_task_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_task_done_by"))
        batch_op.drop_index(batch_op.f("ix_task_account_id"))

    op.drop_table("task")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_staff_person_id"))
        batch_op.drop_index(batch_op.f("ix_staff_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_staff_entered_by"))

    op.drop_table("staff")
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_recorded_by"))
        batch_op.drop_index(batch_op.f("ix_speaker_person_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_organisation_id"))

    op.drop_table("speaker")
    with op.batch_alter_table("scheme_version", schema=None) as batch_op:
        batch_op.drop_index(
            "scheme_version_in_use",
            sqlite_where=sa.text("state = 'in_use'"),
            postgresql_where=sa.text("state = 'in_use'"),
        )
        batch_op.drop_index(batch_op.f("ix_scheme_version_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_scheme_version_proposed_by"))
        batch_op.drop_index(batch_op.f("ix_scheme_version_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_scheme_version_accepted_by"))

    op.drop_table("scheme_version")
    with op.batch_alter_table("person_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_link_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_link_other_id"))
        batch_op.drop_index(batch_op.f("ix_person_link_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_link_decided_by"))

    op.drop_table("person_link")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("need_listing")
        batch_op.drop_index(batch_op.f("ix_need_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_need_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_need_entered_by"))

    op.drop_table("need")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_invited_by"))
        batch_op.drop_index(batch_op.f("ix_invitation_account_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_placed_by"))
        batch_op.drop_index(batch_op.f("ix_hold_person_id"))
        batch_op.drop_index(batch_op.f("ix_hold_organisation_id"))

    op.drop_table("hold")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_person_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_asked_by"))

    op.drop_table("erasure")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connection_other_identity_id"))
        batch_op.drop_index(batch_op.f("ix_connection_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_connection_identity_id"))
        batch_op.drop_index(batch_op.f("ix_connection_declared_by"))

    op.drop_table("connection")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_reported_by"))
        batch_op.drop_index(batch_op.f("ix_concern_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_concern_closed_by"))
        batch_op.drop_index(batch_op.f("ix_concern_about_person_id"))

    op.drop_table("concern")
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_asset_person_id"))
        batch_op.drop_index(batch_op.f("ix_asset_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_asset_hub_id"))
        batch_op.drop_index(batch_op.f("ix_asset_entered_by"))
        batch_op.drop_index("asset_listing")

    op.drop_table("asset")
    with op.batch_alter_table("again", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_again_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_again_looked_by"))
        batch_op.drop_index(batch_op.f("ix_again_decided_by"))
        batch_op.drop_index(batch_op.f("ix_again_asked_by"))
        batch_op.drop_index(batch_op.f("ix_again_about_id"))
        batch_op.drop_index(
            "again_one",
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.drop_table("again")
    with op.batch_alter_table("scheme_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheme_member_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_scheme_member_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_scheme_member_member_id"))

    op.drop_table("scheme_member")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_message_organisation_id"))

    op.drop_table("message")
    with op.batch_alter_table("blind", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blind_person_id"))
        batch_op.drop_index(batch_op.f("ix_blind_organisation_id"))
        batch_op.drop_index("blind_look_up")

    op.drop_table("blind")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_person_id"))
        batch_op.drop_index(batch_op.f("ix_account_organisation_id"))

    op.drop_table("account")
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_organisation_id"))

    op.drop_table("worker")
    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheme_organisation_id"))

    op.drop_table("scheme")
    with op.batch_alter_table("private", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_private_subject_id"))
        batch_op.drop_index(batch_op.f("ix_private_organisation_id"))

    op.drop_table("private")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_identity_id"))

    op.drop_table("person")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("outbox_next")
        batch_op.drop_index(batch_op.f("ix_outbox_organisation_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_once_organisation_id"))

    op.drop_table("once")
    with op.batch_alter_table("hub", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hub_organisation_id"))

    op.drop_table("hub")
    with op.batch_alter_table("data_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_key_organisation_id"))

    op.drop_table("data_key")
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_head_organisation_id"))

    op.drop_table("audit_head")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_record_id"))
        batch_op.drop_index(batch_op.f("ix_audit_organisation_id"))

    op.drop_table("audit")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_organisation_id"))

    op.drop_table("organisation")
