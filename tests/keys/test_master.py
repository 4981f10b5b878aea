"""Master keys: several versions in one file, the newest wraps, weak files refused."""

from __future__ import annotations

import base64
import os
import pickle
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from api.keys import Keys, Unreadable, new_data_key
from api.keys.__main__ import main
from api.settings import Settings
from matcher.errors import Refused

WHO = UUID(int=7)


def line(name: object, key: bytes) -> str:
    """Return an entry of a key file."""
    return f"{name}:{base64.b64encode(key).decode()}"


def test_a_data_key_comes_back_for_its_person_only() -> None:
    """Wrapped it opens for its person and version; moved or changed it does not."""
    keys, data_key = Keys.read(Keys.make()), new_data_key()
    wrapped, version = keys.wrap(data_key, subject=WHO)
    assert (keys.unwrap(wrapped, subject=WHO, version=version), version) == (
        data_key,
        1,
    )
    assert data_key not in wrapped
    for other, named in [(uuid4(), 1), (WHO, 2), (WHO, 0)]:
        with pytest.raises(Unreadable):
            keys.unwrap(wrapped, subject=other, version=named)


def test_rotation_rewraps_and_old_values_still_read() -> None:
    """Old wraps open with the longer file; rewrapped, with the newest key alone."""
    first, data_key = Keys.make(), new_data_key()
    wrapped, version = Keys.read(first).wrap(data_key, subject=WHO)
    second = Keys.make(first)
    keys = Keys.read(second)
    assert keys.unwrap(wrapped, subject=WHO, version=version) == data_key
    again, newest = keys.rewrap(wrapped, subject=WHO, version=version)
    assert (newest, keys.newest) == (2, 2)
    lines = [entry for entry in second.splitlines() if not entry.startswith("1:")]
    alone = Keys.read("\n".join(lines))
    assert alone.unwrap(again, subject=WHO, version=newest) == data_key
    with pytest.raises(Unreadable):
        alone.unwrap(wrapped, subject=WHO, version=version)


@pytest.mark.parametrize("gone", [None, b""])
def test_a_destroyed_key_opens_nothing(gone: bytes | None) -> None:
    """Erasure leaves nothing to unwrap, and says so."""
    with pytest.raises(Unreadable, match="destroyed"):
        Keys.read(Keys.make()).unwrap(gone, subject=WHO, version=1)


def test_another_key_file_opens_nothing() -> None:
    """The same version of another file is another key."""
    wrapped, version = Keys.read(Keys.make()).wrap(new_data_key(), subject=WHO)
    with pytest.raises(Unreadable):
        Keys.read(Keys.make()).unwrap(wrapped, subject=WHO, version=version)


GOOD, BLIND = line(1, os.urandom(32)), line("blind", os.urandom(32))
WEAK = [
    (line(2, os.urandom(16)), "16 bytes, not 32"),
    (line(2, bytes(32)), "no random key"),
    (line(2, bytes(range(32))), "no random key"),
    (line(2, b"correct horse battery staple 123"), "no random key"),
    (line(2, b"0123456789abcdef" * 2), "no random key"),
    (GOOD, "stands twice"),
    (GOOD.replace("1:", "2:", 1), "are the same"),
    ("2:not base64!", "not VERSION:BASE64"),
    ("2", "not VERSION:BASE64"),
    (line("two", os.urandom(32)), "not VERSION:BASE64"),
    (line("01", os.urandom(32)), "not VERSION:BASE64"),
]


@pytest.mark.parametrize(("entry", "why"), WEAK, ids=range(len(WEAK)))
def test_a_weak_or_broken_key_is_refused(entry: str, why: str) -> None:
    """Each says what is wrong and shows nothing of the key."""
    with pytest.raises(Refused, match=why) as refused:
        Keys.read(f"{GOOD}\n{BLIND}\n{entry}")
    assert entry.partition(":")[2] not in str(refused.value) or ":" not in entry


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", GOOD, BLIND],
    ids=["empty", "comment", "version", "blind"],
)
def test_a_file_needs_a_version_and_the_blind_key(text: str) -> None:
    """One without the other is refused, with the command that makes both."""
    with pytest.raises(Refused, match=r"python -m api\.keys"):
        Keys.read(text)


def test_a_value_in_the_environment_reads_like_a_file() -> None:
    """Spaces part entries as line ends do; comments go."""
    text = f"# one\n{GOOD} # newest\n\n{BLIND}\n"
    assert Keys.read(text) == Keys.read(f"{GOOD} {BLIND}")


def settings(**given: object) -> Settings:
    """Return settings with a database nobody opens."""
    return Settings(database="sqlite:////nowhere/a.sqlite", **given)  # type: ignore[arg-type]


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Any right for group or others refuses it, with the command that mends it."""
    path = tmp_path / "keys"
    assert main([str(path)]) == 0
    assert Keys.load(settings(keys=path)).newest == 1
    for mode in (0o640, 0o604, 0o620, 0o601):
        path.chmod(mode)
        with pytest.raises(Refused, match="chmod 600"):
            Keys.load(settings(keys=path))


def test_the_command_adds_a_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run twice there are two versions, private, and nothing of them is printed."""
    path = tmp_path / "keys"
    assert [main([str(path)]), main([str(path)]), main([])] == [0, 0, 2]
    assert Keys.load(settings(keys=path)).newest == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = "".join(capsys.readouterr())
    entries = [e for e in path.read_text().splitlines() if not e.startswith("#")]
    assert not any(entry.partition(":")[2] in told for entry in entries)
    path.chmod(0o644)
    assert main([str(path)]) == 1


def test_no_keys_is_a_sentence(tmp_path: Path) -> None:
    """Neither file nor value, or a file that is not there."""
    with pytest.raises(Refused, match="There are no master keys"):
        Keys.load(settings())
    with pytest.raises(Refused, match="cannot be read"):
        Keys.load(settings(keys=tmp_path / "none"))
    assert Keys.load(settings(key=f"{GOOD} {BLIND}")).newest == 1


def test_keys_never_show_or_travel() -> None:
    """Neither their text nor a pickle holds them."""
    keys = Keys.read(f"{GOOD} {BLIND}")
    assert repr(keys) == "Keys()"
    assert repr(keys.master) == "MasterKeys()"
    with pytest.raises(TypeError):
        pickle.dumps(keys)
