"""What a message is made from: its scheme, its proposal's step, its few facts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import rules_of
from api.mail import KINDS, Stand
from api.records import Invitation, Outbox, Proposal
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
    return Stand(proposal.state, furthest, frozen=proposal.frozen)


def facts_of(desk: Desk, row: Outbox) -> dict[str, Any]:
    """Return the facts of the kind's allow-list: from the row's ids, and its dates."""
    kind = KINDS[row.ids["message"]]
    about = UUID(row.ids["about"]) if row.ids.get("about") else row.id
    facts: dict[str, Any] = {"link": about.hex}
    for name in ("until", "day"):
        if name in kind.must:
            facts[name] = _day(desk, row, name)
    if "minutes" in kind.must:
        facts["minutes"] = int(row.ids["minutes"])
    if "item" in kind.must:
        facts["item"] = row.ids["item"]
    return facts


def _day(desk: Desk, row: Outbox, name: str) -> date | None:
    if name in row.ids:
        return date.fromisoformat(row.ids[name])
    proposal = _proposal(desk, row)
    ends = proposal.expires_at if proposal else _invitation_ends(desk, row)
    # What ends as a day begins could last be answered on the day before.
    return london_day(ends - timedelta(seconds=1)) if ends else None


def _invitation_ends(desk: Desk, row: Outbox) -> datetime | None:
    found = desk.store.find(
        Invitation, Invitation.account_id == UUID(row.ids["about"]), newest_first=True
    )
    return found[0].expires_at if found else None
