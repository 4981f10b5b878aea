"""Signing in by a link: asked for, sent to the address itself, used once."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import Session, select
from support.signing_in import HERE, link_of, posted, waits, who
from support.world import World

from api.actions import look
from api.actions.account_helping import agree_code
from api.actions.messages import read_message
from api.actions.registering import register, schemes_open
from api.actions.retention import run_retention
from api.actions.sign_in_links import ask_link, link_stands, use_link
from api.actions.sign_in_proving import code_digest, give_code
from api.actions.sign_in_starting import Source, TooOften
from api.permissions import NotThere, Who
from api.records import Account, AuditRow, Person, Private, SignInLink, Throttle
from api.store import keep
from matcher.errors import Refused

HOLDER = "holder@invented.example"


def asked(world: World, to: str = HOLDER) -> str:
    """Ask for a link and return the code in the letter that leaves."""
    ask_link(world.app, to=to, by="email", source=HERE)
    return link_of(world, posted(world, "sign_in")[-1])


def rows(world: World, kind: type[Person]) -> int:
    """Return how many rows of a table there are."""
    with world.app.database.reading() as session:
        return len(session.exec(select(kind)).all())


def test_a_link_works_once(world: World) -> None:
    """Looking at it changes nothing; used, it is nobody's."""
    code = asked(world)
    assert link_stands(world.app, code=code)
    assert link_stands(world.app, code=code)
    secret = use_link(world.app, code=code, source=HERE)
    assert secret is not None
    found = who(world, secret)
    assert found is not None
    assert found.account_id == world.people["holder"].account_id
    assert found.waits == "code"
    assert not link_stands(world.app, code=code)
    assert use_link(world.app, code=code, source=HERE) is None


def test_a_link_lives_a_quarter_of_an_hour(world: World) -> None:
    """A second short of it it works, and at it no more."""
    first, second = asked(world), asked(world)
    world.later(minutes=14, seconds=59)
    assert use_link(world.app, code=first, source=HERE)
    world.later(seconds=1)
    assert not link_stands(world.app, code=second)
    assert use_link(world.app, code=second, source=HERE) is None


def test_a_code_is_kept_nowhere(world: World) -> None:
    """The database knows a link by its hash, and the outbox by its id."""
    code = asked(world)
    with world.app.database.reading() as session:
        (link,) = session.exec(select(SignInLink)).all()
    assert code.encode() not in link.digest
    assert code not in str(posted(world, "sign_in")[0].ids)


@pytest.mark.parametrize(
    "to",
    ["nobody@invented.example", "coordinator@invented.example", "x", "'; --"],
)
def test_nothing_is_sent_to_who_signs_in_otherwise(world: World, to: str) -> None:
    """Unknown, staff or no address at all: the answer is the same, and no letter."""
    assert ask_link(world.app, to=to, by="email", source=HERE) is None  # type: ignore[func-returns-value]
    assert posted(world, "sign_in") == []


def test_a_link_goes_to_the_address_itself(world: World) -> None:
    """Another address written into their record since does not get it."""

    def change(session: Session) -> None:

        person = session.get(Person, world.people["holder"].person_id)
        assert person is not None
        store = world.store(session)
        keep(store, person, person.id, email="thief@invented.example", channel="text")

    world.app.database.transaction(change)
    ask_link(world.app, to=HOLDER, by="email", source=HERE)

    (row,) = posted(world, "sign_in")
    ready = look(world.app, Who(by="work"), read_message, on=row.id)
    assert ready.parcel.to == HOLDER


def test_asking_too_often_is_the_same_for_everybody(world: World) -> None:
    """Five in a quarter of an hour, known or not; the count is in the database."""
    for to in (HOLDER, "nobody@invented.example"):
        for _ in range(5):
            ask_link(world.app, to=to, by="email", source=HERE)
        with pytest.raises(TooOften, match="quarter of an hour"):
            ask_link(world.app, to=to, by="email", source=Source("192.0.2.8"))
        ask_link(world.app, to=f"other-{to}", by="email", source=HERE)
    with world.app.database.reading() as session:
        kept = session.exec(select(Throttle)).all()
    assert {row.tries for row in kept} == {1, 2, 6, 12}
    assert not any(HOLDER.encode() in row.subject for row in kept)
    world.later(minutes=15)
    ask_link(world.app, to=HOLDER, by="email", source=HERE)


def test_one_source_is_throttled_whatever_it_types(world: World) -> None:
    """Three hundred tries from one place, and no more in that quarter of an hour."""
    place = Source("192.0.2.9")
    use_link(world.app, code="a guess", source=place)
    world.app.database.transaction(_as_if_there_had_been_300)
    with pytest.raises(TooOften):
        use_link(world.app, code="another", source=place)
    assert use_link(world.app, code="another", source=HERE) is None


