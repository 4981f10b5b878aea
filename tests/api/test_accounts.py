"""Who may sign in, and how a scheme comes into use."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.world import World

from api.actions.accounts import found_organisation, use_invitation
from api.auth import who_of_token
from api.records import Scheme
from matcher.errors import Refused
from matcher.schemes import find_scheme

V1 = "/api/v1"


def test_the_first_invitation_makes_the_organisation(world: World) -> None:
    """An organisation begins on the server, with one administrator, once."""
    found_organisation(
        world.app, name="Invented town", address="ann@invented.example", code="secret"
    )
    with pytest.raises(Refused, match="of this name"):
        found_organisation(
            world.app, name="Invented town", address="bob@invented.example", code="x"
        )
    token = use_invitation(world.app, code="secret")
    assert token is not None
    with world.app.database.reading() as session:
        who = who_of_token(
            session,
            keys=world.app.keys,
            now=world.app.now(),
            secret=token,
            loopback=False,
        )
    assert who is not None
    assert who.has("administrator")
    assert use_invitation(world.app, code="secret") is None


def test_an_invitation_ends_after_its_week(world: World) -> None:
    """A code that nobody used in seven days is for nobody."""
    found_organisation(
        world.app, name="Invented town", address="ann@invented.example", code="secret"
    )
    world.later(days=7, seconds=1)
    assert use_invitation(world.app, code="secret") is None


def test_an_invited_coordinator_holds_that_role_until_it_is_taken(
    world: World,
) -> None:
    """A role that is taken away ends sign-ins at once; the last administrator stays."""
    client = world.client("administrator")
    answer = client.post(
        f"{V1}/organisations/{world.council}/accounts",
        json={"address": "new@invented.example", "role": "coordinator"},
        headers=world.write(),
    )
    assert answer.status_code == 201
    body = answer.json()
    assert body["roles"] == []
    token = use_invitation(world.app, code=body["code"])
    mine = world.client()
    mine.headers["Authorization"] = f"Bearer {token}"
    path = f"{V1}/organisations/{world.council}"
    assert mine.get(path).status_code == 200
    account = client.get(f"{V1}/accounts/{body['id']}").json()
    ended = client.patch(
        f"{V1}/accounts/{body['id']}/roles",
        json={"role": "coordinator", "held": "no"},
        headers=world.write(account["version"]),
    )
    assert ended.status_code == 200
    assert mine.get(path).status_code == 404
    last = client.patch(
        f"{V1}/accounts/{world.people['administrator'].account_id}/roles",
        json={"role": "administrator", "held": "no"},
        headers=world.write(1),
    )
    assert (last.status_code, "last administrator" in last.text) == (409, True)


def test_no_code_is_kept(world: World) -> None:
    """The code of an invitation is in no row, and a repeated request has the same."""
    client, headers = world.client("administrator"), world.write()
    path = f"{V1}/organisations/{world.council}/accounts"
    body = {"address": "new@invented.example", "role": "hub"}
    first = client.post(path, json=body, headers=headers).json()
    again = client.post(path, json=body, headers=headers).json()
    assert first["code"]
    assert again == first


def test_a_second_person_accepts_a_scheme(world: World) -> None:
    """Whoever added a version cannot accept it; open rounds keep theirs."""
    path = f"{V1}/organisations/{world.council}/schemes"
    shipped = Path(find_scheme("oxfordshire-mentors").source)
    source = shipped.read_text("utf-8") + "\n# A new look at it.\n"
    added = world.client("coordinator").post(
        path, json={"source": source}, headers=world.write()
    )
    assert added.status_code == 201
    version = added.json()["version_id"]
    accept = f"{V1}/scheme-versions/{version}/accept"
    mine = world.client("coordinator").post(accept, headers=world.write(1))
    assert (mine.status_code, "Somebody else" in mine.text) == (409, True)
    theirs = world.client("approver").post(accept, headers=world.write(1))
    assert theirs.status_code == 200
    states = {row["sha256"]: row["state"] for row in theirs.json()["versions"]}
    assert sorted(states.values()) == ["in_use", "replaced"]
    again = world.client("coordinator").post(
        path, json={"source": source}, headers=world.write()
    )
    assert again.status_code == 409


def test_a_faulty_scheme_is_refused_by_its_places(world: World) -> None:
    """Every fault of a scheme's text is given a place; its text is not repeated."""
    answer = world.client("coordinator").post(
        f"{V1}/organisations/{world.council}/schemes",
        json={"source": "secret-canary = 1\n"},
        headers=world.write(),
    )
    assert answer.status_code == 422
    assert answer.json()["faults"]
    assert "canary" not in answer.text


def test_the_store_knows_nobody_elses_rows(world: World) -> None:
    """A row of another organisation is absent."""
    with world.app.database.reading() as session:
        assert world.store(session, world.charity).find(Scheme) == []
