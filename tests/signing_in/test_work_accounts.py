"""Staff sign in with a work account; whatever is not right about it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from support.provider import CLIENT, SECRET, Provider, providing
from support.signing_in import invited
from support.visiting import Visit
from support.world import START, World

from api.settings import Settings, read_settings
from matcher.errors import Refused

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
BACK = "/sign-in/work/back"


@dataclass
class Work:
    """A world whose staff have work accounts."""

    world: World
    provider: Provider

    def leave(self, visit: Visit) -> tuple[str, str]:
        """Leave for the provider and sign in there; return the state and the code."""
        answer = visit.client.get("/sign-in/work", follow_redirects=False)
        assert answer.status_code == 303
        there = answer.headers["location"]
        assert there.startswith(f"{self.provider.address}/authorize?")
        return self.provider.sign_in(there)

    def come(self, visit: Visit, state: str, code: str) -> Any:
        """Come back."""
        said = {"state": state, "code": code}
        return visit.client.get(BACK, params=said, follow_redirects=False)

    def sign_in(self) -> Any:
        """Leave, sign in and come back, with one browser."""
        visit = Visit(self.world)
        return self.come(visit, *self.leave(visit))


@pytest.fixture
def work(world: World) -> Iterator[Work]:
    """Give a world with a provider beside it."""
    with providing(int(START.timestamp())) as provider:
        told = Settings(
            database=world.app.settings.database,
            address="http://127.0.0.1",
            oidc_issuer=provider.address,
            oidc_client_id=CLIENT,
            oidc_client_secret=SecretStr(SECRET),
            oidc_second="mfa, gold",
        )
        object.__setattr__(world.app, "settings", told)
        yield Work(world, provider)


def refused(answer: Any) -> str:
    """Return the page of a refusal, in which nobody was let in."""
    assert answer.status_code == 409
    assert "acorns=" not in answer.headers.get("set-cookie", "")
    return str(answer.text)


def test_a_work_account_signs_in_and_ours_follows(work: Work) -> None:
    """Without a second factor of the provider's, the authenticator is still asked."""
    assert "Sign in with your work account" in Visit(work.world).get("/sign-in").main
    visit = Visit(work.world)
    answer = work.come(visit, *work.leave(visit))
    assert answer.status_code == 303
    assert visit.get("/tasks").path == "/set-up/authenticator"


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "gold"}])
def test_the_providers_second_factor_counts_if_it_says_so(
    work: Work, said: dict[str, Any]
) -> None:
    """Where the token says so in the words that were set, nothing more is asked."""
    work.provider.claims = said
    visit = Visit(work.world)
    work.come(visit, *work.leave(visit))
    assert visit.get("/tasks").status == 200


def test_a_state_counts_once(work: Work) -> None:
    """Replayed with the same cookie, it is refused."""
    visit = Visit(work.world)
    state, code = work.leave(visit)
    kept = visit.client.cookies["acorns-work"]
    assert work.come(visit, state, code).status_code == 303
    again = Visit(work.world)
    again.client.cookies.set("acorns-work", kept)
    assert "used before" in refused(work.come(again, state, code))


def test_a_state_is_of_one_browser_and_of_ten_minutes(work: Work) -> None:
    """Another's browser, no cookie, a made-up state, or too late: refused."""
    visit, other = Visit(work.world), Visit(work.world)
    state, code = work.leave(visit)
    work.leave(other)
    refused(work.come(Visit(work.world), state, code))
    later, code_later = work.leave(visit)
    refused(work.come(other, later, code_later))
    refused(work.come(visit, "0" * 64, code))
    refused(work.come(visit, "", ""))
    state, code = work.leave(visit)
    work.world.later(minutes=11)
    assert "too long" in refused(work.come(visit, state, code))


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "0" * 64},
    "another issuer": {"iss": "https://elsewhere.example"},
    "another client": {"aud": "somebody else"},
    "another party": {"aud": [CLIENT, "x"], "azp": "x"},
    "too old": {"exp": int(START.timestamp()) - 120},
    "from the future": {"iat": int(START.timestamp()) + 3_600},
    "no address": {"email": None},
    "not confirmed": {"email_verified": False},
    "not confirmed, as text": {"email_verified": "true"},
    "nobody here": {"email": "nobody@invented.example"},
    "no member of staff": {"email": "holder@invented.example"},
}


def test_a_token_that_is_not_right_is_refused(work: Work) -> None:
    """Each claim that is not as it should be keeps them out."""
    for why, claims in WRONG.items():
        work.provider.claims = claims
        assert work.sign_in().status_code == 409, why
    work.provider.claims = {}
    assert work.sign_in().status_code == 303


def test_another_key_or_another_provider_is_refused(work: Work) -> None:
    """A token that the provider's own key did not sign; a provider of another name."""
    work.provider.key = RSAKey.generate_key(2048, {"kid": "one"})
    refused(work.sign_in())
    work.provider.issuer = "https://elsewhere.example"
    answer = Visit(work.world).client.get("/sign-in/work", follow_redirects=False)
    assert "cannot be reached" in refused(answer)


def test_it_never_makes_an_account(work: Work) -> None:
    """A closed account, and one that was only invited, are nobody's."""
    invited(work.world, "ann", "coordinator")
    work.provider.claims = {"email": "ann@invented.example"}
    assert "no account here" in refused(work.sign_in())


def test_settings_go_together(world: World) -> None:
    """An issuer without its client, its secret and our own address is refused."""
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        with pytest.raises(Refused, match="go together"):
            read_settings({f"ACORNS_OIDC_{name}": "https://idp.invented.example"})
    with pytest.raises(Refused, match="https"):
        read_settings({"ACORNS_OIDC_ISSUER": "http://idp.invented.example"})
    assert Visit(world).client.get("/sign-in/work").status_code == 409
