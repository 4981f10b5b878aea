"""Staff sign in with a password and a second factor, and with neither alone."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import select
from support.signing_in import (
    HERE,
    PASSWORD,
    begin,
    code_at,
    invited,
    posted,
    set_up,
    waits,
    who,
)
from support.world import World

from api.actions import sign_in_proving
from api.actions.account_helping import reset_account, reset_on_the_server
from api.actions.accounts import begin_from_invitation, end_role, invitation_stands
from api.actions.credentials import (
    Stands,
    confirm_authenticator,
    renew_recovery_codes,
    set_password,
    show_authenticator,
    what_stands,
)
from api.actions.sign_in_proving import (
    give_recovery_code,
    give_second,
    sign_in_by_password,
)
from api.actions.sign_in_starting import TooOften, count_try
from api.auth import digest_of, hash_password
from api.auth.passwords import NOBODYS
from api.permissions import NotThere, Who
from api.records import AuditRow, Private, RecoveryCode
from matcher.errors import Refused

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""Where the database makes no difference: hashing takes its time."""


def half_way(world: World, address: str) -> Who:
    """Sign in by password alone, and return who that is."""
    secret = sign_in_by_password(
        world.app, address=address, password=PASSWORD, source=HERE
    )
    assert secret is not None
    found = who(world, secret)
    assert found is not None
    assert found.waits == "second"
    return found


@ON_SQLITE
def test_from_an_invitation_to_two_factors(world: World) -> None:
    """Password, authenticator, recovery codes; then both factors, each time anew."""
    ann = set_up(world, "ann")
    assert waits(world, ann.secret) == ""
    assert len(set(ann.codes)) == 10
    world.later(minutes=1)
    me = half_way(world, ann.address)
    secret = give_second(
        world.app, me, code=code_at(world, ann.authenticator), source=HERE
    )
    assert waits(world, secret) == ""
    fresh = who(world, secret)
    assert fresh is not None
    assert fresh.sign_in_id != me.sign_in_id
    stands = what_stands(world.app, fresh)
    assert (stands.password, stands.authenticator) == (True, True)
    assert stands.recovery_codes == 10


def test_an_authenticators_code_works_once(world: World) -> None:
    """The code that was just taken, and every older one, is wrong by now."""
    ann = set_up(world, "ann")
    world.later(minutes=1)
    old = code_at(world, ann.authenticator)
    world.later(seconds=30)
    new = code_at(world, ann.authenticator)
    give_second(world.app, half_way(world, ann.address), code=new, source=HERE)
    me = half_way(world, ann.address)
    for code in (new, old, "abc"):
        with pytest.raises(Refused, match="used before"):
            give_second(world.app, me, code=code, source=HERE)


def test_one_code_given_by_two_at_once_is_taken_once(world: World) -> None:
    """Two browsers with the same code: one is in, and one is not."""
    ann = set_up(world, "ann")
    world.later(minutes=1)
    both = [half_way(world, ann.address) for _ in range(2)]
    code, start, came = code_at(world, ann.authenticator), Barrier(2), []

    def give(me: Who) -> None:
        start.wait()
        try:
            came.append(give_second(world.app, me, code=code, source=HERE))
        except Refused:
            came.append("")

    threads = [Thread(target=give, args=(me,)) for me in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, came)) == [False, True]


def test_a_recovery_code_works_once(world: World) -> None:
    """It stands in for the authenticator, however it is typed, and then never again."""
    ann = set_up(world, "ann")
    typed = ann.codes[0].upper().replace("-", " ")
    me = half_way(world, ann.address)
    secret = give_recovery_code(world.app, me, code=typed, source=HERE)
    assert waits(world, secret) == ""
    again = half_way(world, ann.address)
    for code in (typed, "abcd-abcd-abcd-abcd", ""):
        with pytest.raises(Refused, match="used before"):
            give_recovery_code(world.app, again, code=code, source=HERE)


