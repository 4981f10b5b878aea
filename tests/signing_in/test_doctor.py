"""Real data waits until every member of staff has a second factor."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlmodel import Session, select
from support.signing_in import set_up
from support.world import World

from api.main.doctor import Found, examine
from api.records import STAFF_ROLES, Account, Membership
from api.settings import Settings


def two_factor(world: World) -> Found:
    """Return what the doctor finds of second factors."""
    return next(found for found in examine(world.app) if found.name == "two-factor")


def _close_all_staff(session: Session) -> None:
    held = session.exec(select(Membership)).all()
    staff = {row.account_id for row in held if row.role in STAFF_ROLES}
    for account in session.exec(select(Account)).all():
        if account.id in staff:
            account.state = "closed"


def test_every_member_of_staff_needs_one(world: World) -> None:
    """Those without are counted; closed accounts and families are not."""
    found = two_factor(world)
    assert not found.ok
    assert found.said.startswith("13 of the staff")
    ann = set_up(world, "ann")
    assert two_factor(world).said.startswith("13 of the staff")
    world.app.database.transaction(_close_all_staff)
    assert two_factor(world).ok
    assert ann.codes


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_providers_second_factor_is_enough(world: World) -> None:
    """Where work accounts ask for one and say so, nobody has to set up another."""
    for second, ok in (("", False), ("mfa", True)):
        told = Settings(
            database=world.app.settings.database,
            address="https://acorns.invented.example",
            oidc_issuer="https://idp.invented.example",
            oidc_client_id="acorns",
            oidc_client_secret=SecretStr("an invented secret"),
            oidc_second=second,
        )
        object.__setattr__(world.app, "settings", told)
        assert two_factor(world).ok is ok
