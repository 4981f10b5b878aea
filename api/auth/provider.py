"""Staff signing in with their work account: OpenID Connect, code with PKCE.

A browser begins with a cookie of random bits and the time. The state, the nonce and the
verifier are made of it by the master key, so that none of them has to be kept: whoever
comes back with another cookie, later, or for another provider has other ones.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.keys import Keys
from api.settings import Settings, is_loopback
from matcher.errors import Refused

LASTS = timedelta(minutes=10)
BACK = "/sign-in/work/back"
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_SECONDS = 10
_LEEWAY = 60
_SAID = "Your work account did not sign you in. Try again, or use a password."


@dataclass(frozen=True, slots=True)
class Proven:
    """What a provider says of somebody: their address, and if by a second factor."""

    address: str
    second: bool


def new_handshake(now: datetime) -> str:
    """Return what a browser keeps between leaving for its provider and coming back."""
    return f"{int(now.timestamp()):010x}{secrets.token_hex(32)}"


def leave_for(settings: Settings, keys: Keys, handshake: str) -> str:
    """Return the provider's address at which somebody signs in.

    Raises
    ------
    Refused
        There is no provider, or it does not answer as one.
    """
    with _client(settings) as client:
        known = _discovered(client, settings)
        verifier = state_of(keys, "verifier", handshake)
        url, _ = client.create_authorization_url(
            _https(known["authorization_endpoint"]),
            state=state_of(keys, "state", handshake),
            nonce=state_of(keys, "nonce", handshake),
            code_challenge=_challenge(verifier),
            code_challenge_method="S256",
        )
    return str(url)


def come_back(
    settings: Settings,
    keys: Keys,
    now: datetime,
    *,
    handshake: str,
    state: str,
    code: str,
) -> Proven:
    """Return what the provider proves of who came back.

    Raises
    ------
    Refused
        Anything is not as it should be; which it was is said to nobody.
    """
    _check_state(keys, now, handshake, state)
    try:
        with _client(settings) as client:
            known = _discovered(client, settings)
            token = client.fetch_token(
                _https(known["token_endpoint"]),
                code=code,
                code_verifier=state_of(keys, "verifier", handshake),
                grant_type="authorization_code",
            )
            held = _read(client, _https(known["jwks_uri"]))
        nonce = state_of(keys, "nonce", handshake)
        claims = _claims(settings, now, str(token["id_token"]), held, nonce)
    except (AuthlibBaseError, HTTPError, JoseError, KeyError, ValueError) as error:
        raise Refused(_SAID) from error
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise Refused("Your provider has not confirmed your e-mail address.")
    return Proven(str(claims["email"]), second=_second(settings, claims))


def state_of(keys: Keys, what: str, handshake: str) -> str:
    """Return the state, the nonce or the verifier of a handshake."""
    return keys.blind(f"work account {what}", handshake).hex()


def _check_state(keys: Keys, now: datetime, handshake: str, state: str) -> None:
    wanted = state_of(keys, "state", handshake) if handshake else secrets.token_hex()
    if not hmac.compare_digest(wanted.encode(), state.encode()):
        raise Refused(_SAID)
    begun = int(handshake[:10], 16)
    if not 0 <= now.timestamp() - begun <= LASTS.total_seconds():
        raise Refused("That took too long. Begin again.")


def _claims(
    settings: Settings, now: datetime, token: str, held: Any, nonce: str
) -> dict[str, Any]:
    """Return an ID token's claims (OpenID Connect Core 3.1.3.7).

    Raises
    ------
    ValueError
        It is another provider's, for another client, of another sign-in, or too old.
    """
    keys = KeySet.import_key_set(held)
    claims = dict(jwt.decode(token, keys, algorithms=_ALGORITHMS).claims)
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    at = now.timestamp()
    right = (
        claims["iss"] == settings.oidc_issuer
        and settings.oidc_client_id in listed
        and claims.get("azp", settings.oidc_client_id) == settings.oidc_client_id
        and hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode())
        and float(claims["exp"]) > at - _LEEWAY
        and float(claims["iat"]) < at + _LEEWAY
    )
    if not right:
        raise ValueError
    return claims


def _second(settings: Settings, claims: dict[str, Any]) -> bool:
    counts = {word.strip() for word in settings.oidc_second.split(",")} - {""}
    means = claims.get("amr", [])
    said = {claims.get("acr"), *(means if isinstance(means, list) else [means])}
    return bool(counts & said)


def _client(settings: Settings) -> Any:
    if not (settings.oidc_issuer and settings.oidc_client_secret):
        raise Refused("There are no work accounts here.")
    return OAuth2Client(
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        scope="openid email",
        redirect_uri=f"{settings.address}{BACK}",
        timeout=_SECONDS,
        follow_redirects=False,
        trust_env=False,
    )


def _discovered(client: Any, settings: Settings) -> dict[str, Any]:
    assert settings.oidc_issuer is not None, "a client was made of it"
    address = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        known: dict[str, Any] = _read(client, address)
        right = known["issuer"] == settings.oidc_issuer
    except (HTTPError, KeyError, TypeError, ValueError) as error:
        raise Refused("Work accounts cannot be reached. Use a password.") from error
    if not right:
        raise Refused("Work accounts cannot be reached. Use a password.")
    return known


def _read(client: Any, address: str) -> Any:
    return client.request("GET", address, withhold_token=True).json()


def _https(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" or is_loopback(parts.hostname or ""):
        return address
    raise ValueError(address)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
