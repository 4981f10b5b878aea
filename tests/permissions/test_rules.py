"""What a rule gives to whom: about oneself, the connected, members, and by state."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from api.permissions import About, NotThere, NotTwice, Rule, Who, require
from api.permissions.rules import audiences

HOME, AWAY, ELSEWHERE = (UUID(int=n) for n in (1, 2, 3))
SCHEME, OTHER_SCHEME = UUID(int=4), UUID(int=5)
ME, CHILD, HOLDER = UUID(int=6), UUID(int=7), UUID(int=8)
ACCOUNT = UUID(int=9)
RULE = Rule(roles=("coordinator",), members=("hub",), parties=("worker", "holder"))
PAIR = About(
    HOME,
    SCHEME,
    "offered",
    {"worker": frozenset({ME}), "holder": frozenset({HOLDER})},
    frozenset({CHILD, HOLDER}),
    frozenset({ACCOUNT}),
    frozenset({AWAY}),
)


def who(role: str = "", home: UUID = HOME, **more: object) -> Who:
    """Return somebody with a role for everything in an organisation."""
    roles = frozenset({(role, None)} if role else set())
    made = Who(ACCOUNT, UUID(int=10), UUID(int=11), home, roles)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_role_counts_in_its_own_organisation() -> None:
    """A coordinator elsewhere is nobody here; one of a member is not named here."""
    assert audiences(RULE, who("coordinator"), PAIR) == ("coordinator",)
    assert audiences(RULE, who("coordinator", AWAY), PAIR) == ()
    assert audiences(RULE, who("coordinator", ELSEWHERE), PAIR) == ()


def test_a_members_role_counts_where_it_takes_part() -> None:
    """A hub's staff count as a member's, and nowhere else."""
    assert audiences(RULE, who("hub", AWAY), PAIR) == ("hub",)
    assert audiences(RULE, who("hub", ELSEWHERE), PAIR) == ()
    assert audiences(RULE, who("hub"), PAIR) == ()


def test_a_role_for_one_scheme_counts_for_it_alone() -> None:
    """A role held for another scheme is none here."""
    ours = who(roles=frozenset({("coordinator", SCHEME)}))
    theirs = who(roles=frozenset({("coordinator", OTHER_SCHEME)}))
    assert audiences(RULE, ours, PAIR) == ("coordinator",)
    assert audiences(RULE, theirs, PAIR) == ()


@pytest.mark.parametrize("whom", [CHILD, HOLDER])
def test_staff_are_nobody_about_themselves_and_the_connected(whom: UUID) -> None:
    """A resident coordinator has neighbours: about them they are nobody."""
    assert audiences(RULE, who("coordinator", identity_id=whom), PAIR) in (
        (),
        ("holder",),
    )
    known = who("coordinator", connected=frozenset({whom}))
    assert audiences(RULE, known, PAIR) == ()
    with pytest.raises(NotThere):
        require(RULE, known, PAIR)


def test_a_worker_who_knows_them_is_no_worker_here() -> None:
    """A professional party is none about somebody they are connected to."""
    assert audiences(RULE, who(identity_id=ME), PAIR) == ("worker",)
    near = who(identity_id=ME, connected=frozenset({HOLDER}))
    assert audiences(RULE, near, PAIR) == ()


def test_a_holder_is_party_to_their_own() -> None:
    """What concerns oneself stays one's own to see."""
    assert audiences(RULE, who(identity_id=HOLDER), PAIR) == ("holder",)


def test_parties_only_at_the_states_that_are_named() -> None:
    """At another state a party is nobody; staff are not bound by it."""
    rule = replace(RULE, at=("disclosed",))
    assert audiences(rule, who(identity_id=HOLDER), PAIR) == ()
    later = replace(PAIR, state="disclosed")
    assert audiences(rule, who(identity_id=HOLDER), later) == ("holder",)
    assert audiences(rule, who("coordinator"), PAIR) == ("coordinator",)


def test_a_second_pair_of_eyes_is_somebody_elses() -> None:
    """Whoever acted on it cannot; somebody else of the same role can."""
    rule = replace(RULE, second=True)
    with pytest.raises(NotTwice):
        require(rule, who("coordinator"), PAIR)
    other = who("coordinator", account_id=UUID(int=99))
    assert require(rule, other, PAIR) == ("coordinator",)


def test_commands_and_work_only_where_the_rule_says_so() -> None:
    """A command with every role may not; the work may only its own."""
    command = who("coordinator", by="command")
    assert audiences(RULE, command, PAIR) == ()
    assert audiences(replace(RULE, command=True), command, PAIR) == ("coordinator",)
    work = Who(by="work")
    assert audiences(RULE, work, PAIR) == ()
    assert audiences(replace(RULE, work=True), work, PAIR) == ("work",)


def test_the_suspended_are_nobody() -> None:
    """A suspension closes everything, one's own as well."""
    rule = replace(RULE, anyone=True, themselves=True)
    for each in (who("coordinator"), who(identity_id=HOLDER)):
        assert audiences(rule, replace(each, suspended=True), PAIR) == ()


def test_anyone_is_somebody_who_signed_in() -> None:
    """Whoever has no account is not anyone."""
    rule = Rule(anyone=True)
    assert audiences(rule, who(), PAIR) == ("anyone",)
    assert audiences(rule, Who(), PAIR) == ()
