"""Signing in on pages, from the first to the last, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from support.signing_in import (
    HERE,
    PASSWORD,
    begin,
    code_at,
    invited,
    link_of,
    posted,
    set_up,
)
from support.visiting import Seen, Visit
from support.world import World, web

from api.actions import App, look
from api.actions.account_helping import agree_code
from api.actions.messages import read_message
from api.actions.sign_in_proving import code_digest
from api.permissions import Who
from api.records import Account
from api.settings import Settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOLDER = "holder@invented.example"


def ask(world: World, visit: Visit, to: str = HOLDER) -> Seen:
    """Ask for a link on the first page."""
    return visit.send("/sign-in", "/sign-in/link", to=to)


def by_link(world: World, visit: Visit, to: str = HOLDER) -> Seen:
    """Sign in by a link."""
    ask(world, visit, to)
    code = link_of(world, posted(world, "sign_in")[-1])
    return visit.send(f"/go/{code}", f"/sign-in/link/{code}")


def agreed(world: World, name: str, code: str) -> None:
    """Have a worker agree a code with somebody."""
    with world.app.database.reading() as session:
        account = session.get(Account, world.people[name].account_id)
    assert account is not None
    digest = code_digest(world.app, account.id, code).hex()
    world.do("worker", agree_code, account.id, code_digest=digest)


def test_a_holder_signs_in_by_a_link_and_a_code(world: World) -> None:
    """A link, a button, a code: then what is theirs."""
    agreed(world, "holder", "blue kettle")
    visit = Visit(world)
    asks = by_link(world, visit)
    assert asks.path == "/sign-in/code"
    wrong = visit.send(asks, "/sign-in/code", code="red kettle")
    assert wrong.status == 409
    assert "not the code that was agreed" in wrong.main
    assert "red kettle" not in wrong.text
    home = visit.send(wrong, "/sign-in/code", code="blue kettle")
    assert (home.status, home.path) == (200, "/home")
    assert "Give your code" not in home.main
    out = visit.send(home, "/sign-out")
    assert out.path == "/"
    assert visit.get("/home").path == "/sign-in"


def test_the_answer_is_the_same_for_everybody(world: World) -> None:
    """Known, unknown and staff: the very same page, byte for byte but its nonce."""
    seen = {
        re.sub(r'nonce="[^"]*"|value="[^"]*"', "", ask(world, Visit(world), to).text)
        for to in (HOLDER, "nobody@invented.example", "approver@invented.example")
    }
    assert len(seen) == 1
    assert len(posted(world, "sign_in")) == 1


def test_opening_a_link_changes_nothing(world: World) -> None:
    """Whatever fetches a link before somebody does leaves it as good as it was."""
    visit = Visit(world)
    ask(world, visit)
    code = link_of(world, posted(world, "sign_in")[-1])
    for _ in range(3):
        assert "Press the button" in Visit(world).get(f"/go/{code}").main
    assert visit.send(f"/go/{code}", f"/sign-in/link/{code}").path == "/sign-in/code"
    again = Visit(world).get(f"/go/{code}")
    assert "This link has ended" in again.main


def test_without_the_code_nothing_about_a_child_is_open(world: World) -> None:
    """Whatever page they open that needs it, they are asked for the code."""
    visit = Visit(world)
    visit.client.cookies.set("acorns", begin(world, "parent"))
    assert visit.get("/proposals").path in {"/sign-in/code", "/proposals"}
    assert visit.get("/tasks").path == "/sign-in/code"
    assert "Give your code" in visit.get("/home").main


def test_every_sign_in_gives_a_new_secret(world: World) -> None:
    """A cookie that somebody planted before is not the one they are in with."""
    visit = Visit(world)
    visit.client.cookies.set("acorns", "planted")
    by_link(world, visit)
    jar = {each.value for each in visit.client.cookies.jar if each.name == "acorns"}
    assert "planted" in jar or len(jar) == 1
    assert any(value != "planted" and len(value or "") >= 43 for value in jar)


def test_staff_set_up_and_sign_in(world: World) -> None:
    """From an invitation to two factors, and from then on with both of them."""
    code = invited(world, "ann", "coordinator")
    visit = Visit(world)
    first = visit.send("/invitation", "/invitation", code=code)
    assert first.path == "/set-up/password"
    unlike = visit.send(first, "/set-up/password", password=PASSWORD, again="other")
    assert unlike.status == 422
    assert "not the same" in unlike.main
    second = visit.send(first, "/set-up/password", password=PASSWORD, again=PASSWORD)
    assert second.path == "/set-up/authenticator"
    assert visit.get("/tasks").path == "/set-up/authenticator"
    assert "<svg" in second.text
    letters = re.search(r'app-secret">([A-Z2-7]{32})<', second.text)
    assert letters
    codes = visit.send(second, "/set-up/authenticator", code=code_at(world, letters[1]))
    assert len(re.findall(r"(?:[a-z2-7]{4}-){3}[a-z2-7]{4}", codes.main)) == 10
    assert visit.get("/tasks").status == 200
    assert visit.send(codes, "/sign-out").path == "/"

    world.later(minutes=1)
    asks = visit.send(
        "/sign-in/password",
        "/sign-in/password",
        address="ann@invented.example",
        password=PASSWORD,
    )
    assert asks.path == "/sign-in/second-factor"
    assert visit.get("/tasks").path == "/sign-in/second-factor"
    half = {c.value for c in visit.client.cookies.jar if c.name == "acorns"}
    home = visit.send(asks, "/sign-in/second-factor", code=code_at(world, letters[1]))
    assert home.path == "/home"
    assert half != {c.value for c in visit.client.cookies.jar if c.name == "acorns"}


def test_a_wrong_password_says_nothing(world: World) -> None:
    """Nobody's address and a wrong password are the same page; neither is repeated."""
    ann = set_up(world, "ann")
    seen = set()
    for address in (ann.address, "nobody@invented.example"):
        answer = Visit(world).send(
            "/sign-in/password",
            "/sign-in/password",
            address=address,
            password="quite a wrong one",
        )
        assert answer.status == 409
        assert "quite a wrong one" not in answer.text
        seen.add(answer.main)
    assert len(seen) == 1


