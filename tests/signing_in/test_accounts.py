"""Administrators invite, give roles, reset and close; workers agree codes."""

from __future__ import annotations

import re

import pytest
from support.signing_in import begin, set_up, waits, who
from support.visiting import Visit
from support.world import World

from api.records import Organisation
from api.settings import read_settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def code_in(text: str) -> str:
    """Return the code that a page shows once."""
    found = re.search(r'app-secret">([\w-]{43})<', text)
    assert found
    return found[1]


def test_whoever_is_invited_begins_with_the_code(world: World) -> None:
    """The administrator's page shows a code; with it the invited person begins."""
    admin = Visit(world, "administrator")
    shown = admin.send(
        "/accounts/invite",
        "/accounts/invite",
        address="ann@invented.example",
        role="approver",
    )
    assert shown.status == 200
    begun = Visit(world).send("/invitation", "/invitation", code=code_in(shown.text))
    assert begun.path == "/set-up/password"
    assert "ann@invented.example" in admin.get("/accounts").main


def test_a_reset_and_a_role_that_ends_take_effect_at_once(world: World) -> None:
    """The next page of whoever it is already asks them to sign in."""
    ann = set_up(world, "ann")
    me = who(world, ann.secret)
    assert me is not None
    admin, page = Visit(world, "administrator"), f"/accounts/{me.account_id}"
    shown = admin.send(page, f"{page}/reset")
    assert waits(world, ann.secret) is None
    begun = Visit(world).send("/invitation", "/invitation", code=code_in(shown.text))
    assert begun.path == "/set-up/password"
    said = admin.send(page, f"{page}/roles/end")
    assert "has ended" in said.text
    assert "None." in said.main
    given = admin.send(page, f"{page}/roles", role="helper")
    assert "Helper" in given.main
    assert "Closed." in admin.send(page, f"{page}/close").main


def test_the_last_administrator_is_never_removed(world: World) -> None:
    """Neither the role nor the account goes, and a sentence says why."""
    admin = Visit(world, "administrator")
    page = f"/accounts/{world.people['administrator'].account_id}"
    for form in ("roles/end", "close"):
        refused = admin.send(page, f"{page}/{form}")
        assert refused.status == 409
        assert "The last administrator stays" in refused.main
    assert admin.send(page, f"{page}/reset").status == 404
    assert admin.get("/accounts").status == 200


def test_accounts_are_the_administrators_alone(world: World) -> None:
    """For everybody else there is no such page."""
    account = world.people["helper"].account_id
    for name in ("coordinator", "worker", "holder", "charity-administrator"):
        visit = Visit(world, name)
        assert visit.get(f"/accounts/{account}").status == 404
        if name != "charity-administrator":
            assert visit.get("/accounts").status == 404
            assert visit.get("/accounts/invite").status == 404


def test_a_worker_agrees_a_code_and_it_opens_the_rest(world: World) -> None:
    """Agreed on a page, it works at once; staff and strangers have none."""
    worker = Visit(world, "worker")
    parent, secret = Visit(world), begin(world, "parent")
    parent.client.cookies.set("acorns", secret)
    kept = worker.send(
        "/agreed-code",
        "/agreed-code",
        address="parent@invented.example",
        code="blue kettle",
    )
    assert "The code is kept" in kept.text
    assert parent.send("/sign-in/code", "/sign-in/code", code="Blue kettle").path == (
        "/home"
    )
    assert waits(world, secret) == ""
    for address in ("coordinator@invented.example", "nobody@invented.example"):
        refused = worker.send(
            "/agreed-code", "/agreed-code", address=address, code="blue kettle"
        )
        assert refused.status == 409
    assert Visit(world, "holder").get("/agreed-code").status == 404


def test_real_data_waits_for_the_server(world: World) -> None:
    """An organisation keeps real people's data only where the server may, for good."""
    admin = Visit(world, "administrator")
    refused = admin.send("/organisation", "/organisation/real")
    assert refused.status == 409
    assert "invented data only" in refused.main
    told = read_settings(
        {
            "ACORNS_DATABASE": world.app.settings.database,
            "ACORNS_DATA": "real",
            "ACORNS_KEY": "x",
        }
    )
    object.__setattr__(world.app, "settings", told)
    assert "Real people's" in admin.send("/organisation", "/organisation/real").main
    with world.app.database.reading() as session:
        council = session.get(Organisation, world.council)
    assert council is not None
    assert council.data == "real"
    named = admin.send("/organisation", "/organisation/name", name="Another name")
    assert "Another name" in named.text
    assert (
        "Change the name" not in Visit(world, "coordinator").get("/organisation").main
    )
