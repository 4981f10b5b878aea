"""Settings: read from the environment, refused in a sentence, shown without secrets."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.settings import Settings, data_folder, read_settings, without_password
from matcher.errors import Refused

BASE = {"ACORNS_DATABASE": "sqlite:////var/lib/acorns.sqlite"}
SECRET = "s3cr3t-invented"
SERVER = f"://ada:{SECRET}@db.invented:5432/acorns?sslmode=require"


def test_nothing_set_is_a_working_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty environment: a file in the user's data folder, loopback, invented."""
    found = read_settings({"XDG_DATA_HOME": "/home/ada/data", "ACORNS_PORT": " "})
    assert (found.host, found.port, found.data) == ("127.0.0.1", 8000, "invented")
    if data_folder({"XDG_DATA_HOME": "/x"}).parts[1] == "x":
        assert found.database == "sqlite:////home/ada/data/acorns/acorns.sqlite"
        work = "sqlite:////home/ada/data/acorns/acorns-work.sqlite"
        assert found.work_database == work


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_one(scheme: str) -> None:
    """The driver is named, and the work's own tables stand in a database beside."""
    found = read_settings({"ACORNS_DATABASE": scheme + SERVER})
    assert found.database == "postgresql+psycopg" + SERVER
    assert found.work_database == found.database.replace("/acorns?", "/acorns_work?")
    assert not found.on_sqlite


def test_a_socket_address_keeps_its_slashes() -> None:
    """Without a host the address still has all three."""
    found = read_settings({"ACORNS_DATABASE": "postgresql:///acorns?host=/run/pg"})
    assert found.database == "postgresql+psycopg:///acorns?host=/run/pg"
    assert found.work_database == "postgresql+psycopg:///acorns_work?host=/run/pg"


WRONG = {
    "ACORNS_DATABASE": "mysql://x/y sqlite:// sqlite:///:memory: sqlite:///"
    " postgresql://host postgresql://host:port/x acorns.sqlite",
    "ACORNS_WORK_DATABASE": "file.sqlite",
    "ACORNS_DATA": "Real true",
    "ACORNS_SMTP": "mail.invented:25 http://mail.invented smtp:// smtp://h:99999",
    "ACORNS_SMS": "http://sms.invented https://",
    "ACORNS_ADDRESS": "acorns.invented http://acorns.invented https://",
    "ACORNS_PORT": "0 65536 -1 http ²",
    "ACORNS_SOLVE_SECONDS": "0 -1 soon nan inf",
    "ACORNS_SOLVE_GIGABYTES": "0 -0.5 lots",
}
CASES = [(name, value) for name, values in WRONG.items() for value in values.split()]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_value_is_a_sentence(name: str, value: str) -> None:
    """It names the variable and says what would do."""
    with pytest.raises(Refused, match=f"^{name} "):
        read_settings(BASE | {name: value})


@pytest.mark.parametrize(
    "name", ["DATABASE", "WORK_DATABASE", "SMTP", "SMS", "ADDRESS"]
)
def test_a_refusal_repeats_no_secret(name: str) -> None:
    """What is wrong with an address is said without the address."""
    with pytest.raises(Refused) as refused:
        read_settings(BASE | {f"ACORNS_{name}": f"ftp://ada:{SECRET}@host/x"})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"ACORNS_KEYS": "/k", "ACORNS_KEY": "x"}, "not both"),
        ({"ACORNS_DATA": "real"}, "needs master keys"),
    ],
)
def test_what_does_not_go_together_is_refused(more: dict[str, str], why: str) -> None:
    """Two homes for the keys, or real data without any."""
    with pytest.raises(Refused, match=why):
        read_settings(BASE | more)


@pytest.mark.parametrize("name", ["DATABSE", "PORTS", "SMTPS", "KEYZ"])
def test_a_misspelt_name_is_refused(name: str) -> None:
    """A database named in a variable that nobody reads would be an empty new one."""
    with pytest.raises(Refused, match=f"ACORNS_{name} is no setting"):
        read_settings(BASE | {f"ACORNS_{name}": "x"})


@pytest.mark.parametrize("name", ["PLACES", "REFERENCE", "REQUIRE", "TEST_POSTGRESQL"])
def test_other_names_of_ours_are_no_misspelling(name: str) -> None:
    """Commands and tests have variables of their own."""
    assert read_settings(BASE | {f"ACORNS_{name}": "x"}).port == 8000


def test_a_demo_stays_at_home() -> None:
    """No other host, no real data, and no environment makes one."""
    database = BASE["ACORNS_DATABASE"]
    assert Settings(database=database, demo=True, host="::1").demo
    with pytest.raises(Refused):
        Settings(database=database, demo=True, host="0.0.0.0")
    assert not read_settings(BASE | {"ACORNS_DEMO": "1"}).demo


def test_settings_show_no_secret_and_do_not_change() -> None:
    """Passwords, tokens, keys and users: in no text of the settings."""
    found = read_settings(
        {
            "ACORNS_DATABASE": f"postgresql{SERVER}&password={SECRET}",
            "ACORNS_KEY": SECRET,
            "ACORNS_SMTP": f"smtp://ada:{SECRET}@mail.invented:587?tls=start",
            "ACORNS_SMS": f"https://sms.invented/{SECRET}",
        }
    )
    assert SECRET not in f"{found!r} {found!s} {found}"
    assert "db.invented:5432/acorns" in repr(found)
    with pytest.raises(ValidationError):
        found.port = 1
    with pytest.raises(ValidationError) as error:
        Settings(database=found.database, secret=SECRET)  # type: ignore[call-arg]
    assert SECRET not in str(error.value)
    assert SECRET not in without_password(found.database)


@pytest.mark.parametrize(
    "address", ["https://acorns.invented/", "http://localhost:8000"]
)
def test_an_address_for_people(address: str) -> None:
    """Encrypted, or this computer; kept without the slash at its end."""
    assert read_settings(BASE | {"ACORNS_ADDRESS": address}).address == address.rstrip(
        "/"
    )
