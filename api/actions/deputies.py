"""Who stands in for somebody who is away: in one role, from a day to a day.

Staff name somebody who holds that role already; only an administrator gives it for the
time to somebody who does not, and never to themselves. A worker's deputy speaks for the
worker's children on those days. What was given to the one who is away by name is given
to the deputy too (`api.actions.tasks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.account_rows import known
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.sign_in_starting import is_staff
from api.actions.sign_ins import own_account
from api.permissions import About, shown
from api.records import Account, Deputy, Membership, Person, Speaker, Task
from api.steps import london_day
from api.store import col, or_, read
from matcher.errors import Refused

ROLES = ("coordinator", "approver", "worker", "hub", "safeguarding_lead")
"""Roles in which somebody may be stood in for."""
TASK = "stand_in"
WORKER = "worker"


@acts("deputy.name")
def name_deputy(
    desk: Desk, *, address: str, role: str, starts: date, ends: date
) -> Done:
    """Name who stands in for oneself: somebody who holds the same role.

    Raises
    ------
    Refused
        They do not hold it, or it is not one's own; the days are over or turned round.
    """
    mine = own_account(desk)
    deputy = _somebody(desk, address)
    lacking = _schemes(desk, mine, role) - _schemes(desk, deputy, role)
    if lacking and None not in _schemes(desk, deputy, role):
        raise Refused(
            "They do not hold this role for all that you do. An administrator can name "
            "them, or give them the role."
        )
    return _name(desk, mine, deputy, role=role, starts=starts, ends=ends)


@acts("account.name_deputy", on=Account, adds=True)
def name_deputy_of(
    desk: Desk, account: Account, *, address: str, role: str, starts: date, ends: date
) -> Done:
    """Name who stands in for an account, and has its role for the time.

    Raises
    ------
    Refused
        As `name_deputy`; or it is the administrator, or somebody they know.
    """
    deputy = _somebody(desk, address)
    person = desk.find(Person, deputy.person_id)
    if person.identity_id in {desk.who.identity_id, *desk.who.connected}:
        raise Refused("Another administrator has to name you, or somebody you know.")
    return _name(desk, account, deputy, role=role, starts=starts, ends=ends)


@acts("deputy.end", on=Deputy)
def end_deputy(desk: Desk, row: Deputy) -> Done:
    """End it now; for a child, today is the last day on which the deputy spoke."""
    if row.ended_at is not None:
        raise Refused("This has ended.")
    today = london_day(desk.now)
    for speaker in _spoken(desk, row):
        if speaker.starts > today:
            desk.store.delete_where(Speaker, Speaker.id == speaker.id)
        elif speaker.ends is None or speaker.ends > today:
            desk.store.change(speaker, ends=today)
    desk.store.change(row, ended_at=desk.now)
    desk.record("deputy.end", row, role=row.role)
    return desk.done(row)


@tells(Deputy)
def about_deputy(desk: Desk, row: Deputy) -> About:
    """Return whose it is: of whoever is away."""
    mine, identity = row.account_id == desk.who.account_id, desk.who.identity_id
    parties = {"self": frozenset({identity})} if mine and identity else {}
    return About(row.organisation_id, parties=parties)


@reads("deputy.mine")
def list_my_deputies(desk: Desk) -> dict[str, Any]:
    """Return who stands in for oneself, and for whom one stands in, now or later."""
    mine = desk.who.account_id
    return _list(desk, or_(Deputy.account_id == mine, Deputy.deputy_id == mine))


@reads("account.deputies", on=Account)
def list_deputies_of(desk: Desk, account: Account) -> dict[str, Any]:
    """Return who stands in for an account, now or later."""
    return _list(desk, Deputy.account_id == account.id) | {"id": str(account.id)}


def _name(
    desk: Desk, away: Account, deputy: Account, *, role: str, starts: date, ends: date
) -> Done:
    if role not in ROLES or not _schemes(desk, away, role):
        raise Refused("Choose a role that is held: only that can be stood in for.")
    if deputy.id == away.id:
        raise Refused("Nobody stands in for themselves.")
    if ends < max(starts, london_day(desk.now)):
        raise Refused("The last day is today or later, and not before the first.")
    row = desk.store.new(
        Deputy,
        account_id=away.id,
        deputy_id=deputy.id,
        role=role,
        starts=starts,
        ends=ends,
        named_by=desk.who.account_id,
    )
    if role == WORKER:
        _speak(desk, row, away, deputy)
    _tell(desk, row)
    desk.record("deputy.name", row, role=role, days=(ends - starts).days + 1)
    return desk.done(row)


def _somebody(desk: Desk, address: str) -> Account:
    found = known(desk.store, address.strip().lower())
    here = found is not None and found.organisation_id == desk.store.organisation_id
    if found is None or not here or found.state != "active":
        raise Refused("Nobody of the staff here signs in with this address.")
    if not is_staff(desk.store, found):
        raise Refused("Nobody of the staff here signs in with this address.")
    return found


def _schemes(desk: Desk, account: Account, role: str) -> set[UUID | None]:
    held = desk.store.find(
        Membership,
        Membership.account_id == account.id,
        Membership.role == role,
        col(Membership.ended_at).is_(None),
    )
    return {row.scheme_id for row in held}


def _speak(desk: Desk, row: Deputy, away: Account, deputy: Account) -> None:
    """Record that a deputy speaks, on those days, for each child of a worker."""
    today = max(london_day(desk.now), row.starts)
    speaks = desk.store.find(
        Speaker,
        Speaker.speaker_id == away.person_id,
        Speaker.capacity == WORKER,
        Speaker.starts <= row.ends,
        or_(col(Speaker.ends).is_(None), col(Speaker.ends) >= today),
    )
    for child in {each.person_id for each in speaks}:
        desk.store.new(
            Speaker,
            person_id=child,
            speaker_id=deputy.person_id,
            capacity=WORKER,
            starts=row.starts,
            ends=row.ends,
            recorded_by=row.named_by,
        )


def _spoken(desk: Desk, row: Deputy) -> Sequence[Speaker]:
    deputy = desk.find(Account, row.deputy_id)
    if row.role != WORKER:
        return ()
    return desk.store.find(
        Speaker,
        Speaker.speaker_id == deputy.person_id,
        Speaker.capacity == WORKER,
        Speaker.starts == row.starts,
        Speaker.ends == row.ends,
        Speaker.recorded_by == row.named_by,
    )


def _tell(desk: Desk, row: Deputy) -> None:
    desk.store.new(
        Task,
        kind=TASK,
        role=row.role,
        account_id=row.deputy_id,
        about_table="deputy",
        about_id=row.id,
        due=max(row.starts, london_day(desk.now)),
        key=f"{TASK}:{row.id}",
    )


def _list(desk: Desk, condition: Any) -> dict[str, Any]:
    rows = desk.store.find(
        Deputy,
        condition,
        col(Deputy.ended_at).is_(None),
        Deputy.ends >= london_day(desk.now),
    )
    addresses = _addresses(desk, rows)
    items = [
        {
            "id": str(row.id),
            "version": row.version,
            "role": row.role,
            "away": addresses.get(row.account_id, ""),
            "deputy": addresses.get(row.deputy_id, ""),
            "starts": row.starts.isoformat(),
            "ends": row.ends.isoformat(),
            "mine": row.account_id == desk.who.account_id,
        }
        for row in rows
    ]
    seen = [shown("deputy", desk.audiences, "", item) for item in items]
    return {"items": seen, "next": None}


def _addresses(desk: Desk, rows: Iterable[Deputy]) -> dict[UUID, str]:
    ids = {id_ for row in rows for id_ in (row.account_id, row.deputy_id)}
    accounts = desk.store.find(Account, col(Account.id).in_(ids))
    said = read(desk.store, accounts, ["address"])
    return {row.id: str(said.get((row.id, "address")) or "") for row in accounts}
