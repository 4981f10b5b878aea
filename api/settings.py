"""What a server is told from outside: one frozen record, read from the environment.

Every mistake is a sentence that names the variable and says what to do; no sentence
and no ``repr`` ever shows a password, a key or an address with either inside.
"""

from __future__ import annotations

import difflib
import math
import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SecretStr,
    ValidationInfo,
    model_validator,
)

from matcher.errors import Refused
from matcher.model import Caps

PREFIX = "ACORNS_"
POSTGRES = "postgresql+psycopg"
SQLITE = "sqlite"
WORK = "work"
_SHORT = 80
_SAME = {POSTGRES: POSTGRES, "postgresql": POSTGRES, "postgres": POSTGRES}


def _split(name: str, address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise Refused(f"{name} is not an address: check its host and port.") from None
    return parts


def _database(address: str, name: str = "ACORNS_DATABASE") -> str:
    """Return a database address in the one spelling that the rest expects."""
    parts = _split(name, address)
    if parts.scheme == SQLITE:
        path = address.removeprefix("sqlite:///")
        if path in (address, "", ":memory:") or "?" in path:
            raise Refused(
                f"{name} must name a file for SQLite, such as"
                " sqlite:////var/lib/acorns/acorns.sqlite."
            )
        return address
    if parts.scheme not in _SAME or not parts.path.strip("/"):
        raise Refused(
            f"{name} must be sqlite:///FILE or"
            " postgresql+psycopg://USER:PASSWORD@HOST/NAME."
        )
    return _joined(parts, scheme=_SAME[parts.scheme])


def _joined(parts: SplitResult, **changed: str) -> str:
    """Return an address; unlike `urlunsplit`, with // where no host follows."""
    new = parts._replace(**changed)
    query = f"?{new.query}" if new.query else ""
    return f"{new.scheme}://{new.netloc}{new.path}{query}"


def _work(address: str) -> str:
    return _database(address, "ACORNS_WORK_DATABASE")


def _smtp(secret: SecretStr) -> SecretStr:
    parts = _split("ACORNS_SMTP", secret.get_secret_value())
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Refused("ACORNS_SMTP must be smtp://USER:PASSWORD@HOST:PORT.")
    return secret


def _sms(secret: SecretStr) -> SecretStr:
    parts = _split("ACORNS_SMS", secret.get_secret_value())
    if parts.scheme != "https" or not parts.hostname:
        raise Refused("ACORNS_SMS must be an https:// address.")
    return secret


def _issuer(issuer: str) -> str:
    parts = _split("ACORNS_OIDC_ISSUER", issuer)
    plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise Refused("ACORNS_OIDC_ISSUER must be an https:// address.")
    return issuer


def _address(address: str) -> str:
    parts = _split("ACORNS_ADDRESS", address)
    plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise Refused(
            "ACORNS_ADDRESS must be the https:// address that people type; http:// is"
            " only for this computer."
        )
    return address.rstrip("/")


def _phone(number: str) -> str:
    digits = number.replace(" ", "").removeprefix("+")
    if not (digits.isdecimal() and digits.isascii() and 3 <= len(digits) <= 15):
        raise Refused("ACORNS_HELP_PHONE must be a telephone number.")
    return number


def _short(text: str, about: ValidationInfo) -> str:
    if len(text) > _SHORT or not text.isprintable():
        name = f"{PREFIX}{about.field_name}".upper()
        raise Refused(f"{name} must be one line of {_SHORT} letters or fewer.")
    return text


def _port(port: int) -> int:
    if not 1 <= port <= 65_535:
        raise Refused("ACORNS_PORT must be a number from 1 to 65535.")
    return port


def _amount(value: Any, about: ValidationInfo) -> float:
    try:
        amount = float(value)
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount > 0):
        name = f"{PREFIX}{about.field_name}".upper()
        raise Refused(f"{name} must be a number above 0.")
    return amount


