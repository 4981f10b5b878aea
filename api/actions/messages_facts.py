"""What a message is made from: its scheme, its proposal's step, its few facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import rules_of
from api.auth import code_of
from api.mail import KINDS, Stand
from api.records import Invitation, Outbox, Proposal, Review, Session, Task
from api.steps import london_day
from matcher.schemes import Scheme

_REACHED = ("agreed", "introduced", "disclosed", "offered")


def audience_of(row: Outbox) -> str:
    """Return whom a message speaks to."""
    return str(row.ids.get("audience", "staff"))


def scheme_about(desk: Desk, row: Outbox) -> Scheme | None:
    """Return the scheme in whose words a message speaks, or None."""
    version = row.ids.get("scheme_version")
    return rules_of(desk, UUID(version)) if version else None


def _proposal(desk: Desk, row: Outbox) -> Proposal | None:
    if row.ids.get("about_table") != "proposal":
        return None
    return desk.store.get(Proposal, UUID(row.ids["about"]))


def stand_of(desk: Desk, row: Outbox) -> Stand | None:
    """Return where the proposal stands that a message is about."""
    proposal = _proposal(desk, row)
    if proposal is None:
        return None
    reached = [step for step in _REACHED if getattr(proposal, f"{step}_at")]
    furthest = reached[0] if reached else "drafted"
    # A tutor who had agreed, and was let go since, is told so as of a withdrawal.
    let_go = proposal.state == "agreed" and proposal.ended_at is not None
    now = "withdrawn" if let_go else proposal.state
    return Stand(now, furthest, frozen=proposal.frozen)


def facts_of(desk: Desk, row: Outbox) -> dict[str, Any]:
    """Return the facts of the kind's allow-list: from the row's ids, and its dates."""
    kind = KINDS[row.ids["message"]]
    about = UUID(row.ids["about"]) if row.ids.get("about") else row.id
    facts: dict[str, Any] = {"link": _opaque(desk, row, about)}
    for name in ("until", "day"):
        if name in kind.must:
            facts[name] = _day(desk, row, name)
    if "minutes" in kind.must:
        facts["minutes"] = int(row.ids["minutes"])
    if "item" in kind.must:
        facts["item"] = row.ids["item"]
    return facts


def _opaque(desk: Desk, row: Outbox, about: UUID) -> str:
    """Return what stands in a link: an id, or the code of a link that signs in."""
    if row.ids.get("about_table") == "sign_in_link":
        return code_of(desk.store.keys, about)
    return about.hex


def _day(desk: Desk, row: Outbox, name: str) -> date | None:
    if name in row.ids:
        return date.fromisoformat(row.ids[name])
    about = UUID(row.ids["about"])
    found = _DAYS.get(row.ids.get("about_table", ""))
    return found(desk, about) if found else None


def _offer_ends(desk: Desk, about: UUID) -> date | None:
    row = desk.store.get(Proposal, about)
    return _last_day(row.expires_at) if row and row.expires_at else None


def _invitation_ends(desk: Desk, about: UUID) -> date | None:
    rows = desk.store.find(Invitation, Invitation.account_id == about)
    return _last_day(rows[-1].expires_at) if rows else None


def _task_due(desk: Desk, about: UUID) -> date | None:
    row = desk.store.get(Task, about)
    return row.due if row else None


def _session_on(desk: Desk, about: UUID) -> date | None:
    row = desk.store.get(Session, about)
    return london_day(row.starts_at) if row else None


def _review_due(desk: Desk, about: UUID) -> date | None:
    row = desk.store.get(Review, about)
    return row.due if row else None


def _last_day(ends: datetime) -> date:
    """Return the last day before an end: what ends as a day begins ended with one."""
    return london_day(ends - timedelta(seconds=1))


_DAYS: Mapping[str, Callable[[Desk, UUID], date | None]] = {
    "proposal": _offer_ends,
    "account": _invitation_ends,
    "task": _task_due,
    "session": _session_on,
    "review": _review_due,
}
"""The day that a message is about, by the table it is about."""
