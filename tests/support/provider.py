"""A provider of work accounts (OpenID Connect) on this computer, which a test bends."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "acorns", "an invented secret"
KEY = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    """A provider that knows one person.

    Parameters
    ----------
    claims : dict
        What an ID token says beside or instead of what it should.
    issuer : str
        What it calls itself, where that is not its address.
    """

    address: str
    now: int
    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: KEY)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, address: str) -> tuple[str, str]:
        """Sign in where a browser was led to; return the state and the code."""
        said = {name: values[0] for name, values in parse_qs(_query(address)).items()}
        assert said["response_type"] == "code"
        assert said["code_challenge_method"] == "S256"
        code = f"code-{len(self.asked)}"
        self.asked[code] = said
        return said["state"], code

    def discovery(self) -> dict[str, str]:
        """Return what the provider says of itself."""
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }

    def token(self, form: dict[str, str], sent: str) -> dict[str, Any] | None:
        """Exchange a code, once, for whoever has its verifier and the secret."""
        asked = self.asked.pop(form.get("code", ""), None)
        right = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"]:
            return None
        if sent != f"Basic {right}" or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        claims = {
            "iss": self.issuer or self.address,
            "aud": CLIENT,
            "sub": "1",
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": asked["nonce"],
            "email": "coordinator@invented.example",
            "email_verified": True,
        }
        text = jwt.encode(
            {"alg": "RS256", "kid": "one"}, claims | self.claims, self.key
        )
        return {"access_token": "a", "token_type": "Bearer", "id_token": text}


@contextmanager
def providing(now: int) -> Iterator[Provider]:
    """Run a provider while this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known: dict[str, Any] = {
                "/.well-known/openid-configuration": provider.discovery(),
                "/keys": KeySet([KEY]).as_dict(private=False),
            }
            self.answer(known.get(self.path))

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            said = parse_qs(self.rfile.read(length).decode())
            form = {name: values[0] for name, values in said.items()}
            self.answer(provider.token(form, self.headers.get("authorization", "")))

        def answer(self, value: Any) -> None:
            body = json.dumps(value or {"error": "invalid_grant"}).encode()
            self.send_response(200 if value else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}", now)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _query(address: str) -> str:
    return urlsplit(address).query
