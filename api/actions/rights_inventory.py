"""Every column there is, and every sealed field: exported, or why it is not.

A subject access export is made from this page and from nothing else. A test fails for
a column or a sealed field that is missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EXPORTED = "exported"
LINK = "not personal: the id of another record, which is exported itself"
RUNNING = "not personal: how the service and its rounds run"
PUBLIC = "not personal: about an organisation, a place or a rule"
STAFF = "redacted: who of the staff did it is somebody else's data"
OTHER = "redacted: somebody else's data"
HIDDEN = "kept back: a key or a digest that opens or finds something"
SAFETY = (
    "kept back: about somebody's safety; the safeguarding lead decides what is told "
    "(Data Protection Act 2018, Schedules 2 and 3)"
)
_NOT_PERSONAL = (LINK, RUNNING, PUBLIC)

BASE: Mapping[str, str] = {
    "id": LINK,
    "organisation_id": LINK,
    "version": RUNNING,
    "created_at": EXPORTED,
}
"""The columns of every table."""

_TABLES: Mapping[str, Mapping[str, str]] = {
    "account": {LINK: "person_id", HIDDEN: "address_blind", EXPORTED: "state"},
    "again": {
        EXPORTED: "about_table state outcome",
        LINK: "about_id asked_by",
        STAFF: "decided_by looked_by",
    },
    "ask": {LINK: "scheme_id need_id", RUNNING: "how state", STAFF: "asked_by"},
    "asset": {
        EXPORTED: "ref state edited",
        LINK: "scheme_id person_id hub_id",
        OTHER: "beside_id",
        STAFF: "entered_by",
    },
    "attendance": {EXPORTED: "came creche", LINK: "session_id person_id"},
    "audit": {
        LINK: "record_id",
        STAFF: "actor roles",
        RUNNING: "number at act table_name facts",
        HIDDEN: "before digest",
    },
    "audit_head": {RUNNING: "number", HIDDEN: "digest"},
    "blind": {LINK: "person_id", RUNNING: "kind", HIDDEN: "digest"},
    "claim": {LINK: "need_id holder_id"},
    "closure": {LINK: "hub_id", PUBLIC: "kind what starts ends"},
    "concern": {
        SAFETY: "about_person_id about_table about_id about_people reported_by state",
        STAFF: "closed_by",
    },
    "connection": {
        LINK: "identity_id declared_by",
        OTHER: "other_identity_id",
    },
    "credential": {
        LINK: "account_id",
        EXPORTED: "password_at confirmed_at code_set_at",
        RUNNING: "last_step",
        HIDDEN: "code_digest",
        STAFF: "code_set_by",
    },
    "data_key": {
        LINK: "subject_id",
        HIDDEN: "wrapped",
        RUNNING: "master_version",
        EXPORTED: "destroyed_at",
    },
    "decision": {
        EXPORTED: "capacity answer why",
        LINK: "proposal_id about_person_id",
        OTHER: "person_id",
        STAFF: "account_id",
        HIDDEN: "reasons_digest",
    },
    "disclosure": {EXPORTED: "to fields", LINK: "proposal_id", STAFF: "account_id"},
    "deputy": {
        EXPORTED: "role starts ends ended_at",
        LINK: "account_id",
        OTHER: "deputy_id",
        STAFF: "named_by",
    },
    "document": {
        LINK: "round_id run_id",
        RUNNING: "kind key_version delete_after",
        HIDDEN: "digest sealed",
    },
    "emergency": {
        EXPORTED: "starts overdue_from settled_at",
        LINK: "scheme_id need_id asset_id",
        STAFF: "recorded_by",
    },
    "erasure": {LINK: "person_id", STAFF: "asked_by", EXPORTED: "destroyed kept"},
    "hold": {
        LINK: "person_id",
        EXPORTED: "rule until lifted_at",
        STAFF: "placed_by",
    },
    "feed": {LINK: "account_id", HIDDEN: "digest", EXPORTED: "ended_at"},
    "hours": {EXPORTED: "day minutes", LINK: "match_id person_id"},
    "hub": {PUBLIC: "ref name outcode"},
    "invitation": {
        LINK: "account_id scheme_id",
        EXPORTED: "role expires_at used_at",
        HIDDEN: "digest",
        STAFF: "invited_by",
    },
    "item": {
        LINK: "asset_id proposal_id",
        RUNNING: "state kept_until what bundle second_hand",
    },
    "leader": {LINK: "session_id person_id"},
    "match": {
        EXPORTED: "state starts planned_end ended_at why",
        LINK: "scheme_id proposal_id asset_id",
    },
    "match_need": {LINK: "match_id scheme_id need_id one_live_id", RUNNING: "live"},
    "membership": {
        EXPORTED: "role deputy ended_at",
        LINK: "account_id scheme_id",
    },
    "message": {
        EXPORTED: "kind about_table channel state sent_at",
        LINK: "outbox_id person_id about_id",
        RUNNING: "tries",
    },
    "need": {
        EXPORTED: "ref state first_waiting edited",
        LINK: "scheme_id person_id",
        OTHER: "beside_id",
        STAFF: "entered_by",
    },
    "once": {
        LINK: "outcome_id",
        STAFF: "actor",
        HIDDEN: "key request_digest",
        RUNNING: "outcome_kind outcome",
    },
    "opening": {
        LINK: "asset_id round_id",
        RUNNING: "decide_by state decided_at",
        STAFF: "decided_by",
    },
    "organisation": {PUBLIC: "name data demo"},
    "outbox": {
        LINK: "ids",
        RUNNING: "kind once state not_before started_at done_at executor",
    },
    "person": {EXPORTED: "ref kind erased_at", LINK: "identity_id"},
    "person_link": {
        LINK: "person_id",
        OTHER: "other_id",
        EXPORTED: "kind state decided_at",
        STAFF: "decided_by",
    },
    "private": {
        LINK: "subject_id record_id",
        RUNNING: "table_name field key_version",
        HIDDEN: "sealed",
    },
    "proposal": {
        EXPORTED: "kind state seats uses offered_at disclosed_at introduced_at "
        "agreed_at ended_at expires_at",
        LINK: "scheme_id scheme_version_id round_id run_id ask_id asset_id staff_id",
        RUNNING: "place_in_ask available holds",
        SAFETY: "frozen",
        HIDDEN: "reasons_digest previewed",
        STAFF: "drafted_by released_by worker_agreed_at",
    },
    "proposal_need": {LINK: "proposal_id need_id"},
    "recovery_code": {LINK: "account_id", HIDDEN: "digest", EXPORTED: "used_at"},
    "review": {
        EXPORTED: "kind due held_on outcomes",
        LINK: "match_id",
        STAFF: "held_by",
    },
    "room": {LINK: "hub_id", PUBLIC: "name holds"},
    "round": {
        LINK: "scheme_id scheme_version_id run_id",
        RUNNING: "name state as_of term_start term_end runs",
        HIDDEN: "salt_digest",
        STAFF: "opened_by",
    },
    "ruling": {
        LINK: "round_id need_id asset_id",
        RUNNING: "kind lifted_at",
        STAFF: "ruled_by",
    },
    "run": {
        LINK: "round_id",
        RUNNING: "number kind state fence executor doing share policy effort "
        "cancel_asked reason started_at ended_at",
        HIDDEN: "snapshot_digest scheme_digest result_digest",
        STAFF: "asked_by",
    },
    "scheme": {PUBLIC: "name title"},
    "scheme_member": {LINK: "scheme_id member_id", PUBLIC: "basis ended_at"},
    "scheme_version": {
        LINK: "scheme_id",
        PUBLIC: "digest source change state accepted_at",
        STAFF: "proposed_by accepted_by",
    },
    "seats": {LINK: "asset_id", RUNNING: "name most alone held units"},
    "session": {
        LINK: "hub_id asset_id room_id",
        PUBLIC: "title kind starts_at ends_at places booked shown state age_from "
        "age_to creche",
    },
    "sign_in": {
        EXPORTED: "way expires_at seen_at second_at code_at revoked_at",
        LINK: "account_id",
        HIDDEN: "digest",
        RUNNING: "loopback_only",
    },
    "sign_in_link": {
        EXPORTED: "purpose role expires_at used_at",
        LINK: "person_id scheme_id",
        HIDDEN: "digest",
    },
    "speaker": {
        EXPORTED: "capacity starts ends",
        LINK: "person_id",
        OTHER: "speaker_id",
        STAFF: "recorded_by",
    },
    "staff": {
        EXPORTED: "ref state edited",
        LINK: "scheme_id person_id",
        OTHER: "beside_id",
        STAFF: "entered_by",
    },
    "suspension": {
        SAFETY: "identity_id concern_id lifted_at",
        STAFF: "suspended_by lifted_by",
    },
    "task": {
        LINK: "account_id scheme_id about_id",
        SAFETY: "kind about_table",
        RUNNING: "role due key done_at",
        STAFF: "done_by",
    },
    "throttle": {HIDDEN: "subject", RUNNING: "begins tries"},
    "token": {
        EXPORTED: "roles expires_at revoked_at",
        LINK: "account_id",
        HIDDEN: "digest",
        RUNNING: "loopback_only",
    },
    "view": {
        EXPORTED: "act table_name",
        LINK: "identity_id record_id",
        STAFF: "account_id",
    },
    "view_count": {LINK: "account_id", EXPORTED: "hour people alarmed"},
    "worker": {
        RUNNING: "executor host application_version beat_at lost_at taken_by",
    },
}

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        table: {**BASE}
        | {name: said for said, names in rulings.items() for name in names.split()}
        for table, rulings in _TABLES.items()
    }
)
"""What becomes of each column in an export, by table."""

SEALED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("account", "address"): EXPORTED,
        ("again", "outcome_words"): EXPORTED,
        ("again", "words"): EXPORTED,
        ("asset", "points"): EXPORTED,
        ("asset", "values"): EXPORTED,
        ("attendance", "care"): EXPORTED,
        ("concern", "words"): SAFETY,
        ("connection", "known_as"): OTHER,
        ("credential", "authenticator"): HIDDEN,
        ("credential", "password"): HIDDEN,
        ("credential", "pending"): HIDDEN,
        ("decision", "cannot_say"): EXPORTED,
        ("decision", "how"): EXPORTED,
        ("decision", "shown"): EXPORTED,
        ("decision", "words"): EXPORTED,
        ("hub", "points"): PUBLIC,
        ("hub", "values"): PUBLIC,
        ("match", "words"): EXPORTED,
        ("need", "decisions"): STAFF,
        ("need", "points"): EXPORTED,
        ("need", "said"): EXPORTED,
        ("need", "spoken"): EXPORTED,
        ("need", "values"): EXPORTED,
        ("opening", "reason"): STAFF,
        ("person", "apart"): SAFETY,
        ("person", "away"): SAFETY,
        ("person", "contact"): EXPORTED,
        ("person", "draft"): EXPORTED,
        ("person", "email"): EXPORTED,
        ("person", "name"): EXPORTED,
        ("person", "phone"): EXPORTED,
        # Reasons weigh both sides; who wants to know asks for a second look.
        ("proposal", "reasons"): OTHER,
        ("review", "words"): EXPORTED,
        ("round", "pack_secret"): HIDDEN,
        ("round", "salt"): RUNNING,
        ("staff", "points"): EXPORTED,
        ("staff", "values"): EXPORTED,
        ("suspension", "why"): SAFETY,
        ("task", "words"): EXPORTED,
    }
)
"""What becomes of each sealed field; a personal column of a sheet is exported."""


def exported(table: str) -> tuple[str, ...]:
    """Return the columns of a table that an export shows."""
    return tuple(name for name, said in COLUMNS[table].items() if said == EXPORTED)


def kept_back() -> tuple[str, ...]:
    """Return every reason for which something is not shown, in its words."""
    said = {said for rulings in COLUMNS.values() for said in rulings.values()}
    return tuple(sorted((said | {*SEALED.values()}) - {EXPORTED, *_NOT_PERSONAL}))
