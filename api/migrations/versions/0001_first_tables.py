"""The first tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.schema import SchemaItem

from api.database import Instant, guard, unguard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
organisation audit audit_head data_key hub once outbox person private scheme worker
account blind message scheme_member again asset concern connection erasure hold
invitation membership need person_link scheme_version speaker staff task token view
view_count ask claim emergency round seats session suspension attendance leader opening
ruling run document proposal decision disclosure item match proposal_need match_need
review
""".split()
"""In the order in which they point at each other."""
APPEND_ONLY = ("audit", "decision", "disclosure")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _table(
        "organisation",
        Column("name", String(200), nullable=False),
        Column("data", String(), nullable=False),
        Column("demo", Boolean(), nullable=False),
        CheckConstraint("data IN ('invented')", name="organisation_data"),
        CheckConstraint("organisation_id = id", name="organisation_is_its_own"),
        UniqueConstraint("name", name="uq_organisation_name"),
    )
    _table(
        "audit",
        Column("number", Integer(), nullable=False),
        Column("at", Instant(), nullable=False),
        Column("actor", String(60), nullable=False),
        Column("roles", JSON(), nullable=False),
        Column("act", String(60), nullable=False),
        Column("table_name", String(40), nullable=False),
        Column("record_id", Uuid()),
        Column("facts", JSON(), nullable=False),
        Column("before", String(64), nullable=False),
        Column("digest", String(64), nullable=False),
        UniqueConstraint(
            "organisation_id", "number", name="uq_audit_organisation_id_number"
        ),
        indexed="record_id",
    )
    _table(
        "audit_head",
        Column("number", Integer(), nullable=False),
        Column("digest", String(64), nullable=False),
        UniqueConstraint("organisation_id", name="uq_audit_head_organisation_id"),
    )
    _table(
        "data_key",
        Column("subject_id", Uuid(), nullable=False),
        Column("wrapped", LargeBinary()),
        Column("master_version", Integer(), nullable=False),
        Column("destroyed_at", Instant()),
        UniqueConstraint("subject_id", name="uq_data_key_subject_id"),
    )
    _table(
        "hub",
        Column("ref", String(100), nullable=False),
        Column("name", String(200), nullable=False),
        Column("outcode", String(8), nullable=False),
        UniqueConstraint("organisation_id", "ref", name="uq_hub_organisation_id_ref"),
    )
    _table(
        "once",
        Column("actor", String(60), nullable=False),
        Column("key", String(200), nullable=False),
        Column("request_digest", String(64), nullable=False),
        Column("outcome_kind", String(40), nullable=False),
        Column("outcome_id", Uuid()),
        Column("outcome", JSON(), nullable=False),
        UniqueConstraint("actor", "key", name="uq_once_actor_key"),
    )
    _table(
        "outbox",
        Column("kind", String(60), nullable=False),
        Column("ids", JSON(), nullable=False),
        Column("once", String(200), nullable=False),
        Column("state", String(), nullable=False),
        Column("not_before", Instant(), nullable=False),
        Column("started_at", Instant()),
        Column("done_at", Instant()),
        Column("executor", String(60), nullable=False),
        CheckConstraint(
            "state IN ('waiting', 'started', 'done', 'failed')", name="outbox_state"
        ),
        UniqueConstraint("once", name="uq_outbox_once"),
        Index("outbox_next", "state", "not_before", "id"),
    )
    _table(
        "person",
        Column("identity_id", Uuid(), nullable=False),
        Column("ref", String(100)),
        Column("kind", String(), nullable=False),
        Column("erased_at", Instant()),
        CheckConstraint("kind IN ('child', 'adult', 'household')", name="person_kind"),
        UniqueConstraint(
            "organisation_id", "ref", name="uq_person_organisation_id_ref"
        ),
        indexed="identity_id",
    )
    _table(
        "private",
        Column("subject_id", Uuid(), nullable=False),
        Column("table_name", String(40), nullable=False),
        Column("record_id", Uuid(), nullable=False),
        Column("field", String(60), nullable=False),
        Column("sealed", LargeBinary(), nullable=False),
        Column("key_version", Integer(), nullable=False),
        UniqueConstraint(
            "record_id",
            "table_name",
            "field",
            name="uq_private_record_id_table_name_field",
        ),
        indexed="subject_id",
    )
    _table(
        "scheme",
        Column("name", String(100), nullable=False),
        Column("title", String(200), nullable=False),
        UniqueConstraint(
            "organisation_id", "name", name="uq_scheme_organisation_id_name"
        ),
    )
    _table(
        "worker",
        Column("executor", String(60), nullable=False),
        Column("host", String(200), nullable=False),
        Column("application_version", String(100), nullable=False),
        Column("beat_at", Instant(), nullable=False),
        Column("lost_at", Instant()),
        Column("taken_by", String(60), nullable=False),
        UniqueConstraint("executor", name="uq_worker_executor"),
    )
    _table(
        "account",
        Column("person_id", Uuid(), nullable=False),
        Column("address_blind", LargeBinary(), nullable=False),
        Column("state", String(), nullable=False),
        CheckConstraint(
            "state IN ('invited', 'active', 'closed')", name="account_state"
        ),
        UniqueConstraint("address_blind", name="uq_account_address_blind"),
        links={"person_id": "person"},
        indexed="person_id",
    )
    _table(
        "blind",
        Column("person_id", Uuid(), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("digest", LargeBinary(), nullable=False),
        Index("blind_look_up", "kind", "digest"),
        links={"person_id": "person"},
        indexed="person_id",
    )
    _table(
        "message",
        Column("outbox_id", Uuid(), nullable=False),
        Column("kind", String(60), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("about_table", String(40), nullable=False),
        Column("about_id", Uuid()),
        Column("channel", String(20), nullable=False),
        Column("state", String(), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("sent_at", Instant()),
        CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'held', 'dropped')",
            name="message_state",
        ),
        UniqueConstraint("outbox_id", name="uq_message_outbox_id"),
        links={"outbox_id": "outbox", "person_id": "person"},
        indexed="person_id",
    )
    _table(
        "scheme_member",
        Column("scheme_id", Uuid(), nullable=False),
        Column("member_id", Uuid(), nullable=False),
        Column("basis", String(300), nullable=False),
        Column("ended_at", Instant()),
        UniqueConstraint(
            "scheme_id", "member_id", name="uq_scheme_member_scheme_id_member_id"
        ),
        links={"member_id": "organisation", "scheme_id": "scheme"},
        indexed="member_id scheme_id",
    )
    _table(
        "again",
        Column("about_table", String(40), nullable=False),
        Column("about_id", Uuid(), nullable=False),
        Column("asked_by", Uuid(), nullable=False),
        Column("decided_by", Uuid()),
        Column("looked_by", Uuid()),
        Column("state", String(), nullable=False),
        Column("outcome", String(40), nullable=False),
        CheckConstraint(
            "looked_by IS NULL OR looked_by <> decided_by", name="again_by"
        ),
        CheckConstraint("state IN ('asked', 'looked_at')", name="again_state"),
        Index(
            "again_one",
            "about_id",
            "asked_by",
            unique=True,
            **_where("state = 'asked'"),
        ),
        links={"asked_by": "account", "decided_by": "account", "looked_by": "account"},
        indexed="about_id asked_by decided_by looked_by",
    )
    _table(
        "asset",
        Column("scheme_id", Uuid(), nullable=False),
        Column("ref", String(100), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("beside_id", Uuid()),
        Column("entered_by", Uuid()),
        Column("edited", JSON(), nullable=False),
        Column("state", String(), nullable=False),
        Column("hub_id", Uuid()),
        CheckConstraint(
            "state IN ('live', 'paused', 'on_hold', 'closed')", name="asset_state"
        ),
        UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name="uq_asset_organisation_id_scheme_id_ref",
        ),
        Index("asset_listing", "organisation_id", "scheme_id", "id"),
        links={
            "beside_id": "person",
            "entered_by": "account",
            "hub_id": "hub",
            "person_id": "person",
            "scheme_id": "scheme",
        },
        indexed="beside_id entered_by hub_id person_id scheme_id",
    )
    _table(
        "concern",
        Column("about_person_id", Uuid()),
        Column("about_table", String(40), nullable=False),
        Column("about_id", Uuid()),
        Column("about_people", JSON(), nullable=False),
        Column("reported_by", Uuid(), nullable=False),
        Column("state", String(), nullable=False),
        Column("closed_by", Uuid()),
        CheckConstraint("state IN ('received', 'closed')", name="concern_state"),
        links={
            "about_person_id": "person",
            "closed_by": "account",
            "reported_by": "account",
        },
        indexed="about_person_id closed_by reported_by",
    )
    _table(
        "connection",
        Column("identity_id", Uuid(), nullable=False),
        Column("other_identity_id", Uuid(), nullable=False),
        Column("declared_by", Uuid(), nullable=False),
        UniqueConstraint(
            "identity_id",
            "other_identity_id",
            name="uq_connection_identity_id_other_identity_id",
        ),
        links={"declared_by": "account"},
        indexed="declared_by identity_id other_identity_id",
    )
    _table(
        "erasure",
        Column("person_id", Uuid(), nullable=False),
        Column("asked_by", Uuid(), nullable=False),
        Column("destroyed", JSON(), nullable=False),
        Column("kept", JSON(), nullable=False),
        links={"asked_by": "account", "person_id": "person"},
        indexed="asked_by person_id",
    )
    _table(
        "hold",
        Column("person_id", Uuid(), nullable=False),
        Column("rule", String(200), nullable=False),
        Column("placed_by", Uuid(), nullable=False),
        Column("until", Date()),
        Column("lifted_at", Instant()),
        links={"person_id": "person", "placed_by": "account"},
        indexed="person_id placed_by",
    )
    _table(
        "invitation",
        Column("account_id", Uuid(), nullable=False),
        Column("role", String(), nullable=False),
        Column("scheme_id", Uuid()),
        Column("digest", LargeBinary(), nullable=False),
        Column("invited_by", Uuid()),
        Column("expires_at", Instant(), nullable=False),
        Column("used_at", Instant()),
        UniqueConstraint("digest", name="uq_invitation_digest"),
        links={"account_id": "account", "invited_by": "account", "scheme_id": "scheme"},
        indexed="account_id invited_by scheme_id",
    )
    _table(
        "membership",
        Column("account_id", Uuid(), nullable=False),
        Column("role", String(), nullable=False),
        Column("scheme_id", Uuid()),
        Column("deputy", Boolean(), nullable=False),
        Column("ended_at", Instant()),
        CheckConstraint(
            "role IN ('administrator', 'coordinator', 'approver', 'worker', "
            "'holder', 'parent', 'young_person', 'advocate', 'hub', "
            "'helper', 'safeguarding_lead', 'auditor')",
            name="membership_role",
        ),
        UniqueConstraint(
            "account_id",
            "role",
            "scheme_id",
            "organisation_id",
            name="uq_membership_account_id_role_scheme_id_organisation_id",
        ),
        links={"account_id": "account", "scheme_id": "scheme"},
        indexed="account_id scheme_id",
    )
    _table(
        "need",
        Column("scheme_id", Uuid(), nullable=False),
        Column("ref", String(100), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("beside_id", Uuid()),
        Column("entered_by", Uuid()),
        Column("edited", JSON(), nullable=False),
        Column("state", String(), nullable=False),
        Column("first_waiting", Boolean(), nullable=False),
        CheckConstraint(
            "state IN ('waiting', 'matched', 'paused', 'closed')", name="need_state"
        ),
        UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name="uq_need_organisation_id_scheme_id_ref",
        ),
        Index("need_listing", "organisation_id", "scheme_id", "id"),
        links={
            "beside_id": "person",
            "entered_by": "account",
            "person_id": "person",
            "scheme_id": "scheme",
        },
        indexed="beside_id entered_by person_id scheme_id",
    )
    _table(
        "person_link",
        Column("person_id", Uuid(), nullable=False),
        Column("other_id", Uuid(), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("state", String(), nullable=False),
        Column("decided_by", Uuid()),
        Column("decided_at", Instant()),
        CheckConstraint(
            "state IN ('proposed', 'confirmed', 'refused')", name="person_link_state"
        ),
        UniqueConstraint(
            "person_id", "other_id", name="uq_person_link_person_id_other_id"
        ),
        links={"decided_by": "account", "other_id": "person", "person_id": "person"},
        indexed="decided_by other_id person_id",
    )
    _table(
        "scheme_version",
        Column("scheme_id", Uuid(), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("source", String(), nullable=False),
        Column("change", String(), nullable=False),
        Column("state", String(), nullable=False),
        Column("proposed_by", Uuid()),
        Column("accepted_by", Uuid()),
        Column("accepted_at", Instant()),
        CheckConstraint(
            "accepted_by IS NULL OR accepted_by <> proposed_by",
            name="scheme_version_second_person",
        ),
        CheckConstraint(
            "state IN ('proposed', 'in_use', 'replaced', 'refused')",
            name="scheme_version_state",
        ),
        UniqueConstraint(
            "scheme_id", "digest", name="uq_scheme_version_scheme_id_digest"
        ),
        Index(
            "scheme_version_in_use",
            "scheme_id",
            unique=True,
            **_where("state = 'in_use'"),
        ),
        links={
            "accepted_by": "account",
            "proposed_by": "account",
            "scheme_id": "scheme",
        },
        indexed="accepted_by proposed_by scheme_id",
    )
    _table(
        "speaker",
        Column("person_id", Uuid(), nullable=False),
        Column("speaker_id", Uuid(), nullable=False),
        Column("capacity", String(40), nullable=False),
        Column("starts", Date(), nullable=False),
        Column("ends", Date()),
        Column("recorded_by", Uuid()),
        links={"person_id": "person", "recorded_by": "account", "speaker_id": "person"},
        indexed="person_id recorded_by speaker_id",
    )
    _table(
        "staff",
        Column("scheme_id", Uuid(), nullable=False),
        Column("ref", String(100), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("beside_id", Uuid()),
        Column("entered_by", Uuid()),
        Column("edited", JSON(), nullable=False),
        Column("state", String(), nullable=False),
        CheckConstraint(
            "state IN ('live', 'paused', 'on_hold', 'closed')", name="staff_state"
        ),
        UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "ref",
            name="uq_staff_organisation_id_scheme_id_ref",
        ),
        links={
            "beside_id": "person",
            "entered_by": "account",
            "person_id": "person",
            "scheme_id": "scheme",
        },
        indexed="beside_id entered_by person_id scheme_id",
    )
    _table(
        "task",
        Column("kind", String(60), nullable=False),
        Column("role", String(40), nullable=False),
        Column("account_id", Uuid()),
        Column("scheme_id", Uuid()),
        Column("about_table", String(40), nullable=False),
        Column("about_id", Uuid()),
        Column("due", Date(), nullable=False),
        Column("key", String(200), nullable=False),
        Column("done_at", Instant()),
        Column("done_by", Uuid()),
        Index("task_due", "organisation_id", "role", "due"),
        Index("task_once", "key", unique=True),
        links={"account_id": "account", "done_by": "account", "scheme_id": "scheme"},
        indexed="account_id done_by scheme_id",
    )
    _table(
        "token",
        Column("account_id", Uuid(), nullable=False),
        Column("digest", LargeBinary(), nullable=False),
        Column("roles", JSON(), nullable=False),
        Column("expires_at", Instant(), nullable=False),
        Column("revoked_at", Instant()),
        Column("loopback_only", Boolean(), nullable=False),
        UniqueConstraint("digest", name="uq_token_digest"),
        links={"account_id": "account"},
        indexed="account_id",
    )
    _table(
        "view",
        Column("account_id", Uuid(), nullable=False),
        Column("identity_id", Uuid(), nullable=False),
        Column("act", String(60), nullable=False),
        Column("table_name", String(40), nullable=False),
        Column("record_id", Uuid(), nullable=False),
        links={"account_id": "account"},
        indexed="account_id identity_id",
    )
    _table(
        "view_count",
        Column("account_id", Uuid(), nullable=False),
        Column("hour", Instant(), nullable=False),
        Column("people", Integer(), nullable=False),
        Column("alarmed", Boolean(), nullable=False),
        UniqueConstraint("account_id", "hour", name="uq_view_count_account_id_hour"),
        links={"account_id": "account"},
        indexed="account_id",
    )
    _table(
        "ask",
        Column("scheme_id", Uuid(), nullable=False),
        Column("need_id", Uuid(), nullable=False),
        Column("how", String(), nullable=False),
        Column("state", String(), nullable=False),
        Column("asked_by", Uuid(), nullable=False),
        CheckConstraint("how IN ('in_order', 'at_once')", name="ask_how"),
        CheckConstraint("state IN ('open', 'confirmed', 'closed')", name="ask_state"),
        links={"asked_by": "account", "need_id": "need", "scheme_id": "scheme"},
        indexed="asked_by need_id scheme_id",
    )
    _table(
        "claim",
        Column("need_id", Uuid(), nullable=False),
        Column("holder_id", Uuid(), nullable=False),
        UniqueConstraint("need_id", name="uq_claim_need_id"),
        links={"need_id": "need"},
        indexed="holder_id",
    )
    _table(
        "emergency",
        Column("scheme_id", Uuid(), nullable=False),
        Column("need_id", Uuid(), nullable=False),
        Column("asset_id", Uuid(), nullable=False),
        Column("starts", Date(), nullable=False),
        Column("overdue_from", Date(), nullable=False),
        Column("settled_at", Instant()),
        Column("recorded_by", Uuid(), nullable=False),
        links={
            "asset_id": "asset",
            "need_id": "need",
            "recorded_by": "account",
            "scheme_id": "scheme",
        },
        indexed="asset_id need_id recorded_by scheme_id",
    )
    _table(
        "round",
        Column("scheme_id", Uuid(), nullable=False),
        Column("scheme_version_id", Uuid(), nullable=False),
        Column("name", String(100), nullable=False),
        Column("state", String(), nullable=False),
        Column("as_of", Date(), nullable=False),
        Column("term_start", Date(), nullable=False),
        Column("term_end", Date(), nullable=False),
        Column("salt_digest", String(64), nullable=False),
        Column("runs", Integer(), nullable=False),
        Column("run_id", Uuid()),
        Column("opened_by", Uuid()),
        CheckConstraint(
            "state IN ('open', 'running', 'proposed', 'released', 'closed', 'failed')",
            name="round_state",
        ),
        CheckConstraint("term_end >= term_start", name="round_term"),
        UniqueConstraint(
            "organisation_id",
            "scheme_id",
            "name",
            name="uq_round_organisation_id_scheme_id_name",
        ),
        links={
            "opened_by": "account",
            "scheme_id": "scheme",
            "scheme_version_id": "scheme_version",
        },
        indexed="opened_by scheme_id scheme_version_id",
    )
    _table(
        "seats",
        Column("asset_id", Uuid(), nullable=False),
        Column("name", String(60), nullable=False),
        Column("most", Integer(), nullable=False),
        Column("alone", Integer(), nullable=False),
        Column("held", Integer(), nullable=False),
        Column("units", Integer(), nullable=False),
        CheckConstraint("most >= 0 AND alone >= 0", name="seats_capacity"),
        CheckConstraint(
            "held <= most OR (units <= 1 AND held <= alone)", name="seats_never_above"
        ),
        CheckConstraint("held >= 0 AND units >= 0", name="seats_not_negative"),
        UniqueConstraint("asset_id", "name", name="uq_seats_asset_id_name"),
        links={"asset_id": "asset"},
        indexed="asset_id",
    )
    _table(
        "session",
        Column("hub_id", Uuid(), nullable=False),
        Column("asset_id", Uuid()),
        Column("title", String(200), nullable=False),
        Column("kind", String(60), nullable=False),
        Column("starts_at", Instant(), nullable=False),
        Column("ends_at", Instant(), nullable=False),
        Column("places", Integer(), nullable=False),
        Column("booked", Integer(), nullable=False),
        Column("shown", String(), nullable=False),
        Column("state", String(), nullable=False),
        CheckConstraint("ends_at > starts_at", name="session_ends_after_start"),
        CheckConstraint("booked >= 0 AND booked <= places", name="session_places"),
        CheckConstraint(
            "shown IN ('public', 'referral', 'hidden')", name="session_shown"
        ),
        CheckConstraint(
            "state IN ('listed', 'needs_cover', 'cancelled', 'held')",
            name="session_state",
        ),
        Index("session_listing", "organisation_id", "starts_at", "id"),
        links={"asset_id": "asset", "hub_id": "hub"},
        indexed="asset_id hub_id",
    )
    _table(
        "suspension",
        Column("identity_id", Uuid(), nullable=False),
        Column("suspended_by", Uuid(), nullable=False),
        Column("concern_id", Uuid()),
        Column("lifted_at", Instant()),
        Column("lifted_by", Uuid()),
        Index(
            "suspension_live", "identity_id", unique=True, **_where("lifted_at IS NULL")
        ),
        links={
            "concern_id": "concern",
            "lifted_by": "account",
            "suspended_by": "account",
        },
        indexed="concern_id identity_id lifted_by suspended_by",
    )
    _table(
        "attendance",
        Column("session_id", Uuid(), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("came", Boolean()),
        UniqueConstraint(
            "session_id", "person_id", name="uq_attendance_session_id_person_id"
        ),
        links={"person_id": "person", "session_id": "session"},
        indexed="person_id session_id",
    )
    _table(
        "leader",
        Column("session_id", Uuid(), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        UniqueConstraint(
            "session_id", "person_id", name="uq_leader_session_id_person_id"
        ),
        links={"person_id": "person", "session_id": "session"},
        indexed="person_id session_id",
    )
    _table(
        "opening",
        Column("asset_id", Uuid(), nullable=False),
        Column("round_id", Uuid()),
        Column("decide_by", Date(), nullable=False),
        Column("state", String(), nullable=False),
        Column("decided_by", Uuid()),
        Column("decided_at", Instant()),
        CheckConstraint(
            "state IN ('planned', 'open', 'not_starting')", name="opening_state"
        ),
        UniqueConstraint("asset_id", "round_id", name="uq_opening_asset_id_round_id"),
        links={"asset_id": "asset", "decided_by": "account", "round_id": "round"},
        indexed="asset_id decided_by round_id",
    )
    _table(
        "ruling",
        Column("round_id", Uuid(), nullable=False),
        Column("need_id", Uuid(), nullable=False),
        Column("asset_id", Uuid(), nullable=False),
        Column("kind", String(), nullable=False),
        Column("ruled_by", Uuid(), nullable=False),
        Column("lifted_at", Instant()),
        CheckConstraint("kind IN ('pin', 'forbid')", name="ruling_kind"),
        Index(
            "ruling_stands",
            "round_id",
            "need_id",
            "asset_id",
            unique=True,
            **_where("lifted_at IS NULL"),
        ),
        links={
            "asset_id": "asset",
            "need_id": "need",
            "round_id": "round",
            "ruled_by": "account",
        },
        indexed="asset_id need_id round_id ruled_by",
    )
    _table(
        "run",
        Column("round_id", Uuid(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("kind", String(), nullable=False),
        Column("state", String(), nullable=False),
        Column("fence", Integer(), nullable=False),
        Column("executor", String(60), nullable=False),
        Column("doing", String(200), nullable=False),
        Column("share", Float(), nullable=False),
        Column("asked_by", Uuid()),
        Column("policy", JSON(), nullable=False),
        Column("effort", Float(), nullable=False),
        Column("cancel_asked", Boolean(), nullable=False),
        Column("reason", String(500), nullable=False),
        Column("snapshot_digest", String(64), nullable=False),
        Column("scheme_digest", String(64), nullable=False),
        Column("result_digest", String(64), nullable=False),
        Column("started_at", Instant()),
        Column("ended_at", Instant()),
        CheckConstraint("kind IN ('run', 'compare')", name="run_kind"),
        CheckConstraint(
            "state IN ('queued', 'solving', 'saved', 'failed', 'cancelled')",
            name="run_state",
        ),
        UniqueConstraint("round_id", "number", name="uq_run_round_id_number"),
        Index(
            "run_one_live",
            "round_id",
            unique=True,
            **_where("state IN ('queued', 'solving')"),
        ),
        links={"asked_by": "account", "round_id": "round"},
        indexed="asked_by round_id",
    )
    _table(
        "document",
        Column("round_id", Uuid(), nullable=False),
        Column("run_id", Uuid()),
        Column("kind", String(40), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("sealed", LargeBinary(), nullable=False),
        Column("key_version", Integer(), nullable=False),
        Column("delete_after", Date()),
        UniqueConstraint(
            "round_id", "run_id", "kind", name="uq_document_round_id_run_id_kind"
        ),
        links={"round_id": "round", "run_id": "run"},
        indexed="round_id run_id",
    )
    _table(
        "proposal",
        Column("scheme_id", Uuid(), nullable=False),
        Column("scheme_version_id", Uuid(), nullable=False),
        Column("round_id", Uuid()),
        Column("run_id", Uuid()),
        Column("ask_id", Uuid()),
        Column("place_in_ask", Integer(), nullable=False),
        Column("asset_id", Uuid(), nullable=False),
        Column("staff_id", Uuid()),
        Column("kind", String(), nullable=False),
        Column("state", String(), nullable=False),
        Column("frozen", Boolean(), nullable=False),
        Column("available", Boolean(), nullable=False),
        Column("seats", Integer(), nullable=False),
        Column("holds", Boolean(), nullable=False),
        Column("uses", JSON(), nullable=False),
        Column("reasons_digest", String(64), nullable=False),
        Column("previewed", String(64), nullable=False),
        Column("drafted_by", Uuid()),
        Column("released_by", Uuid()),
        Column("worker_agreed_at", Instant()),
        Column("offered_at", Instant()),
        Column("disclosed_at", Instant()),
        Column("introduced_at", Instant()),
        Column("agreed_at", Instant()),
        Column("ended_at", Instant()),
        Column("expires_at", Instant()),
        CheckConstraint(
            "kind IN ('round', 'ask', 'next_best', 'assignment', 'item')",
            name="proposal_kind",
        ),
        CheckConstraint("seats >= 0", name="proposal_seats"),
        CheckConstraint(
            "state IN ('drafted', 'approved', 'offered', 'interested', "
            "'disclosed', 'introduced', 'agreed', 'declined', 'lapsed', "
            "'withdrawn')",
            name="proposal_state",
        ),
        Index("proposal_due", "state", "expires_at"),
        Index("proposal_listing", "organisation_id", "round_id", "id"),
        links={
            "ask_id": "ask",
            "asset_id": "asset",
            "drafted_by": "account",
            "released_by": "account",
            "round_id": "round",
            "run_id": "run",
            "scheme_id": "scheme",
            "scheme_version_id": "scheme_version",
            "staff_id": "staff",
        },
        indexed="ask_id asset_id drafted_by released_by round_id run_id "
        "scheme_id scheme_version_id staff_id",
    )
    _table(
        "decision",
        Column("proposal_id", Uuid(), nullable=False),
        Column("capacity", String(40), nullable=False),
        Column("answer", String(), nullable=False),
        Column("person_id", Uuid(), nullable=False),
        Column("account_id", Uuid(), nullable=False),
        Column("about_person_id", Uuid()),
        Column("why", String(40), nullable=False),
        Column("reasons_digest", String(64), nullable=False),
        CheckConstraint(
            "answer IN ('yes', 'no', 'question', 'met', 'approve', 'refuse')",
            name="decision_answer",
        ),
        Index("decision_of", "proposal_id", "capacity"),
        links={
            "about_person_id": "person",
            "account_id": "account",
            "person_id": "person",
            "proposal_id": "proposal",
        },
        indexed="about_person_id account_id person_id proposal_id",
    )
    _table(
        "disclosure",
        Column("proposal_id", Uuid(), nullable=False),
        Column("to", String(20), nullable=False),
        Column("fields", JSON(), nullable=False),
        Column("account_id", Uuid(), nullable=False),
        links={"account_id": "account", "proposal_id": "proposal"},
        indexed="account_id proposal_id",
    )
    _table(
        "item",
        Column("asset_id", Uuid(), nullable=False),
        Column("proposal_id", Uuid()),
        Column("what", String(60), nullable=False),
        Column("bundle", Boolean(), nullable=False),
        Column("second_hand", Boolean(), nullable=False),
        Column("state", String(), nullable=False),
        Column("kept_until", Instant()),
        CheckConstraint(
            "state IN ('received', 'checked', 'available', 'set_aside', "
            "'collected', 'pulled')",
            name="item_state",
        ),
        links={"asset_id": "asset", "proposal_id": "proposal"},
        indexed="asset_id proposal_id",
    )
    _table(
        "match",
        Column("scheme_id", Uuid(), nullable=False),
        Column("proposal_id", Uuid(), nullable=False),
        Column("asset_id", Uuid(), nullable=False),
        Column("state", String(), nullable=False),
        Column("starts", Date(), nullable=False),
        Column("planned_end", Date(), nullable=False),
        Column("ended_at", Instant()),
        Column("why", String(40), nullable=False),
        CheckConstraint(
            "state IN ('active', 'paused', 'extended', 'ended', 'stopped')",
            name="match_state",
        ),
        UniqueConstraint("proposal_id", name="uq_match_proposal_id"),
        links={"asset_id": "asset", "proposal_id": "proposal", "scheme_id": "scheme"},
        indexed="asset_id scheme_id",
    )
    _table(
        "proposal_need",
        Column("proposal_id", Uuid(), nullable=False),
        Column("need_id", Uuid(), nullable=False),
        UniqueConstraint(
            "proposal_id", "need_id", name="uq_proposal_need_proposal_id_need_id"
        ),
        links={"need_id": "need", "proposal_id": "proposal"},
        indexed="need_id proposal_id",
    )
    _table(
        "match_need",
        Column("match_id", Uuid(), nullable=False),
        Column("scheme_id", Uuid(), nullable=False),
        Column("need_id", Uuid(), nullable=False),
        Column("one_live_id", Uuid()),
        Column("live", Boolean(), nullable=False),
        UniqueConstraint("match_id", "need_id", name="uq_match_need_match_id_need_id"),
        Index("match_one_live_need", "need_id", unique=True, **_where("live")),
        Index(
            "match_one_live_person",
            "scheme_id",
            "one_live_id",
            unique=True,
            **_where("live AND one_live_id IS NOT NULL"),
        ),
        links={"match_id": "match", "need_id": "need", "scheme_id": "scheme"},
        indexed="match_id need_id scheme_id",
    )
    _table(
        "review",
        Column("match_id", Uuid(), nullable=False),
        Column("kind", String(), nullable=False),
        Column("due", Date(), nullable=False),
        Column("held_on", Date()),
        Column("outcomes", JSON(), nullable=False),
        Column("held_by", Uuid()),
        CheckConstraint(
            "kind IN ('review', 'supervision', 'meeting')", name="review_kind"
        ),
        links={"held_by": "account", "match_id": "match"},
        indexed="held_by match_id",
    )
    guard(*APPEND_ONLY)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    unguard(*APPEND_ONLY)
    for table in reversed(TABLES):
        op.drop_table(table)


def _table(
    name: str,
    *parts: SchemaItem,
    links: Mapping[str, str] = MappingProxyType({}),
    indexed: str = "",
) -> None:
    """Create a table with the columns that every table has, links and plain indexes."""
    links = {"organisation_id": "organisation", **links}
    op.create_table(
        name,
        Column("id", Uuid(), nullable=False),
        Column("organisation_id", Uuid(), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        *parts,
        PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *(
            ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{name}_{column}")
            for column, to in links.items()
        ),
        *(
            Index(f"ix_{name}_{column}", column)
            for column in ("organisation_id", *indexed.split())
        ),
    )


def _where(condition: str) -> dict[str, Any]:
    """Return what makes an index partial on either database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