def test_a_recovery_code_leads_to_ones_account(world: World) -> None:
    """There they see how many are left, and replace what was lost."""
    ann = set_up(world, "ann")
    visit = Visit(world)
    visit.send(
        "/sign-in/password",
        "/sign-in/password",
        address=ann.address,
        password=PASSWORD,
    )
    account = visit.send("/sign-in/recovery", "/sign-in/recovery", code=ann.codes[0])
    assert account.path == "/account"
    assert "9 left" in account.main
    page = visit.get("/account/authenticator")
    letters = re.search(r'app-secret">([A-Z2-7]{32})<', page.text)
    assert letters
    world.later(minutes=1)
    fresh = visit.send(
        page, "/account/authenticator", old=PASSWORD, code=code_at(world, letters[1])
    )
    assert "Keep these recovery codes" in fresh.main
    assert visit.get("/account").main.count("10 left") == 1


def test_one_signs_out_elsewhere(world: World) -> None:
    """One's sign-ins are listed; one, or all others, are ended."""
    visit, there = Visit(world, "holder"), begin(world, "holder")
    begin(world, "holder")
    page = visit.get("/account")
    assert page.main.count("Sign out there") == 2
    ends = [
        each.get("action")
        for each in page.root.all("form")
        if each.get("action").endswith("/end")
    ]
    visit.send(page, ends[0])
    assert visit.get("/account").main.count("Sign out there") == 1
    visit.send(visit.get("/account"), "/account/end-others")
    assert visit.get("/account").main.count("Sign out there") == 0
    other = Visit(world)
    other.client.cookies.set("acorns", there)
    assert other.get("/account").path == "/sign-in"