@ON_SQLITE
def test_second_factors_are_not_guessed(world: World) -> None:
    """Six tries of either kind in a quarter of an hour, then not even the right one."""
    ann = set_up(world, "ann")
    world.later(minutes=15)
    me = half_way(world, ann.address)
    for _ in range(6):
        with pytest.raises(Refused):
            give_second(world.app, me, code="123456", source=HERE)
    with pytest.raises(TooOften):
        give_second(world.app, me, code=code_at(world, ann.authenticator), source=HERE)
    with pytest.raises(TooOften):
        give_recovery_code(world.app, me, code=ann.codes[0], source=HERE)


@ON_SQLITE
def test_a_password_is_as_slow_for_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known or not, one hash is made, with the same cost; and the answer is None."""
    made = []

    def watched(password: str, kept: str | None) -> bool:
        made.append(kept)
        return False

    monkeypatch.setattr(sign_in_proving, "matches", watched)
    for address in ("administrator@invented.example", "nobody@invented.example", ""):
        found = sign_in_by_password(
            world.app, address=address, password="guess", source=HERE
        )
        assert found is None
    assert made == [None, None, None]
    # What is verified for nobody costs as much as what is verified for somebody.
    cost = hash_password(PASSWORD).rpartition("$")[0].rpartition("$")[0]
    assert NOBODYS.startswith(cost)
    assert Argon2Hasher.identify(NOBODYS)
    assert "argon2id" in cost


def test_passwords_are_throttled_by_address(world: World) -> None:
    """Ten in a quarter of an hour, for an address that nobody has as well."""
    for address in ("administrator@invented.example", "nobody@invented.example"):
        for _ in range(10):
            count_try(world.app, "password", address=address, source=HERE)
        with pytest.raises(TooOften):
            sign_in_by_password(
                world.app, address=address, password="guess", source=HERE
            )


@ON_SQLITE
def test_a_weak_password_is_not_taken(world: World) -> None:
    """Too short, too long, or the same sign again and again."""
    secret = begin_from_invitation(
        world.app, code=invited(world, "ann", "approver"), source=HERE
    )
    assert secret is not None
    me = who(world, secret)
    assert me is not None
    for password in ("short", "x" * 129, "aaaaaaaaaaaaaaaa", "abababababab"):
        with pytest.raises(Refused, match="password"):
            set_password(world.app, me, password=password, source=HERE)
    assert not what_stands(world.app, me).password


@ON_SQLITE
def test_half_way_in_nothing_can_be_replaced(world: World) -> None:
    """Whoever has only the password gets neither another password nor authenticator."""
    ann = set_up(world, "ann")
    me = half_way(world, ann.address)
    with pytest.raises(NotThere):
        show_authenticator(world.app, me)
    with pytest.raises(NotThere):
        confirm_authenticator(world.app, me, code="123456", source=HERE)
    with pytest.raises(NotThere):
        set_password(world.app, me, password="another long one", source=HERE)
    with pytest.raises(NotThere):
        renew_recovery_codes(world.app, me, password=PASSWORD, source=HERE)


@ON_SQLITE
def test_renewing_asks_for_the_password_and_ends_the_rest(world: World) -> None:
    """Another password ends other sign-ins; new recovery codes end the old ones."""
    ann = set_up(world, "ann")
    me, other = who(world, ann.secret), half_way(world, ann.address)
    assert me is not None
    with pytest.raises(Refused, match="not your password"):
        set_password(
            world.app, me, password="another long one", old="guess", source=HERE
        )
    set_password(world.app, me, password="another long one", old=PASSWORD, source=HERE)
    with pytest.raises(Refused, match="no longer signed in"):
        what_stands(world.app, other)
    codes = renew_recovery_codes(
        world.app, me, password="another long one", source=HERE
    )
    assert not set(codes) & set(ann.codes)
    with world.app.database.reading() as session:
        kept = {row.digest for row in session.exec(select(RecoveryCode)).all()}
    assert kept == {digest_of(code) for code in codes}


@ON_SQLITE
def test_nothing_of_it_can_be_read_in_the_database(world: World) -> None:
    """Password, authenticator and codes are hashes or sealed; the log holds ids."""
    ann = set_up(world, "ann")
    with world.app.database.reading() as session:
        sealed = b"".join(row.sealed for row in session.exec(select(Private)).all())
        log = str([row.facts for row in session.exec(select(AuditRow)).all()])
    for secret in (PASSWORD, ann.authenticator, *ann.codes):
        assert secret.encode() not in sealed
        assert secret not in log


@ON_SQLITE
def test_another_administrator_resets_and_both_are_told(world: World) -> None:
    """Everything ends; they begin again by a code; nobody resets their own."""
    ann = set_up(world, "ann")
    me = who(world, ann.secret)
    assert me is not None
    code = "a fresh code"
    world.do(
        "administrator",
        reset_account,
        me.account_id,
        code_sha256=digest_of(code).hex(),
    )
    assert who(world, ann.secret) is None
    told = {row.ids["person"] for row in posted(world, "sign_in_reset")}
    assert told == {
        str(me.person_id),
        str(world.people["administrator"].person_id),
    }
    assert (
        sign_in_by_password(
            world.app, address=ann.address, password=PASSWORD, source=HERE
        )
        is None
    )
    assert invitation_stands(world.app, code=code)
    secret = begin_from_invitation(world.app, code=code, source=HERE)
    assert secret is not None
    anew = who(world, secret)
    assert anew is not None
    assert what_stands(world.app, anew) == Stands(
        password=False, authenticator=False, recovery_codes=0
    )
    own = world.people["administrator"].account_id
    with pytest.raises(NotThere):
        world.do("administrator", reset_account, own, code_sha256=digest_of("x").hex())
    with pytest.raises(NotThere):
        world.do("coordinator", reset_account, own, code_sha256=digest_of("x").hex())


@ON_SQLITE
def test_the_machine_resets_the_last_administrator_and_all_are_told(
    world: World,
) -> None:
    """Where nobody else can: by a command, in the log as such, told to every one."""
    ann = set_up(world, "ann")
    me = who(world, ann.secret)
    assert me is not None
    reset_on_the_server(world.app, address=ann.address, code="a fresh code")
    assert who(world, ann.secret) is None
    assert invitation_stands(world.app, code="a fresh code")
    told = {row.ids["person"] for row in posted(world, "sign_in_reset")}
    administrator = str(world.people["administrator"].person_id)
    assert told == {str(me.person_id), administrator}
    with world.app.database.reading() as session:
        (row,) = world.store(session).find(AuditRow, AuditRow.act == "account.reset")
    assert (row.actor, row.record_id) == ("command", me.account_id)
    for nobody in ("nobody@invented.example", "holder@invented.example"):
        with pytest.raises(Refused):
            reset_on_the_server(world.app, address=nobody, code="x")


@ON_SQLITE
def test_who_signs_in_by_a_link_has_nothing_to_reset(world: World) -> None:
    """Only staff have a password; nobody else can set one."""
    holder = world.people["holder"].account_id
    with pytest.raises(Refused, match="by a link"):
        world.do(
            "administrator", reset_account, holder, code_sha256=digest_of("x").hex()
        )
    secret = begin(world, "holder", way="invitation")
    me = who(world, secret)
    assert me is not None
    with pytest.raises(NotThere):
        set_password(world.app, me, password="another long one", source=HERE)


@ON_SQLITE
def test_an_invitation_works_once_on_pages_too(world: World) -> None:
    """A code that was used, or that nobody gave, is for nobody."""
    code = invited(world, "ann", "coordinator")
    assert invitation_stands(world.app, code=code)
    assert begin_from_invitation(world.app, code=code, source=HERE)
    assert not invitation_stands(world.app, code=code)
    assert begin_from_invitation(world.app, code=code, source=HERE) is None
    assert begin_from_invitation(world.app, code="nobody's", source=HERE) is None


@ON_SQLITE
def test_a_role_that_ends_takes_the_way_in_with_it(world: World) -> None:
    """Without a staff role the password opens nothing any more."""
    ann = set_up(world, "ann")
    me = who(world, ann.secret)
    assert me is not None
    world.do("administrator", end_role, me.account_id, role="coordinator")
    assert who(world, ann.secret) is None
    found = sign_in_by_password(
        world.app, address=ann.address, password=PASSWORD, source=HERE
    )
    assert found is None
