"""The cookies there are: who signed in, what was just done, who left to sign in."""

from __future__ import annotations

import base64

from fastapi import Request, Response

from api.settings import Settings

_DONE_SECONDS = 60
_WORK_SECONDS = 600


def signed_in(settings: Settings) -> str:
    """Return the name of the cookie that says who is signed in."""
    return _named("acorns", settings)


def secret_of(request: Request, settings: Settings) -> str:
    """Return the secret that a browser was given when it signed in, or nothing."""
    return request.cookies.get(signed_in(settings), "")


def keep_secret(response: Response, settings: Settings, secret: str) -> None:
    """Give a browser the secret of a new sign-in; it lasts as long as the window."""
    _set(response, settings, signed_in(settings), secret)


def forget(response: Response, settings: Settings) -> None:
    """Take the secret back, and with it all that the browser keeps of us."""
    response.delete_cookie(signed_in(settings), path="/", secure=_https(settings))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def keep_handshake(response: Response, settings: Settings, handshake: str) -> None:
    """Have a browser remember that it left for its provider, for ten minutes."""
    _set(response, settings, _named("acorns-work", settings), handshake, _WORK_SECONDS)


def handshake_of(request: Request, settings: Settings) -> str:
    """Return what a browser left for its provider with, or nothing."""
    return request.cookies.get(_named("acorns-work", settings), "")


def end_handshake(response: Response, settings: Settings) -> None:
    """Forget that a browser left for its provider."""
    name = _named("acorns-work", settings)
    response.delete_cookie(name, path="/", secure=_https(settings))


def say_done(response: Response, settings: Settings, sentence: str) -> None:
    """Carry a sentence to the page that follows; it never names anybody."""
    value = base64.urlsafe_b64encode(sentence.encode()).decode().rstrip("=")
    _set(response, settings, _named("acorns-done", settings), value, _DONE_SECONDS)


def take_done(request: Request, settings: Settings) -> str:
    """Return the sentence that was carried here, or nothing."""
    value = request.cookies.get(_named("acorns-done", settings), "")
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    except ValueError:
        return ""


def end_done(response: Response, settings: Settings) -> None:
    """Let the sentence be said once."""
    name = _named("acorns-done", settings)
    response.delete_cookie(name, path="/", secure=_https(settings))


def _set(
    response: Response,
    settings: Settings,
    name: str,
    value: str,
    seconds: int | None = None,
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=_https(settings),
        httponly=True,
        samesite="lax",
    )


def _named(name: str, settings: Settings) -> str:
    """Return a cookie's name: the prefix holds it to this host, and needs https."""
    return f"__Host-{name}" if _https(settings) else name


def _https(settings: Settings) -> bool:
    return (settings.address or "").startswith("https://")
