"""Who is in the demo: invented organisations, and somebody invented for every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.actions import App
from api.audit_log import append
from api.auth import issue_token, who_of_token
from api.permissions import Who
from api.records import Account, Membership, Organisation, Person, new_id
from api.store import Session, Store, keep

ANSWERS_FOR = timedelta(days=1)
"""How long a demo's token is good for."""
INVENTED = "(invented)"

RUNS = {
    "norfolk-carers": f"Norfolk council {INVENTED}",
    "oxfordshire-mentors": f"Oxfordshire council {INVENTED}",
    "hartlepool-tutors": f"Hartlepool council {INVENTED}",
    "hartlepool-babybank": f"Hartlepool hub charity {INVENTED}",
}
"""Which organisation runs each scheme."""
TAKES_PART = {
    "hartlepool-tutors": RUNS["hartlepool-babybank"],
    "hartlepool-babybank": RUNS["hartlepool-tutors"],
}
"""Which other organisation takes part in it."""
EVERYWHERE = ("administrator", "coordinator", "approver")
ALSO = {
    "norfolk-carers": ("safeguarding_lead", "auditor"),
    "hartlepool-babybank": ("hub", "helper"),
}
_FIRST = {
    "administrator": "Ada",
    "coordinator": "Cora",
    "approver": "Abel",
    "safeguarding_lead": "Sana",
    "auditor": "Otto",
    "hub": "Hugo",
    "helper": "Hope",
    "worker": "Wanda",
    "council": "Colin (council)",
    "parent": "Pia",
    "advocate": "Avi",
    "holder": "Hal",
    "young_person": "Yara",
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person who can sign in.

    Parameters
    ----------
    role, scheme : str
        What they do, and for which scheme's organisation.
    name : str
        Invented, and says so.
    token : str
        Answers this computer alone, for a day.
    """

    role: str
    scheme: str
    name: str
    organisation_id: UUID
    token: str


People = dict[tuple[str, str], Somebody]
"""Everybody who signs in, by scheme and role."""


def invent_staff(app: App) -> People:
    """Write the organisations and their staff; return each by scheme and role."""

    def write(session: Session) -> People:
        found: People = {}
        for scheme, name in RUNS.items():
            store = _organisation(app, session, name)
            for role in (*EVERYWHERE, *ALSO.get(scheme, ())):
                person = store.new(Person, kind="adult")
                found[scheme, role] = signs_in(store, person, scheme, role)
        return found

    return app.database.transaction(write)


def _organisation(app: App, session: Session, name: str) -> Store:
    id_ = new_id()
    store = Store(session, keys=app.keys, organisation_id=id_, now=app.now())
    store.new(Organisation, id=id_, organisation_id=id_, name=name, demo=True)
    append(
        session,
        organisation_id=id_,
        at=store.now,
        actor="command",
        roles=(),
        act="organisation.found",
        table="organisation",
        record_id=id_,
    )
    return store


def signs_in(
    store: Store, person: Person, scheme: str, role: str, *, called: str = ""
) -> Somebody:
    """Give a person an account with a role, an address and a token.

    Parameters
    ----------
    called : str
        What tells them from another of the same role.
    """
    called = called or role
    address = f"{called.replace('_', '-')}@{scheme}.example"
    name = f"{_FIRST[called]} Invented"
    account = store.new(
        Account,
        person_id=person.id,
        address_blind=store.keys.blind("address", address),
        state="active",
    )
    store.new(Membership, account_id=account.id, role=role)
    keep(store, account, person.id, address=address)
    keep(store, person, person.id, name=name, email=address)
    append(
        store.session,
        organisation_id=store.organisation_id,
        at=store.now,
        actor="command",
        roles=(),
        act="account.invent",
        table="account",
        record_id=account.id,
        facts={"role": role},
    )
    token = issue_token(
        store, account, expires_at=store.now + ANSWERS_FOR, loopback_only=True
    )
    return Somebody(role, scheme, name, store.organisation_id, token)


def as_somebody(app: App, somebody: Somebody) -> Who:
    """Return what an invented person may do, by their token, as at the API."""
    with app.database.reading() as session:
        who = who_of_token(
            session,
            keys=app.keys,
            now=app.now(),
            secret=somebody.token,
            loopback=True,
        )
    assert who is not None, "a token that was just issued is good"
    return who


def in_order(cast: People) -> Iterator[Somebody]:
    """Yield everybody, scheme by scheme, the first of a role before the others."""
    schemes = list(RUNS)
    yield from sorted(cast.values(), key=lambda one: schemes.index(one.scheme))