class Settings(BaseModel):
    """Everything that a running server was told; frozen, and safe to print.

    Parameters
    ----------
    database : str
        ``sqlite:///FILE`` or ``postgresql+psycopg://...``; a shorter PostgreSQL
        spelling is brought to this one.
    work_database : str
        Where the durable work keeps its own tables. By default a file beside the
        SQLite one, or a database of the same server with ``_work`` after its name.
    keys : Path or None
        The master key file.
    key : SecretStr or None
        The same text as such a file, for hosts that hand over secrets by environment.
    data : "invented" or "real"
        Real data needs master keys.
    smtp, sms : SecretStr or None
        Where mail and text messages leave; they may hold a password or a token.
    mailbox : Path or None
        A folder that takes every message instead.
    restore_proof : Path or None
        A file whose first line is the day on which a restore was last proven.
    address : str or None
        The public address, without a slash at its end.
    host, port : str, int
        Where the server listens.
    demo : bool
        Invented data on loopback only.
    help_person, help_phone, help_hours : str
        Whom people can call who need help with these pages, and when; "" is nobody.
    oidc_issuer, oidc_client_id, oidc_client_secret : str, str, SecretStr or None
        Where staff have their work accounts (OpenID Connect); all three or none.
    oidc_second : str
        Values of ``acr`` or ``amr``, with commas, by which that provider says that it
        asked for a second factor; where it says none, ours follows.
    solve_seconds, solve_gigabytes : float
        What a round's process may take at most: see `matcher.model.Caps`.

    Raises
    ------
    Refused
        A value that cannot be used, in a sentence without the value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: Annotated[str, AfterValidator(_database)]
    work_database: Annotated[str, AfterValidator(_work)] = ""
    keys: Path | None = None
    key: SecretStr | None = None
    data: Literal["invented", "real"] = "invented"
    smtp: Annotated[SecretStr, AfterValidator(_smtp)] | None = None
    sms: Annotated[SecretStr, AfterValidator(_sms)] | None = None
    mailbox: Path | None = None
    restore_proof: Path | None = None
    address: Annotated[str, AfterValidator(_address)] | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, AfterValidator(_port)] = 8000
    demo: bool = False
    help_person: Annotated[str, AfterValidator(_short)] = ""
    help_phone: Annotated[str, AfterValidator(_phone)] = ""
    help_hours: Annotated[str, AfterValidator(_short)] = ""
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_second: str = ""
    solve_seconds: Annotated[float, BeforeValidator(_amount)] = Caps().seconds
    solve_gigabytes: Annotated[float, BeforeValidator(_amount)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _beside(cls, given: Any) -> Any:
        """Fill in where the durable work keeps its tables."""
        known = isinstance(given, dict) and given.get("database")
        if not known or given.get("work_database"):
            return given
        return given | {"work_database": work_beside(given["database"])}

    @model_validator(mode="after")
    def _together(self) -> Self:
        """Refuse what does not go together."""
        if self.keys and self.key:
            raise Refused("Set ACORNS_KEYS or ACORNS_KEY, not both.")
        told = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if any(told) and not (all(told) and self.address):
            raise Refused(
                "ACORNS_OIDC_ISSUER, ACORNS_OIDC_CLIENT_ID, ACORNS_OIDC_CLIENT_SECRET "
                "and ACORNS_ADDRESS go together: set all four."
            )
        if self.data == "real" and not (self.keys or self.key):
            raise Refused(
                "ACORNS_DATA=real needs master keys: set ACORNS_KEYS to their file."
            )
        if self.demo and (self.data == "real" or not is_loopback(self.host)):
            raise Refused("A demo shows invented data, on this computer only.")
        return self

    @property
    def on_sqlite(self) -> bool:
        """Return whether the records live in one SQLite file."""
        return self.database.startswith(SQLITE)

    def __repr_args__(self) -> Any:
        shown = {"database": self.database, "work_database": self.work_database}
        hidden = {name: without_password(value) for name, value in shown.items()}
        return [(k, hidden.get(str(k), v)) for k, v in super().__repr_args__()]


def read_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that the environment gives; an empty value counts as absent.

    Raises
    ------
    Refused
        A value that cannot be used, or a name that nearly is a setting's; the sentence
        names the variable.
    """
    env = os.environ if env is None else env
    _refuse_misspelt(env)
    given: dict[str, Any] = {
        name: env[f"{PREFIX}{name.upper()}"].strip()
        for name in Settings.model_fields
        if name != "demo" and env.get(f"{PREFIX}{name.upper()}", "").strip()
    }
    if given.get("data", "real") not in {"invented", "real"}:
        raise Refused("ACORNS_DATA must be invented or real.")
    if not given.get("port", "1").isdecimal():
        raise Refused("ACORNS_PORT must be a number from 1 to 65535.")
    given.setdefault("database", f"sqlite:///{data_folder(env) / 'acorns.sqlite'}")
    return Settings(**given)


def _refuse_misspelt(env: Mapping[str, str]) -> None:
    """Refuse a variable that nearly is one of ours; others of our prefix may be new.

    Passed over in silence, a misspelt database would be a fresh, empty one.
    """
    known = {name.upper() for name in Settings.model_fields}
    given = {name.removeprefix(PREFIX) for name in env if name.startswith(PREFIX)}
    for name in sorted(given - known):
        for near in difflib.get_close_matches(name, known, n=1, cutoff=0.8):
            raise Refused(f"{PREFIX}{name} is no setting. Write {PREFIX}{near}.")


def data_folder(env: Mapping[str, str]) -> Path:
    """Return the folder where this system keeps a user's data for us."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "acorns"
    named = env.get("LOCALAPPDATA" if os.name == "nt" else "XDG_DATA_HOME")
    return (Path(named) if named else Path.home() / ".local" / "share") / "acorns"


def work_beside(database: str) -> str:
    """Return the address of the durable work's own tables, beside the records'."""
    address = _database(database)
    if address.startswith(SQLITE):
        path = Path(address.removeprefix("sqlite:///"))
        return f"sqlite:///{path.with_name(f'{path.stem}-{WORK}{path.suffix}')}"
    parts = urlsplit(address)
    return _joined(parts, path=f"{parts.path.rstrip('/')}_{WORK}")


def without_password(address: str) -> str:
    """Return a database address that may be shown: no user, no password, no query."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return _joined(parts, netloc=host, query="")


def is_loopback(host: str) -> bool:
    """Return whether a host is this computer and nothing else."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
