"""Who hears of a concern, and what a child's worker is asked: never why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from api.actions.about import about
from api.actions.desk import Desk
from api.actions.people_about import accounts_of, at, speakers_of
from api.records import (
    Account,
    Connection,
    Deputy,
    Membership,
    Need,
    Organisation,
    Person,
    Row,
    Suspension,
    Task,
)
from api.steps import london_day
from api.store import col

LEAD = "safeguarding_lead"
ADMINISTRATOR = "administrator"
SPEAK = "speak_to_safeguarding_lead"
NO_WORKER = "find_the_childs_worker"
NO_LEAD = "name_a_safeguarding_deputy"


def leads_for(desk: Desk, identities: Collection[UUID]) -> list[tuple[Account, Person]]:
    """Return the safeguarding lead and deputies who may hear about these people."""
    return may_hear(desk, LEAD, identities)


def may_hear(
    desk: Desk, role: str, identities: Collection[UUID]
) -> list[tuple[Account, Person]]:
    """Return who of a role may hear about these people.

    Nobody hears about themselves, or about somebody they declared a connection to;
    nobody who is suspended hears of anything.
    """
    held = desk.store.find(
        Membership, Membership.role == role, col(Membership.ended_at).is_(None)
    )
    accounts = desk.store.find(
        Account,
        col(Account.id).in_(_with_deputies(desk, role, held)),
        Account.state == "active",
    )
    people = desk.store.find(
        Person, col(Person.id).in_({row.person_id for row in accounts})
    )
    by_id = {person.id: person for person in people}
    near = set(identities) | connected_to(desk, identities) | _suspended(desk, people)
    return [
        (account, by_id[account.person_id])
        for account in accounts
        if by_id[account.person_id].identity_id not in near
    ]


def _with_deputies(desk: Desk, role: str, held: Collection[Membership]) -> set[UUID]:
    """Return whoever holds a role, and whoever stands in for one of them today."""
    ids, today = {row.account_id for row in held}, london_day(desk.now)
    deputies = desk.store.find(
        Deputy,
        Deputy.role == role,
        col(Deputy.account_id).in_(ids),
        col(Deputy.ended_at).is_(None),
        Deputy.starts <= today,
        Deputy.ends >= today,
    )
    return ids | {row.deputy_id for row in deputies}


def connected_to(desk: Desk, identities: Collection[UUID]) -> set[UUID]:
    """Return the identities of everybody connected to any of these."""
    rows = desk.store.across(
        "identity",
        Connection,
        col(Connection.identity_id).in_(identities)
        | col(Connection.other_identity_id).in_(identities),
    )
    both = {row.identity_id for row in rows} | {row.other_identity_id for row in rows}
    return both - set(identities)


def tell_leads(desk: Desk, kind: str, row: Row, identities: Collection[UUID]) -> None:
    """Give each lead who may hear of it a task due today and a message."""
    leads = leads_for(desk, identities)
    for account, person in leads:
        give_task(desk, kind, row, account, role=LEAD)
        desk.post(
            "message",
            once=f"safety:{row.id}:{person.id}",
            message="safety",
            person=person.id,
            audience="lead",
            about_table=str(row.__tablename__),
            about=row.id,
        )
    if not leads:
        _ask_for_a_lead(desk, identities)


def _ask_for_a_lead(desk: Desk, identities: Collection[UUID]) -> None:
    """Ask administrators for a deputy: that one is needed, of nobody and for nothing.

    Whom it is about, and whoever knows them, are not asked.
    """
    organisation = desk.find(Organisation, desk.store.organisation_id)
    for account, _ in may_hear(desk, ADMINISTRATOR, identities):
        give_task(desk, NO_LEAD, organisation, account, role=ADMINISTRATOR)


def give_task(
    desk: Desk, kind: str, row: Row, account: Account, *, role: str
) -> Task | None:
    """Give one account a task due today about a row; the same again is one."""
    today = london_day(desk.now)
    key = f"{kind}:{row.id}:{account.id}:{today.isoformat()}"
    if desk.store.across("locate", Task, Task.key == key):
        return None
    return desk.store.new(
        Task,
        organisation_id=account.organisation_id,
        kind=kind,
        role=role,
        account_id=account.id,
        about_table=str(row.__tablename__),
        about_id=row.id,
        due=today,
        key=key,
    )


def ask_workers(desk: Desk, row: Row, needs: Iterable[Need]) -> None:
    """Ask the worker of each child, today, to speak to the safeguarding lead.

    Where no worker with an account is recorded, a lead who knows nobody of it is asked
    to find who it is.
    """
    for need in needs:
        workers = workers_of(desk, need)
        for account in workers:
            task = give_task(desk, SPEAK, row, account, role="worker")
            if task is not None:
                at(desk, account.organisation_id).post(
                    "message",
                    once=f"task_due:{task.id}",
                    message="task_due",
                    person=account.person_id,
                    audience="staff",
                    about_table="task",
                    about=task.id,
                )
        if not workers:
            _ask_who_works(desk, row)


def _ask_who_works(desk: Desk, row: Row) -> None:
    people = about(desk, row).people
    leads = leads_for(desk, people)
    for account, _ in leads:
        give_task(desk, NO_WORKER, row, account, role=LEAD)
    if not leads:
        _ask_for_a_lead(desk, people)


def workers_of(desk: Desk, need: Need) -> list[Account]:
    """Return the accounts of the workers recorded today for a need's child."""
    home = at(desk, need.organisation_id)
    child = home.store.get(Person, need.person_id)
    if child is None:
        return []
    found: list[Account] = []
    for speaker in speakers_of(home, child):
        who = home.store.get(Person, speaker.speaker_id)
        if speaker.capacity == "worker" and who and not _suspended(home, [who]):
            found += accounts_of(home, who.identity_id)
    return [account for account in found if account.state == "active"]


def _suspended(desk: Desk, people: Collection[Person]) -> set[UUID]:
    ids = {person.identity_id for person in people}
    rows = desk.store.across(
        "identity",
        Suspension,
        col(Suspension.identity_id).in_(ids),
        col(Suspension.lifted_at).is_(None),
    )
    return {row.identity_id for row in rows}