def _as_if_there_had_been_300(session: Session) -> None:
    for row in session.exec(select(Throttle)).all():
        row.tries = 300


def test_the_code_agreed_in_person_opens_the_rest(world: World) -> None:
    """A wrong code opens nothing; six tries are all; the right one does."""
    secret = use_link(world.app, code=asked(world), source=HERE)
    assert secret is not None
    me = who(world, secret)
    assert me is not None
    with pytest.raises(Refused, match="agreed"):
        give_code(world.app, me, code="", source=HERE)
    with world.app.database.reading() as session:
        account = session.get(Account, me.account_id)
    assert account is not None
    digest = code_digest(world.app, account.id, "Blue Kettle").hex()
    world.do("worker", agree_code, account.id, code_digest=digest)
    with pytest.raises(Refused, match="agreed"):
        give_code(world.app, me, code="red kettle", source=HERE)
    give_code(world.app, me, code="blue  kettle", source=HERE)
    assert waits(world, secret) == ""
    for _ in range(3):
        with pytest.raises(Refused):
            give_code(world.app, me, code="guess", source=HERE)
    with pytest.raises(TooOften):
        give_code(world.app, me, code="blue kettle", source=HERE)


def test_an_account_is_made_when_the_link_is_used(world: World) -> None:
    """Registering leaves no account behind until somebody has the inbox."""
    scheme = world.schemes["hartlepool-tutors"]
    before = rows(world, Account)  # type: ignore[arg-type]
    new = {"address": "new@invented.example", "scheme_id": scheme, "role": "parent"}
    register(world.app, **new, source=HERE)  # type: ignore[arg-type]
    register(world.app, **new, source=HERE)  # type: ignore[arg-type]
    assert rows(world, Account) == before  # type: ignore[arg-type]
    first, second = (link_of(world, row) for row in posted(world, "sign_in"))
    secret = use_link(world.app, code=first, source=HERE)
    assert secret is not None
    found = who(world, secret)
    assert found is not None
    assert found.roles == {("parent", scheme)}
    assert found.waits == "code"
    again = use_link(world.app, code=second, source=HERE)
    assert again is not None
    same = who(world, again)
    assert same is not None
    assert same.account_id == found.account_id
    assert rows(world, Account) == before + 1  # type: ignore[arg-type]
    with world.app.database.reading() as session:
        log = session.exec(select(AuditRow)).all()
    assert {"sign_in.register", "sign_in.start"} <= {row.act for row in log}
    assert "new@invented" not in str([row.facts for row in log])


def test_who_registers_and_is_known_gets_a_link_to_the_same_account(
    world: World,
) -> None:
    """The same answer, and the role is added to the account that they have."""
    scheme = world.schemes["oxfordshire-mentors"]
    register(world.app, address=HOLDER, scheme_id=scheme, role="holder", source=HERE)
    register(
        world.app,
        address="coordinator@invented.example",
        scheme_id=scheme,
        role="holder",
        source=HERE,
    )
    (row,) = posted(world, "sign_in")
    secret = use_link(world.app, code=link_of(world, row), source=HERE)
    assert secret is not None
    found = who(world, secret)
    assert found is not None
    assert found.account_id == world.people["holder"].account_id
    assert ("holder", scheme) in found.roles


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("scheme", "role"),
    [
        ("norfolk-carers", "holder"),
        ("norfolk-carers", "parent"),
        ("oxfordshire-mentors", "parent"),
        ("hartlepool-tutors", "coordinator"),
    ],
)
def test_not_everybody_registers_for_everything(
    world: World, scheme: str, role: str
) -> None:
    """Nobody registers as a home, as a looked-after child's parent, or as staff."""
    with pytest.raises(NotThere):
        register(
            world.app,
            address="new@invented.example",
            scheme_id=world.schemes[scheme],
            role=role,
            source=HERE,
        )
    assert {one["title"] for one in schemes_open(world.app)} == {
        "Oxfordshire mentors",
        "Hartlepool parent tutors",
        "Hartlepool baby bank",
    }


def test_who_never_used_the_link_is_forgotten(world: World) -> None:
    """A day later nothing of their address is left; whoever joined stays."""
    scheme = world.schemes["hartlepool-tutors"]
    for name in ("gone", "stays"):
        address = f"{name}@invented.example"
        register(
            world.app, address=address, scheme_id=scheme, role="parent", source=HERE
        )
    gone, stays = posted(world, "sign_in")
    assert use_link(world.app, code=link_of(world, stays), source=HERE)
    world.later(days=1, minutes=16)
    for forgotten in (1, 0):
        done = world.do("administrator", run_retention, world.council)
        assert done.facts["forgotten"] == forgotten
    with world.app.database.reading() as session:
        kept = {row.subject_id for row in session.exec(select(Private)).all()}
    assert UUID(gone.ids["person"]) not in kept
    assert UUID(stays.ids["person"]) in kept
