"""Finding schemes by name or by path, and files that are no schemes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from matcher.errors import FaultsFound, Refused
from matcher.schemes import find_scheme, read_scheme, shipped_schemes


def test_four_schemes_ship() -> None:
    """The four schemes of the design are there, by name."""
    assert shipped_schemes() == (
        "hartlepool-babybank",
        "hartlepool-tutors",
        "norfolk-carers",
        "oxfordshire-mentors",
    )


def test_a_fifth_scheme_loads_by_its_path(tmp_path: Path, walking_bus: str) -> None:
    """A scheme outside the package needs nothing but its file."""
    path = tmp_path / "anything.toml"
    path.write_text(walking_bus, "utf-8")
    scheme = find_scheme(str(path))
    assert scheme == read_scheme(path)
    assert scheme.name == "walking-bus"
    assert [gate.name for gate in scheme.gates][:2] == ["near", "mornings"]
    assert scheme.gates[0].options == {"place": "place", "at": "place", "km": 2}
    assert scheme.criteria[0].told == {"young_person": "You both like {list}."}
    assert scheme.sheets["assets"].column("children").default == 2
    assert (scheme.need_floor, scheme.asset_floor) == (10, 0)
    assert scheme.policy.ties == "lottery"


def test_a_scheme_survives_pickling(tmp_path: Path, walking_bus: str) -> None:
    """A scheme can be handed to another process."""
    path = tmp_path / "mine.toml"
    path.write_text(walking_bus, "utf-8")
    assert pickle.loads(pickle.dumps(read_scheme(path))) == read_scheme(path)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_an_editor_does_to_a_file_changes_nothing(
    tmp_path: Path, walking_bus: str, ending: str, mark: str
) -> None:
    """Line ends and a byte order mark are the editor's business."""
    path = tmp_path / "mine.toml"
    path.write_bytes((mark + walking_bus.replace("\n", ending)).encode())
    plain = tmp_path / "plain.toml"
    plain.write_bytes(walking_bus.encode())
    assert read_scheme(path).words == read_scheme(plain).words


def test_equal_files_have_equal_digests(tmp_path: Path, walking_bus: str) -> None:
    """The digest follows the bytes, not the file's name."""
    one, two, three = (tmp_path / f"{name}.toml" for name in "abc")
    one.write_text(walking_bus, "utf-8")
    two.write_text(walking_bus, "utf-8")
    three.write_text(walking_bus + "\n", "utf-8")
    digests = [read_scheme(path).digest for path in (one, two, three)]
    assert digests[0] == digests[1] != digests[2]


def test_a_name_nearly_right_is_suggested() -> None:
    """A mistyped name gets the nearest one and the whole list."""
    with pytest.raises(Refused, match="Did you mean norfolk-carers") as refused:
        find_scheme("norfolk-carer")
    assert "hartlepool-babybank" in refused.value.message


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file that is not there, or a folder, is refused with its name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="Check the path"):
        find_scheme(name)


def test_text_in_another_encoding_is_said_at_its_line(tmp_path: Path) -> None:
    """The line of the first byte that is not UTF-8 is named."""
    path = tmp_path / "mine.toml"
    path.write_bytes('one = "a"\ntwo = "caf\xe9"\n'.encode("latin-1"))
    with pytest.raises(FaultsFound) as found:
        read_scheme(path)
    assert [fault.row for fault in found.value.faults] == [2]
    assert "Save the file as UTF-8" in str(found.value)


def test_a_file_far_too_large_is_refused(tmp_path: Path) -> None:
    """Nobody waits for a gigabyte that calls itself a scheme."""
    path = tmp_path / "mine.toml"
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(Refused, match="larger than any scheme"):
        read_scheme(path)


@pytest.mark.parametrize(
    "text", ["", "a = 1", "[needs]", "needs = 3", "[[gates]]", "gates = 1\nwords = []"]
)
def test_files_that_are_no_schemes_get_faults_not_tracebacks(
    tmp_path: Path, text: str
) -> None:
    """TOML that is nothing like a scheme is refused in the same words."""
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FaultsFound):
        read_scheme(path)
