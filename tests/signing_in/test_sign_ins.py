"""A browser's sign-in: what opens it, what it waits for, and what ends it at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.asking import ask
from support.signing_in import begin, change, seen_at, waits, who
from support.world import World

from api.actions.accounts import close_account, end_role
from api.actions.sign_ins import end_sign_in, my_sign_ins
from api.actions.suspensions import suspend_person
from api.permissions import RULES, About, NotThere, audiences
from api.records import ROLES, STAFF_ROLES

ALWAYS = {
    "concern.report",
    "feedback.give",
    "sign_in.mine",
    "sign_in.end",
    "sign_in.end_others",
}
EARLY = {"scheme", "hub", "session", "asset", "staff", "need"}


def test_every_sign_in_has_a_secret_of_its_own(world: World) -> None:
    """No secret is kept, none is used twice, and another is nobody's."""
    first, second = begin(world, "worker"), begin(world, "worker")
    assert first != second
    assert len(first) >= 43
    assert who(world, first) != who(world, second)
    assert who(world, first[:-1]) is None
    assert who(world, "") is None


def test_what_a_sign_in_waits_for(world: World) -> None:
    """Staff wait for a second factor, everybody else for the code agreed in person."""
    for role in ROLES:
        _waits_as_it_should(world, role)


def _waits_as_it_should(world: World, role: str) -> None:
    secret = begin(world, role)
    found = who(world, secret)
    assert found is not None
    assert found.waits == ("second" if role in STAFF_ROLES else "code")
    change(world, found.sign_in_id, code_at=world.app.now())
    assert waits(world, secret) == ("second" if role in STAFF_ROLES else "")
    change(world, found.sign_in_id, second_at=world.app.now())
    assert waits(world, secret) == ""


def test_what_waits_reads_nothing_about_a_child(world: World) -> None:
    """Every act is closed to a sign-in that waits, but those that are named here."""
    for role in ROLES:
        _is_closed(world, role)


def _is_closed(world: World, role: str) -> None:
    found = who(world, begin(world, role))
    assert found is not None
    assert found.identity_id is not None
    themselves = frozenset({found.identity_id})
    about = About(
        world.council,
        state="offered",
        parties=dict.fromkeys((*ROLES, "council", "self"), themselves),
        people=themselves,
    )
    may = {act for act, rule in RULES.items() if audiences(rule, found, about)}
    early = may - ALWAYS
    assert may >= ALWAYS
    if found.waits == "second" or role == "young_person":
        assert early == set()
    assert {act.partition(".")[0] for act in early} <= EARLY


def test_an_adults_own_is_theirs_alone(world: World) -> None:
    """Before the code, a parent's own row is open, and a child's is not."""
    parent = who(world, begin(world, "parent"))
    child = world.people["young_person"].identity_id
    assert parent is not None
    assert parent.identity_id is not None
    own = frozenset({parent.identity_id})
    rule = RULES["need.read"]
    mine = About(world.council, parties={"self": own}, people=own)
    theirs = About(world.council, parties={"parent": own}, people=frozenset({child}))
    assert audiences(rule, parent, mine) == ("self",)
    assert audiences(rule, parent, theirs) == ()


def test_an_idle_sign_in_ends(world: World) -> None:
    """Half an hour for staff, two hours for others; every use begins it anew."""
    for name, minutes in (("coordinator", 30), ("holder", 120), ("young_person", 120)):
        _ends_when_idle(world, name, minutes)


def _ends_when_idle(world: World, name: str, minutes: int) -> None:
    secret = begin(world, name)
    world.later(minutes=minutes - 1)
    assert who(world, secret)
    world.later(minutes=minutes - 1)
    assert who(world, secret)
    world.later(minutes=minutes)
    assert who(world, secret) is None


def test_use_is_kept_to_the_minute(world: World) -> None:
    """A page within the same minute writes nothing."""
    secret = begin(world, "worker")
    found = who(world, secret)
    assert found is not None
    began = seen_at(world, found.sign_in_id)
    world.later(seconds=59)
    who(world, secret)
    assert seen_at(world, found.sign_in_id) == began
    later = world.later(seconds=1)
    who(world, secret)
    assert seen_at(world, found.sign_in_id) == later


def test_no_sign_in_outlives_twelve_hours(world: World) -> None:
    """However busy it is, it ends."""
    secret = begin(world, "coordinator")
    for _ in range(29):
        world.later(minutes=25)
        who(world, secret)
    assert who(world, secret) is None


def _close(world: World) -> None:
    world.do("administrator", close_account, world.people["coordinator"].account_id)


def _end_role(world: World) -> None:
    account = world.people["coordinator"].account_id
    world.do("administrator", end_role, account, role="coordinator")


def _suspend(world: World) -> None:
    person = world.people["coordinator"].person_id
    world.do("safeguarding_lead", suspend_person, person, why="a concern")


@pytest.mark.parametrize("end", [_close, _end_role, _suspend])
def test_a_right_removed_ends_sign_ins_at_once(
    world: World, end: Callable[[World], None]
) -> None:
    """The next page already asks them to sign in."""
    secret = begin(world, "coordinator", second=True)
    other = begin(world, "coordinator-2", second=True)
    assert waits(world, secret) == ""
    end(world)
    assert who(world, secret) is None
    assert who(world, other) is not None


def test_one_ends_ones_own_sign_ins_and_no_others(world: World) -> None:
    """Signing out ends this one; signing out elsewhere leaves only this one."""
    here, there = begin(world, "holder"), begin(world, "holder")
    whose = who(world, here)
    assert whose is not None
    listed = world.see("holder", my_sign_ins)["items"]
    assert len(listed) == 3
    assert {"id", "way", "since", "seen_at", "this", "version"} == set(listed[0])
    world.do("holder", end_sign_in, whose.sign_in_id)
    assert who(world, here) is None
    assert who(world, there) is not None
    answer = ask(world, "holder", "DELETE", "/other-sign-ins", headers=world.write())
    assert answer.is_success
    assert who(world, there) is None


def test_anothers_sign_in_is_not_there(world: World) -> None:
    """Nobody ends somebody else's sign-in by its id."""
    whose = who(world, begin(world, "holder"))
    assert whose is not None
    with pytest.raises(NotThere):
        world.do("holder-2", end_sign_in, whose.sign_in_id)


def test_a_sign_in_for_this_computer_answers_no_other(world: World) -> None:
    """What the demo starts is nobody's from elsewhere."""
    secret = begin(world, "holder", way="demo")
    found = who(world, secret)
    assert found is not None
    assert found.waits == ""
    change(world, found.sign_in_id, loopback_only=True)
    assert who(world, secret, loopback=False) is None
