"""The audit log, read: who did what when, as far as whoever reads may know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.actions.account_rows import known
from api.actions.auditing_names import Names, names_of, only_staff
from api.actions.desk import Desk, Done
from api.actions.pages import page_of
from api.actions.people_about import accounts_of
from api.actions.performing import acts, reads
from api.actions.suspending import matches_of, reach_of_people
from api.audit_log import check_chain
from api.permissions import KEPT, UNSAID, UNSAID_TABLES, shown
from api.records import AuditRow, Organisation, Person
from api.store import col, or_

LONDON = ZoneInfo("Europe/London")
OFFICER = "auditor"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the log is asked for; nothing said is all of it.

    Parameters
    ----------
    by : UUID or None
        The account of whoever did it.
    about : tuple of UUID
        Records, or people: then all that is theirs.
    act : str
        An act, ``proposal.release``, or a noun, ``proposal``.
    since, until : date or None
        Civil days in London, both included.
    """

    by: UUID | None = None
    about: tuple[UUID, ...] = ()
    act: str = ""
    since: date | None = None
    until: date | None = None


@reads("audit.read", on=Organisation)
def read_log(
    desk: Desk,
    organisation: Organisation,
    *,
    asked: Asked,
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return lines of the log, newest first; that it was read is logged in it.

    What a safeguarding lead hears and does is not among them, nor what is about whoever
    reads, or about somebody they know: a line left out leaves no trace.
    """
    conditions = [*_said(desk), *_asked(desk, asked)]

    def show(rows: Sequence[AuditRow]) -> Iterator[dict[str, Any]]:
        names = names_of(desk, {row.actor for row in rows})
        return (_line(desk, row, names) for row in rows)

    seen = page_of(desk, AuditRow, *conditions, show=show, after=after, limit=limit) | {
        "id": str(organisation.id),
        "checked": _last_check(desk),
    }
    desk.record("audit.read", organisation, **_facts(asked))
    return seen


@reads("audit.read", on=Organisation)
def find_actor(
    desk: Desk, organisation: Organisation, *, address: str
) -> dict[str, Any]:
    """Return whose account an address signs in with, if it is there to be asked for."""
    account = known(desk.store, address.strip().lower())
    mine = account is not None and account.organisation_id == organisation.id
    by = str(account.id) if account and mine and _may_name(desk, account.id) else None
    return {"id": str(organisation.id), "by": by}


@acts("audit.check", on=Organisation, adds=True)
def check_log(desk: Desk, organisation: Organisation) -> Done:
    """Check the whole chain, line by line; what came of it is in the log."""
    chain = check_chain(desk.store.session, organisation.id)
    found = {"rows": chain.rows, "broken": chain.broken}
    desk.record("audit.check", organisation, **found)
    return desk.done(organisation, **found)


def _line(desk: Desk, row: AuditRow, names: Names) -> dict[str, Any]:
    values = {
        "id": str(row.id),
        "at": row.at.isoformat(),
        "roles": row.roles,
        "act": row.act,
        "table": row.table_name,
        "record": row.record_id and str(row.record_id),
        "facts": row.facts,
        "by": row.actor,
        "name": names.names.get(row.actor, ""),
        "address": names.addresses.get(row.actor, ""),
    }
    step = "staff" if row.actor in names.staff else ""
    kept = "kept" if row.table_name in KEPT else ""
    line = shown("log_line", desk.audiences, step, values)
    return line | shown("log_record", desk.audiences, kept, values)


def _said(desk: Desk) -> list[Any]:
    """Return the conditions that leave out what this reader is never told."""
    near = _records_of(desk, {desk.who.identity_id, *desk.who.connected} - {None})
    return [
        col(AuditRow.table_name).not_in(UNSAID_TABLES),
        col(AuditRow.act).not_in(UNSAID),
        or_(col(AuditRow.record_id).is_(None), col(AuditRow.record_id).not_in(near)),
    ]


def _asked(desk: Desk, asked: Asked) -> Iterator[Any]:
    if asked.by is not None:
        told = _may_name(desk, asked.by)
        yield AuditRow.actor == (str(asked.by) if told else "")
    if asked.about:
        yield col(AuditRow.record_id).in_(_meant(desk, asked.about))
        if OFFICER not in desk.audiences:
            yield col(AuditRow.table_name).in_(KEPT)
    if "." in asked.act:
        yield AuditRow.act == asked.act
    elif asked.act:
        yield col(AuditRow.act).startswith(f"{asked.act}.", autoescape=True)
    if asked.since:
        yield col(AuditRow.at) >= _midnight(asked.since)
    if asked.until:
        yield col(AuditRow.at) < _midnight(asked.until + timedelta(days=1))


def _may_name(desk: Desk, account_id: UUID) -> bool:
    """Tell whether what this account did may be asked for: of a family, no."""
    return OFFICER in desk.audiences or bool(only_staff(desk, {account_id}))


def _meant(desk: Desk, about: Collection[UUID]) -> set[UUID]:
    """Return records, and for a person among them all that is theirs."""
    people = desk.store.find(Person, col(Person.id).in_(about))
    whose = {person.identity_id for person in people}
    accounts = {row.id for each in whose for row in accounts_of(desk, each)}
    return {*about} | _records_of(desk, whose) | accounts


def _records_of(desk: Desk, identities: Collection[UUID | None]) -> set[UUID]:
    if not identities:
        return set()
    wanted = col(Person.identity_id).in_(identities)
    people = desk.store.across("identity", Person, wanted)
    reach = reach_of_people(desk, [person.id for person in people])
    rows = (*reach.needs, *reach.assets, *reach.staff, *reach.proposals)
    matches = matches_of(desk, reach)
    return {*reach.people} | {row.id for row in rows} | {row.id for row in matches}


def _last_check(desk: Desk) -> dict[str, Any] | None:
    found = desk.store.find(
        AuditRow, AuditRow.act == "audit.check", limit=1, newest_first=True
    )
    return {"at": found[0].at.isoformat(), **found[0].facts} if found else None


def _facts(asked: Asked) -> dict[str, Any]:
    said = {
        "by": asked.by and str(asked.by),
        "about": [str(each) for each in asked.about],
        "asked": asked.act,
        "since": asked.since and asked.since.isoformat(),
        "until": asked.until and asked.until.isoformat(),
    }
    return {name: value for name, value in said.items() if value}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
