"""The tables. SQLModel classes never enter `matcher` and are never a body."""

from sqlmodel import SQLModel

from api.records.accounts import (
    ROLES,
    STAFF_ROLES,
    Account,
    Invitation,
    Membership,
    Token,
    View,
)
from api.records.base import Row, new_id
from api.records.community import (
    Asset,
    Attendance,
    Closure,
    Hub,
    Item,
    Leader,
    Listed,
    Need,
    Opening,
    Room,
    Seats,
    Session,
    Staff,
)
from api.records.giving import Feed, Hours
from api.records.matches import Emergency, Match, MatchNeed, Review
from api.records.people import (
    Blind,
    Connection,
    DataKey,
    Organisation,
    Person,
    PersonLink,
    Private,
    Speaker,
)
from api.records.proposals import (
    Again,
    Ask,
    Claim,
    Decision,
    Disclosure,
    Proposal,
    ProposalNeed,
)
from api.records.rounds import Document, Round, Ruling, Run
from api.records.safety import Concern, Erasure, Hold, Suspension, Task
from api.records.schemes import Scheme, SchemeMember, SchemeVersion
from api.records.sign_ins import (
    WAYS,
    Credential,
    RecoveryCode,
    SignIn,
    SignInLink,
    Throttle,
)
from api.records.work import (
    AuditHead,
    AuditRow,
    Message,
    Once,
    Outbox,
    ViewCount,
    Worker,
)

METADATA = SQLModel.metadata
APPEND_ONLY = ("audit", "decision", "disclosure")
"""Tables whose rows the database itself refuses to change or delete."""

__all__ = [
    "APPEND_ONLY",
    "METADATA",
    "ROLES",
    "STAFF_ROLES",
    "WAYS",
    "Account",
    "Again",
    "Ask",
    "Asset",
    "Attendance",
    "AuditHead",
    "AuditRow",
    "Blind",
    "Claim",
    "Closure",
    "Concern",
    "Connection",
    "Credential",
    "DataKey",
    "Decision",
    "Disclosure",
    "Document",
    "Emergency",
    "Erasure",
    "Feed",
    "Hold",
    "Hours",
    "Hub",
    "Invitation",
    "Item",
    "Leader",
    "Listed",
    "Match",
    "MatchNeed",
    "Membership",
    "Message",
    "Need",
    "Once",
    "Opening",
    "Organisation",
    "Outbox",
    "Person",
    "PersonLink",
    "Private",
    "Proposal",
    "ProposalNeed",
    "RecoveryCode",
    "Review",
    "Room",
    "Round",
    "Row",
    "Ruling",
    "Run",
    "Scheme",
    "SchemeMember",
    "SchemeVersion",
    "Seats",
    "Session",
    "SignIn",
    "SignInLink",
    "Speaker",
    "Staff",
    "Suspension",
    "Task",
    "Throttle",
    "Token",
    "View",
    "ViewCount",
    "Worker",
    "new_id",
]