def cookies_of(world: World, **settings: Any) -> str:
    """Return how a browser is told to keep a sign-in, at an address."""
    told = Settings(database=world.app.settings.database, **settings)
    app = App(told, world.app.database, world.app.keys, world.app.now)
    address = settings.get("address", "http://127.0.0.1")
    client = TestClient(web(app), base_url=address, client=("127.0.0.1", 50_000))
    client.headers["Sec-Fetch-Site"] = "same-origin"
    code = invited(world, f"bob-{len(settings)}", "approver")
    answer = client.post(f"/invitation/{code}", data={}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["set-cookie"])


def test_the_cookie_is_for_this_host_alone(world: World) -> None:
    """Over https it is Secure and held to the host; no script and no site reads it."""
    kept = cookies_of(world, address="https://acorns.invented.example")
    assert kept.startswith("__Host-acorns=")
    for part in ("; Secure", "; HttpOnly", "; SameSite=lax", "; Path=/"):
        assert part in kept
    assert "Domain" not in kept
    plain = cookies_of(world)
    assert plain.startswith("acorns=")
    assert "HttpOnly" in plain


def test_a_bearer_token_is_no_cookie(world: World) -> None:
    """What answers at the API signs no browser in, and the reverse."""
    visit = Visit(world)
    visit.client.cookies.set("acorns", world.people["coordinator"].token)
    assert visit.get("/home").path == "/sign-in"
    client = world.client()
    client.headers["Authorization"] = f"Bearer {world.people['coordinator'].browser}"
    assert client.get("/api/v1/proposals").status_code == 401


def test_a_message_leads_to_signing_in_and_then_to_its_page(world: World) -> None:
    """An id in a link says nothing to who is not signed in."""
    id_ = world.people["holder"].account_id
    assert "Sign in to read more" in Visit(world).get(f"/go/{id_.hex}").main
    assert Visit(world, "holder").get(f"/go/{id_.hex}").path == "/home"


def test_too_many_tries_are_refused_in_a_page(world: World) -> None:
    """The page says what to do; the sixth letter is not sent."""
    visit = Visit(world)
    for _ in range(5):
        ask(world, visit)
    assert "quarter of an hour" in ask(world, visit).main
    assert len(posted(world, "sign_in")) == 5
    assert HERE.host


def test_somebody_new_joins_by_themselves(world: World) -> None:
    """They say what for, and the account is there once they use the link."""
    scheme = world.schemes["oxfordshire-mentors"]
    visit = Visit(world)
    page = visit.get("/join")
    assert "Norfolk" not in page.main
    empty = visit.send(page, "/join")
    assert empty.status == 422
    assert "Enter your e-mail address" in empty.main
    sent = visit.send(
        page, "/join", what=f"holder.{scheme}", address="new@invented.example"
    )
    assert sent.path == "/sign-in/sent"
    code = link_of(world, posted(world, "sign_in")[-1])
    begun = visit.send(f"/go/{code}", f"/sign-in/link/{code}")
    assert begun.path == "/sign-in/code"
    assert visit.get("/home").status == 200


def test_a_link_by_text_goes_to_the_number_that_they_gave(world: World) -> None:
    """Kept by its owner, it finds them however it is typed; another's is nobody's."""
    holder = Visit(world, "holder")
    wrong = holder.send("/account", "/account/phone", phone="12")
    assert "Enter a mobile number" in wrong.main
    kept = holder.send("/account", "/account/phone", phone="07700 900123")
    assert "link by text" in kept.text
    for typed in ("+44 7700 900123", "07700900999", "not a number"):
        assert ask(world, Visit(world), typed).path == "/sign-in/sent"
    (row,) = posted(world, "sign_in")
    ready = look(world.app, Who(by="work"), read_message, on=row.id)
    assert (ready.parcel.channel, ready.parcel.to) == ("text", "+447700900123")
